"""Who scores what: proposed by the machine, looked at and changed by a person, then confirmed."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from judging import permissions
from judging.arithmetic import linking, matching
from judging.assigning.workload import Impossible, PanelTask, tasks, way_out
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Lottery, Round

BALANCED, FAIR = "balanced", "fair"


@dataclass
class Plan:
    """A proposal to look at: how many sheets, loads by judge, conflicts kept apart, and by panel
    how good it is.
    """

    created: int = 0
    loads: dict[Judge, int] = field(default_factory=dict)
    conflicts_avoided: int = 0
    worst: float = 1.0  # the least that an entry gets: the mean preference of its judges, 0 to 1
    changed: int = 0  # sheets that the proposal before this one did not hold
    parts: int = (
        1  # groups of judges who share no entry with the others: their scores cannot be compared
    )
    connectivity: float = 1.0  # algebraic connectivity of the weakest panel
    price: float = (
        0.0  # the share of the best total that the links between judges cost, of the dearest panel
    )


@transaction.atomic
def propose(*, judging_round: Round, by, mode: str = BALANCED) -> Plan:
    """Replace the standing proposal: every entry gets its missing sheets; confirmed pairs stay as
    they are.

    `mode` is "balanced" (the best total in the narrowest band of loads) or "fair" (the worst entry
    gets nearly the best it could). A late judge, a late entry or a recusal only adds what is
    missing.

    Raises NotAllowed, WrongState, Impossible.
    """
    return _proposed(still_open(judging_round, by), mode)


def still_open(judging_round: Round, by) -> Round:
    """The round, locked, for somebody who may share out its sheets. Raises NotAllowed, WrongState
    (closed).
    """
    judging_round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(pk=judging_round.pk)
    )
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if judging_round.state in (Round.State.CLOSED, Round.State.FROZEN):
        raise WrongState(_("This round is closed."))
    return judging_round


@transaction.atomic
def propose_replacements(judging_round: Round) -> Plan | None:
    """When a judge had to give an entry up in an open round: propose somebody else at once, for the
    secretariat to confirm.

    None where nothing is missing, and where no plan is possible: then the page names the gap.
    """
    judging_round = Round.objects.select_for_update().get(pk=judging_round.pk)
    if judging_round.state != Round.State.OPEN or not gaps(judging_round):
        return None
    try:
        with transaction.atomic():
            return _proposed(judging_round, BALANCED)
    except Impossible:
        return None


def gaps(judging_round: Round) -> list[tuple[BlindedEntry, int]]:
    """(entry, missing sheets) of a round's entries that have fewer confirmed and proposed sheets
    than the rules ask for.
    """
    standing = Q(assignments__state__in=[Assignment.State.CONFIRMED, Assignment.State.PROPOSED])
    # Counted by number alone: a row of an entry holds its whole text, by which the database would
    # group.
    numbers = (
        BlindedEntry.objects.countable().filter(round=judging_round).order_by().values_list("pk")
    )
    held = dict(
        numbers.annotate(held=Count("assignments", filter=standing)).filter(
            held__lt=judging_round.sheets_per_entry
        )
    )
    return [
        (entry, judging_round.sheets_per_entry - held[entry.pk])
        for entry in BlindedEntry.objects.filter(pk__in=held).order_by("code")
    ]


def _proposed(judging_round: Round, mode: str) -> Plan:
    before = clear_proposal(judging_round)
    plan = Plan()
    for task in tasks(judging_round):
        pairs, best = _solved(task, mode)
        write(task, pairs, best, plan)
    return told(judging_round, plan, before)


def clear_proposal(judging_round: Round) -> set[tuple[int, int]]:
    """Take the standing proposal away; returns its (judge, entry) pairs."""
    before = set(standing_proposal(judging_round))
    Assignment.objects.filter(
        judge__panel__round=judging_round, state=Assignment.State.PROPOSED
    ).delete()
    return before


def told(judging_round: Round, plan: Plan, before: set[tuple[int, int]]) -> Plan:
    """The plan with the loads of all judges, and how much of it is new."""
    plan.loads = loads(judging_round)
    plan.changed = len(set(standing_proposal(judging_round)) - before)
    return plan


def standing_proposal(judging_round: Round):
    """(judge, entry) of every proposed sheet."""
    return Assignment.objects.filter(
        judge__panel__round=judging_round, state=Assignment.State.PROPOSED
    ).values_list("judge", "blinded_entry")


def write(task: PanelTask, pairs: list[tuple[int, int]], best: float, plan: Plan) -> None:
    """Keep the pairs as proposed sheets, and say in the plan how good they are beside the best
    total.
    """
    by_judge = defaultdict(list)
    for judge, entry in pairs:
        by_judge[judge].append(entry)
    rows = []
    for number, chosen in by_judge.items():
        judge, load = task.judges[number], task.problem.load[number]
        # The judge's own order: shuffled by a digest of judge and random code, not by anything of
        # the entry.
        shuffled = sorted(
            chosen, key=lambda place: chain.digest_of([judge.pk, task.entries[place].code])
        )
        rows += [
            Assignment(judge=judge, blinded_entry=task.entries[entry], place=load + place)
            for place, entry in enumerate(shuffled, start=1)
        ]
    Assignment.objects.bulk_create(rows)
    plan.created += len(rows)
    plan.conflicts_avoided += task.conflicts
    if pairs:
        problem = task.problem
        plan.worst = min(plan.worst, matching.worst_of(problem, pairs))
        plan.parts = max(plan.parts, linking.components(problem, pairs))
        plan.connectivity = min(plan.connectivity, linking.connectivity(problem, pairs))
        plan.price = max(plan.price, 1 - matching.total_of(problem, pairs) / best)


def _solved(task: PanelTask, mode: str) -> tuple[list[tuple[int, int]], float]:
    """(the pairs, the total preference that they had before judges were linked). Raises
    Impossible.
    """
    solver = matching.solve_fairly if mode == FAIR else matching.solve
    try:
        best = solver(task.problem)
    except matching.Infeasible as error:
        raise Impossible(way_out(error.relaxation, task)) from error
    return linking.linked(task.problem, best), matching.total_of(task.problem, best)


def loads(judging_round: Round) -> dict[Judge, int]:
    """How many entries each judge has, proposed and confirmed together."""
    counts = Counter(
        Assignment.objects.filter(
            judge__panel__round=judging_round, blinded_entry__withdrawn_at=None
        )
        .exclude(state=Assignment.State.RELEASED)
        .values_list("judge_id", flat=True)
    )
    judges = (
        Judge.objects.filter(panel__round=judging_round)
        .select_related("user", "panel")
        .order_by("panel", "user__name_key")
    )
    return {judge: counts[judge.pk] for judge in judges}


def drawn_by_lot(judging_round: Round) -> Lottery | None:
    """The lottery whose plan the standing proposal is; None where it was proposed otherwise."""
    lottery = judging_round.lotteries.exclude(drawn_at=None).order_by("drawn_at", "pk").last()
    if lottery is None:
        return None
    codes = standing_proposal(judging_round).values_list("judge", "blinded_entry__code")
    return lottery if sorted(map(list, codes)) == lottery.plan else None


@transaction.atomic
def move(*, item: Assignment, judge: Judge, by) -> Assignment:
    """Give a proposed sheet to another judge of the panel.

    Raises NotAllowed, WrongState (confirmed, or drawn by lot), Refused (a conflict, or has it
    already).
    """
    item = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("judge__panel__round", "blinded_entry")
        .get(pk=item.pk)
    )
    if not permissions.can_organise(by, item.judge.panel.round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if item.state != Assignment.State.PROPOSED:
        raise WrongState(
            _("Only a proposed sheet is moved; a confirmed one is given up or taken off.")
        )
    if drawn_by_lot(item.judge.panel.round):
        raise WrongState(
            _(
                "This proposal was drawn by lot and is not changed by hand. Enter a conflict "
                "of interest and draw again, or propose anew."
            )
        )
    if judge.panel_id != item.judge.panel_id or not judge.may_score:
        raise Refused(_("Choose a judge of the same panel."))
    if Conflict.objects.filter(judge=judge, blinded_entry=item.blinded_entry).exists():
        raise Refused(
            _("%(judge)s has a conflict of interest with %(code)s.")
            % {"judge": judge, "code": item.blinded_entry}
        )
    if Assignment.objects.filter(judge=judge, blinded_entry=item.blinded_entry).exists():
        raise Refused(
            _("%(judge)s has or had %(code)s already.")
            % {"judge": judge, "code": item.blinded_entry}
        )
    item.delete()
    return Assignment.objects.create(
        judge=judge, blinded_entry=item.blinded_entry, place=item.place
    )


@transaction.atomic
def confirm(*, judging_round: Round, by, at: datetime.datetime) -> int:
    """Make the proposal the plan. Raises NotAllowed, WrongState (nothing proposed, or a conflict
    was found since).
    """
    judging_round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(pk=judging_round.pk)
    )
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    proposed = Assignment.objects.filter(
        judge__panel__round=judging_round, state=Assignment.State.PROPOSED
    )
    if not proposed.exists():
        raise WrongState(_("There is no proposal to confirm."))
    conflicts = set(
        Conflict.objects.filter(judge__panel__round=judging_round).values_list(
            "judge_id", "blinded_entry_id"
        )
    )
    if any(pair in conflicts for pair in proposed.values_list("judge_id", "blinded_entry_id")):
        raise WrongState(_("A conflict of interest was found since. Propose again."))
    lottery = drawn_by_lot(judging_round)
    count = proposed.update(state=Assignment.State.CONFIRMED, confirmed_at=at)
    said = {"round": judging_round.order, "sheets": count} | (
        {"lottery": lottery.pk} if lottery else {}
    )
    chain.append(judging_round.edition.chain, "assignment.confirmed", said, at=at, by=by)
    return count
