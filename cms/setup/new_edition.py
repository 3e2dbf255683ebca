"""A new edition: a copy of the one at hand, or begun with a ready set of rules."""

import datetime
from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition import cloning, permissions, rule_sets
from competition.models import Contest, Edition
from competition.moved_dates import Moved
from competition.office import Button, EditionOffice
from competition.permissions import runs_the_site
from competition.recap import Recap
from foundation.vietnamese.fields import DateField, WholeNumberField

_COLUMNS = ("name", "name_en", "slug", "number", "year", "receipt_prefix")


class NameForm(forms.Form):
    """How the new edition is called, and told apart from the others."""

    contest = forms.ModelChoiceField(label=gettext_lazy("contest"), queryset=Contest.objects.none())
    name = forms.CharField(label=gettext_lazy("name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("name in English"), max_length=200, required=False)
    slug = forms.SlugField(label=gettext_lazy("address"), max_length=50)
    number = WholeNumberField(label=gettext_lazy("number"), min_value=1, max_value=999)
    year = WholeNumberField(label=gettext_lazy("year"), min_value=2000, max_value=2200)
    receipt_prefix = forms.CharField(label=gettext_lazy("receipt prefix"), max_length=20)

    def __init__(self, typed: Any = None, *, original: Edition, everywhere: bool):
        name = cloning.next_name(original)
        proposed = {column: getattr(name, column) for column in _COLUMNS}
        prefix = type(self).__name__.lower()
        super().__init__(typed, initial=proposed | {"contest": original.contest_id}, prefix=prefix)
        contests = Contest.objects.order_by("name")
        if not everywhere:
            contests = contests.filter(pk=original.contest_id)
        self.fields["contest"].queryset = contests  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            for field, message in cloning.taken(self.new_name()).items():
                self.add_error(field, message)
        return typed

    def new_name(self) -> cloning.NewName:
        """What was typed. Only of a valid form."""
        columns = {column: self.cleaned_data[column] for column in _COLUMNS}
        return cloning.NewName(contest=self.cleaned_data["contest"], **columns)


class CopyForm(NameForm):
    """A copy: when it opens, and whether the secretariat stays."""

    opens_on = DateField(
        label=gettext_lazy("the first phase opens on"),
        required=False,
        help_text=gettext_lazy("Empty: 52 weeks later, on the same day of the week."),
    )
    same_secretariat = forms.BooleanField(
        label=gettext_lazy("The same secretariat"), required=False
    )


class ReadyForm(NameForm):
    """Begun with a ready set of rules."""

    key = forms.ChoiceField(label=gettext_lazy("Ready set of rules"))
    opens_on = DateField(label=gettext_lazy("the first phase opens on"))

    def __init__(self, typed: Any = None, **more: Any):
        super().__init__(typed, **more)
        choices = [(key, ready.label) for key, ready in rule_sets.rule_sets().items()]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]


class NewEdition(EditionOffice):
    """Two ways to next year's edition."""

    route = "new_edition"
    title = gettext_lazy("New edition")
    template_name = "office/new_edition.html"
    header_icon = "copy"
    may = staticmethod(permissions.can_clone)
    copy_form: CopyForm | None = None
    ready_form: ReadyForm | None = None

    def context(self):
        return {
            "copy_form": self.copy_form or self.form(CopyForm),
            "ready_form": self.ready_form or self.form(ReadyForm),
            "sets": rule_sets.rule_sets().values(),
        }

    def form(self, kind, typed=None):
        """A form of this page, with the contests that the person may add to."""
        everywhere = runs_the_site(cast(User, self.request.user))
        return kind(typed, original=self.edition, everywhere=everywhere)


class Begin(Button, NewEdition):
    """A button that leads to the set-up of the new edition."""

    begun = ""  # the address of the new edition

    def address(self) -> str:
        return reverse("set_up", args=[self.begun]) if self.begun else super().address()


class CloneEdition(Begin):
    """Copy the edition; where its dates go is read before."""

    def recap(self) -> Recap | None:
        form = self.form(CopyForm, self.request.POST)
        if not form.is_valid():
            return None
        dates = cloning.planned_dates(self.edition, form.cleaned_data["opens_on"])
        return Recap(
            _("Copy %(edition)s?") % {"edition": self.edition},
            [(row.moment.what, moved_in_words(row)) for row in dates],
            [
                _("A draft is made with all rules, the form of the dossier and these dates."),
                _("No dossier, no panel and no result comes along; the original stays as it is."),
                _("Nobody outside the office sees the draft before two people publish it."),
            ],
            _("Make the copy"),
        )

    def press(self) -> None:
        self.copy_form = self.form(CopyForm, self.request.POST)
        if not self.copy_form.is_valid():
            self.is_refused = True
            return
        name = self.copy_form.new_name()
        is_done = self.attempt(
            cloning.clone,
            _("The draft is made. What is left to do stands on the right."),
            original=self.edition,
            name=name,
            opens_on=self.copy_form.cleaned_data["opens_on"],
            same_secretariat=self.copy_form.cleaned_data["same_secretariat"],
        )
        self.begun = name.slug if is_done else ""


class StartAfresh(Begin):
    """Begin with a ready set of rules."""

    def press(self) -> None:
        self.ready_form = self.form(ReadyForm, self.request.POST)
        if not self.ready_form.is_valid():
            self.is_refused = True
            return
        name = self.ready_form.new_name()
        is_done = self.attempt(
            rule_sets.start,
            _("The draft is made. What is left to do stands on the right."),
            key=self.ready_form.cleaned_data["key"],
            name=name,
            opens_on=self.ready_form.cleaned_data["opens_on"],
            beside=self.edition,
        )
        self.begun = name.slug if is_done else ""


def moved_in_words(row: Moved) -> str:
    """“05/01/2026 → 04/01/2027”, and why it lies elsewhere than the rule would put it."""
    before = _day(row.moment.day)
    after = _day(row.day)
    if not row.why:
        return f"{before} → {after}"
    facts = {"before": before, "after": after, "plain": _day(row.plain), "why": row.why}
    return _("%(before)s → %(after)s, moved from %(plain)s (%(why)s)") % facts


def _day(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
