"""What each panel of a round has to share out: judges, entries, conflicts, preferences."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.errors import Refused
from foundation.ledger import chain
from judging.arithmetic import matching
from judging.assigning import preference
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Round

_ADVICE_SHOWN = 5


class Impossible(Refused):
    """No assignment satisfies the rules; the message names the bottleneck and a way out."""


@dataclass
class PanelTask:
    """What one panel has to share out: its judges and entries, numbered as in the problem."""

    judges: list[Judge]
    entries: list[BlindedEntry]
    problem: "matching.Problem"
    conflicts: int  # pairs that are kept apart


def tasks(judging_round: Round) -> list[PanelTask]:
    """The panels that have entries, after entries were dealt out where panels share fields.

    Raises Impossible (nobody for a field or an entry).
    """
    _deal(judging_round)
    panel_tasks = []
    for panel in judging_round.panels.all():
        task = _task(panel, judging_round)
        if task is not None:
            panel_tasks.append(task)
    uncovered = (
        BlindedEntry.objects.countable()
        .filter(round=judging_round)
        .exclude(field__panels__round=judging_round)
        .first()
    )
    if uncovered:
        raise Impossible(
            _("No panel judges the field “%(field)s”. Establish one or add the field to a panel.")
            % {"field": uncovered.field}
        )
    return panel_tasks


def _task(panel: Panel, judging_round: Round) -> PanelTask | None:
    """What one panel shares out; None where it has no entries. Raises Impossible (no members)."""
    # In an order by content, so that random codes do not change the result of a seed.
    entries = sorted(BlindedEntry.objects.countable().of_panel(panel), key=preference.content_key)
    if not entries:
        return None
    judges = list(
        panel.judges.filter(declined_at=None, may_score=True)
        .order_by("pk")
        .prefetch_related("expertise")
    )
    if not judges:
        raise Impossible(_("The panel “%(panel)s” has no members.") % {"panel": panel})
    conflicts = _places(
        judges, entries, Conflict.objects.values_list("judge_id", "blinded_entry_id")
    )
    given = Assignment.objects.exclude(state=Assignment.State.PROPOSED)
    given_pairs = given.values_list("judge_id", "blinded_entry_id")
    confirmed = _places(judges, entries, given_pairs.filter(state=Assignment.State.CONFIRMED))
    ever_given = _places(judges, entries, given_pairs)
    sheets_of = Counter(entry for _judge, entry in confirmed)
    load_of = Counter(judge for judge, _entry in confirmed)
    wanted = judging_round.sheets_per_entry
    problem = matching.Problem(
        needs=[max(0, wanted - sheets_of[place]) for place in range(len(entries))],
        most=[judge.max_load for judge in judges],
        load=[load_of[place] for place in range(len(judges))],
        blocked=ever_given | conflicts,  # neither twice, nor again after a release
        preference=preference.of(judging_round.seed, judges, entries),
        kept=confirmed,
    )
    return PanelTask(judges, entries, problem, len(conflicts))


def _places(
    judges: list[Judge], entries: list[BlindedEntry], pairs: QuerySet
) -> set[tuple[int, int]]:
    """(place of the judge, place of the entry) of the (judge id, entry id) among these."""
    place_of_judge = {judge.pk: place for place, judge in enumerate(judges)}
    place_of_entry = {entry.pk: place for place, entry in enumerate(entries)}
    return {
        (place_of_judge[judge], place_of_entry[entry])
        for judge, entry in pairs.filter(judge__in=judges, blinded_entry__in=entries)
    }


def _deal(judging_round: Round) -> None:
    """Where panels share fields, each entry goes to one of them.

    Drawn by the seed, the same number to each; what was dealt stays.
    """
    panels_of_field: dict[int, list[Panel]] = defaultdict(list)
    sharing = judging_round.panels.filter(shares_fields=True).order_by("pk")
    for panel in sharing.prefetch_related("fields"):
        for field in panel.fields.all():
            panels_of_field[field.pk].append(panel)
    entries = BlindedEntry.objects.filter(round=judging_round)
    dealt = Counter(entries.exclude(panel=None).values_list("panel_id", flat=True))
    waiting = entries.countable().filter(panel=None, field__in=panels_of_field)

    def drawn(entry: BlindedEntry) -> str:
        return chain.digest_of([judging_round.seed, preference.content_key(entry)])

    def fewest_dealt(panel: Panel) -> tuple[int, int]:
        return dealt[panel.pk], panel.pk

    for entry in sorted(waiting, key=drawn):
        panel = min(panels_of_field[entry.field_id], key=fewest_dealt)
        entry.panel = panel
        dealt[panel.pk] += 1
        entry.save(update_fields=["panel"])


def way_out(relaxation: "matching.Relaxation", task: PanelTask) -> str:
    """The bottleneck and the cheapest relaxation, in words."""
    advice = []
    for judge, sheets in relaxation.more_load.items():
        advice.append(
            _("raise the limit of %(judge)s by %(more)s sheets")
            % {"judge": task.judges[judge], "more": sheets}
        )
    for entry, fewer in relaxation.fewer_sheets.items():
        text = ngettext(
            "give %(code)s one more judge free of conflicts",
            "give %(code)s %(fewer)s more judges free of conflicts",
            fewer,
        )
        advice.append(text % {"code": task.entries[entry].code, "fewer": fewer})
    first_few = "; ".join(advice[:_ADVICE_SHOWN])
    if len(advice) > _ADVICE_SHOWN:
        first_few += " …"
    return _(
        "The limits and conflicts of this panel leave no plan. The cheapest way out: %(advice)s."
    ) % {"advice": first_few}
