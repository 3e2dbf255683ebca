"""Who scores what: proposed by the machine, looked at and changed by a person, then confirmed."""

import datetime
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from foundation.vietnamese.text import fold
from judging import linking, matching, permissions
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Round

BALANCED, FAIR = "balanced", "fair"
_EXPERT, _KEYWORDS, _DRAWN = 0.5, 0.4, 0.1  # what field, keywords and the draw weigh in a preference
_ENOUGH_KEYWORDS = 3


class Impossible(Refused):
    """No assignment satisfies the rules; the message names the bottleneck and the cheapest way out."""


def _content_key(entry: BlindedEntry) -> str:
    """The entry's place in the solver: by content, so that random codes do not change the result of a seed."""
    return chain.digest_of([entry.title, entry.summary, entry.sections])


def _preference(seed: int, judges: list[Judge], entries: list[BlindedEntry]) -> np.ndarray:
    """How well each judge suits each entry, in [0, 1): field, keywords in the blinded text, and a draw by the seed.

    The draw is the same on every machine; where no expertise is given, it is all there is.
    """
    drawn = _drawn(seed, judges, [_content_key(entry) for entry in entries])
    fields = [{chosen.pk for chosen in judge.expertise.all()} for judge in judges]
    words = [{fold(word) for word in judge.keyword_list} for judge in judges]
    if not any(fields) and not any(words):
        return drawn
    texts = [fold(" ".join([entry.title, entry.summary, *(section["text"] for section in entry.sections)])) for entry in entries]
    suits = np.array([[entry.field_id in fields[place] for entry in entries] for place in range(len(judges))], dtype=float)
    met = np.array([[min(_ENOUGH_KEYWORDS, sum(word in text for word in words[place])) for text in texts] for place in range(len(judges))])
    return _EXPERT * suits + _KEYWORDS * met / _ENOUGH_KEYWORDS + _DRAWN * drawn


def _drawn(seed: int, judges: list[Judge], keys: list[str]) -> np.ndarray:

    def draw(judge_place: int, key: str) -> float:
        digest = hashlib.sha256(f"{seed}|{judge_place}|{key}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64

    return np.array([[draw(place, key) for key in keys] for place in range(len(judges))])


@dataclass
class Plan:
    """A proposal to look at: how many sheets, loads by judge, conflicts kept apart, and by panel how good it is."""

    created: int = 0
    loads: dict[Judge, int] = field(default_factory=dict)
    conflicts_avoided: int = 0
    worst: float = 1.0  # the least that an entry gets: the mean preference of its judges, 0 to 1
    changed: int = 0  # sheets that the proposal before this one did not hold
    parts: int = 1  # groups of judges who share no entry with the others: their scores cannot be compared
    connectivity: float = 1.0  # algebraic connectivity of the weakest panel
    price: float = 0.0  # the share of the best total that the links between judges cost, of the dearest panel


@transaction.atomic
def propose(*, round: Round, by, mode: str = BALANCED) -> Plan:
    """Replace the standing proposal: every entry gets its missing sheets; confirmed pairs stay as they are.

    `mode` is "balanced" (the best total in the narrowest band of loads) or "fair" (the worst entry gets nearly the best it
    could). A late judge, a late entry or a recusal only adds what is missing.

    Raises NotAllowed, WrongState, Impossible.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if not permissions.can_organise(by, round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if round.state in (Round.State.CLOSED, Round.State.FROZEN):
        raise WrongState(_("This round is closed."))
    return _proposed(round, mode)


@transaction.atomic
def propose_replacements(round: Round) -> Plan | None:
    """When a judge had to give an entry up in an open round: propose somebody else at once, for the secretariat to confirm.

    None where nothing is missing, and where no plan is possible: then the page names the gap.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state != Round.State.OPEN or not gaps(round):
        return None
    try:
        with transaction.atomic():
            return _proposed(round, BALANCED)
    except Impossible:
        return None


def gaps(round: Round) -> list[tuple[BlindedEntry, int]]:
    """(entry, missing sheets) of a round's entries that have fewer confirmed and proposed sheets than the rules ask for."""
    standing = Q(assignments__state__in=[Assignment.State.CONFIRMED, Assignment.State.PROPOSED])
    counted = BlindedEntry.objects.countable().filter(round=round).annotate(held=Count("assignments", filter=standing))
    return [(entry, round.sheets_per_entry - entry.held) for entry in counted.filter(held__lt=round.sheets_per_entry).order_by("code")]


def _proposed(round: Round, mode: str) -> Plan:
    before = set(_standing_proposal(round))
    Assignment.objects.filter(judge__panel__round=round, state=Assignment.State.PROPOSED).delete()
    plan = Plan()
    _deal(round)
    for panel in round.panels.all():
        _propose_for(panel, round, mode, plan)
    uncovered = BlindedEntry.objects.countable().filter(round=round).exclude(field__panels__round=round).first()
    if uncovered:
        raise Impossible(_("No panel judges the field “%(field)s”. Establish one or add the field to a panel.") % {"field": uncovered.field})
    plan.loads = loads(round)
    plan.changed = len(set(_standing_proposal(round)) - before)
    return plan


def _standing_proposal(round: Round):
    return Assignment.objects.filter(judge__panel__round=round, state=Assignment.State.PROPOSED).values_list("judge", "blinded_entry")


def _deal(round: Round) -> None:
    """Where panels share fields, each entry goes to one of them: drawn by the seed, the same number to each; what was dealt stays."""
    sharing = list(round.panels.filter(shares_fields=True).order_by("pk").prefetch_related("fields"))
    by_field: dict[int, list[Panel]] = defaultdict(list)
    for panel in sharing:
        for one in panel.fields.all():
            by_field[one.pk].append(panel)
    dealt = Counter(BlindedEntry.objects.filter(round=round).exclude(panel=None).values_list("panel", flat=True))
    waiting = BlindedEntry.objects.countable().filter(round=round, panel=None, field__in=by_field)
    for entry in sorted(waiting, key=lambda entry: chain.digest_of([round.seed, _content_key(entry)])):
        entry.panel = min(by_field[entry.field_id], key=lambda panel: (dealt[panel.pk], panel.pk))
        dealt[entry.panel.pk] += 1
        entry.save(update_fields=["panel"])


def _propose_for(panel: Panel, round: Round, mode: str, plan: Plan) -> None:
    judges = list(panel.judges.filter(declined_at=None, may_score=True).order_by("pk").prefetch_related("expertise"))
    own = Q(panel=panel) if panel.shares_fields else Q(field__in=panel.fields.all())
    entries = sorted(BlindedEntry.objects.countable().filter(own, round=round), key=_content_key)
    if not entries:
        return
    if not judges:
        raise Impossible(_("The panel “%(panel)s” has no members.") % {"panel": panel})
    place_of_judge = {judge.pk: place for place, judge in enumerate(judges)}
    place_of_entry = {entry.pk: place for place, entry in enumerate(entries)}
    existing = Assignment.objects.filter(judge__in=judges, blinded_entry__in=entries)
    confirmed, blocked, kept = Counter(), set(), set()
    load = Counter()
    for assignment in existing:
        pair = place_of_judge[assignment.judge_id], place_of_entry[assignment.blinded_entry_id]
        if assignment.state == Assignment.State.CONFIRMED:
            kept.add(pair)
        blocked.add(pair)  # neither twice, nor again after a release
        if assignment.state == Assignment.State.CONFIRMED:
            confirmed[pair[1]] += 1
            load[pair[0]] += 1
    conflicts = set(Conflict.objects.filter(judge__in=judges, blinded_entry__in=entries).values_list("judge_id", "blinded_entry_id"))
    blocked |= {(place_of_judge[judge], place_of_entry[entry]) for judge, entry in conflicts}
    problem = matching.Problem(
        needs=[max(0, round.sheets_per_entry - confirmed[place]) for place in range(len(entries))],
        most=[judge.max_load for judge in judges],
        load=[load[place] for place in range(len(judges))],
        blocked=blocked,
        preference=_preference(round.seed, judges, entries), kept=kept,
    )  # fmt: skip
    pairs, best = _solved(problem, mode, judges, entries)
    by_judge = defaultdict(list)
    for judge, entry in pairs:
        by_judge[judge].append(entry)
    rows = []
    for judge, chosen in by_judge.items():
        # The judge's own order: shuffled by a digest of judge and random code, not by anything of the entry.
        shuffled = sorted(chosen, key=lambda place: chain.digest_of([judges[judge].pk, entries[place].code]))
        rows += [Assignment(judge=judges[judge], blinded_entry=entries[entry], place=load[judge] + place) for place, entry in enumerate(shuffled, start=1)]
    Assignment.objects.bulk_create(rows)
    plan.created += len(rows)
    plan.conflicts_avoided += len(conflicts)
    if pairs:
        plan.worst = min(plan.worst, matching.worst_of(problem, pairs))
        plan.parts = max(plan.parts, linking.components(problem, pairs))
        plan.connectivity = min(plan.connectivity, linking.connectivity(problem, pairs))
        plan.price = max(plan.price, 1 - matching.total_of(problem, pairs) / best)


def _solved(problem: matching.Problem, mode: str, judges: list[Judge], entries: list[BlindedEntry]) -> tuple[list[tuple[int, int]], float]:
    """(the pairs, the total preference that they had before judges were linked). Raises Impossible."""
    solver = matching.solve_fairly if mode == FAIR else matching.solve
    try:
        best = solver(problem)
    except matching.Infeasible as error:
        raise Impossible(_way_out(error.relaxation, judges, entries)) from error
    return linking.linked(problem, best), matching.total_of(problem, best)


def _way_out(relaxation: matching.Relaxation, judges: list[Judge], entries: list[BlindedEntry]) -> str:
    """The bottleneck and the cheapest relaxation, in words."""
    advice = []
    for judge, more in relaxation.more_load.items():
        advice.append(_("raise the limit of %(judge)s by %(more)s sheets") % {"judge": judges[judge], "more": more})
    for entry, fewer in relaxation.fewer_sheets.items():
        text = ngettext("give %(code)s one more judge free of conflicts", "give %(code)s %(fewer)s more judges free of conflicts", fewer)
        advice.append(text % {"code": entries[entry].code, "fewer": fewer})
    shown = "; ".join(advice[:5]) + (" …" if len(advice) > 5 else "")
    return _("The limits and conflicts of this panel leave no plan. The cheapest way out: %(advice)s.") % {"advice": shown}


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
def move(*, item: Assignment, judge: Judge, by) -> Assignment:
    """Give a proposed sheet to another judge of the panel. Raises NotAllowed, WrongState, Refused (a conflict, or has it already)."""
    item = Assignment.objects.select_for_update(of=("self",)).select_related("judge__panel__round", "blinded_entry").get(pk=item.pk)
    if not permissions.can_organise(by, item.judge.panel.round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if item.state != Assignment.State.PROPOSED:
        raise WrongState(_("Only a proposed sheet is moved; a confirmed one is given up or taken off."))
    if judge.panel_id != item.judge.panel_id or not judge.may_score:
        raise Refused(_("Choose a judge of the same panel."))
    if Conflict.objects.filter(judge=judge, blinded_entry=item.blinded_entry).exists():
        raise Refused(_("%(judge)s has a conflict of interest with %(code)s.") % {"judge": judge, "code": item.blinded_entry})
    if Assignment.objects.filter(judge=judge, blinded_entry=item.blinded_entry).exists():
        raise Refused(_("%(judge)s has or had %(code)s already.") % {"judge": judge, "code": item.blinded_entry})
    item.delete()
    return Assignment.objects.create(judge=judge, blinded_entry=item.blinded_entry, place=item.place)


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
