"""What stands behind one work, for an inspector: its sheets with names, minutes, conflicts,
openings and changes, in one numbered file.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from awards.models import InspectionFile
from competition.models import Criterion
from foundation.papers import prepared, xlsx
from foundation.vault import store
from foundation.vault.models import Access
from judging.models import (
    Assignment,
    BlindedEntry,
    Conflict,
    KeyedSheet,
    Meeting,
    Recusal,
    Reopening,
)
from submissions.models import EntryVersion, Sealing

Line = list[Any]


@prepared.maker("inspection_file", ".zip")
def _prepared(params: dict) -> bytes:
    file = InspectionFile.objects.select_related(
        "entry__edition", "mandate__inspector", "mandate__edition"
    ).get(pk=params["file"])
    with override("vi"):
        return as_zip(file)


def as_zip(file: InspectionFile) -> bytes:
    """The table of everything, and the minutes as they were drafted or signed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"{file.number}.xlsx", table_of(file))
        for number, meeting in enumerate(_meetings(_copies(file)), 1):
            blob = meeting.signed or meeting.minutes
            if blob is not None:
                package.writestr(f"{file.number}-bien-ban-{number}.pdf", store.read(blob))
    return content.getvalue()


def table_of(file: InspectionFile) -> bytes:
    """A sheet of the table each: what it is about, points, conflicts, openings, changes."""
    copies = _copies(file)
    book = xlsx.Workbook(write_only=True)
    for name, lines in (
        ("Hồ sơ", _facts(file, copies)),
        ("Phiếu chấm", _sheets(copies)),
        ("Xung đột", _conflicts(copies)),
        ("Lượt mở", _openings(copies)),
        ("Thay đổi", _changes(file, copies)),
    ):
        page = book.create_sheet(name)
        for place, line in enumerate(lines):
            cells = [xlsx.WriteOnlyCell(page, value=_safe(value)) for value in line]
            if not place:
                for cell in cells:
                    cell.font = xlsx.Font(bold=True)
            page.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _safe(value: Any) -> Any:
    """No text is taken for a formula."""
    text = isinstance(value, str) and value[:1] in ("=", "+", "-", "@")
    return f"'{value}" if text else value


def _at(moment: Any) -> str:
    return date_format(localtime(moment), "d/m/Y H:i:s") if moment else ""


def _copies(file: InspectionFile) -> list[BlindedEntry]:
    """The work as each round judged it, by every code under which it ever was."""
    codes = Sealing.objects.filter(version__entry=file.entry).values_list("judging_code", flat=True)
    of_edition = BlindedEntry.objects.filter(round__edition=file.entry.edition, code__in=codes)
    return list(of_edition.select_related("round__scheme").order_by("round__order", "pk"))


def _facts(file: InspectionFile, copies: Iterable[BlindedEntry]) -> Iterator[Line]:
    yield ["Số hồ sơ thanh tra", file.number]
    yield ["Mở lúc", _at(file.opened_at)]
    yield ["Mở cho", file.mandate.inspector.full_name]
    yield ["Văn bản giao nhiệm vụ", file.mandate.paper]
    yield ["Kỳ thi", file.entry.edition.name]
    yield ["Công trình", file.entry.title]
    yield ["Số tiếp nhận", file.entry.receipt_number]
    yield ["Tác giả", ", ".join(author.full_name for author in file.entry.authors.all())]
    for copy in copies:
        yield ["Mã phách", copy.code, copy.round.name]


def _sheets(copies: Iterable[BlindedEntry]) -> Iterator[Line]:
    """A line a sheet and criterion; a private note is nobody's but its judge's."""
    yield [
        *("Vòng", "Hội đồng", "Giám khảo", "Phân công", "Trạng thái phiếu", "Khóa lúc"),
        *("Tiêu chí", "Điểm", "Tổng", "Nhận xét cho hội đồng", "Nhận xét cho tác giả"),
    ]
    rows = Assignment.objects.filter(blinded_entry__in=list(copies))
    rows = rows.select_related("judge__user", "judge__panel__round__scheme", "sheet")
    for row in rows.order_by("judge__panel__round__order", "judge__panel", "pk"):
        panel = row.judge.panel
        head = [panel.round.name, panel.name, row.judge.user.full_name, row.get_state_display()]
        sheet = getattr(row, "sheet", None)
        if sheet is None:
            yield head
            continue
        locked = [sheet.get_state_display(), _at(sheet.locked_at)]
        for criterion in _criteria(panel.round.scheme_id):
            points = sheet.points.get(str(criterion.pk), "")
            yield [*head, *locked, criterion.name, str(points)]
        yield [*head, *locked, "", "", str(sheet.total or ""), sheet.comment, sheet.remark]


def _criteria(scheme_id: int) -> list[Criterion]:
    return list(Criterion.objects.filter(scheme=scheme_id).order_by("order", "pk"))


def _conflicts(copies: list[BlindedEntry]) -> Iterator[Line]:
    yield ["Giám khảo", "Hội đồng", "Lý do", "Phát hiện lúc", "Chờ tổ thư ký từ"]
    found = Conflict.objects.filter(blinded_entry__in=copies)
    for row in found.select_related("judge__user", "judge__panel").order_by("found_at", "pk"):
        people = [row.judge.user.full_name, row.judge.panel.name]
        yield [*people, row.get_reason_display(), _at(row.found_at), _at(row.waits_since)]
    given_up = Recusal.objects.filter(assignment__blinded_entry__in=copies)
    for recusal in given_up.select_related("assignment__judge__user", "assignment__judge__panel"):
        judge = recusal.assignment.judge
        why = f"xin thôi: {recusal.reason}"
        yield [judge.user.full_name, judge.panel.name, why, _at(recusal.at)]


def _openings(copies: list[BlindedEntry]) -> Iterator[Line]:
    yield ["Người mở", "Tệp", "Mục đích", "Lúc"]
    names: dict[int, str] = {}
    for copy in copies:
        names.update(copy.files.values_list("blob", "name"))
    opened = Access.objects.filter(blob__in=list(names)).select_related("user")
    for row in opened.order_by("at", "pk"):
        who = row.user.full_name if row.user else ""
        yield [who, names[row.blob_id], row.purpose, _at(row.at)]


def _changes(file: InspectionFile, copies: list[BlindedEntry]) -> Iterator[Line]:
    yield ["Việc", "Lúc", "Người thực hiện", "Chi tiết"]
    versions = EntryVersion.objects.filter(entry=file.entry).select_related("submitted_by")
    for version in versions.order_by("number"):
        who = version.submitted_by.full_name
        what = f"phiên bản {version.number}, SHA-256 {version.digest}"
        yield ["Nộp hồ sơ", _at(version.submitted_at), who, what]
    of_sheets = Q(sheet__assignment__blinded_entry__in=copies)
    reopened = Reopening.objects.filter(of_sheets)
    for row in reopened.select_related("asked_by", "agreed_by", "sheet__assignment__judge__user"):
        judge = row.sheet.assignment.judge.user.full_name
        two = f"{row.asked_by.full_name}; {row.agreed_by.full_name}"
        what = f"phiếu của {judge}, tổng trước đó {row.total}: {row.reason}"
        yield ["Mở lại phiếu", _at(row.agreed_at), two, what]
    typed = KeyedSheet.objects.filter(assignment__blinded_entry__in=copies)
    for one in typed.select_related("keyed_by", "checked_by", "assignment__judge__user"):
        checked = one.checked_by.full_name if one.checked_by else ""
        judge = one.assignment.judge.user.full_name
        two = f"{one.keyed_by.full_name}; {checked}"
        yield ["Nhập phiếu giấy", _at(one.keyed_at), two, f"phiếu của {judge}: {one.source}"]
    for copy in copies:
        if copy.withdrawn_at:
            yield ["Rút khỏi vòng chấm", _at(copy.withdrawn_at), "", copy.round.name]


def _meetings(copies: list[BlindedEntry]) -> list[Meeting]:
    """Those at which it was on the agenda."""
    held = Meeting.objects.filter(agenda__blinded_entry__in=copies).distinct()
    return list(held.select_related("minutes", "signed").order_by("held_at", "pk"))
