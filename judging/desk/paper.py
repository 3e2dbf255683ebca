"""Sheets on paper: printed, typed in one by one or from a meeting's table, and compared by a second
person.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.errors import Refused
from competition.web import attempt
from judging import permissions
from judging.models import KeyedSheet, Panel
from judging.papers import minutes
from judging.scoring import keyed, scoresheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _panel(request, panel_id: int) -> Panel:
    panel = get_object_or_404(
        Panel.objects.select_related("round__edition", "round__scheme"), pk=panel_id
    )
    if not permissions.can_key(request.user, panel):
        raise Http404
    return panel


@login_required
@require_http_methods(["GET", "POST"])
def paper_sheets(request, panel_id):
    """What is missing, what was typed and waits for a second pair of eyes, and the table of a
    meeting.
    """
    panel = _panel(request, panel_id)
    if request.method == "POST" and _worked(request, panel):
        return redirect("paper_sheets", panel_id)
    criteria = list(panel.round.scheme.criteria.all())
    waiting = list(keyed.waiting(panel))
    for one in waiting:
        one.cells = [one.points.get(str(criterion.pk)) for criterion in criteria]
        one.total = scoresheets.total_of(one.points, criteria, panel.round.scheme.rounding)
    context = {
        "panel": panel,
        "criteria": criteria,
        "waiting": waiting,
        "missing": keyed.open_assignments(panel),
    }
    return render(
        request,
        "judging/paper_sheets.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _worked(request, panel: Panel) -> bool:
    action, about = request.POST.get("action"), {"by": request.user, "at": clock.now()}
    if action == "import":
        upload = request.FILES.get("table")
        content, name = (upload.read(), upload.name) if upload else (b"", "")
        return attempt(
            request,
            keyed.import_table,
            panel=panel,
            content=content,
            name=name,
            done=_("Everything in the table waits to be compared."),
            **about,
        )
    one = get_object_or_404(
        KeyedSheet, pk=request.POST.get("keyed") or 0, assignment__judge__panel=panel
    )
    if action == "reject":
        return attempt(
            request,
            keyed.reject,
            keyed=one,
            by=request.user,
            done=_("Taken away; type the sheet again."),
        )
    return attempt(request, keyed.check, keyed=one, done=_("Compared and locked."), **about)


@login_required
@require_http_methods(["GET", "POST"])
def type_sheet(request, panel_id, number):
    """Type one sheet from paper."""
    panel = _panel(request, panel_id)
    item = get_object_or_404(keyed.open_assignments(panel), pk=number)
    criteria = list(panel.round.scheme.criteria.all())
    typed = {criterion.pk: request.POST.get(f"points-{criterion.pk}", "") for criterion in criteria}
    words, errors = {name: request.POST.get(name, "") for name in ("comment", "source")}, {}
    if request.method == "POST":
        try:
            keyed.key_in(assignment=item, points=typed, by=request.user, at=clock.now(), **words)
        except scoresheets.BadPoints as refusal:
            errors = refusal.errors
        except Refused as refusal:
            errors = {0: str(refusal)}
        else:
            return redirect("paper_sheets", panel_id)
    rows = [
        {"criterion": criterion, "value": typed[criterion.pk], "error": errors.get(criterion.pk)}
        for criterion in criteria
    ]
    context = {"panel": panel, "item": item, "rows": rows, "refusal": errors.get(0), **words}
    return render(request, "judging/type_sheet.html", context, status=422 if errors else 200)


@login_required
@require_GET
def paper_table(request, panel_id):
    """The table of a meeting without a network (.xlsx)."""
    content = keyed.blank_table(_panel(request, panel_id))
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="phieu-cham-{panel_id}.xlsx"'},
    )


@login_required
@require_GET
def paper_print(request, panel_id):
    """All sheets of a panel as PDF: blank, or filled (?da-dien=1) once every one of
    them is locked.
    """
    panel = _panel(request, panel_id)
    filled = "da-dien" in request.GET
    if filled and not permissions.all_sheets_in(panel):
        raise Http404
    items = (
        list(minutes.printable(panel))
        if filled
        else list(
            keyed.open_assignments(panel).select_related(
                "judge__panel__round__scheme", "judge__panel__round__edition"
            )
        )
    )
    try:
        content = minutes.sheet_pdf(items, filled=filled)
    except Refused:
        return redirect("paper_sheets", panel_id)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="phieu-cham-{panel_id}.pdf"'},
    )
