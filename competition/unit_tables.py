"""Units from an Excel table: each row is tried out, then all good ones are added at once."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import PeopleTable, Unit, User
from accounts.units import numbers_by_name
from competition import people_tables, unit_tree
from competition.errors import NotAllowed, Refused
from competition.models import Edition
from competition.permissions import can_run
from competition.typed_tables import Column, blank
from competition.verbs import lock
from foundation.vietnamese.text import fold

COLUMNS = {
    "name": Column("Tên đơn vị", ("đơn vị", "tên", "name"), 44),
    "kind": Column("Loại", ("loại đơn vị", "kind"), 24),
    "parent": Column("Thuộc đơn vị", ("đơn vị cấp trên", "trực thuộc", "parent"), 40),
    "code": Column("Mã", ("mã đơn vị", "code"), 16),
}
REQUIRED = ("name",)


class Outcome(TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("new: is added")
    KNOWN = "known", gettext_lazy("is in the tree already")
    DUPLICATE = "duplicate", gettext_lazy("stands in the table twice")
    WRONG = "wrong", gettext_lazy("to be corrected")


@dataclass
class Tried:
    """A row of the table, and what becomes of it; `faults` stand beside their column."""

    number: int
    values: dict[str, str]
    outcome: Outcome = Outcome.NEW
    faults: dict[str, str] = field(default_factory=dict)

    def cells(self) -> list[tuple[str, str]]:
        """(text, what is wrong with it) of each column."""
        return [(self.values.get(key, ""), self.faults.get(key, "")) for key in COLUMNS]

    @property
    def name(self) -> str:
        return self.values.get("name", "")

    @property
    def parent(self) -> str:
        return self.values.get("parent", "")


def template() -> bytes:
    """The XLSX to be filled in, with the kinds and the units above beside."""
    kinds = [str(label) for label in Unit.Kind.labels]
    above = [unit.name for unit in Unit.objects.filter(depth__lte=2, is_active=True)]
    example = {
        "name": "Trường THPT Ví Dụ (dòng ví dụ, xin xóa)",
        "kind": str(Unit.Kind.SCHOOL.label),
        "parent": above[0] if above else "",
    }
    return blank(COLUMNS, example, {"Loại": kinds, "Thuộc đơn vị": above})


@transaction.atomic
def read(*, edition: Edition, upload: UploadedFile, by: User, at: datetime.datetime) -> PeopleTable:
    """Read a table of units; nothing is added yet. Raises NotAllowed, Refused."""
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the tree of units."))
    return people_tables.kept_from(
        upload,
        kind=PeopleTable.Kind.UNITS,
        edition_id=edition.pk,
        columns=COLUMNS,
        required=REQUIRED,
        whose=by,
        at=at,
    )


def tried(table: PeopleTable) -> list[Tried]:
    """Every row with what would become of it now; a unit may stand below one of a row above."""
    rows = [Tried(row["number"], row["values"]) for row in table.rows]
    known = set(numbers_by_name(Unit.objects.all()))
    codes = set(Unit.objects.values_list("code", flat=True))
    kinds = _kinds()
    seen: set[str] = set()
    for row in rows:
        folded = fold(row.name)
        code = row.values.get("code", "")
        if not row.name or len(row.name) > unit_tree.LONGEST:
            row.faults["name"] = _("Write the name of the unit, in at most 200 characters.")
        if fold(row.values.get("kind", "")) not in kinds:
            row.faults["kind"] = _("Choose a kind from the second sheet of the template.")
        if row.parent and fold(row.parent) not in known | seen:
            row.faults["parent"] = _("No unit is called “%(name)s”.") % {"name": row.parent}
        if code and (code in codes or len(code) > 20) and folded not in known:
            row.faults["code"] = _("The code “%(code)s” is taken, or too long.") % {"code": code}
        row.outcome = _outcome(row, folded, known, seen)
        if row.outcome == Outcome.NEW:
            seen.add(folded)
            codes.add(code)
    return rows


def _kinds() -> dict[str, str]:
    return {fold(str(label)): kind for kind, label in Unit.Kind.choices}


def _outcome(row: Tried, folded: str, known: set[str], seen: set[str]) -> Outcome:
    if row.faults:
        return Outcome.WRONG
    if folded in seen:
        return Outcome.DUPLICATE
    return Outcome.KNOWN if folded in known else Outcome.NEW


def counted(rows: list[Tried]) -> list[tuple[Outcome, int]]:
    """(outcome, how many rows) of those that there are."""
    counts = Counter(row.outcome for row in rows)
    return [(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]]


@transaction.atomic
def carry_out(*, table: PeopleTable, by: User, at: datetime.datetime) -> int:
    """Add every unit whose row is good and that is not there; how many. Wrong rows are left.

    Raises NotAllowed, Refused (nothing left to add).
    """
    table = lock(table)
    edition = lock(Edition.objects.get(pk=table.edition_id))
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the tree of units."))
    good = [row for row in tried(table) if row.outcome == Outcome.NEW]
    top = Unit.get_first_root_node()
    if not good or top is None:
        raise Refused(_("No row is left to add: correct the table and read it in again."))
    kinds = _kinds()
    for row in good:
        parent = numbers_by_name(Unit.objects.all()).get(fold(row.parent), top.pk)
        unit_tree.add(
            edition=edition,
            parent=Unit.objects.get(pk=parent),
            name=row.name,
            kind=kinds[fold(row.values["kind"])],
            code=row.values.get("code", ""),
            by=by,
            at=at,
        )
    table.done_at = at
    table.save(update_fields=["done_at"])
    return len(good)
