"""Sheets that came on paper, one by one or a whole meeting in one table.

Typed by one person, checked by another, then locked.
"""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Criterion
from competition.verbs import address_of, fits, lock, need_reason
from foundation.ledger import chain
from foundation.notifications import post
from foundation.papers import xlsx
from foundation.vault import incoming
from foundation.vietnamese.text import fold
from judging import permissions
from judging.models import Assignment, BlindedEntry, KeyedSheet, Panel, Round, Scoresheet
from judging.scoring import relating, scoresheets

_FIXED = (
    4  # columns before the criteria: number of the assignment, blind code, work or field, judge
)
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
_READ_AT_ONCE = 2000  # rows


@transaction.atomic
def key_in(
    *,
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    source: str,
    by: User,
    at: datetime.datetime,
) -> KeyedSheet:
    """Type one sheet from paper; typing it again replaces what still waits.

    Raises NotAllowed (also of those who have to do with the entry), WrongState, BadPoints, Refused
    (no source).
    """
    _refuse_related(by, [assignment])
    return _key_in(assignment, points, comment, source, by=by, at=at)


def _key_in(
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    source: str,
    *,
    by: User,
    at: datetime.datetime,
) -> KeyedSheet:
    assignment = _missing_sheet(assignment, by)
    criteria = scoresheets.criteria_of(assignment)
    checked = scoresheets.checked(criteria, points, all_required=True)
    scoresheets.require_comment(criteria, checked, comment)
    source = need_reason(source, _("Say where the sheet came from, such as “paper sheet of 12/3”."))
    KeyedSheet.objects.filter(assignment=assignment, checked_at=None).delete()
    typed = KeyedSheet.objects.create(
        assignment=assignment,
        points=checked,
        comment=comment.strip(),
        source=fits(source, 120),
        keyed_by=by,
        keyed_at=at,
    )
    # Who checks is the actor of the lock's line; who typed stands in this one.
    edition = assignment.judge.panel.round.edition
    line = {"assignment": assignment.pk, "keyed": typed.pk}
    chain.append(edition.chain, "sheet.typed", line, at=at, by=by)
    return typed


def _refuse_related(person: User, assignments: Iterable[Assignment]) -> None:
    """Who has to do with an entry neither types nor compares a sheet about it."""
    if relating.related_codes(person, [assignment.blinded_entry for assignment in assignments]):
        raise NotAllowed(
            _(
                "Somebody else must type and compare this: nobody does it for a work with which "
                "they have to do, as author, colleague or otherwise."
            )
        )


@transaction.atomic
def check(*, keyed: KeyedSheet, by: User, at: datetime.datetime) -> Scoresheet:
    """A second person has compared it with the paper: the sheet is locked, and its judge is told.

    Raises NotAllowed (also of those who have to do with the entry), WrongState.
    """
    _refuse_related(by, [keyed.assignment])
    assignment = _missing_sheet(keyed.assignment, by)
    keyed = _still_waiting(keyed)
    if by.pk == keyed.keyed_by_id:
        raise NotAllowed(
            _("Somebody else must compare it with the paper: whoever types does not check.")
        )
    if not permissions.can_compare_typed(by, assignment.judge.panel):
        raise NotAllowed(
            _(
                "Only the panel's secretary or a member of the secretariat compares it: an "
                "administrator needs this role, too."
            )
        )
    if not _might_check_before(by, assignment.judge.panel, keyed):
        raise NotAllowed(
            _(
                "Whoever compares it must have had this right before it was typed, and have "
                "signed the undertaking."
            )
        )
    keyed.checked_by = by
    keyed.checked_at = at
    keyed.save(update_fields=["checked_by", "checked_at"])
    sheet = scoresheets.sheet_of(assignment)
    sheet.points = keyed.points
    sheet.comment = keyed.comment
    criteria = scoresheets.criteria_of(assignment)
    scoresheets.lock_checked(sheet, criteria, by=by, at=at, keyed=keyed.pk)
    _tell_the_judge(keyed, assignment)
    return sheet


def _tell_the_judge(keyed: KeyedSheet, assignment: Assignment) -> None:
    """Whose points were locked by others looks whether they are those on the paper."""
    post.tell(
        assignment.judge.user,
        "sheet_typed",
        {
            "code": assignment.blinded_entry.code,
            "source": keyed.source,
            "first": keyed.keyed_by,
            "second": keyed.checked_by,
        },
        key=f"typed:{keyed.pk}",
        link=address_of(assignment),
    )


def _might_check_before(by: User, panel: Panel, keyed: KeyedSheet) -> bool:
    """Whoever types could otherwise have an ally named who checks."""
    if permissions.can_compare_any(by, panel):
        return True
    seat = permissions.seat_on(by, panel)
    if seat is None or seat.invited_at is None or seat.invited_at > keyed.keyed_at:
        return False
    return not seat.changes.filter(at__gt=keyed.keyed_at).exists()


@transaction.atomic
def reject(*, keyed: KeyedSheet, by: User) -> None:
    """It is not what the paper says: what was typed goes, the paper is typed again.

    Raises NotAllowed (also of those who have to do with the entry), WrongState.
    """
    _missing_sheet(keyed.assignment, by)
    _refuse_related(by, [keyed.assignment])
    _still_waiting(keyed).delete()


def _still_waiting(keyed: KeyedSheet) -> KeyedSheet:
    """What was typed, as it stands now that its assignment is locked.

    Raises WrongState (checked, or rejected or typed anew meanwhile).
    """
    present = KeyedSheet.objects.filter(pk=keyed.pk).first()
    if present is None:
        raise WrongState(_("What was typed was rejected or typed anew meanwhile."))
    if present.checked_at:
        raise WrongState(_("This sheet was checked before."))
    return present


def _missing_sheet(assignment: Assignment, by: User) -> Assignment:
    """The assignment, locked, whose sheet this person may type now.

    Raises NotAllowed (not of the panel's office, or the own sheet), WrongState (round not open,
    released, withdrawn, sheet locked).
    """
    assignment = lock(
        assignment,
        "judge__panel__round__edition",
        "judge__panel__round__scheme",
        "blinded_entry",
        "judge__user",
        "sheet",
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
    if scoresheets.sheet_of(assignment).state == Scoresheet.State.LOCKED:
        raise WrongState(
            _("The sheet of %(judge)s for %(code)s is locked.")
            % {"judge": assignment.judge, "code": assignment.blinded_entry}
        )
    return assignment


def waiting(panel: Panel) -> QuerySet[KeyedSheet]:
    """What was typed and not checked yet."""
    return (
        KeyedSheet.objects.filter(assignment__judge__panel=panel, checked_at=None)
        .select_related("assignment__judge__user", "assignment__blinded_entry", "keyed_by")
        .order_by("keyed_at", "pk")
    )


def open_assignments(panel: Panel) -> QuerySet[Assignment]:
    """Assignments of a panel whose sheet is not locked, by judge and place; none in a round that is
    closed, which happens with every sheet locked alone.
    """
    if panel.round.is_over:
        return Assignment.objects.none()
    missing = (
        Assignment.objects.countable()
        .filter(judge__panel=panel)
        .exclude(sheet__state=Scoresheet.State.LOCKED)
    )
    return missing.select_related("judge__user", "blinded_entry__field").order_by(
        "judge__user__name_key", "place", "pk"
    )


def search(panel: Panel, words: str) -> QuerySet[Assignment]:
    """Missing sheets of a panel by what stands on the paper: the blind code, which may be typed
    without its letters, or a part of the judge's name.
    """
    codes = BlindedEntry.objects.filter(round=panel.round_id, code__iendswith=words)
    judges = panel.judges.filter(user__folded_name__contains=fold(words))
    # Numbers and not a condition inside the search: the database then goes by its indexes.
    entries = list(codes.values_list("pk", flat=True))
    seats = list(judges.values_list("pk", flat=True))
    return open_assignments(panel).filter(Q(blinded_entry__in=entries) | Q(judge__in=seats))


def blank_table(panel: Panel) -> bytes:
    """The table (.xlsx) of a meeting without a network.

    A line for each missing sheet, a column for each criterion; the secretariat reads it, so that
    titles stand beside codes only where the round names the authors. Written row by row, so that
    thousands of sheets take no more memory than one.
    """
    book = xlsx.Workbook(write_only=True)
    page = book.create_sheet("Phiếu chấm")
    criteria = list(panel.round.scheme.criteria.all())
    named = panel.round.scheme.names_authors
    headers = ["Số phiếu", "Mã phách", "Công trình" if named else "Lĩnh vực", "Giám khảo"]
    with override("vi"):
        headers += [_header(criterion) for criterion in criteria]
    headers.append("Nhận xét cho hội đồng")
    _begin(page, headers)
    for assignment in open_assignments(panel).iterator(_READ_AT_ONCE):
        work = assignment.blinded_entry
        page.append(
            [
                assignment.pk,
                work.code,
                safe_cell(work.title if named else work.field.label),
                safe_cell(str(assignment.judge)),
            ]
        )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _begin(page: "xlsx.WriteOnlyWorksheet", headers: list[str]) -> None:
    """A head that stays in sight, and columns as wide as what is written in them."""
    page.freeze_panes = "E2"
    last = len(headers)
    widths = dict.fromkeys(range(1, last + 1), 14) | {1: 10, 2: 13, 3: 46, 4: 28, last: 40}
    for number, width in widths.items():
        page.column_dimensions[xlsx.get_column_letter(number)].width = width
    page.append([_head(page, text) for text in headers])


def _head(page: "xlsx.WriteOnlyWorksheet", text: str) -> "xlsx.WriteOnlyCell":
    cell = xlsx.WriteOnlyCell(page, text)
    cell.font = xlsx.Font(bold=True)
    cell.fill = xlsx.PatternFill("solid", fgColor="E8F3E6")
    cell.alignment = xlsx.Alignment(wrap_text=True, vertical="top")
    return cell


def _header(criterion: Criterion) -> str:
    return f"{criterion.label} (0–{criterion.max_points.normalize():f})"


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


@dataclass
class Reading:
    """What a filled table holds: sheets to type in, and what is wrong by line.

    Line 1 is the first line of the table. `empty` counts the lines without points.
    """

    sheets: list[tuple[Assignment, dict[int, str], str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    empty: int = 0


def read_table(panel: Panel, content: bytes) -> Reading:
    """Look at a filled table without keeping anything. Raises Refused when it is no such table."""
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
    if not rows or not _has_columns_of(criteria, rows[0]):
        raise Refused(
            _(
                "The columns are not those of this panel's table. Download the table here, "
                "fill it in and send it back."
            )
        )
    reading = Reading()
    named = {row[0] for row in rows[1:] if row and isinstance(row[0], int)}
    numbers = [number for number in named if 0 < number <= BigIntegerField.MAX_BIGINT]
    missing = open_assignments(panel).filter(pk__in=numbers).in_bulk()
    no_more_cells = [None] * (_FIXED + len(criteria) + 1)
    for number, row in enumerate(rows[1:], start=2):
        _read_row(reading, number, [*row, *no_more_cells], criteria, missing)
    return reading


def _has_columns_of(criteria: list[Criterion], head: Sequence[Any]) -> bool:
    with override("vi"):
        expected = [_header(criterion) for criterion in criteria]
    return [str(cell or "") for cell in head[_FIXED : _FIXED + len(criteria)]] == expected


def _read_row(
    reading: Reading,
    number: int,
    row: list[Any],
    criteria: list[Criterion],
    missing: dict[int, Assignment],
) -> None:
    """Add one line to the reading: a sheet, a fault, or one more without points."""
    typed = {criterion.pk: _text(row[_FIXED + place]) for place, criterion in enumerate(criteria)}
    if not any(typed.values()):
        if any(cell is not None for cell in row):
            reading.empty += 1
        return
    comment = _text(row[_FIXED + len(criteria)])
    assignment = missing.get(row[0]) if isinstance(row[0], int) else None
    if assignment is None or assignment.blinded_entry.code != row[1]:
        reading.faults.append(
            _("Line %(number)s: no sheet with this number and blind code is missing in this panel.")
            % {"number": number}
        )
        return
    try:
        points = scoresheets.checked(criteria, typed, all_required=True)
        scoresheets.require_comment(criteria, points, comment)
    except scoresheets.BadPoints as refusal:
        reading.faults += [
            _("Line %(number)s: %(fault)s") % {"number": number, "fault": fault}
            for fault in refusal.errors.values()
        ]
        return
    if any(assignment.pk == earlier.pk for earlier, _points, _comment in reading.sheets):
        reading.faults.append(
            _("Line %(number)s: this sheet stands in the table twice.") % {"number": number}
        )
        return
    reading.sheets.append((assignment, typed, comment))


def _text(cell: object) -> str:
    """A cell as somebody would have typed it: decimals with a comma."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return str(cell).strip()


@transaction.atomic
def import_table(
    *, panel: Panel, content: bytes, name: str, by: User, at: datetime.datetime
) -> int:
    """Type in a whole meeting's table, all of it or nothing; how many sheets wait to be checked.

    Raises NotAllowed (also where the table holds a work with which the person has to do), Refused.
    """
    if not permissions.can_key(by, panel):
        raise NotAllowed(_("Only the panel's secretary or the secretariat type sheets from paper."))
    reading = read_table(panel, content)
    if reading.faults:
        refusal = _("Nothing was taken; mend the table and send it again.")
        raise Refused(" ".join([refusal, *reading.faults[:20]]))
    if not reading.sheets:
        raise Refused(_("The table holds no points yet."))
    _refuse_related(by, [assignment for assignment, _points, _comment in reading.sheets])
    for assignment, points, comment in reading.sheets:
        _key_in(assignment, points, comment, name, by=by, at=at)
    return len(reading.sheets)
