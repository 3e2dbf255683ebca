"""Polling places for the office: which there are, and the box of one as its keepers type it."""

import re
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import Role, staff_of
from competition import clock
from competition.models import Edition
from competition.office import Button, EditionOffice
from competition.recap import Recap
from competition.web import number_of
from foundation.vietnamese.fields import DateField, WholeNumberField
from voting import booths, permissions, tally
from voting.models import Booth, PaperBallot

PAPERS_SHOWN = 50  # of one's own, the last ones


class BoothForm(forms.Form):
    """Where and when people vote on paper, and who keeps the box."""

    place = forms.CharField(label=gettext_lazy("Place: name and address"), max_length=200)
    day = DateField(label=gettext_lazy("Day"), help_text=gettext_lazy("Day/month/year."))
    first = forms.ModelChoiceField(label=gettext_lazy("First keeper"), queryset=User.objects.none())
    second = forms.ModelChoiceField(
        label=gettext_lazy("Second keeper"), queryset=User.objects.none()
    )

    def __init__(self, *arguments, edition: Edition, **named):
        super().__init__(*arguments, **named)
        people = staff_of(Role.SECRETARIAT, edition_id=edition.pk)
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.queryset = people


class PaperForm(forms.Form):
    """One paper: its number, and the codes that are marked on it."""

    serial = WholeNumberField(
        label=gettext_lazy("Number on the paper"), min_value=1, max_value=2_000_000_000
    )
    codes = forms.CharField(
        label=gettext_lazy("Codes of the works"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("With blanks between them. Empty: the paper is not valid."),
    )

    def clean_codes(self) -> list[str]:
        return [code for code in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if code]


class BoothsOffice(EditionOffice):
    """All polling places of an edition."""

    route = "booths_office"
    title = gettext_lazy("Polling places")
    template_name = "office/booths.html"
    header_icon = "group"
    may = staticmethod(permissions.can_run_vote)
    form: BoothForm | None = None  # with what was typed, when it was refused

    def context(self) -> dict[str, Any]:
        rows = Booth.objects.filter(edition=self.edition)
        return {
            "page_obj": self.page_of(rows.select_related("first_keeper", "second_keeper")),
            "form": self.form or BoothForm(edition=self.edition),
            "is_counted": tally.is_counted(self.edition),
        }


class SetUpBooth(Button, BoothsOffice):
    """A new polling place."""

    def press(self) -> None:
        self.form = BoothForm(self.request.POST, edition=self.edition)
        if not self.form.is_valid():
            self.is_refused = True
            return
        done = _("The polling place stands; the page of the vote names it.")
        self.attempt(booths.set_up, done, edition=self.edition, **self.form.cleaned_data)


class BoothOffice(EditionOffice):
    """The box of one polling place. A keeper sees the own readings; what differs, once both have
    typed all of it.
    """

    route = "booth_office"
    title = gettext_lazy("Polling places")
    template_name = "office/booth.html"
    header_icon = "group"
    may = staticmethod(permissions.can_run_vote)
    form: PaperForm | None = None  # with what was typed, when it was refused

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = Booth.objects.filter(edition=self.edition)
        rows = rows.select_related("first_keeper", "second_keeper")
        self.booth = get_object_or_404(rows, pk=kwargs["number"])

    def route_arguments(self) -> list:
        return [self.edition.slug, self.booth.pk]

    def context(self) -> dict[str, Any]:
        booth = self.booth
        person = self.request.user
        is_keeper = person.pk in (booth.first_keeper_id, booth.second_keeper_id)
        own = PaperBallot.objects.filter(booth=booth, keeper=person.pk)
        is_first = person.pk == booth.first_keeper_id
        differences = booths.differences(booth) if booth.is_typed else []
        return {
            "booth": booth,
            "is_keeper": is_keeper,
            "is_open": not booth.joined_at and not tally.is_counted(self.edition),
            "has_begun": booths.has_begun(booth, clock.now()),
            "own_done": booth.first_done_at if is_first else booth.second_done_at,
            "own": own.order_by("-at", "-pk")[:PAPERS_SHOWN],
            "own_count": own.count(),
            "form": self.form or PaperForm(),
            "differences": differences,
            "rows": "office/_paper_differences.html",
        }


class KeyPaper(Button, BoothOffice):
    """A keeper types one paper."""

    def press(self) -> None:
        self.form = PaperForm(self.request.POST)
        if not self.form.is_valid():
            self.is_refused = True
            return
        done = _("Paper %(serial)s is typed.") % self.form.cleaned_data
        if self.attempt(booths.key_in, done, booth=self.booth, **self.form.cleaned_data):
            self.form = None


class StrikePaper(Button, BoothOffice):
    """There is no paper of this number."""

    def press(self) -> None:
        serial = number_of(self.request.POST.get("struck"))
        self.attempt(booths.strike, _("Taken away."), booth=self.booth, serial=serial)


class FinishBox(Button, BoothOffice):
    """A keeper has typed the whole box."""

    def press(self) -> None:
        done = _("Noted: you have typed the whole box.")
        self.attempt(booths.finish, done, booth=self.booth)


class JoinBox(Button, BoothOffice):
    """The box joins the count, once."""

    def recap(self) -> Recap:
        papers = booths.readings(self.booth, self.booth.first_keeper_id)
        return Recap(
            question=_("Join this box to the count?"),
            facts=[
                (_("Place"), self.booth.place),
                (_("Papers"), len(papers)),
                (_("Papers that are not valid"), sum(not codes for codes in papers.values())),
                (_("Papers read otherwise"), len(booths.differences(self.booth))),
            ],
            after=[
                _("Each valid paper becomes ballots with receipts, of no person and no device."),
                _("Nothing of this box can be typed or changed any more."),
            ],
            button=_("Join the box"),
        )

    def press(self) -> None:
        done = _("The box has joined the count.")
        self.attempt(booths.join, done, booth=self.booth)
