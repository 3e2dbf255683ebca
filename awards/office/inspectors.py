"""The office's page of inspectors: who reads until when, and how one is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import inspectors, permissions
from awards.models import Mandate, Unsealing
from competition import clock
from competition.office import Button, EditionOffice
from competition.rows import row_of
from competition.web import number_of
from foundation.vietnamese.fields import DateField, EmailField


class MandateForm(forms.Form):
    """Who reads, by which paper, and until when."""

    email = EmailField(label=gettext_lazy("E-mail address of the inspector"))
    paper = forms.CharField(
        label=gettext_lazy("Number of the paper that orders the inspection"), max_length=120
    )
    until = DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Day/month/year."))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class InspectorsOffice(EditionOffice):
    """Mandates of one edition, with the files that were opened under each."""

    route = "inspectors_office"
    is_asked_about = True
    title = gettext_lazy("Inspectors")
    template_name = "office/inspectors.html"
    header_icon = "view"
    may = staticmethod(permissions.can_prepare)
    form: MandateForm | None = None  # with what was typed, when it was refused

    def context(self) -> dict[str, Any]:
        now = clock.now()
        mandates = Mandate.objects.filter(edition=self.edition).select_related("inspector")
        page = self.page_of(mandates.prefetch_related("files__entry"))
        return {
            "form": self.form or MandateForm(),
            "is_open": Unsealing.objects.filter(standing__edition=self.edition).exists(),
            "page_obj": page,
            "rows": [(mandate, mandate.runs(now)) for mandate in page],
        }


class AskForInspector(Button, InspectorsOffice):
    """The first of the two people."""

    def press(self) -> None:
        self.form = MandateForm(self.request.POST)
        if not self.form.is_valid():
            self.is_refused = True
            return
        done = _("Asked: a second person must agree to it.")
        self.attempt(inspectors.ask, done, edition=self.edition, **self.form.cleaned_data)


class EndMandate(Button, InspectorsOffice):
    """It ends before its day."""

    def press(self) -> None:
        mandates = Mandate.objects.filter(edition=self.edition)
        mandate = row_of(mandates, number_of(self.request.POST.get("mandate")))
        self.attempt(inspectors.end, _("The mandate is over."), mandate=mandate)
