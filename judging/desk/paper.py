"""Sheets on paper: printed, typed in one by one or from a meeting's table, and compared by a second
person.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from competition import clock
from competition.errors import Refused
from competition.models import Criterion
from competition.rows import row_of
from competition.web import attempt, number_of
from foundation.papers import prepared
from judging import permissions
from judging.councils import rounds
from judging.desk.buttons import SignedIn, button, chosen
from judging.desk.progress import A_PAGE, member_rows
from judging.models import Assignment, KeyedSheet, Panel
from judging.scoring import keyed, scoresheets

# Of the address: whose missing sheets are shown, which page of those that wait to be compared.
JUDGE = "giam-khao"
WAITING_PAGE = "cho"


def _panel(request: SignedIn, panel_id: int) -> Panel:
    panel = get_object_or_404(
        Panel.objects.select_related("round__edition", "round__scheme"), pk=panel_id
    )
    if not permissions.can_key(request.user, panel):
        raise Http404
    return panel


def _waiting(request: SignedIn, panel: Panel) -> KeyedSheet:
    of_panel = KeyedSheet.objects.filter(assignment__judge__panel=panel)
    return chosen(of_panel, request.POST.get("keyed"))


@login_required
@require_GET
def paper_sheets(request: SignedIn, panel_id: int) -> HttpResponse:
    """What is missing, what was typed and waits for a second pair of eyes, and the table of a
    meeting.
    """
    return _page(request, _panel(request, panel_id))


@button("paper_sheets", "panel_id")
def import_table(request: SignedIn, panel_id: int) -> HttpResponse:
    """Type in a whole meeting's table."""
    panel = _panel(request, panel_id)
    upload = request.FILES.get("table")
    is_read = attempt(
        request,
        keyed.import_table,
        panel=panel,
        content=upload.read() if upload else b"",
        name=(upload.name or "") if upload else "",
        by=request.user,
        at=clock.now(),
        done=_("Everything in the table waits to be compared."),
    )
    return redirect("paper_sheets", panel_id) if is_read else _page(request, panel, status=422)


@button("paper_sheets", "panel_id")
def check_sheet(request: SignedIn, panel_id: int) -> HttpResponse:
    """A second person has compared it with the paper: lock it."""
    panel = _panel(request, panel_id)
    waiting = _waiting(request, panel)
    done = _("Compared and locked.")
    if attempt(request, keyed.check, keyed=waiting, by=request.user, at=clock.now(), done=done):
        return redirect("paper_sheets", panel_id)
    return _page(request, panel, status=422)


@button("paper_sheets", "panel_id")
def reject_sheet(request: SignedIn, panel_id: int) -> HttpResponse:
    """It is not what the paper says: take it away."""
    panel = _panel(request, panel_id)
    waiting = _waiting(request, panel)
    done = _("Taken away; type the sheet again.")
    if attempt(request, keyed.reject, keyed=waiting, by=request.user, done=done):
        return redirect("paper_sheets", panel_id)
    return _page(request, panel, status=422)


def _page(request: SignedIn, panel: Panel, *, status: int = 200) -> HttpResponse:
    criteria = list(panel.round.scheme.criteria.all())
    waiting = Paginator(keyed.waiting(panel), A_PAGE).get_page(request.GET.get(WAITING_PAGE))
    context = {
        "panel": panel,
        "criteria": criteria,
        "shows_titles": rounds.shows_titles(panel.round, request.user),
        "waiting": [_waiting_row(one, criteria, panel) for one in waiting],
        "waiting_page": waiting,
    }
    context |= _missing_sheets(request, panel)
    return render(request, "judging/paper_sheets.html", context, status=status)


def _missing_sheets(request: SignedIn, panel: Panel) -> dict:
    """The missing sheets of the judge who is chosen, or those that are searched; before that the
    members and how many each of them owes.
    """
    words = request.GET.get("tim", "").strip()
    judge = panel.judges.filter(pk=number_of(request.GET.get(JUDGE))).first()
    context: dict = {"words": words, "judge": judge}
    if words:
        missing = keyed.search(panel, words)
        query = {"tim": words}
    elif judge:
        missing = keyed.open_assignments(panel).filter(judge=judge)
        query = {JUDGE: str(judge.pk)}
    else:
        member_page, members = member_rows(request, panel)
        return context | {"members": members, "member_page": member_page}
    page = Paginator(missing, A_PAGE).get_page(request.GET.get("trang"))
    return context | {"missing": page, "missing_query": urlencode(query)}


def _waiting_row(waiting: KeyedSheet, criteria: list[Criterion], panel: Panel) -> dict:
    rounding = panel.round.scheme.rounding
    return {
        "keyed": waiting,
        "cells": [waiting.points.get(str(criterion.pk)) for criterion in criteria],
        "total": scoresheets.total_of(waiting.points, criteria, rounding),
    }


def _missing(panel: Panel, number: int) -> Assignment:
    of_panel = Assignment.objects.countable().filter(judge__panel=panel)
    return row_of(keyed.open_assignments(panel), number, of=of_panel, said=_locked)


def _locked(_assignment: Assignment) -> str:
    return _("Nothing was done: this sheet is locked by now, or its round is over.")


@login_required
@require_GET
def type_sheet(request: SignedIn, panel_id: int, number: int) -> HttpResponse:
    """An empty sheet to be typed from paper."""
    panel = _panel(request, panel_id)
    return _typing_page(request, panel, _missing(panel, number))


@button("type_sheet", "panel_id", "number")
def key_in_sheet(request: SignedIn, panel_id: int, number: int) -> HttpResponse:
    """Keep what was typed for a second person to compare."""
    panel = _panel(request, panel_id)
    assignment = _missing(panel, number)
    points = {
        criterion.pk: request.POST.get(f"points-{criterion.pk}", "")
        for criterion in panel.round.scheme.criteria.all()
    }
    try:
        keyed.key_in(
            assignment=assignment,
            points=points,
            comment=request.POST.get("comment", ""),
            source=request.POST.get("source", ""),
            by=request.user,
            at=clock.now(),
        )
    except scoresheets.BadPoints as refusal:
        return _typing_page(request, panel, assignment, errors=refusal.errors)
    except Refused as refusal:
        return _typing_page(request, panel, assignment, errors={0: str(refusal)})
    messages.success(request, _("The sheet is typed. Somebody else compares it with the paper."))
    of_judge = {JUDGE: assignment.judge_id}
    return redirect(f"{reverse('paper_sheets', args=[panel_id])}?{urlencode(of_judge)}#thieu")


def _typing_page(
    request: SignedIn, panel: Panel, assignment: Assignment, *, errors: dict[int, str] | None = None
) -> HttpResponse:
    errors = errors or {}
    rows = [
        {
            "criterion": criterion,
            "value": request.POST.get(f"points-{criterion.pk}", ""),
            "error": errors.get(criterion.pk),
        }
        for criterion in panel.round.scheme.criteria.all()
    ]
    context = {
        "panel": panel,
        "item": assignment,
        "shows_titles": rounds.shows_titles(panel.round, request.user),
        "rows": rows,
        "refusal": errors.get(0),
        "comment": request.POST.get("comment", ""),
        "source": request.POST.get("source", ""),
    }
    return render(request, "judging/type_sheet.html", context, status=422 if errors else 200)


@login_required
@require_GET
def paper_table(request: SignedIn, panel_id: int) -> HttpResponse:
    """The table of a meeting without a network (.xlsx)."""
    asked = {"panel": _panel(request, panel_id).pk}
    return prepared.answer(request, "blank_table", asked, name=f"phieu-cham-{panel_id}.xlsx")


@login_required
@require_GET
def paper_print(request: SignedIn, panel_id: int) -> HttpResponse:
    """All sheets of a panel as PDF: blank, or filled (?da-dien=1) once every one of them is
    locked.
    """
    panel = _panel(request, panel_id)
    filled = "da-dien" in request.GET
    if filled and not permissions.all_sheets_in(panel):
        raise Http404
    asked = {"panel": panel.pk, "filled": filled}
    return prepared.answer(request, "panel_sheets", asked, name=f"phieu-cham-{panel_id}.pdf")
