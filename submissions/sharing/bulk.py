"""A unit's list of works from Excel or CSV.

It is read, looked at row by row, and entered as drafts on behalf of the authors.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.addresses import is_email
from accounts.models import User
from accounts.names import fault_of
from accounts.units import numbers_by_name, offered
from competition import clock, typed_tables
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, EntryKind, Field
from competition.typed_tables import Column, cells, rows_below
from competition.verbs import lock
from foundation.notifications import sms
from foundation.vault import incoming
from foundation.vietnamese.calendar import parse_date
from foundation.vietnamese.text import fold
from submissions import permissions
from submissions.files import inspection
from submissions.models import Entry, ImportedList
from submissions.sharing import behalf
from submissions.writing import first_use
from submissions.writing.shares import WHOLE, share_of

MOST_ROWS = 500
MOST_COLUMNS = 30

COLUMNS = {
    "title": Column(
        "Tên công trình, sáng kiến",
        ("tên sáng kiến", "tên công trình", "tên giải pháp", "title"),
        48,
    ),
    "authors": Column(
        "Tác giả (tỷ lệ %)", ("tác giả", "họ và tên", "họ và tên tác giả", "authors"), 44
    ),
    "phone": Column("Điện thoại", ("số điện thoại", "sđt", "phone"), 16),
    "email": Column("Thư điện tử", ("email", "e-mail"), 26),
    "unit": Column("Đơn vị", ("đơn vị công tác", "xã, phường", "unit"), 32),
    "field": Column("Lĩnh vực", ("field",), 32),
    "kind": Column("Loại hình", ("loại", "kind"), 28),
    "first_applied_on": Column("Ngày áp dụng lần đầu", ("ngày áp dụng", "first applied on"), 20),
    "summary": Column("Tóm tắt", ("nội dung tóm tắt", "summary"), 60),
}
_REQUIRED = ("title", "authors")


def template(edition: Edition) -> bytes:
    """The XLSX to be filled in, with one example row and the fields and kinds of the edition."""
    fields = list(edition.fields.all())
    kinds = list(edition.kinds.all())
    lists = {
        "Lĩnh vực": [field.name for field in fields],
        "Loại hình": [kind.name for kind in kinds],
    }
    return typed_tables.blank(COLUMNS, _example(fields, kinds), lists)


def _example(fields: list[Field], kinds: list[EntryKind]) -> dict[str, str]:
    return {
        "title": "Máy gieo hạt bốn hàng (dòng ví dụ, xin xóa)",
        "authors": "Nguyễn Văn An (60); Trần Thị Bình (40)",
        "phone": "0912345678",
        "unit": "Xã Đại Từ",
        "field": fields[0].name if fields else "",
        "kind": kinds[0].name if kinds else "",
        "first_applied_on": "15/03/2026",
        "summary": "Gieo bốn hàng một lượt, chạy bằng pin.",
    }


def _unreadable() -> Refused:
    return Refused(_("The table cannot be read. Save it as Excel (.xlsx) or as CSV in UTF-8."))


def _text_of_csv(content: bytes) -> str:
    """Raises Refused when it is in none of the encodings that Excel writes here."""
    for encoding in ("utf-8-sig", "utf-16", "cp1258"):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    raise _unreadable()


def _table_of_csv(content: bytes) -> list[list[str]]:
    """Raises Refused."""
    text = _text_of_csv(content)
    separator = ","
    if text.strip():
        separator = max(",;\t", key=text.splitlines()[0].count)
    # Lines end as on any machine: one with a bare carriage return is Excel's on an old Mac.
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=separator)
    try:
        return [cells(row) for row in rows]
    except csv.Error as error:
        raise _unreadable() from error


def read(upload: File) -> list[list[str]]:
    """The cells of an uploaded XLSX or CSV. Raises Refused with what to do."""
    name = inspection.clean_name(upload.name or "")
    content = upload.read()
    if name.lower().endswith(".csv"):
        return _table_of_csv(content)
    if not name.lower().endswith(".xlsx"):
        raise _unreadable()
    verdict = inspection.inspect_safely(content, name)
    if not verdict.accepted:
        raise Refused(verdict.message)
    table = incoming.table(content, most_rows=MOST_ROWS + 50)
    if not table:
        raise _unreadable()
    return [cells(row[:MOST_COLUMNS]) for row in table]


def _date(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


_AUTHOR = re.compile(r"(.+?)\s*(?:[(:–-]\s*([\d.,]+)\s*%?\s*\)?)?")  # a name, and perhaps a share


def authors_of(text: str) -> list[dict]:
    """“Nguyễn Văn An (60); Trần Thị Bình (40)” as rows of Author; one name alone has 100.

    Raises ValueError when a share is missing, no share, or all of them are not 100.
    """
    named = []
    for piece in re.split(r"[;\n]", text):
        author = _AUTHOR.fullmatch(piece.strip())
        if author is not None:
            named.append((author[1].strip(), author[2]))
    if len(named) == 1 and named[0][1] is None:
        return [{"full_name": named[0][0], "share": WHOLE}]
    rows = []
    total = Decimal(0)
    for name, written in named:
        share = share_of(written or "")
        rows.append({"full_name": name, "share": share})
        total += share
    if total != WHOLE:
        raise ValueError(text)
    return rows


class _Reader:
    """The rules by which the rows of one list are judged, one row after the other.

    A title counts once: in the contest, and in the rows above.
    """

    def __init__(self, edition: Edition, by: User):
        self.edition = edition
        self.by = by
        self.fields: dict[str, int] = {}
        for field in edition.fields.all():
            self.fields[fold(field.name)] = field.pk
            self.fields[fold(field.code)] = field.pk
        self.kinds = {fold(kind.name): kind.pk for kind in edition.kinds.all()}
        units = offered()
        self.own_unit = permissions.unit_of_focal_point(by, edition.pk)
        if not permissions.can_write_for_every_unit(by, edition.pk):
            own = self.own_unit
            units = units.filter(path__startswith=own.path) if own else units.none()
        self.units = numbers_by_name(units)
        self.titles = set(
            Entry.objects.in_edition(edition)
            .exclude(status=Entry.Status.WITHDRAWN)
            .values_list("folded_title", flat=True)
        )

    def faults(self, values: dict[str, str]) -> Iterator[str]:
        """What is wrong with a row, in words."""
        for key in _REQUIRED:
            if not values.get(key):
                yield _("“%(column)s” is empty.") % {"column": COLUMNS[key].heading}
        yield from self._title_faults(values.get("title", ""))
        yield from self._author_faults(values.get("authors", ""))
        yield from _phone_faults(values.get("phone", ""))
        yield from _email_faults(values.get("email", ""))
        yield from self._choice_faults(values)
        yield from _date_faults(values.get("first_applied_on", ""))

    def _title_faults(self, title: str) -> Iterator[str]:
        folded = fold(" ".join(title.split()))
        if folded in self.titles:
            yield _("A work of this title is in the contest, or in the list above, already.")
        self.titles.add(folded)
        if len(title) > 250:
            yield _("The title is longer than 250 characters.")

    def _author_faults(self, text: str) -> Iterator[str]:
        try:
            authors = authors_of(text)
        except ValueError:
            yield _(
                "Write the authors as “Nguyễn Văn An (60); Trần Thị Bình (40)”; the shares "
                "must add up to 100."
            )
            return
        for author in authors:
            if fault := fault_of(author["full_name"]):
                yield fault
        if len(authors) > self.edition.max_authors:
            yield _("The rules allow %(count)s authors of one entry.") % {
                "count": self.edition.max_authors
            }

    def _choice_faults(self, values: dict[str, str]) -> Iterator[str]:
        choices = {"field": self.fields, "kind": self.kinds, "unit": self.units}
        for key, known in choices.items():
            value = values.get(key)
            if value and fold(value) not in known:
                yield _("“%(value)s” is not known as “%(column)s”.") % {
                    "value": value,
                    "column": COLUMNS[key].heading,
                }

    def columns(self, values: dict[str, str]) -> dict:
        """The columns of Entry for a faultless row."""
        unit = self.units.get(fold(values.get("unit", "")))
        kind_id = self.kinds.get(fold(values.get("kind", "")))
        first_used = _date(values.get("first_applied_on", ""))
        return first_use.columns_of(self.edition, kind_id, first_used) | {
            "title": values["title"],
            "summary": values.get("summary", ""),
            "unit_id": unit or (self.own_unit.pk if self.own_unit else None),
            "field_id": self.fields.get(fold(values.get("field", ""))),
            "kind_id": kind_id,
        }


def _phone_faults(phone: str) -> Iterator[str]:
    if not phone:
        return
    try:
        sms.normal(phone)
    except ValueError:
        yield _("“%(value)s” is no phone number.") % {"value": phone}


def _email_faults(email: str) -> Iterator[str]:
    if email and not is_email(email):
        yield _("“%(value)s” is no e-mail address.") % {"value": email}


def _date_faults(text: str) -> Iterator[str]:
    if not text:
        return
    day = _date(text)
    if day is None or day > localdate(clock.now()):
        yield _("“%(value)s” is not a past date; write day/month/year.") % {"value": text}


@transaction.atomic
def dry_run(*, edition: Edition, upload: File, by: User, at: datetime.datetime) -> ImportedList:
    """Read a list and judge every row; nothing is entered yet. Raises NotAllowed, Refused."""
    if not permissions.can_write_for_others(by, edition.pk):
        raise NotAllowed(_("Only the secretariat and focal points write dossiers for others."))
    table = read(upload)
    reader = _Reader(edition, by)
    rows = []
    for number, values in rows_below(table, COLUMNS, _REQUIRED):
        faults = list(reader.faults(values))
        rows.append({"number": number, "values": values, "faults": faults})
    if not rows or len(rows) > MOST_ROWS:
        raise Refused(
            _("The list holds %(count)s works; it must hold 1 to %(most)s.")
            % {"count": len(rows), "most": MOST_ROWS}
        )
    return ImportedList.objects.create(
        edition=edition, name=inspection.clean_name(upload.name or ""), rows=rows, by=by, at=at
    )


@transaction.atomic
def enter(*, imported: ImportedList, by: User, at: datetime.datetime) -> list[Entry]:
    """Make a draft of every row, all or none.

    Raises NotAllowed, WrongState, Refused (a faulty row), PhaseClosed.
    """
    imported = lock(imported, "edition")
    if not permissions.can_enter_list(by, imported):
        raise NotAllowed(_("Only who read the list in enters it."))
    if imported.done_at:
        raise WrongState(_("This list was entered already."))
    reader = _Reader(imported.edition, by)  # judged again: another list may have been entered since
    faulty = [str(row["number"]) for row in imported.rows if list(reader.faults(row["values"]))]
    if faulty:
        raise Refused(
            _("Rows %(rows)s have faults. Mend the table and read it in again.")
            % {"rows": ", ".join(faulty)}
        )
    entries = []
    for row in imported.rows:
        values = row["values"]
        phone = sms.normal(values["phone"]) if values.get("phone") else ""
        authors = authors_of(values["authors"])
        authors[0] |= {"phone": phone, "email": values.get("email", "")}
        draft = behalf.start(
            edition=imported.edition,
            full_name=authors[0]["full_name"],
            phone=phone,
            columns=reader.columns(values),
            authors=authors,
            by=by,
            at=at,
        )
        entries.append(draft)
    imported.done_at = at
    imported.save(update_fields=["done_at"])
    return entries
