"""Entries on one rank at the prize line, compared in pairs by the judges who scored them, each
alone and once.

An optional mode: only where the scheme's tie rules name it. The choices of all judges are put
together at once (`engine.strengths`), so that neither their order nor the order of pairs matters.
"""

import datetime
import itertools
import math
import secrets
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.arithmetic import engine
from judging.models import (
    BlindedEntry,
    Comparison,
    ComparisonBallot,
    Conflict,
    Judge,
    Ranking,
    Scoresheet,
)
from judging.scoring.scoresheets import countable_sheets

Pair = tuple[str, str]  # two codes, in the order in which a judge sees them


class Unanswered(Refused):
    """Some pairs have no choice; `pairs` are those."""

    def __init__(self, pairs: list[Pair]):
        super().__init__(
            _("Choose the better one of every pair; %(count)s are missing.") % {"count": len(pairs)}
        )
        self.pairs = pairs


def entries_of(comparison: Comparison):
    """The entries that are compared and still in the contest, by code."""
    return (
        BlindedEntry.objects.countable()
        .filter(pk__in=comparison.entries.values("pk"))
        .order_by("code")
    )


def asked(comparison: Comparison) -> dict[Judge, list[Pair]]:
    """{judge: pairs} of everybody who is asked, the pairs in an order of their own."""
    found = free_pairs(comparison.ranking, list(entries_of(comparison)))
    return {judge: _shuffled(comparison, judge, pairs) for judge, pairs in found.items()}


def free_pairs(ranking: Ranking, entries: list[BlindedEntry]) -> dict[Judge, list[Pair]]:
    """{judge: pairs}: everybody who scored one of these entries, once a person, with the pairs of
    which neither is a conflict.
    """
    scorers = (
        countable_sheets(ranking.round)
        .filter(assignment__blinded_entry__in=entries)
        .values("assignment__judge")
    )
    judges = (
        Judge.objects.filter(pk__in=scorers, declined_at=None, undertaking_at__isnull=False)
        .select_related("user")
        .order_by("-pk")
    )
    barred = set(
        Conflict.objects.filter(judge__in=judges, blinded_entry__in=entries).values_list(
            "judge", "blinded_entry"
        )
    )
    found = {}
    for judge in {
        judge.user_id: judge for judge in judges
    }.values():  # who sits on two panels still has one voice
        pairs = list(
            itertools.combinations(
                sorted(entry.code for entry in entries if (judge.pk, entry.pk) not in barred), 2
            )
        )
        if pairs:
            found[judge] = pairs
    return found


def _shuffled(comparison: Comparison, judge: Judge, pairs: list[Pair]) -> list[Pair]:
    """Pairs, and the two of a pair, in an order that is the judge's own: what stands first is
    chosen more often.
    """

    def drawn(*about) -> str:
        return chain.digest_of([comparison.pk, judge.pk, *about])

    turned = [pair if drawn("turn", *pair) < "8" else pair[::-1] for pair in pairs]
    return sorted(turned, key=lambda pair: drawn("place", *sorted(pair)))


def seat_of(comparison: Comparison, user) -> tuple[Judge, list[Pair]] | None:
    """The seat from which a person is asked, with the pairs; None for everybody else."""
    return next(
        ((judge, pairs) for judge, pairs in asked(comparison).items() if judge.user_id == user.pk),
        None,
    )


def waiting_for(user):
    """Open comparisons in which this person scored an entry and has not answered."""
    mine = Judge.objects.filter(user=user, declined_at=None)
    scored = Scoresheet.objects.filter(
        assignment__judge__in=mine, state=Scoresheet.State.LOCKED
    ).values("assignment__blinded_entry")
    open_ones = Comparison.objects.filter(
        closed_at=None, ranking__superseded_at=None, entries__in=scored
    ).exclude(ballots__judge__in=mine)
    return [
        comparison
        for comparison in open_ones.distinct().select_related("ranking__round")
        if seat_of(comparison, user)
    ]


def reads(user, entry: BlindedEntry) -> bool:
    """Whether a person is asked, in an open comparison, about a pair in which this entry stands."""
    open_ones = Comparison.objects.filter(
        closed_at=None, ranking__superseded_at=None, entries=entry
    ).select_related("ranking__round")
    seats = [seat_of(comparison, user) for comparison in open_ones]
    return any(entry.code in pair for seat in seats if seat for pair in seat[1])


@transaction.atomic
def put(*, ranking: Ranking, codes: Iterable[str], by, at: datetime.datetime) -> Comparison:
    """Ask the judges to compare entries that share a rank. Raises NotAllowed, WrongState
    (superseded, asked before), Refused (no pair).
    """
    ranking = (
        Ranking.objects.select_for_update(of=("self",))
        .select_related("round__edition")
        .get(pk=ranking.pk)
    )
    if not permissions.can_organise(by, ranking.round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if ranking.superseded_at:
        raise WrongState(_("This ranking was superseded before."))
    entries = list(BlindedEntry.objects.countable().filter(round=ranking.round, code__in=codes))
    for earlier in ranking.comparisons.prefetch_related("entries"):
        if set(entries) <= set(earlier.entries.all()):
            raise WrongState(_("These entries were put to the judges before."))
    comparison = Comparison.objects.create(ranking=ranking, opened_by=by, opened_at=at)
    comparison.entries.set(entries)
    judges = asked(comparison)
    if len(entries) < 2 or not judges:
        raise Refused(
            _(
                "No judge may compare these entries: each has a conflict of interest with one "
                "of them. The tie stays."
            )
        )
    chain.append(
        ranking.round.edition.chain,
        "comparison.opened",
        {"comparison": comparison.pk, "codes": sorted(entry.code for entry in entries)},
        at=at,
        by=by,
    )
    _tell(comparison, judges, "asked")
    return comparison


def _tell(comparison: Comparison, judges: Iterable[Judge], occasion: str) -> None:
    for judge in judges:
        about = {"round": comparison.ranking.round, "count": comparison.entries.count()}
        post.tell(
            judge.user,
            "comparison_asked",
            about,
            key=f"comparison:{comparison.pk}:{judge.pk}:{occasion}",
            link=address_of(comparison),
        )


def address_of(comparison: Comparison) -> str:
    """Where judges find a comparison."""
    return f"/cham-diem/so-sanh-cap/{comparison.pk}/"


@transaction.atomic
def remind(*, comparison: Comparison, by, at: datetime.datetime) -> int:
    """Write to the judges who have not chosen, once a day at most. Returns how many. Raises
    NotAllowed, WrongState.
    """
    comparison = _open(comparison, by)
    given = set(comparison.ballots.values_list("judge", flat=True))
    late = [judge for judge in asked(comparison) if judge.pk not in given]
    _tell(comparison, late, str(localdate(at)))
    return len(late)


def _open(comparison: Comparison, organiser=None) -> Comparison:
    comparison = (
        Comparison.objects.select_for_update(of=("self",))
        .select_related("ranking__round__edition", "ranking__round__scheme")
        .get(pk=comparison.pk)
    )
    if organiser and not permissions.can_organise(organiser, comparison.ranking.round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if comparison.closed_at or comparison.ranking.superseded_at:
        raise WrongState(_("This comparison is closed."))
    return comparison


@transaction.atomic
def answer(
    *, comparison: Comparison, better: Iterable[Pair], by, at: datetime.datetime
) -> ComparisonBallot:
    """Give the choices of one judge, (better, other) of every pair; they are final. Raises
    NotAllowed, WrongState, Unanswered.
    """
    comparison = _open(comparison)
    seat = seat_of(comparison, by)
    if seat is None:
        raise NotAllowed(_("You are not asked to compare these entries."))
    judge, pairs = seat
    if comparison.ballots.filter(judge=judge).exists():
        raise WrongState(_("You have sent your choices already; they are final."))
    chosen = {frozenset(pair): pair for pair in better}
    missing = [pair for pair in pairs if frozenset(pair) not in chosen]
    if missing:
        raise Unanswered(missing)
    choices = sorted(list(chosen[frozenset(pair)]) for pair in pairs)
    ballot = ComparisonBallot.objects.create(
        comparison=comparison, judge=judge, choices=choices, nonce=secrets.token_hex(16), at=at
    )
    said = {"comparison": comparison.pk, "judge": judge.pk, "digest": ballot_digest(ballot)}
    chain.append(comparison.ranking.round.edition.chain, "comparison.answered", said, at=at, by=by)
    return ballot


def ballot_digest(ballot: ComparisonBallot) -> str:
    """H(choices ‖ nonce), as the ledger keeps it."""
    return chain.digest_of([ballot.choices, ballot.nonce])


def needed(comparison: Comparison, judges: Iterable[Judge]) -> int:
    """How many of the judges asked must have chosen: the scheme's quorum, rounded up,
    one at least.
    """
    return max(
        1, math.ceil(len(list(judges)) * comparison.ranking.round.scheme.quorum_percent / 100)
    )


@transaction.atomic
def close(*, comparison: Comparison, by, at: datetime.datetime) -> Comparison:
    """Put all choices together. Raises NotAllowed, WrongState (closed, too few judges
    have chosen).
    """
    comparison = _open(comparison, by)
    judges, given = asked(comparison), comparison.ballots.count()
    if given < needed(comparison, judges):
        numbers = {"given": given, "needed": needed(comparison, judges)}
        raise WrongState(
            _("%(given)s judges have chosen, %(needed)s are needed. Remind the others.") % numbers
        )
    entries = list(entries_of(comparison))
    late = Conflict.objects.filter(
        judge__in=comparison.ballots.values("judge"), blinded_entry__in=entries
    )
    comparison.left_out = sorted(
        map(list, late.values_list("judge", "blinded_entry__code").distinct())
    )
    comparison.strengths = {
        code: str(strength)
        for code, strength in computed(comparison, {entry.code for entry in entries}).items()
    }
    comparison.digest, comparison.closed_by, comparison.closed_at = (
        result_digest(comparison),
        by,
        at,
    )
    chain.append(
        comparison.ranking.round.edition.chain,
        "comparison.closed",
        {"comparison": comparison.pk, "digest": comparison.digest},
        at=at,
        by=by,
    )
    comparison.save()
    return comparison


def computed(comparison: Comparison, codes: set[str]) -> dict[str, Decimal]:
    """The strengths of these entries by the choices that count: an entry that has left takes its
    pairs along, and so does a conflict.
    """
    left_out = {(judge, code) for judge, code in comparison.left_out}
    choices = [
        (ballot.judge_id, pair)
        for ballot in comparison.ballots.all()
        for pair in ballot.choices
        if codes >= set(pair)
    ]
    return engine.strengths(
        codes,
        [pair for judge, pair in choices if not any((judge, code) in left_out for code in pair)],
    )


def result_digest(comparison: Comparison) -> str:
    """What the ledger keeps of a closed comparison: the strengths, the ballots from which they
    follow, and what of them was left out.
    """
    return chain.digest_of(as_told(comparison))


def as_told(comparison: Comparison) -> dict:
    """A comparison as its digest covers it and as it is exported."""
    ballots = sorted(
        [ballot.judge_id, ballot.choices, ballot.nonce] for ballot in comparison.ballots.all()
    )
    return {"ballots": ballots, "left_out": comparison.left_out, "strengths": comparison.strengths}


def told(comparison: Comparison) -> list[dict]:
    """[{"code", "chosen", "times"}] of a closed comparison, the strongest first: in how many of its
    pairs each entry was chosen.
    """
    choices = [pair for ballot in comparison.ballots.all() for pair in ballot.choices]
    ordered = sorted(comparison.strengths.items(), key=lambda item: (-Decimal(item[1]), item[0]))
    return [
        {
            "code": code,
            "chosen": sum(pair[0] == code for pair in choices),
            "times": sum(code in pair for pair in choices),
        }
        for code, _strength in ordered
    ]


def strengths_of(ranking: Ranking) -> list[dict[str, Decimal]]:
    """{code: strength} of each closed comparison of a ranking, in the order in which they were
    closed.
    """
    closed = (
        ranking.comparisons.exclude(closed_at=None)
        .order_by("closed_at", "pk")
        .values_list("strengths", flat=True)
    )
    return [
        {code: Decimal(strength) for code, strength in strengths.items()} for strengths in closed
    ]
