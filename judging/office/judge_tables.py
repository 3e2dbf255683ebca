"""Judges from Excel: the empty table, what was read row by row, and one press that invites all."""

from typing import cast

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import PeopleTable, User
from competition import clock
from competition.errors import Refused
from competition.office import Button, EditionOffice
from foundation.papers.answers import as_xlsx
from judging import permissions
from judging.councils import judge_tables
from judging.councils.judge_tables import IS_INVITED, Outcome
from judging.models import Panel

_SHOWN = 10  # tables that were read in before
_A_PAGE = 100


class JudgesForm(forms.Form):
    """A table of judges."""

    table = forms.FileField(
        label=gettext_lazy("Table of judges (Excel)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("At most 500 rows; no formulas."),
    )


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
            "tables": self.tables()[:_SHOWN],
            "has_panels": Panel.objects.filter(round__edition=self.edition).exists(),
        }


class ReadJudges(Button, JudgeTables):
    """The trial run: a table is read, nobody is invited."""

    number = 0

    def press(self) -> None:
        self.form = JudgesForm(self.request.POST, self.request.FILES)
        self.is_refused = not self.form.is_valid()
        if self.is_refused:
            return
        try:
            table = judge_tables.read(
                edition=self.edition,
                upload=self.form.cleaned_data["table"],
                by=cast(User, self.request.user),  # nobody else passes `may`
                at=clock.now(),
            )
        except Refused as refusal:
            self.form.add_error("table", str(refusal))
            self.is_refused = True
            return
        self.number = table.pk

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        if not self.number:
            return answer
        return redirect("judge_table", slug=self.edition.slug, number=self.number)


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
        page = Paginator(shown, _A_PAGE).get_page(self.request.GET.get("trang"))
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
