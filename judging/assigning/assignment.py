"""Who scores what: proposed by the machine, looked at and changed by a person, then confirmed."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import lock, page_address
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.arithmetic import linking, matching
from judging.assigning.workload import Impossible, PanelTask, tasks, way_out
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Lottery, Round

BALANCED = "balanced"
FAIR = "fair"


@dataclass
class Plan:
    """A proposal to look at: how many sheets, loads by judge, and how good it is."""

    created: int = 0
    loads: dict[Judge, int] = field(default_factory=dict)
    conflicts_avoided: int = 0  # pairs that are kept apart
    worst: float = 1.0  # the least that an entry gets: the mean preference of its judges, 0 to 1
    changed: int = 0  # sheets that the proposal before this one did not hold
    # Groups of judges who share no entry with the others: their scores cannot be compared.
    parts: int = 1
    connectivity: float = 1.0  # algebraic connectivity of the weakest panel
    # The share of the best total that the links between judges cost, of the dearest panel.
    price: float = 0.0


@transaction.atomic
def propose(*, judging_round: Round, by: User, mode: str = BALANCED) -> Plan:
    """Replace the standing proposal: every entry gets its missing sheets; confirmed pairs stay.

    `mode` is "balanced" (the best total in the narrowest band of loads) or "fair" (the worst entry
    gets nearly the best it could). A late judge, a late entry or a recusal only adds what is
    missing.

    Raises NotAllowed, WrongState, Impossible.
    """
    return _proposed(still_open(judging_round, by), mode)


def _require_organiser(judging_round: Round, by: User) -> None:
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))


def still_open(judging_round: Round, by: User) -> Round:
    """The round, locked, for somebody who may share out its sheets.

    Raises NotAllowed, WrongState (closed).
    """
    judging_round = lock(judging_round, "edition")
    _require_organiser(judging_round, by)
    if judging_round.state in (Round.State.CLOSED, Round.State.FROZEN):
        raise WrongState(_("This round is closed."))
    return judging_round


@transaction.atomic
def propose_replacements(judging_round: Round) -> Plan | None:
    """When a judge had to give an entry up in an open round: propose somebody else at once.

    The secretariat confirms. None where nothing is missing, and where no plan is possible: then the
    page names the gap.
    """
    judging_round = lock(judging_round)
    if judging_round.state != Round.State.OPEN or not gaps(judging_round):
        return None
    try:
        with transaction.atomic():
            return _proposed(judging_round, BALANCED)
    except Impossible:
        return None


def gaps(judging_round: Round) -> list[tuple[BlindedEntry, int]]:
    """(entry, missing sheets) of the entries that have fewer sheets than the rules ask for.

    Confirmed and proposed sheets count.
    """
    standing = Q(assignments__state__in=[Assignment.State.CONFIRMED, Assignment.State.PROPOSED])
    # Counted by number alone: a row of an entry holds its whole text, by which the database would
    # group.
    numbers = BlindedEntry.objects.countable().filter(round=judging_round).order_by()
    held = numbers.values_list("pk").annotate(held=Count("assignments", filter=standing))
    wanted = judging_round.sheets_per_entry
    held_of_lacking = dict(held.filter(held__lt=wanted))
    lacking = BlindedEntry.objects.filter(pk__in=held_of_lacking).order_by("code")
    return [(entry, wanted - held_of_lacking[entry.pk]) for entry in lacking]


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


def standing_proposal(judging_round: Round) -> QuerySet[Assignment, tuple[int, int]]:
    """(judge, entry) of every proposed sheet."""
    return Assignment.objects.filter(
        judge__panel__round=judging_round, state=Assignment.State.PROPOSED
    ).values_list("judge", "blinded_entry")


def write(
    task: PanelTask,
    pairs: list[tuple[int, int]],
    best: float,
    plan: Plan,
    lottery: Lottery | None = None,
) -> None:
    """Keep the pairs as proposed sheets, given by the lottery if they were drawn.

    Says in the plan how good they are beside the best total.
    """
    proposed = _sheets_to_propose(task, pairs)
    for sheet in proposed:
        sheet.lottery = lottery
    Assignment.objects.bulk_create(proposed)
    plan.created += len(proposed)
    plan.conflicts_avoided += task.conflicts
    problem = task.problem
    if pairs:
        plan.worst = min(plan.worst, matching.worst_of(problem, pairs))
        plan.parts = max(plan.parts, linking.components(problem, pairs))
        plan.connectivity = min(plan.connectivity, linking.connectivity(problem, pairs))
        plan.price = max(plan.price, 1 - matching.total_of(problem, pairs) / best)


def _sheets_to_propose(task: PanelTask, pairs: list[tuple[int, int]]) -> list[Assignment]:
    """A sheet for each pair, in an order of the judge's own after what they already have.

    Shuffled by a digest of judge and random code, not by anything of the entry.
    """
    entries_of_judge = defaultdict(list)
    for judge_place, entry_place in pairs:
        entries_of_judge[judge_place].append(task.entries[entry_place])
    proposed = []
    for judge_place, entries in entries_of_judge.items():
        judge = task.judges[judge_place]
        load = task.problem.load[judge_place]
        drawn = {entry.pk: chain.digest_of([judge.pk, entry.code]) for entry in entries}
        entries.sort(key=lambda entry: drawn[entry.pk])
        for place, entry in enumerate(entries, start=load + 1):
            proposed.append(Assignment(judge=judge, blinded_entry=entry, place=place))
    return proposed


def _solved(task: PanelTask, mode: str) -> tuple[list[tuple[int, int]], float]:
    """(the pairs, the total preference that they had before judges were linked).

    Raises Impossible.
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
    """The lottery that gave the whole standing proposal.

    None where it was proposed otherwise, or where a conflict has taken a drawn sheet away since.
    """
    lottery = judging_round.lotteries.exclude(drawn_at=None).order_by("drawn_at", "pk").last()
    if lottery is None:
        return None
    given_by = list(standing_proposal(judging_round).values_list("lottery", flat=True))
    return lottery if given_by == [lottery.pk] * len(lottery.plan) else None


@transaction.atomic
def move(*, item: Assignment, judge: Judge, by: User) -> Assignment:
    """Give a proposed sheet to another judge of the panel.

    Raises NotAllowed, WrongState (closed, confirmed, proposed anew, or drawn by lot), Refused (a
    conflict, or has it already).
    """
    still_open(item.judge.panel.round, by)
    item = lock(item, "judge__panel__round", "blinded_entry")
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
    entry = item.blinded_entry
    pair = {"judge": judge, "code": entry}
    if Conflict.objects.filter(judge=judge, blinded_entry=entry).exists():
        raise Refused(_("%(judge)s has a conflict of interest with %(code)s.") % pair)
    if Assignment.objects.filter(judge=judge, blinded_entry=entry).exists():
        raise Refused(_("%(judge)s has or had %(code)s already.") % pair)
    item.delete()
    return Assignment.objects.create(judge=judge, blinded_entry=entry, place=item.place)


@transaction.atomic
def confirm(*, judging_round: Round, by: User, at: datetime.datetime) -> int:
    """Make the proposal the plan; how many sheets it has. In an open round, where they appear at
    once, the judges are told.

    Raises NotAllowed, WrongState (nothing proposed, or a conflict was found since).
    """
    judging_round = lock(judging_round, "edition")
    _require_organiser(judging_round, by)
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
    if judging_round.state == Round.State.OPEN:
        _tell_of_more_sheets(proposed)
    count = proposed.update(state=Assignment.State.CONFIRMED, confirmed_at=at)
    plan = {"round": judging_round.order, "sheets": count}
    if lottery is not None:
        plan["lottery"] = lottery.pk
    kept_apart = _kept_apart(judging_round)
    chain.append(
        judging_round.edition.chain,
        "assignment.confirmed",
        plan,
        at=at,
        by=by,
        beside={"kept_apart": kept_apart} if kept_apart else None,
    )
    return count


def _kept_apart(judging_round: Round) -> list[list]:
    """[[seat, blinded entry, reason]] of the conflicts that are known when the plan is made: what
    was declared by then counts, whatever becomes of profiles and rows.
    """
    known = Conflict.objects.filter(judge__panel__round=judging_round)
    rows = known.order_by("judge", "blinded_entry", "reason")
    return [list(row) for row in rows.values_list("judge", "blinded_entry", "reason")]


def _tell_of_more_sheets(proposed: QuerySet[Assignment]) -> None:
    codes_of: dict[User, list[str]] = defaultdict(list)
    last = 0
    for given in proposed.select_related("judge__user", "blinded_entry").order_by("pk"):
        codes_of[given.judge.user].append(given.blinded_entry.code)
        last = given.pk
    for judge, codes in codes_of.items():
        post.tell(
            judge,
            "sheets_given",
            {"codes": ", ".join(codes)},
            key=f"sheets-given:{judge.pk}:{last}",
            link=page_address("judge_desk"),
        )
