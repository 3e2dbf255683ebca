"""Scoresheets on paper: blank to write on, or filled to file."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from competition.errors import Refused
from competition.models import Criterion
from foundation.papers import pdf, prepared
from judging.models import Assignment, Judge, Panel
from judging.scoring import keyed

_WITH_ROUND = ("judge__panel__round__scheme", "judge__panel__round__edition")


@prepared.maker("judge_sheets", ".pdf")
def _prepared_of_judge(params: dict) -> bytes:
    seat = Judge.objects.select_related("panel").get(pk=params["seat"])
    return _prepared(of_judge(seat), filled=params["filled"], is_own=True)


@prepared.maker("panel_sheets", ".pdf")
def _prepared_of_panel(params: dict) -> bytes:
    panel = Panel.objects.get(pk=params["panel"])
    assignments = of_panel(panel) if params["filled"] else missing_in(panel)
    return _prepared(assignments, filled=params["filled"], is_own=False)


@prepared.maker("blank_table", ".xlsx")
def _prepared_table(params: dict) -> bytes:
    return keyed.blank_table(Panel.objects.select_related("round__scheme").get(pk=params["panel"]))


def _prepared(assignments: QuerySet[Assignment], *, filled: bool, is_own: bool) -> bytes:
    try:
        return sheet_pdf(list(assignments), filled=filled, is_own=is_own)
    except Refused as refusal:
        raise prepared.NotMade(str(refusal)) from None


def of_panel(panel: Panel) -> QuerySet[Assignment]:
    """The confirmed assignments of a panel, in the order of the judges' lists."""
    return (
        Assignment.objects.countable()
        .filter(judge__panel=panel)
        .select_related("judge__user", "blinded_entry__field", "sheet", *_WITH_ROUND)
        .order_by("judge__user__name_key", "place", "pk")
    )


def of_judge(judge: Judge) -> QuerySet[Assignment]:
    """The confirmed assignments of one judge, in the order of the list."""
    return of_panel(judge.panel).filter(judge=judge)


def missing_in(panel: Panel) -> QuerySet[Assignment]:
    """The assignments of a panel whose sheet is not locked, in the order of the judges' lists."""
    return keyed.open_assignments(panel).select_related(*_WITH_ROUND)


def sheet_pdf(assignments: list[Assignment], *, filled: bool, is_own: bool) -> bytes:
    """Scoresheets to print, a page each: blank, or with the points of those that are kept.

    A judge's own sheets show the titles; those of a panel, which the secretariat prints too, only
    where the round names the authors. Raises Refused without any.
    """
    if not assignments:
        raise Refused(_("There is no sheet to print."))
    judging_round = assignments[0].judge.panel.round
    criteria = list(judging_round.scheme.criteria.prefetch_related("bands"))
    facts = {
        "edition": judging_round.edition,
        "round": judging_round,
        "shows_titles": is_own or judging_round.scheme.names_authors,
        "most": sum(criterion.max_points for criterion in criteria),
    }
    sheets = [facts | _page(assignment, criteria, filled) for assignment in assignments]
    with override("vi"):
        return pdf.render_each("scoresheets.html", sheets)


def _page(assignment: Assignment, criteria: list[Criterion], filled: bool) -> dict:
    sheet = getattr(assignment, "sheet", None) if filled else None
    points = sheet.points if sheet else {}
    rows = [
        {"criterion": criterion, "points": points.get(str(criterion.pk))} for criterion in criteria
    ]
    return {"item": assignment, "sheet": sheet, "rows": rows}
