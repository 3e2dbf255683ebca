"""Suspicious clusters go to quarantine, never to deletion; a person rules on them."""

import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition.errors import NotAllowed, WrongState
from competition.models import Edition
from competition.verbs import lock, need_reason
from foundation.ledger import chain
from voting import noting, permissions, rules, telling
from voting.models import BURST, Ballot, ClusterRuling, Tally

# The published rule: this many votes for one work from one network within the window.
BURST_SIZE = 20
BURST_WINDOW = datetime.timedelta(minutes=10)

# {why a ballot is set aside, as its row keeps it: what its voter is told}
WHY = {
    BURST: gettext_lazy(
        "Many votes for one work came from one network within a few minutes, as the published "
        "rule describes it."
    ),
    rules.INCOMPLETE: gettext_lazy(
        "The rules of this vote want an exact number of works, and fewer were chosen when it "
        "closed."
    ),
}


def why(reason: str) -> str:
    """The reason of a row in words."""
    return str(WHY.get(reason, reason))


@transaction.atomic
def scan(*, edition: Edition, by: User, at: datetime.datetime) -> int:
    """Set aside every burst of votes for one candidate from one network.

    A burst is BURST_SIZE votes or more within BURST_WINDOW. Returns how many ballots were set aside
    now. Raises NotAllowed, WrongState after the close.
    """
    require_right_and_open_count(edition, by)
    ballots = Ballot.objects.counted().filter(candidate__edition=edition).exclude(network="")
    ordered = ballots.order_by("candidate_id", "network", "cast_at").values_list(
        "candidate_id", "network", "cast_at", "pk"
    )
    suspicious: set[int] = set()
    for _candidate_and_network, group in groupby(ordered, key=itemgetter(0, 1)):
        suspicious |= _bursts([(cast_at, pk) for _candidate, _network, cast_at, pk in group])
    # What two people let count is not set aside again.
    found = list(ballots.filter(pk__in=suspicious, ruling=None).values_list("pk", flat=True))
    Ballot.objects.filter(pk__in=found).update(quarantined_at=at, quarantine_reason=BURST)
    if found:
        aside = noting.set_aside_digest(edition)
        told = {"count": len(found), "aside": aside}
        event = chain.append(edition.chain, "ballots.quarantined", told, at=at, by=by)
        telling.set_aside(edition, at=at, event=event.number)
    return len(found)


def set_incomplete_aside(edition: Edition, *, by: User, at: datetime.datetime) -> int:
    """Where the rules want an exact number of works, ballots of voters who chose fewer do not
    count. Called by the close, which holds the edition. Returns how many were set aside.
    """
    few = list(rules.incomplete(edition).values_list("pk", flat=True))
    if not few:
        return 0
    why_aside = {"quarantined_at": at, "quarantine_reason": rules.INCOMPLETE}
    for start in range(0, len(few), 500):
        Ballot.objects.filter(pk__in=few[start : start + 500]).update(**why_aside)
    told = {"count": len(few), "aside": noting.set_aside_digest(edition)}
    chain.append(edition.chain, "ballots.quarantined", told, at=at, by=by)
    return len(few)


def _bursts(ballots: list[tuple[datetime.datetime, int]]) -> set[int]:
    """The ballots that belong to a burst; `ballots` are (cast, id), the earliest first."""
    in_bursts: set[int] = set()
    start = 0
    for end, (cast_at, _pk) in enumerate(ballots):
        while cast_at - ballots[start][0] > BURST_WINDOW:
            start += 1
        window = ballots[start : end + 1]
        if len(window) >= BURST_SIZE:
            in_bursts |= {pk for _cast_at, pk in window}
    return in_bursts


@transaction.atomic
def restore(
    *,
    edition: Edition,
    candidate_code: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    ruling: ClusterRuling | None = None,
) -> int:
    """Let a candidate's quarantined ballots count, those of one ruling or all; what two people
    agreed to (voting.clusters). Others from the same network were ruled on by themselves.

    Returns how many count again: those that their voters took back meanwhile do not. The reason is
    kept beside the line of the ledger. Raises NotAllowed, Refused, WrongState.
    """
    require_right_and_open_count(edition, by)
    reason = need_reason(reason, _("Write the reason: it is kept with the count."))
    ballots = Ballot.objects.filter(
        candidate__edition=edition, candidate__code=candidate_code
    ).exclude(quarantined_at=None)
    if ruling is not None:
        ballots = ballots.filter(ruling=ruling)
    as_before: dict[str, Any] = {"quarantined_at": None, "quarantine_reason": ""}
    # By two statements: whoever takes a ballot back at this moment is in the one or the other.
    count = ballots.filter(revoked_at=None).update(**as_before)
    taken_back = ballots.update(**as_before)
    if not count and not taken_back:
        raise WrongState(_("No ballot of this code is set aside."))
    aside = noting.set_aside_digest(edition)
    # Neither the work nor how many: the batch of their minute would join receipts to it.
    restored = {"aside": aside}
    chain.append(edition.chain, "ballots.restored", restored, at=at, by=by, text=reason)
    return count


def require_right_and_open_count(edition: Edition, by: User) -> None:
    """The edition is held, as by the count: what was counted stays as it was counted.

    Raises NotAllowed, WrongState.
    """
    edition = lock(edition)
    if not permissions.can_run_vote(by, edition.pk):
        raise NotAllowed(_("Only the secretariat rules on ballots."))
    if Tally.objects.filter(edition=edition).exists():
        raise WrongState(_("The count is closed."))
