"""Pages that read in a table of people or units: the form, and the trial run behind it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from accounts.models import PeopleTable, User
from competition import clock
from competition.errors import Refused
from competition.office import Button

SHOWN = 10  # tables that were read in before
A_PAGE = 100  # rows


class TableForm(forms.Form):
    """A table from Excel; each kind says in its label of whom or what."""

    table = forms.FileField(
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("At most 500 rows; no formulas."),
    )


class ReadTable(Button):
    """The trial run: a table is read, and nothing comes of it yet. Before the page of its kind."""

    form_class: type[TableForm]
    read: Callable[..., PeopleTable]  # a static method: edition, upload, by, at
    next_route = ""
    form: Any = None
    number = 0

    def press(self) -> None:
        self.form = self.form_class(self.request.POST, self.request.FILES)
        self.is_refused = not self.form.is_valid()
        if self.is_refused:
            return
        try:
            table = self.read(
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
        return redirect(self.next_route, slug=self.edition.slug, number=self.number)
