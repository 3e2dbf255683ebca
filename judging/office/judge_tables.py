"""Judges from Excel: the empty table, what was read row by row, and one press that invites all."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import PeopleTable
from competition import clock
from competition.office import Button, EditionOffice
from competition.table_pages import A_PAGE, SHOWN, ReadTable, TableForm
from foundation.papers.answers import as_xlsx
from judging import permissions
from judging.councils import judge_tables
from judging.councils.judge_tables import IS_INVITED, Outcome
from judging.models import Panel


class JudgesForm(TableForm):
    """A table of judges."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].label = _("Table of judges (Excel)")


class JudgeTables(EditionOffice):
    """Where a table is read in."""

    route = "judge_tables"
    title = gettext_lazy("Judges from Excel")
    template_name = "office/staff/judge_tables.html"
    header_icon = "group"
    may = staticmethod(permissions.can_organise)
    form: JudgesForm | None = None

    def tables(self):
        """The tables of this edition."""
        return PeopleTable.objects.filter(
            kind=PeopleTable.Kind.JUDGES, edition_id=self.edition.pk
        ).select_related("by")

    def context(self) -> dict:
        return {
            "form": self.form or JudgesForm(),
            "tables": self.tables()[:SHOWN],
            "has_panels": Panel.objects.filter(round__edition=self.edition).exists(),
        }


class ReadJudges(ReadTable, JudgeTables):
    """The trial run: a table is read, nobody is invited."""

    form_class = JudgesForm
    read = staticmethod(judge_tables.read)
    next_route = "judge_table"


class JudgeTable(JudgeTables):
    """What was read, each row with its outcome."""

    route = "judge_table"
    template_name = "office/staff/judge_table.html"

    def route_arguments(self) -> list:
        return [self.edition.slug, self.kwargs["number"]]

    @cached_property
    def table(self) -> PeopleTable:
        """The table of this address; 404 for one of another edition."""
        return get_object_or_404(self.tables(), pk=self.kwargs["number"])

    def context(self) -> dict:
        rows = judge_tables.tried(self.table, self.edition, at=clock.now())
        if self.request.GET.get("dong") == Outcome.WRONG:
            shown = [row for row in rows if row.outcome == Outcome.WRONG]
        else:
            shown = rows
        page = Paginator(shown, A_PAGE).get_page(self.request.GET.get("trang"))
        return {
            "table": self.table,
            "columns": list(judge_tables.COLUMNS.values()),
            "page_obj": page,
            "query": self.query_without("trang"),
            "counts": judge_tables.counted(rows),
            "to_invite": sum(row.outcome in IS_INVITED for row in rows),
            "wrong": Outcome.WRONG,
            "good": IS_INVITED,
        }


class InviteJudges(Button, JudgeTable):
    """Every good row gets an invitation."""

    def press(self) -> None:
        self.attempt(
            judge_tables.invite_all,
            _("The invitations are on their way."),
            table=self.table,
            reason=self.request.POST.get("reason", ""),
        )


class JudgesTemplate(EditionOffice):
    """The empty table to be filled in (.xlsx)."""

    may = staticmethod(permissions.can_organise)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        name = f"giam-khao-{self.edition.slug}.xlsx"
        return as_xlsx(name, judge_tables.template(self.edition))
