"""A judge's own sheets side by side: compared, printed, locked together."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
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

TONES = 4  # of the bars' parts, in static/css/components/compare.css
LINE_STEP = 5  # points: where the line of all sheets may begin and end
MARGIN = 3  # percent on both sides of it, so that no dot is cut off


def _seat(request: SignedIn, number: int) -> Judge:
    seat = get_object_or_404(undertakings.signed_seats_of(request.user), pk=number)
    if not permissions.holds_seat(request.user, seat):
        raise Http404
    return seat


@dataclass
class Row:
    """One sheet among the judge's others. Points as they were kept, by criterion; `total` is None
    while some are missing.
    """

    item: Assignment
    points: list[tuple[Criterion, Decimal | None]]
    total: Decimal | None
    most: Decimal
    is_locked: bool
    note: str

    @property
    def is_ready(self) -> bool:
        return self.total is not None and not self.is_locked

    def value(self, criterion: Criterion | None) -> Decimal | None:
        """Its points on a criterion, or its total."""
        if criterion is None:
            return self.total
        return dict(self.points)[criterion]

    @property
    def bars(self) -> list[dict]:
        """Its points one behind the other, in percent of the highest total."""
        bars = []
        begins = Decimal(0)
        for place, (_criterion, points) in enumerate(self.points):
            if points is None:
                continue
            width = 100 * points / self.most
            bars.append({"tone": place % TONES, "x": begins, "width": width, "points": points})
            begins += width
        return bars


@login_required
@require_GET
def compare(request: SignedIn, number: int) -> HttpResponse:
    """Every sheet of a seat, points first: the highest total on top, or the highest mark on one
    criterion (?theo=); what has none yet comes last.
    """
    seat = _seat(request, number)
    criteria = list(seat.panel.round.scheme.criteria.all())
    by = _criterion_asked(request, criteria)
    assignments = progress.work_of(request.user).filter(judge=seat)
    rows = [_row(assignment, criteria) for assignment in assignments]
    rows.sort(key=partial(_highest_first, by=by))
    totals = [row.total for row in rows if row.total is not None]
    context = {
        "seat": seat,
        "criteria": criteria,
        "by": by,
        "rows": rows,
        "mean": sum(totals) / len(totals) if totals else None,
        "drawing": _line(rows, by),
        "ready": sum(row.is_ready for row in rows),
        "can_discuss": seat.may_comment and permissions.all_sheets_in(seat.panel),
    }
    return render(request, "judging/compare.html", context)


def _criterion_asked(request: SignedIn, criteria: list[Criterion]) -> Criterion | None:
    by_pk = {str(criterion.pk): criterion for criterion in criteria}
    return by_pk.get(request.GET.get("theo", ""))


def _row(assignment: Assignment, criteria: list[Criterion]) -> Row:
    sheet = getattr(assignment, "sheet", None)
    kept = sheet.points if sheet else {}
    points: list[tuple[Criterion, Decimal | None]] = []
    for criterion in criteria:
        given = kept.get(str(criterion.pk))
        points.append((criterion, Decimal(given) if given else None))
    return Row(
        item=assignment,
        points=points,
        total=_total(assignment, kept, criteria),
        most=sum((criterion.max_points for criterion in criteria), Decimal(0)),
        is_locked=bool(sheet and sheet.locked_at),
        note=sheet.private_note if sheet else "",
    )


def _highest_first(row: Row, *, by: Criterion | None) -> tuple[bool, Decimal, str]:
    value = row.value(by)
    code = row.item.blinded_entry.code
    return (True, Decimal(0), code) if value is None else (False, -value, code)


def _line(rows: list[Row], by: Criterion | None) -> dict | None:
    """Where each sheet stands between the lowest and the highest one, as a line with dots; None
    where fewer than two can be compared. `x` in percent of the line.
    """
    values = [(row, value) for row in rows if (value := row.value(by)) is not None]
    if len(values) < 2:
        return None
    lowest = min(value for _row, value in values)
    highest = max(value for _row, value in values)
    begins = lowest // LINE_STEP * LINE_STEP
    ends = (highest // LINE_STEP + 1) * LINE_STEP
    dots = []
    for row, value in values:
        share = (value - begins) / (ends - begins)
        dots.append({"row": row, "value": value, "x": MARGIN + share * (100 - 2 * MARGIN)})
    return {
        "count": len(values),
        "lowest": lowest,
        "highest": highest,
        "begins": begins,
        "ends": ends,
        "dots": dots,
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
