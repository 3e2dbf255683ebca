"""Suspicious clusters go to quarantine, never to deletion; a person rules on them."""

import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from foundation.ledger import chain
from voting import permissions
from voting.models import Ballot, Tally

# The published rule: this many votes for one work from one network within the window.
BURST_SIZE = 20
BURST_WINDOW = datetime.timedelta(minutes=10)


@transaction.atomic
def scan(*, edition: Edition, by, at: datetime.datetime) -> int:
    """Set aside every burst: BURST_SIZE votes or more for one candidate from one network within
    BURST_WINDOW.

    Returns how many ballots were set aside now. Raises NotAllowed, WrongState after the close.
    """
    _require(edition, by)
    ballots = Ballot.objects.counted().filter(candidate__edition=edition).exclude(network="")
    suspicious: set[int] = set()
    ordered = ballots.order_by("candidate_id", "network", "cast_at").values_list(
        "candidate_id", "network", "cast_at", "pk"
    )
    for _key, group in groupby(ordered, key=lambda row: row[:2]):
        suspicious |= _bursts([(cast_at, pk) for _candidate, _network, cast_at, pk in group])
    Ballot.objects.filter(pk__in=suspicious).update(quarantined_at=at, quarantine_reason="burst")
    if suspicious:
        chain.append(edition.chain, "ballots.quarantined", {"count": len(suspicious)}, at=at, by=by)
    return len(suspicious)


def _bursts(ballots: list[tuple[datetime.datetime, int]]) -> set[int]:
    found, start = set(), 0
    for end, (cast_at, _pk) in enumerate(ballots):
        while cast_at - ballots[start][0] > BURST_WINDOW:
            start += 1
        if end - start + 1 >= BURST_SIZE:
            found |= {pk for _at, pk in ballots[start : end + 1]}
    return found


@transaction.atomic
def restore(
    *, edition: Edition, candidate_code: str, reason: str, by, at: datetime.datetime
) -> int:
    """A person has looked and lets a candidate's quarantined ballots count. Raises NotAllowed,
    Refused, WrongState.
    """
    _require(edition, by)
    if not reason.strip():
        raise Refused(_("Write the reason: it is published with the count."))
    ballots = Ballot.objects.filter(
        candidate__edition=edition, candidate__code=candidate_code
    ).exclude(quarantined_at=None)
    count = ballots.update(quarantined_at=None, quarantine_reason="")
    chain.append(
        edition.chain,
        "ballots.restored",
        {"candidate": candidate_code, "count": count, "reason": reason},
        at=at,
        by=by,
    )
    return count


def _require(edition: Edition, by) -> None:
    if not permissions.can_run_vote(by, edition.pk):
        raise NotAllowed(_("Only the secretariat rules on ballots."))
    if Tally.objects.filter(edition=edition).exists():
        raise WrongState(_("The count is closed."))
