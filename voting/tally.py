"""Closing the vote: counted once, with and without quarantine, under a Merkle root."""

import datetime
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, Phase
from competition.phases import has_closed
from competition.verbs import lock
from foundation.ledger import chain
from voting import booths, clusters, integrity, noting, permissions
from voting.models import Ballot, Candidate, Poll, Tally, TallyRow


def count(edition: Edition) -> list[dict]:
    """Noted votes by candidate still standing: [{"code", "result_code", "votes", "set_aside"}], by
    code.

    For the close and its checks alone.
    """
    given = Q(ballots__revoked_at=None, ballots__noted_in__isnull=False)
    counted = Count("ballots", filter=given & Q(ballots__quarantined_at=None))
    set_aside = Count("ballots", filter=given & Q(ballots__quarantined_at__isnull=False))
    candidates = Candidate.objects.in_edition(edition).standing().order_by("code")
    rows = candidates.annotate(votes=counted, set_aside=set_aside)
    told = rows.values("code", "result_code", "votes", "set_aside")
    return [dict(row) for row in told]


def as_told(rows: Iterable[TallyRow], root: str) -> dict[str, Any]:
    """A count as it is published, and as its digest covers it: {"rows": [[result code, votes]] by
    code, "set_aside", "root"}.

    How many were set aside is told of all works together: where one work alone had any, whoever
    reads which ballots stand aside would know for whom they were given.
    """
    ordered = sorted(rows, key=attrgetter("published_code"))
    return {
        "rows": [[row.published_code, row.votes] for row in ordered],
        "set_aside": sum(row.set_aside for row in ordered),
        "root": root,
    }


def digest_of(tally: Tally) -> str:
    """The digest that the rows of a count give."""
    return chain.digest_of(as_told(tally.rows.all(), tally.ballots_root))


def is_counted(edition: Edition) -> bool:
    """Whether the count is closed."""
    return Tally.objects.filter(edition=edition).exists()


def waits_for(edition: Edition, at: datetime.datetime) -> str:
    """What a close still waits for, in words; empty once the vote may be counted."""
    waits = booths.still_open(edition) or clusters.still_unruled(edition)
    return _not_over(edition, at) or waits


def _not_over(edition: Edition, at: datetime.datetime) -> str:
    if Tally.objects.filter(edition=edition).exists():
        return _("The count is closed.")
    is_over = has_closed(edition, Phase.Kind.VOTING, at)
    if not is_over or not Poll.objects.filter(edition=edition).exists():
        return _("The vote is not over yet.")
    return ""


@transaction.atomic
def close(*, edition: Edition, by: User, at: datetime.datetime) -> Tally:
    """Close and publish the count; only now do totals exist.

    Raises NotAllowed, WrongState (also while a cluster of ballots waits for a ruling).
    """
    edition = lock(edition)
    if not permissions.can_run_vote(by, edition.pk):
        raise NotAllowed(_("Only the secretariat closes the vote."))
    # Whoever votes holds the phase: the last ballots are there before they are counted.
    list(Phase.objects.select_for_update().filter(edition=edition, kind=Phase.Kind.VOTING))
    if missing := _not_over(edition, at):
        raise WrongState(missing)
    if missing := booths.still_open(edition):
        raise WrongState(missing)
    noting.note(edition, at=at, actor=by)
    integrity.set_incomplete_aside(edition, by=by, at=at)
    faults = [*noting.faults(edition), *clusters.faults(edition)]
    if faults:
        raise WrongState(
            _("The ballots do not fit the ledger, and nothing is counted: %(faults)s")
            % {"faults": "; ".join(faults)}
        )
    # Ballots that somebody has set aside past the verbs are told as such, and not as a cluster.
    if missing := clusters.still_unruled(edition):
        raise WrongState(missing)
    rows = count(edition)
    noted = Ballot.objects.filter(candidate__edition=edition).exclude(noted_in=None)
    ballots = noted.counted().order_by("receipt")
    root = chain.merkle_root(list(ballots.values_list("receipt", flat=True)))
    told = as_told([TallyRow(**row) for row in rows], root)
    digest = chain.digest_of(told)
    closed = {"digest": digest, "root": root, "set_aside": told["set_aside"]}
    event = chain.append(edition.chain, "tally.closed", closed, at=at, by=by)
    tally = Tally.objects.create(
        edition=edition,
        closed_by=by,
        closed_at=at,
        ballots_root=root,
        digest=digest,
        ledger_head=event.digest,
    )
    TallyRow.objects.bulk_create(TallyRow(tally=tally, **row) for row in rows)
    chain.publish_head(edition.chain, "tally.closed", at=at)
    return tally
