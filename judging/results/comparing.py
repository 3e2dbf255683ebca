"""Entries on one rank at the prize line, compared in pairs by the judges who scored them.

Each judge alone, and once. An optional mode: only where the scheme's tie rules name it. The choices
of all judges are put together at once (`engine.strengths`), so that neither their order nor the
order of pairs matters.
"""

import datetime
import itertools
import math
import secrets
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import address_of, lock
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

Pair = tuple[str, str]  # two codes, in the order in which a judge sees them


class Unanswered(Refused):
    """Some pairs have no choice; `pairs` are those."""

    def __init__(self, pairs: list[Pair]):
        super().__init__(
            _("Choose the better one of every pair; %(count)s are missing.") % {"count": len(pairs)}
        )
        self.pairs = pairs


def entries_of(comparison: Comparison) -> QuerySet[BlindedEntry]:
    """The entries that are compared and still in the contest, by code."""
    return (
        BlindedEntry.objects.countable()
        .filter(pk__in=comparison.entries.values("pk"))
        .order_by("code")
    )


def asked(comparison: Comparison) -> dict[Judge, list[Pair]]:
    """{judge: pairs} of everybody who is asked, the pairs in an order of their own."""
    in_order = free_pairs(comparison.ranking, list(entries_of(comparison)))
    return {judge: _shuffled(comparison, judge, pairs) for judge, pairs in in_order.items()}


def free_pairs(ranking: Ranking, entries: list[BlindedEntry]) -> dict[Judge, list[Pair]]:
    """{judge: pairs} of everybody who may compare these entries, the pairs by code."""
    voices = permissions.voices_on(ranking, entries)
    return {judge: list(itertools.combinations(codes, 2)) for judge, codes in voices.items()}


def _shuffled(comparison: Comparison, judge: Judge, pairs: list[Pair]) -> list[Pair]:
    """Pairs, and the two of a pair, in an order that is the judge's own.

    What stands first is chosen more often.
    """
    judge_of_comparison = [comparison.pk, judge.pk]

    def turned(pair: Pair) -> Pair:
        drawn = chain.digest_of([*judge_of_comparison, "turn", *pair])
        return pair if drawn < "8" else pair[::-1]

    def place(pair: Pair) -> str:
        return chain.digest_of([*judge_of_comparison, "place", *sorted(pair)])

    return sorted((turned(pair) for pair in pairs), key=place)


def seat_of(comparison: Comparison, user: User) -> tuple[Judge, list[Pair]] | None:
    """The seat from which a person is asked, with the pairs; None for everybody else."""
    for judge, pairs in asked(comparison).items():
        if judge.user_id == user.pk:
            return judge, pairs
    return None


def waiting_for(user: User) -> list[Comparison]:
    """Open comparisons in which this person scored an entry and has not answered."""
    seats = Judge.objects.filter(user=user, declined_at=None)
    scored = Scoresheet.objects.filter(
        assignment__judge__in=seats, state=Scoresheet.State.LOCKED
    ).values("assignment__blinded_entry")
    unanswered = (
        Comparison.objects.in_progress()
        .filter(entries__in=scored)
        .exclude(ballots__judge__in=seats)
        .distinct()
        .select_related("ranking__round")
    )
    return [comparison for comparison in unanswered if seat_of(comparison, user)]


@transaction.atomic
def put(*, ranking: Ranking, codes: Iterable[str], by: User, at: datetime.datetime) -> Comparison:
    """Ask the judges to compare entries that share a rank.

    Raises NotAllowed, WrongState (superseded, asked before), Refused (no pair).
    """
    ranking = lock(ranking, "round__edition")
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
        post.tell(
            judge.user,
            "comparison_asked",
            {"round": comparison.ranking.round, "count": comparison.entries.count()},
            key=f"comparison:{comparison.pk}:{judge.pk}:{occasion}",
            link=address_of(comparison),
        )


@transaction.atomic
def remind(*, comparison: Comparison, by: User, at: datetime.datetime) -> int:
    """Write to the judges who have not chosen, once a day at most. Returns how many.

    Raises NotAllowed, WrongState (closed).
    """
    comparison = _locked(comparison)
    _require_organiser(comparison, by)
    _require_in_progress(comparison)
    answered = set(comparison.ballots.values_list("judge", flat=True))
    late = [judge for judge in asked(comparison) if judge.pk not in answered]
    _tell(comparison, late, str(localdate(at)))
    return len(late)


def _locked(comparison: Comparison) -> Comparison:
    return lock(comparison, "ranking__round__edition", "ranking__round__scheme")


def _require_organiser(comparison: Comparison, by: User) -> None:
    if not permissions.can_organise(by, comparison.ranking.round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))


def _require_in_progress(comparison: Comparison) -> None:
    if comparison.closed_at or comparison.ranking.superseded_at:
        raise WrongState(_("This comparison is closed."))


@transaction.atomic
def answer(
    *, comparison: Comparison, better: Iterable[Pair], by: User, at: datetime.datetime
) -> ComparisonBallot:
    """Give the choices of one judge, (better, other) of every pair; they are final.

    Raises NotAllowed, WrongState (closed, answered before), Unanswered.
    """
    comparison = _locked(comparison)
    _require_in_progress(comparison)
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
    chain.append(
        comparison.ranking.round.edition.chain,
        "comparison.answered",
        {"comparison": comparison.pk, "judge": judge.pk, "digest": ballot_digest(ballot)},
        at=at,
        by=by,
    )
    return ballot


def ballot_digest(ballot: ComparisonBallot) -> str:
    """H(choices ‖ nonce), as the ledger keeps it."""
    return chain.digest_of([ballot.choices, ballot.nonce])


def needed(comparison: Comparison, judges: Iterable[Judge]) -> int:
    """How many of those asked must have chosen: the scheme's quorum, rounded up; one at least."""
    quorum_percent = comparison.ranking.round.scheme.quorum_percent
    return max(1, math.ceil(len(list(judges)) * quorum_percent / 100))


@transaction.atomic
def close(*, comparison: Comparison, by: User, at: datetime.datetime) -> Comparison:
    """Put all choices together.

    Raises NotAllowed, WrongState (closed, too few judges have chosen).
    """
    comparison = _locked(comparison)
    _require_organiser(comparison, by)
    _require_in_progress(comparison)
    given = comparison.ballots.count()
    quorum = needed(comparison, asked(comparison))
    if given < quorum:
        raise WrongState(
            _("%(given)s judges have chosen, %(needed)s are needed. Remind the others.")
            % {"given": given, "needed": quorum}
        )
    entries = list(entries_of(comparison))
    comparison.left_out = _conflicts_at_close(comparison, entries)
    strengths = computed(comparison, {entry.code for entry in entries})
    comparison.strengths = {code: str(strength) for code, strength in strengths.items()}
    comparison.digest = result_digest(comparison)
    comparison.closed_by = by
    comparison.closed_at = at
    chain.append(
        comparison.ranking.round.edition.chain,
        "comparison.closed",
        {"comparison": comparison.pk, "digest": comparison.digest},
        at=at,
        by=by,
    )
    comparison.save()
    return comparison


def _conflicts_at_close(comparison: Comparison, entries: list[BlindedEntry]) -> list[list]:
    """[[judge id, code], …] of judges who have chosen and have a conflict with an entry by now."""
    conflicts = Conflict.objects.in_force().filter(
        judge__in=comparison.ballots.values("judge"), blinded_entry__in=entries
    )
    pairs = conflicts.values_list("judge", "blinded_entry__code").distinct()
    return sorted([judge, code] for judge, code in pairs)


def computed(comparison: Comparison, codes: set[str]) -> dict[str, Decimal]:
    """The strengths of these entries by the choices that count.

    An entry that has left takes its pairs along, and so does a conflict.
    """
    left_out = {(judge, code) for judge, code in comparison.left_out}
    counting = []
    for ballot in comparison.ballots.all():
        for better, other in ballot.choices:
            has_left = not {better, other} <= codes
            conflicts = {(ballot.judge_id, better), (ballot.judge_id, other)} & left_out
            if not has_left and not conflicts:
                counting.append((better, other))
    return engine.strengths(codes, counting)


def result_digest(comparison: Comparison) -> str:
    """What the ledger keeps of a closed comparison.

    The strengths, the ballots from which they follow, and what of them was left out.
    """
    return chain.digest_of(as_told(comparison))


def as_told(comparison: Comparison) -> dict[str, Any]:
    """A comparison as its digest covers it and as it is exported."""
    ballots = sorted(
        [ballot.judge_id, ballot.choices, ballot.nonce] for ballot in comparison.ballots.all()
    )
    return {"ballots": ballots, "left_out": comparison.left_out, "strengths": comparison.strengths}


def told(comparison: Comparison) -> list[dict[str, Any]]:
    """[{"code", "chosen", "times"}] of a closed comparison, the strongest first.

    In how many of its pairs (`times`) each entry was `chosen`.
    """
    chosen: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for ballot in comparison.ballots.all():
        for better, other in ballot.choices:
            chosen[better] += 1
            times.update([better, other])
    strengths = strengths_in(comparison)
    by_strength = sorted(strengths, key=lambda code: (-strengths[code], code))
    return [{"code": code, "chosen": chosen[code], "times": times[code]} for code in by_strength]


def strengths_in(comparison: Comparison) -> dict[str, Decimal]:
    """{code: strength} as it was kept at the close."""
    return {code: Decimal(strength) for code, strength in comparison.strengths.items()}


def strengths_of(ranking: Ranking) -> list[dict[str, Decimal]]:
    """{code: strength} of each closed comparison of a ranking, in the order of their closing."""
    closed = ranking.comparisons.exclude(closed_at=None).order_by("closed_at", "pk")
    return [strengths_in(comparison) for comparison in closed]
