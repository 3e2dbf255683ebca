"""A unit's list of works from Excel or CSV: read, looked at row by row, entered as drafts on behalf
of their authors.
"""

import csv
import datetime
import io
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from accounts.models import Unit
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from foundation.notifications import sms
from foundation.vault import incoming
from foundation.vietnamese.calendar import parse_date
from foundation.vietnamese.numbers import parse_decimal
from foundation.vietnamese.text import fold, nfc
from submissions import permissions
from submissions.files import inspection
from submissions.models import Entry, ImportedList
from submissions.sharing import behalf

MOST_ROWS = 500
# key -> (heading of the template, further headings that are understood, width of the column in
# characters)
COLUMNS = {
    "title": (
        "Tên công trình, sáng kiến",
        ("tên sáng kiến", "tên công trình", "tên giải pháp", "title"),
        48,
    ),
    "authors": ("Tác giả (tỷ lệ %)", ("tác giả", "họ và tên", "họ và tên tác giả", "authors"), 44),
    "phone": ("Điện thoại", ("số điện thoại", "sđt", "phone"), 16),
    "email": ("Thư điện tử", ("email", "e-mail"), 26),
    "unit": ("Đơn vị", ("đơn vị công tác", "xã, phường", "unit"), 32),
    "field": ("Lĩnh vực", ("field",), 32),
    "kind": ("Loại hình", ("loại", "kind"), 28),
    "first_applied_on": ("Ngày áp dụng lần đầu", ("ngày áp dụng", "first applied on"), 20),
    "summary": ("Tóm tắt", ("nội dung tóm tắt", "summary"), 60),
}
_REQUIRED = ("title", "authors")


def template(edition: Edition) -> bytes:
    """The XLSX to be filled in, with one example row and the fields and kinds of the edition."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet.append([heading for heading, _others, _width in COLUMNS.values()])
    fields, kinds = list(edition.fields.all()), list(edition.kinds.all())
    example = {
        "title": "Máy gieo hạt bốn hàng (dòng ví dụ, xin xóa)",
        "authors": "Nguyễn Văn An (60); Trần Thị Bình (40)",
        "phone": "0912345678",
        "unit": "Xã Đại Từ",
        "field": fields[0].name if fields else "",
        "kind": kinds[0].name if kinds else "",
        "first_applied_on": "15/03/2026",
        "summary": "Gieo bốn hàng một lượt, chạy bằng pin.",
    }
    sheet.append([example.get(key, "") for key in COLUMNS])
    for place, (_heading, _others, width) in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
        sheet.cell(1, place).alignment = Alignment(wrap_text=True)
    choices = book.create_sheet("Danh mục")
    choices.append(["Lĩnh vực", "Loại hình"])
    for place in range(max(len(fields), len(kinds))):
        choices.append(
            [
                fields[place].name if place < len(fields) else "",
                kinds[place].name if place < len(kinds) else "",
            ]
        )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


_ISO_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?: \d\d:\d\d:\d\d(?:\.\d+)?)?"
)  # of a cell that holds a date, with or without a time of day


def _cell(value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = nfc(str(value if value is not None else "").strip())
    date = _ISO_DATE.fullmatch(text)
    return f"{date[3]}/{date[2]}/{date[1]}" if date else text


def _table_of_csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "utf-16", "cp1258"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeError:
            continue
    else:
        raise Refused(_("The table cannot be read. Save it as Excel (.xlsx) or as CSV in UTF-8."))
    separator = max(",;\t", key=text.splitlines()[0].count) if text.strip() else ","
    return [
        [_cell(value) for value in row]
        for row in csv.reader(io.StringIO(text), delimiter=separator)
    ]


def read(upload) -> list[list[str]]:
    """The cells of an uploaded XLSX or CSV. Raises Refused with what to do."""
    name, content = inspection.clean_name(upload.name), upload.read()
    if name.lower().endswith(".csv"):
        return _table_of_csv(content)
    found = None
    if name.lower().endswith(".xlsx"):
        verdict = inspection.inspect_safely(content, name)
        if not verdict.accepted:
            raise Refused(verdict.message)
        found = incoming.table(content, most_rows=MOST_ROWS + 50)
    if not found:
        raise Refused(_("The table cannot be read. Save it as Excel (.xlsx) or as CSV in UTF-8."))
    return [[_cell(value) for value in row[:30]] for row in found]


def _columns_of(heading: list[str]) -> dict[str, int]:
    """column -> place, found by its heading in any case, with or without accents; {} when this row
    is no heading.
    """
    known = {
        fold(text): key
        for key, (head, others, _width) in COLUMNS.items()
        for text in (head, *others)
    }
    return {
        known[fold(cell)]: place
        for place, cell in reversed(list(enumerate(heading)))
        if fold(cell) in known
    }


def _date(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def authors_of(text: str) -> list[dict]:
    """“Nguyễn Văn An (60); Trần Thị Bình (40)” as rows of Author; one name alone has 100. Raises
    ValueError.
    """
    found = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        match = re.fullmatch(r"(.+?)\s*(?:[(:–-]\s*([\d.,]+)\s*%?\s*\)?)?", piece)
        found.append((match[1].strip(), match[2]))
    if len(found) == 1 and found[0][1] is None:
        return [{"full_name": found[0][0], "share": Decimal(100)}]
    rows = [{"full_name": name, "share": parse_decimal(share or "")} for name, share in found]
    if sum(row["share"] for row in rows) != 100 or not all(0 < row["share"] <= 100 for row in rows):
        raise ValueError(text)
    return rows


class _Reader:
    """The rules by which the rows of one list are judged."""

    def __init__(self, edition: Edition, by):
        self.edition, self.by = edition, by
        self.fields = {
            fold(text): field.pk
            for field in edition.fields.all()
            for text in (field.name, field.code)
        }
        self.kinds = {fold(kind.name): kind.pk for kind in edition.kinds.all()}
        within = by.unit.path if by.unit and not permissions.is_secretariat(by, edition.pk) else ""
        self.units = {
            fold(name): pk
            for pk, name in Unit.objects.filter(path__startswith=within, depth__gt=1).values_list(
                "pk", "name"
            )
        }
        self.seen = set(
            Entry.objects.in_edition(edition)
            .exclude(status="withdrawn")
            .values_list("folded_title", flat=True)
        )

    def faults(self, values: dict[str, str]):
        """What is wrong with a row, in words."""
        for key in _REQUIRED:
            if not values.get(key):
                yield _("“%(column)s” is empty.") % {"column": COLUMNS[key][0]}
        title = fold(" ".join(values.get("title", "").split()))
        if title in self.seen:
            yield _("A work of this title is in the contest, or in the list above, already.")
        self.seen.add(title)
        if len(values.get("title", "")) > 250:
            yield _("The title is longer than 250 characters.")
        try:
            authors = authors_of(values.get("authors", ""))
        except ValueError:
            yield _(
                "Write the authors as “Nguyễn Văn An (60); Trần Thị Bình (40)”; the shares "
                "must add up to 100."
            )
        else:
            if len(authors) > self.edition.max_authors:
                yield _("The rules allow %(count)s authors of one entry.") % {
                    "count": self.edition.max_authors
                }
        yield from self._contact_faults(values)
        for key, known in (("field", self.fields), ("kind", self.kinds), ("unit", self.units)):
            if values.get(key) and fold(values[key]) not in known:
                yield _("“%(value)s” is not known as “%(column)s”.") % {
                    "value": values[key],
                    "column": COLUMNS[key][0],
                }
        if (text := values.get("first_applied_on")) and (
            (day := _date(text)) is None or day > localdate()
        ):
            yield _("“%(value)s” is not a past date; write day/month/year.") % {"value": text}

    def _contact_faults(self, values: dict[str, str]):
        if values.get("phone"):
            try:
                sms.normal(values["phone"])
            except ValueError:
                yield _("“%(value)s” is no phone number.") % {"value": values["phone"]}
        if values.get("email"):
            try:
                validate_email(values["email"])
            except ValidationError:
                yield _("“%(value)s” is no e-mail address.") % {"value": values["email"]}

    def columns(self, values: dict[str, str]) -> dict:
        """The columns of Entry for a faultless row."""
        unit = self.units.get(fold(values.get("unit", ""))) or self.by.unit_id
        return {
            "title": values["title"],
            "summary": values.get("summary", ""),
            "unit_id": unit,
            "field_id": self.fields.get(fold(values.get("field", ""))),
            "kind_id": self.kinds.get(fold(values.get("kind", ""))),
            "first_applied_on": _date(values.get("first_applied_on", "")),
        }


@transaction.atomic
def dry_run(*, edition: Edition, upload, by, at: datetime.datetime) -> ImportedList:
    """Read a list and judge every row; nothing is entered yet. Raises NotAllowed, Refused."""
    if not permissions.can_write_for_others(by, edition.pk):
        raise NotAllowed(_("Only the secretariat and focal points write dossiers for others."))
    table = read(upload)
    start, places = next(
        (
            (place, found)
            for place, row in enumerate(table[:20])
            if {"title", "authors"} <= (found := _columns_of(row)).keys()
        ),
        (0, {}),
    )
    if not places:
        raise Refused(
            _("No heading with “%(title)s” and “%(authors)s” was found. Use the template.")
            % {key: COLUMNS[key][0] for key in _REQUIRED}
        )
    reader, rows = _Reader(edition, by), []
    for number, row in enumerate(table[start + 1 :], start=start + 2):
        values = {key: row[place] for key, place in places.items() if place < len(row)}
        if any(values.values()):
            rows.append({"number": number, "values": values, "faults": list(reader.faults(values))})
    if not rows or len(rows) > MOST_ROWS:
        raise Refused(
            _("The list holds %(count)s works; it must hold 1 to %(most)s.")
            % {"count": len(rows), "most": MOST_ROWS}
        )
    return ImportedList.objects.create(
        edition=edition, name=inspection.clean_name(upload.name), rows=rows, by=by, at=at
    )


@transaction.atomic
def enter(*, imported: ImportedList, by, at: datetime.datetime) -> list[Entry]:
    """Make a draft of every row, all or none. Raises NotAllowed, WrongState, Refused (a faulty
    row), PhaseClosed.
    """
    imported = (
        ImportedList.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(pk=imported.pk)
    )
    if imported.by_id != by.pk:
        raise NotAllowed(_("Only who read the list in enters it."))
    if imported.done_at:
        raise WrongState(_("This list was entered already."))
    reader = _Reader(imported.edition, by)  # judged again: another list may have been entered since
    faulty = [row["number"] for row in imported.rows if list(reader.faults(row["values"]))]
    if faulty:
        raise Refused(
            _("Rows %(rows)s have faults. Mend the table and read it in again.")
            % {"rows": ", ".join(map(str, faulty))}
        )
    entries = []
    for row in imported.rows:
        values = row["values"]
        authors = authors_of(values["authors"])
        phone = sms.normal(values["phone"]) if values.get("phone") else ""
        authors[0] |= {"phone": phone, "email": values.get("email", "")}
        about = {
            "full_name": authors[0]["full_name"],
            "phone": phone,
            "columns": reader.columns(values),
            "authors": authors,
        }
        entries.append(behalf.start(edition=imported.edition, by=by, at=at, **about))
    imported.done_at = at
    imported.save(update_fields=["done_at"])
    return entries
