"""Units from Excel: the empty table, what was read row by row, and one press that adds all."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import PeopleTable
from competition import unit_tables
from competition.office import Button, EditionOffice
from competition.table_pages import A_PAGE, SHOWN, ReadTable, TableForm
from competition.unit_tables import Outcome
from foundation.papers.answers import as_xlsx


class UnitsForm(TableForm):
    """A table of units."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].label = _("Table of units (Excel)")


class UnitTables(EditionOffice):
    """Where a table is read in."""

    route = "unit_tables"
    title = gettext_lazy("Units from Excel")
    template_name = "office/staff/unit_tables.html"
    header_icon = "site"
    form: UnitsForm | None = None

    def tables(self):
        """The tables that were read in from this edition."""
        return PeopleTable.objects.filter(
            kind=PeopleTable.Kind.UNITS, edition_id=self.edition.pk
        ).select_related("by")

    def context(self) -> dict:
        return {"form": self.form or UnitsForm(), "tables": self.tables()[:SHOWN]}


class ReadUnits(ReadTable, UnitTables):
    """The trial run: a table is read, nothing is added."""

    form_class = UnitsForm
    read = staticmethod(unit_tables.read)
    next_route = "unit_table"


class UnitTable(UnitTables):
    """What was read, each row with its outcome."""

    route = "unit_table"
    template_name = "office/staff/unit_table.html"

    def route_arguments(self) -> list:
        return [self.edition.slug, self.kwargs["number"]]

    @cached_property
    def table(self) -> PeopleTable:
        """The table of this address; 404 for one of another edition."""
        return get_object_or_404(self.tables(), pk=self.kwargs["number"])

    def context(self) -> dict:
        rows = unit_tables.tried(self.table)
        shown = rows
        if self.request.GET.get("dong") == Outcome.WRONG:
            shown = [row for row in rows if row.outcome == Outcome.WRONG]
        return {
            "table": self.table,
            "columns": list(unit_tables.COLUMNS.values()),
            "page_obj": Paginator(shown, A_PAGE).get_page(self.request.GET.get("trang")),
            "query": self.query_without("trang"),
            "counts": unit_tables.counted(rows),
            "to_add": sum(row.outcome == Outcome.NEW for row in rows),
            "wrong": Outcome.WRONG,
            "good": [Outcome.NEW],
        }


class CarryOutUnits(Button, UnitTable):
    """Every good row becomes a unit."""

    def press(self) -> None:
        self.attempt(unit_tables.carry_out, _("The units are added."), table=self.table)


class UnitsTemplate(EditionOffice):
    """The empty table to be filled in (.xlsx)."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return as_xlsx("don-vi.xlsx", unit_tables.template())
