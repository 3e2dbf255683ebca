"""Ballots reach the ledger in batches, one a minute: what was cast or taken back since the last.

A batch is one Merkle root over leaves in the order of their digests: for a ballot H(receipt, seal
of its choice), for one that was taken back H("ended", receipt). A ballot that is added, removed or
moved to another work afterwards no longer fits its root.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from competition import clock
from competition.models import Edition
from competition.verbs import lock
from foundation.jobs import work
from foundation.ledger import chain, reading
from voting.models import Ballot, BallotBatch, Tally

WAITING = Q(noted_in=None) | Q(revoked_at__isnull=False, ended_in=None)


# What must stand in the ledger before ballots do; the one door knows it.
Before = Callable[[Edition, datetime.datetime], None]
_before: list[Before] = []


def before_noting(function: Before) -> Before:
    """Register it."""
    _before.append(function)
    return function


def leaf(receipt: str, choice_seal: str) -> str:
    """A ballot as its batch covers it."""
    return chain.digest_of([receipt, choice_seal])


def end_leaf(receipt: str) -> str:
    """The end of a ballot that was taken back, as its batch covers it."""
    return chain.digest_of(["ended", receipt])


def root_of(cast: Iterable[Ballot], ended: Iterable[Ballot]) -> str:
    """The Merkle root over ballots and ends."""
    leaves = [leaf(ballot.receipt, ballot.choice_seal) for ballot in cast]
    leaves += [end_leaf(ballot.receipt) for ballot in ended]
    return chain.merkle_root(sorted(leaves))


@transaction.atomic
def note(
    edition: Edition, *, at: datetime.datetime, actor: User | None = None
) -> BallotBatch | None:
    """Write what waits into the ledger; None where nothing does, or the vote is counted. A ballot
    that the site did not cast, and an end that it did not write, wait for good.
    """
    edition = lock(edition)
    if Tally.objects.filter(edition=edition).exists():
        return None
    ballots = Ballot.objects.filter(candidate__edition=edition).select_related("candidate")
    over = ballots.filter(revoked_at__isnull=False, ended_in=None)
    cast = [ballot for ballot in ballots.filter(noted_in=None) if ballot.is_of_the_site]
    ended = [ballot for ballot in over if ballot.is_of_the_site and ballot.is_ended_by_the_site]
    if not cast and not ended:
        return None
    for come_first in _before:
        come_first(edition, at)
    root = root_of(cast, ended)
    noted = {"root": root, "cast": len(cast), "ended": len(ended)}
    event = chain.append(edition.chain, "ballots.noted", noted, at=at, by=actor)
    batch = BallotBatch.objects.create(edition=edition, number=event.number, root=root, at=at)
    for waiting, column in ((cast, "noted_in"), (ended, "ended_in")):
        for start in range(0, len(waiting), 500):
            numbers = [ballot.pk for ballot in waiting[start : start + 500]]
            Ballot.objects.filter(pk__in=numbers).update(**{column: batch})
    return batch


@work.each_minute
def note_all() -> None:
    """Every edition in which something waits."""
    waiting = Ballot.objects.filter(WAITING, candidate__edition__tally=None)
    numbers = waiting.values_list("candidate__edition", flat=True).distinct()
    for edition in Edition.objects.filter(pk__in=list(numbers)):
        note(edition, at=clock.now())


class Shown(NamedTuple):
    """A ballot as anybody may see it once the vote is counted: it counts, nobody sees for whom.

    One for a work that has left counts too, and adds to nobody: it would be told by not counting.
    """

    receipt: str
    seal: str
    noted: int  # line of the ledger
    ended: int  # likewise; 0: it was not taken back
    counts: bool


class Choice(NamedTuple):
    """What stands behind a ballot: for an inspector's eyes alone."""

    receipt: str
    code: str
    nonce: str
    is_aside: bool
    voter: int  # by the first receipt, from 1: whose ballots are one person's


def shown(edition: Edition) -> Iterator[tuple[Shown, Choice]]:
    """The noted ballots of a counted edition, by receipt."""
    ballots = Ballot.objects.filter(candidate__edition=edition).exclude(noted_in=None)
    ballots = ballots.select_related("candidate", "noted_in", "ended_in").order_by("receipt")
    numbers: dict[uuid.UUID, int] = {}
    for ballot in ballots.iterator(chunk_size=2000):
        voter = numbers.setdefault(ballot.voter_id, len(numbers) + 1)
        noted = ballot.noted_in.number if ballot.noted_in else 0
        ended = ballot.ended_in.number if ballot.ended_in else 0
        is_aside = ballot.quarantined_at is not None
        counts = ballot.revoked_at is None and not is_aside
        yield (
            Shown(ballot.receipt, ballot.choice_seal, noted, ended, counts),
            Choice(ballot.receipt, ballot.candidate.result_code, ballot.nonce, is_aside, voter),
        )


def faults(edition: Edition) -> list[str]:
    """What of the ballots does not fit the ledger, a line each; empty when all of it fits.

    Reads every noted ballot of the edition, and holds a digest of each.
    """
    noted = Ballot.objects.filter(candidate__edition=edition).select_related("candidate")
    leaves: dict[int | None, list[str]] = defaultdict(list)
    for ballot in noted.exclude(noted_in=None).iterator(chunk_size=2000):
        leaves[ballot.noted_in_id].append(leaf(ballot.receipt, ballot.choice_seal))
    for ballot in noted.exclude(ended_in=None).iterator(chunk_size=2000):
        leaves[ballot.ended_in_id].append(end_leaf(ballot.receipt))
    found = []
    batches = BallotBatch.objects.filter(edition=edition)
    for batch in batches:
        if chain.merkle_root(sorted(leaves.pop(batch.pk, []))) != batch.root:
            found.append(f"ballots of {batch.at.isoformat()}: not those of line {batch.number}")
    if leaves:
        found.append("ballots stand in batches of another edition")
    if _noted_lines(edition) != list(batches.values_list("number", "root")):
        found.append("batches: not those of the ledger")
    if set_aside_digest(edition) != _last_set_aside(edition):
        found.append("ballots set aside: not those of the ledger")
    return found


def _noted_lines(edition: Edition) -> list[tuple[int, str]]:
    lines = reading.lines(edition.chain, "ballots.noted")
    return [(line.number, line.payload["root"]) for line in lines]


def set_aside_digest(edition: Edition) -> str:
    """What the ledger keeps of the ballots that stand aside at this moment: their receipts under
    their nonces, so that nobody can try out which ones. Empty when none does.
    """
    aside = Ballot.objects.filter(candidate__edition=edition).exclude(quarantined_at=None)
    pairs = sorted(map(list, aside.values_list("receipt", "nonce")))
    return chain.digest_of(pairs) if pairs else ""


def _last_set_aside(edition: Edition) -> str:
    lines = reading.lines(edition.chain, "ballots.quarantined", "ballots.restored")
    return lines[-1].payload["aside"] if lines else ""
