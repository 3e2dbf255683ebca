"""A judge's own sheets side by side: compared, printed, locked together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.errors import Refused
from judging import permissions
from judging.models import Assignment, Judge, Scoresheet
from judging.papers import minutes
from judging.scoring import scoresheets


def _seat(request, number: int) -> Judge:
    signed = Judge.objects.filter(
        user=request.user, declined_at=None, undertaking_at__isnull=False
    ).exclude(panel__round__state="preparing")
    return get_object_or_404(
        signed.select_related("panel__round__scheme", "panel__round__edition"), pk=number
    )


@login_required
@require_http_methods(["GET", "POST"])
def compare(request, number):
    """Every sheet of a seat in one table, the highest total first; complete drafts can be locked
    together.
    """
    seat = _seat(request, number)
    criteria = list(seat.panel.round.scheme.criteria.all())
    mine = (
        Assignment.objects.assigned_to(request.user)
        .filter(judge=seat)
        .select_related("blinded_entry", "sheet")
    )
    if request.method == "POST":
        _lock_many(
            request,
            mine.filter(public_id__in=request.POST.getlist("sheet")).exclude(
                sheet__state=Scoresheet.State.LOCKED
            ),
        )
        return redirect("compare_sheets", number=number)
    rows = [_row(item, criteria, seat.panel.round.scheme.rounding) for item in mine]
    rows.sort(
        key=lambda row: (row["total"] is None, -(row["total"] or 0), row["item"].blinded_entry.code)
    )
    totals = [row["total"] for row in rows if row["total"] is not None]
    mean = sum(totals) / len(totals) if totals else None
    context = {
        "seat": seat,
        "criteria": criteria,
        "rows": rows,
        "mean": mean,
        "ready": sum(row["is_ready"] for row in rows),
        "can_discuss": seat.may_comment and permissions.all_sheets_in(seat.panel),
    }
    return render(request, "judging/compare.html", context)


def _row(item: Assignment, criteria, rounding: str) -> dict:
    sheet = getattr(item, "sheet", None)
    points = sheet.points if sheet else {}
    is_locked = bool(sheet and sheet.locked_at)
    complete = bool(points) and all(
        criterion.is_optional or str(criterion.pk) in points for criterion in criteria
    )
    return {
        "item": item,
        "points": [points.get(str(criterion.pk)) for criterion in criteria],
        "is_locked": is_locked,
        "is_ready": complete and not is_locked,
        "total": scoresheets.total_of(points, criteria, rounding) if complete else None,
        "note": sheet.private_note if sheet else "",
    }


def _lock_many(request, items) -> None:
    locked = 0
    for item in items:
        sheet = getattr(item, "sheet", None)
        if sheet is None:
            continue
        typed = {int(key): value for key, value in sheet.points.items()}
        words = {
            "comment": sheet.comment,
            "remark": sheet.remark,
            "private_note": sheet.private_note,
        }
        try:
            scoresheets.submit_sheet(
                assignment=item, points=typed, by=request.user, at=clock.now(), **words
            )
        except Refused as refusal:
            messages.error(request, f"{item.blinded_entry.code}: {refusal}")
        else:
            locked += 1
    if locked:
        messages.success(
            request,
            ngettext("%(count)s sheet is locked.", "%(count)s sheets are locked.", locked)
            % {"count": locked},
        )


@login_required
@require_GET
def print_sheets(request, number):
    """A seat's own sheets as PDF: blank to write on, or filled (?da-dien=1)."""
    seat = _seat(request, number)
    try:
        content = minutes.sheet_pdf(
            list(minutes.printable(seat.panel, seat)), filled="da-dien" in request.GET
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("compare_sheets", number=number)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="phieu-cham.pdf"'},
    )
