"""A judge's own sheets side by side: compared, printed, locked together."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from competition import clock
from competition.errors import Refused
from competition.models import Criterion
from competition.recap import Recap, shown
from foundation.papers import prepared
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.councils import progress, undertakings
from judging.desk.buttons import SignedIn, button
from judging.desk.sheets import AFTER_LOCK
from judging.models import Assignment, Judge, Scoresheet
from judging.scoring import scoresheets


def _seat(request: SignedIn, number: int) -> Judge:
    seat = get_object_or_404(undertakings.signed_seats_of(request.user), pk=number)
    if not permissions.holds_seat(request.user, seat):
        raise Http404
    return seat


@login_required
@require_GET
def compare(request: SignedIn, number: int) -> HttpResponse:
    """Every sheet of a seat in one table, the highest total first, those without a total last."""
    seat = _seat(request, number)
    criteria = list(seat.panel.round.scheme.criteria.all())
    assignments = progress.work_of(request.user).filter(judge=seat)
    rows = [_row(assignment, criteria) for assignment in assignments]
    rows.sort(key=_by_total)
    totals = [row["total"] for row in rows if row["total"] is not None]
    context = {
        "seat": seat,
        "criteria": criteria,
        "rows": rows,
        "mean": sum(totals) / len(totals) if totals else None,
        "ready": sum(row["is_ready"] for row in rows),
        "can_discuss": seat.may_comment and permissions.all_sheets_in(seat.panel),
    }
    return render(request, "judging/compare.html", context)


def _row(assignment: Assignment, criteria: list[Criterion]) -> dict:
    sheet = getattr(assignment, "sheet", None)
    points = sheet.points if sheet else {}
    is_locked = bool(sheet and sheet.locked_at)
    total = _total(assignment, points, criteria)
    return {
        "item": assignment,
        "points": [(criterion, points.get(str(criterion.pk))) for criterion in criteria],
        "is_locked": is_locked,
        "is_ready": total is not None and not is_locked,
        "total": total,
        "note": sheet.private_note if sheet else "",
    }


def _total(
    assignment: Assignment, points: dict[str, str], criteria: list[Criterion]
) -> Decimal | None:
    """The total of a complete sheet, locked or not; None while points are missing."""
    missing = [
        criterion
        for criterion in criteria
        if not criterion.is_optional and str(criterion.pk) not in points
    ]
    if missing or not points:
        return None
    rounding = assignment.judge.panel.round.scheme.rounding
    return scoresheets.total_of(points, criteria, rounding)


def _by_total(row: dict) -> tuple[bool, Decimal, str]:
    total = row["total"]
    code = row["item"].blinded_entry.code
    return (True, Decimal(0), code) if total is None else (False, -total, code)


@button("compare_sheets", "number")
def lock_sheets(request: SignedIn, number: int) -> HttpResponse:
    """Lock the drafts that are ticked; each for itself, so that one refusal keeps none back. Codes
    and totals are read once more before.
    """
    seat = _seat(request, number)
    chosen = [typed for typed in request.POST.getlist("sheet") if _is_public_id(typed)]
    ticked = (
        progress.waiting_of(request.user)
        .filter(judge=seat, public_id__in=chosen, sheet__isnull=False)
        .select_related("blinded_entry", "sheet")
    )
    recap = _recap(seat, ticked)
    if recap.facts and not recap.is_read(request.POST):
        back = reverse("compare_sheets", args=[number])
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    locked = _lock_each(request, ticked)
    if locked:
        text = ngettext("%(count)s sheet is locked.", "%(count)s sheets are locked.", locked)
        messages.success(request, text % {"count": locked})
    return redirect("compare_sheets", number=number)


def _is_public_id(typed: str) -> bool:
    """Whether it has the form of an assignment's public id."""
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


def _recap(seat: Judge, ticked: QuerySet[Assignment]) -> Recap:
    criteria = list(seat.panel.round.scheme.criteria.all())
    facts: list[tuple[str, object]] = []
    for assignment in ticked:
        total = _total(assignment, assignment.sheet.points, criteria)
        facts.append((assignment.blinded_entry.code, "–" if total is None else score(total)))
    return Recap(
        question=ngettext(
            "Lock %(count)s sheet with this total?",
            "Lock %(count)s sheets with these totals?",
            len(facts),
        )
        % {"count": len(facts)},
        facts=facts,
        after=[str(sentence) for sentence in AFTER_LOCK],
        button=_("Lock the ticked sheets"),
    )


def _lock_each(request: SignedIn, assignments: QuerySet[Assignment]) -> int:
    locked = 0
    for assignment in assignments:
        try:
            _lock(request, assignment, assignment.sheet)
        except Refused as refusal:
            messages.error(request, f"{assignment.blinded_entry.code}: {refusal}")
        else:
            locked += 1
    return locked


def _lock(request: SignedIn, assignment: Assignment, draft: Scoresheet) -> None:
    scoresheets.submit_sheet(
        assignment=assignment,
        points={int(criterion): points for criterion, points in draft.points.items()},
        comment=draft.comment,
        remark=draft.remark,
        private_note=draft.private_note,
        by=request.user,
        at=clock.now(),
    )


@login_required
@require_GET
def print_sheets(request: SignedIn, number: int) -> HttpResponse:
    """A seat's own sheets as PDF: blank to write on, or filled (?da-dien=1)."""
    asked = {"seat": _seat(request, number).pk, "filled": "da-dien" in request.GET}
    return prepared.answer(request, "judge_sheets", asked, name="phieu-cham.pdf")
