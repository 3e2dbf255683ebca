"""Sheets that came on paper, one by one or a whole meeting in one table: typed by one person,
checked by another, then locked.
"""

import datetime
import io
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Criterion
from foundation.vault import incoming
from judging import permissions
from judging.models import Assignment, KeyedSheet, Panel, Round, Scoresheet
from judging.scoring import scoresheets

_FIXED = 4  # columns before the criteria: number of the assignment, blind code, work, judge
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000


@transaction.atomic
def key_in(
    *,
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    source: str,
    by,
    at: datetime.datetime,
) -> KeyedSheet:
    """Type one sheet from paper; typing it again replaces what still waits. Raises NotAllowed,
    WrongState, BadPoints, Refused.
    """
    assignment = _taken(assignment, by)
    criteria = list(assignment.judge.panel.round.scheme.criteria.all())
    checked = scoresheets.checked(criteria, points, all_required=True)
    scoresheets.require_comment(criteria, checked, comment)
    if not source.strip():
        raise Refused(_("Say where the sheet came from, such as “paper sheet of 12/3”."))
    KeyedSheet.objects.filter(assignment=assignment, checked_at=None).delete()
    return KeyedSheet.objects.create(
        assignment=assignment,
        points=checked,
        comment=comment.strip(),
        source=source.strip()[:120],
        keyed_by=by,
        keyed_at=at,
    )


@transaction.atomic
def check(*, keyed: KeyedSheet, by, at: datetime.datetime) -> Scoresheet:
    """A second person has compared it with the paper: the sheet is locked. Raises NotAllowed,
    WrongState.
    """
    keyed = KeyedSheet.objects.select_for_update(of=("self",)).get(pk=keyed.pk)
    assignment = _taken(keyed.assignment, by)
    if keyed.checked_at:
        raise WrongState(_("This sheet was checked before."))
    if by.pk == keyed.keyed_by_id:
        raise NotAllowed(
            _("Somebody else must compare it with the paper: whoever types does not check.")
        )
    keyed.checked_by, keyed.checked_at = by, at
    keyed.save(update_fields=["checked_by", "checked_at"])
    sheet = Scoresheet.objects.filter(assignment=assignment).first() or Scoresheet(
        assignment=assignment
    )
    sheet.assignment, sheet.points, sheet.comment = assignment, keyed.points, keyed.comment
    return scoresheets.lock(
        sheet,
        list(assignment.judge.panel.round.scheme.criteria.all()),
        by=by,
        at=at,
        keyed=keyed.pk,
    )


@transaction.atomic
def reject(*, keyed: KeyedSheet, by) -> None:
    """It is not what the paper says: what was typed goes, the paper is typed again. Raises
    NotAllowed, WrongState.
    """
    keyed = KeyedSheet.objects.select_for_update(of=("self",)).get(pk=keyed.pk)
    _taken(keyed.assignment, by)
    if keyed.checked_at:
        raise WrongState(_("This sheet was checked before."))
    keyed.delete()


def _taken(assignment: Assignment, by) -> Assignment:
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related(
            "judge__panel__round__edition",
            "judge__panel__round__scheme",
            "blinded_entry",
            "judge__user",
        )
        .get(pk=assignment.pk)
    )
    panel = assignment.judge.panel
    if not permissions.can_key(by, panel):
        raise NotAllowed(_("Only the panel's secretary or the secretariat type sheets from paper."))
    if assignment.judge.user_id == by.pk:
        raise NotAllowed(_("Fill in your own sheet yourself."))
    if (
        panel.round.state != Round.State.OPEN
        or assignment.state != Assignment.State.CONFIRMED
        or assignment.blinded_entry.withdrawn_at
    ):
        raise WrongState(_("This sheet cannot be filled in now."))
    if Scoresheet.objects.filter(assignment=assignment, state=Scoresheet.State.LOCKED).exists():
        raise WrongState(
            _("The sheet of %(judge)s for %(code)s is locked.")
            % {"judge": assignment.judge, "code": assignment.blinded_entry}
        )
    return assignment


def waiting(panel: Panel):
    """What was typed and not checked yet."""
    return (
        KeyedSheet.objects.filter(assignment__judge__panel=panel, checked_at=None)
        .select_related("assignment__judge__user", "assignment__blinded_entry", "keyed_by")
        .order_by("keyed_at", "pk")
    )


def open_assignments(panel: Panel):
    """Assignments of a panel whose sheet is not locked, by judge and place."""
    missing = (
        Assignment.objects.countable()
        .filter(judge__panel=panel)
        .exclude(sheet__state=Scoresheet.State.LOCKED)
    )
    return missing.select_related("judge__user", "blinded_entry").order_by(
        "judge__user__name_key", "place", "pk"
    )


def blank_table(panel: Panel) -> bytes:
    """The table (.xlsx) of a meeting without a network: a line for each missing sheet, a column for
    each criterion.
    """
    book = Workbook()
    page = book.active
    with override("vi"):
        page.title = "Phiếu chấm"
        criteria = list(panel.round.scheme.criteria.all())
        page.append(
            [
                "Số phiếu",
                "Mã phách",
                "Công trình",
                "Giám khảo",
                *[_header(criterion) for criterion in criteria],
                "Nhận xét cho hội đồng",
            ]
        )
    for item in open_assignments(panel):
        page.append(
            [
                item.pk,
                item.blinded_entry.code,
                safe_cell(item.blinded_entry.title),
                safe_cell(str(item.judge)),
                *[None] * (len(criteria) + 1),
            ]
        )
    for number in range(1, page.max_column + 1):
        cell = page.cell(1, number)
        cell.font, cell.fill, cell.alignment = (
            Font(bold=True),
            PatternFill("solid", fgColor="E8F3E6"),
            Alignment(wrap_text=True, vertical="top"),
        )
        page.column_dimensions[get_column_letter(number)].width = {1: 10, 2: 13, 3: 46, 4: 28}.get(
            number, 40 if number == page.max_column else 14
        )
    page.freeze_panes = "E2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _header(criterion: Criterion) -> str:
    return f"{criterion.label} (0–{criterion.max_points.normalize():f})"


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


@dataclass
class Reading:
    """What a filled table holds: sheets to type in, and what is wrong by line (1 is the first line
    of the table).
    """

    sheets: list[tuple[Assignment, dict[int, str], str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    empty: int = 0


def read_table(panel: Panel, content: bytes) -> Reading:
    """Look at a filled table without keeping anything. Raises Refused when it is not
    such a table.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("This table is too large: at most 5 MB."))
    rows = incoming.table(content, most_rows=MOST_ROWS)
    if rows is None:
        raise Refused(
            _(
                "This file is not an Excel table (.xlsx). Download the table here, fill it in "
                "and send it back."
            )
        )
    criteria = list(panel.round.scheme.criteria.all())
    with override("vi"):
        wanted = [_header(criterion) for criterion in criteria]
    if not rows or [str(cell or "") for cell in rows[0][_FIXED : _FIXED + len(criteria)]] != wanted:
        raise Refused(
            _(
                "The columns are not those of this panel's table. Download the table here, "
                "fill it in and send it back."
            )
        )
    reading, known = Reading(), {item.pk: item for item in open_assignments(panel)}
    for number, row in enumerate(rows[1:], start=2):
        _read_row(reading, number, [*row, *[None] * (_FIXED + len(criteria) + 1)], criteria, known)
    return reading


def _read_row(
    reading: Reading,
    number: int,
    row: list,
    criteria: list[Criterion],
    known: dict[int, Assignment],
) -> None:
    typed = {criterion.pk: _text(row[_FIXED + place]) for place, criterion in enumerate(criteria)}
    if not any(typed.values()):
        reading.empty += any(cell is not None for cell in row)
        return
    item, comment = (
        known.get(row[0]) if isinstance(row[0], int) else None,
        _text(row[_FIXED + len(criteria)]),
    )
    if item is None or item.blinded_entry.code != row[1]:
        reading.faults.append(
            _("Line %(number)s: no sheet with this number and blind code is missing in this panel.")
            % {"number": number}
        )
        return
    try:
        scoresheets.require_comment(
            criteria, scoresheets.checked(criteria, typed, all_required=True), comment
        )
    except scoresheets.BadPoints as refusal:
        reading.faults += [
            _("Line %(number)s: %(fault)s") % {"number": number, "fault": fault}
            for fault in refusal.errors.values()
        ]
        return
    if any(item.pk == kept.pk for kept, _points, _comment in reading.sheets):
        reading.faults.append(
            _("Line %(number)s: this sheet stands in the table twice.") % {"number": number}
        )
        return
    reading.sheets.append((item, typed, comment))


def _text(cell) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell).strip()


@transaction.atomic
def import_table(*, panel: Panel, content: bytes, name: str, by, at: datetime.datetime) -> int:
    """Type in a whole meeting's table: all of it or nothing. Returns how many sheets wait to be
    checked. Raises NotAllowed, Refused.
    """
    if not permissions.can_key(by, panel):
        raise NotAllowed(_("Only the panel's secretary or the secretariat type sheets from paper."))
    reading = read_table(panel, content)
    if reading.faults:
        raise Refused(
            " ".join(
                [_("Nothing was taken; mend the table and send it again."), *reading.faults[:20]]
            )
        )
    if not reading.sheets:
        raise Refused(_("The table holds no points yet."))
    for item, points, comment in reading.sheets:
        key_in(assignment=item, points=points, comment=comment, source=name, by=by, at=at)
    return len(reading.sheets)
