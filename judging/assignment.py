"""Who scores what: a balanced optimum under hard constraints, solved as a linear programme (HiGHS).

Maximise the total preference over x[j,e] in {0,1} subject to: each entry gets its missing sheets; each judge stays
between the floor and the ceiling of a balanced load; no conflict; panel membership. The matrix of such a
transportation problem is totally unimodular, so the LP's vertices are integral.
"""

import datetime
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from judging import permissions
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Round


class Impossible(Refused):
    """No assignment satisfies the rules; the message names the bottleneck and the cheapest way out."""


@dataclass
class Problem:
    """One panel's task. Judges and entries are numbered from 0; `load` is what a judge already has."""

    needs: list[int]  # missing sheets of each entry
    most: list[int]  # load bound of each judge, what they already have not yet subtracted
    load: list[int]
    blocked: set[tuple[int, int]]  # (judge, entry) pairs that must not meet
    preference: np.ndarray  # judges × entries, in [0, 1]
    labels: list[str] = field(default_factory=list)  # entries' codes, for messages


def solve(problem: Problem) -> list[tuple[int, int]]:
    """The (judge, entry) pairs of the best balanced assignment. Raises Impossible with the bottleneck."""
    total = sum(problem.needs)
    judges, entries = problem.preference.shape
    if total == 0:
        return []
    _refuse_bottleneck(problem, judges, entries, total)
    target = (total + sum(problem.load)) / judges
    for slack in range(total + 2):  # widen the band of loads until the conflicts leave room for it
        pairs = _solve_within(problem, max(0, int(target) - slack), int(np.ceil(target)) + slack)
        if pairs is not None:
            return pairs
    raise Impossible(_("The conflicts leave no way to give every entry its sheets. Appoint another judge to this panel."))


def _refuse_bottleneck(problem: Problem, judges: int, entries: int, total: int) -> None:
    for entry in range(entries):
        eligible = sum((judge, entry) not in problem.blocked for judge in range(judges))
        if eligible < problem.needs[entry]:
            raise Impossible(
                _("Entry %(code)s needs %(needs)s more sheets, but only %(eligible)s judges of its panel are free of conflicts. "
                  "Appoint another judge, clear a conflict, or ask for fewer sheets.")
                % {"code": problem.labels[entry] if problem.labels else entry + 1, "needs": problem.needs[entry], "eligible": eligible}
            )  # fmt: skip
    room = sum(max(0, most - load) for most, load in zip(problem.most, problem.load, strict=True))
    if room < total:
        raise Impossible(
            _("%(total)s sheets are needed, but the judges of this panel take at most %(room)s more. "
              "Appoint another judge or raise the limits.") % {"total": total, "room": room}
        )  # fmt: skip


def _solve_within(problem: Problem, lowest: int, highest: int) -> list[tuple[int, int]] | None:
    judges, entries = problem.preference.shape
    pairs = [(j, e) for j in range(judges) for e in range(entries) if problem.needs[e] and (j, e) not in problem.blocked]
    columns = np.arange(len(pairs))
    ones = np.ones(len(pairs))
    by_entry = coo_matrix((ones, ([e for _, e in pairs], columns)), shape=(entries, len(pairs)))
    by_judge = coo_matrix((ones, ([j for j, _ in pairs], columns)), shape=(judges, len(pairs)))
    upper = [min(most, highest) - load for most, load in zip(problem.most, problem.load, strict=True)]
    lower = [max(0, min(lowest, most) - load) for most, load in zip(problem.most, problem.load, strict=True)]
    if min(upper) < 0:
        upper = [max(0, value) for value in upper]
    solution = linprog(
        -np.array([problem.preference[pair] for pair in pairs]),
        A_ub=vstack([by_judge, -by_judge]), b_ub=np.array(upper + [-value for value in lower]),
        A_eq=by_entry, b_eq=np.array(problem.needs), bounds=(0, 1), method="highs-ds",
    )  # fmt: skip
    if solution.status != 0:
        return None
    return [pair for pair, value in zip(pairs, solution.x, strict=True) if value > 0.5]


def _content_key(entry: BlindedEntry) -> str:
    """The entry's place in the solver: by content, so that random codes do not change the result of a seed."""
    return chain.digest_of([entry.title, entry.summary, entry.sections])


def _preference(seed: int, judges: list[Judge], keys: list[str]) -> np.ndarray:
    """Pseudo-random preferences in [0, 1): with no wishes known, a draw by the seed, the same on every machine."""

    def draw(judge_place: int, key: str) -> float:
        digest = hashlib.sha256(f"{seed}|{judge_place}|{key}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64

    return np.array([[draw(place, key) for key in keys] for place in range(len(judges))])


@dataclass
class Plan:
    """A proposal to look at: loads by judge, and how many conflicts were kept apart."""

    created: int
    loads: dict[Judge, int]
    conflicts_avoided: int


@transaction.atomic
def propose(*, round: Round, by) -> Plan:
    """Replace the standing proposal: every entry gets its missing sheets; confirmed pairs stay as they are.

    Raises NotAllowed, WrongState, Impossible.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if not permissions.can_organise(by, round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if round.state in (Round.State.CLOSED, Round.State.FROZEN):
        raise WrongState(_("This round is closed."))
    Assignment.objects.filter(judge__panel__round=round, state=Assignment.State.PROPOSED).delete()
    created, avoided = 0, 0
    for panel in round.panels.all():
        pairs, blocked = _propose_for(panel, round)
        created += pairs
        avoided += blocked
    uncovered = BlindedEntry.objects.countable().filter(round=round).exclude(field__panels__round=round).first()
    if uncovered:
        raise Impossible(_("No panel judges the field “%(field)s”. Establish one or add the field to a panel.") % {"field": uncovered.field})
    return Plan(created, loads(round), avoided)


def _propose_for(panel: Panel, round: Round) -> tuple[int, int]:
    judges = list(panel.judges.order_by("pk"))
    entries = sorted(BlindedEntry.objects.countable().filter(round=round, field__in=panel.fields.all()), key=_content_key)
    if not entries:
        return 0, 0
    if not judges:
        raise Impossible(_("The panel “%(panel)s” has no members.") % {"panel": panel})
    place_of_judge = {judge.pk: place for place, judge in enumerate(judges)}
    place_of_entry = {entry.pk: place for place, entry in enumerate(entries)}
    existing = Assignment.objects.filter(judge__in=judges, blinded_entry__in=entries)
    confirmed, blocked = Counter(), set()
    load = Counter()
    for assignment in existing:
        pair = place_of_judge[assignment.judge_id], place_of_entry[assignment.blinded_entry_id]
        blocked.add(pair)  # neither twice, nor again after a release
        if assignment.state == Assignment.State.CONFIRMED:
            confirmed[pair[1]] += 1
            load[pair[0]] += 1
    conflicts = set(Conflict.objects.filter(judge__in=judges, blinded_entry__in=entries).values_list("judge_id", "blinded_entry_id"))
    blocked |= {(place_of_judge[judge], place_of_entry[entry]) for judge, entry in conflicts}
    problem = Problem(
        needs=[max(0, round.sheets_per_entry - confirmed[place]) for place in range(len(entries))],
        most=[judge.max_load for judge in judges],
        load=[load[place] for place in range(len(judges))],
        blocked=blocked,
        preference=_preference(round.seed, judges, [_content_key(entry) for entry in entries]),
        labels=[entry.code for entry in entries],
    )
    by_judge = defaultdict(list)
    for judge, entry in solve(problem):
        by_judge[judge].append(entry)
    rows = []
    for judge, chosen in by_judge.items():
        # The judge's own order: shuffled by a digest of judge and random code, not by anything of the entry.
        shuffled = sorted(chosen, key=lambda place: chain.digest_of([judges[judge].pk, entries[place].code]))
        rows += [Assignment(judge=judges[judge], blinded_entry=entries[entry], place=load[judge] + place) for place, entry in enumerate(shuffled, start=1)]
    Assignment.objects.bulk_create(rows)
    return len(rows), len(conflicts)


def loads(round: Round) -> dict[Judge, int]:
    """How many entries each judge has, proposed and confirmed together."""
    counts = Counter(
        Assignment.objects.filter(judge__panel__round=round, blinded_entry__withdrawn_at=None)
        .exclude(state=Assignment.State.RELEASED)
        .values_list("judge_id", flat=True)
    )
    judges = Judge.objects.filter(panel__round=round).select_related("user", "panel").order_by("panel", "user__name_key")
    return {judge: counts[judge.pk] for judge in judges}


@transaction.atomic
def confirm(*, round: Round, by, at: datetime.datetime) -> int:
    """Make the proposal the plan. Raises NotAllowed, WrongState (nothing proposed, or a conflict was found since)."""
    round = Round.objects.select_for_update(of=("self",)).select_related("edition").get(pk=round.pk)
    if not permissions.can_organise(by, round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    proposed = Assignment.objects.filter(judge__panel__round=round, state=Assignment.State.PROPOSED)
    if not proposed.exists():
        raise WrongState(_("There is no proposal to confirm."))
    conflicts = set(Conflict.objects.filter(judge__panel__round=round).values_list("judge_id", "blinded_entry_id"))
    if any(pair in conflicts for pair in proposed.values_list("judge_id", "blinded_entry_id")):
        raise WrongState(_("A conflict of interest was found since. Propose again."))
    count = proposed.update(state=Assignment.State.CONFIRMED, confirmed_at=at)
    chain.append(round.edition.chain, "assignment.confirmed", {"round": round.order, "sheets": count}, at=at, by=by)
    return count
