"""The page from which the office runs an edition: its rooms, the deadline, focal points."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from cms.steps import steps_of
from competition.extension import extend
from competition.models import Phase
from competition.office import Button, EditionOffice, without_time
from competition.validation import problems
from competition.web import person_of_address
from submissions.sharing import units


class ExtensionForm(forms.Form):
    """The deadline is moved."""

    closes_at = forms.DateTimeField(
        label=gettext_lazy("New deadline (day/month/year hour:minute)"),
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"],
        error_messages={
            "invalid": gettext_lazy("Write day, month, year and time, such as 22/11/2026 17:00.")
        },
    )
    decision_number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class FocalForm(forms.Form):
    """A unit's focal point."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the person's account"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.filter(depth__gt=1).order_by("folded")
    )

    def clean_email(self):
        return person_of_address(self.cleaned_data["email"])


class EditionDesk(EditionOffice):
    """The four rooms of an edition."""

    route = "edition_desk"
    title = gettext_lazy("Running the edition")
    template_name = "office/desk.html"
    header_icon = "tasks"
    extension_form: ExtensionForm | None = None
    focal_form: FocalForm | None = None

    def context(self) -> dict:
        return {
            "extension_form": self.extension_form or ExtensionForm(),
            "focal_form": self.focal_form or FocalForm(),
            "submission": self.edition.phase(Phase.Kind.SUBMISSION),
            "steps": steps_of([self.edition])[self.edition.pk],
            "problems": problems(self.edition),
        }


class ExtendDeadline(Button, EditionDesk):
    """Move the deadline for entries by a decision."""

    def press(self) -> None:
        self.extension_form = ExtensionForm(self.request.POST)
        if not self.extension_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            extend,
            _("The deadline is moved; everybody with a draft is told."),
            edition=self.edition,
            **self.extension_form.cleaned_data,
        )


class AppointFocalPoint(Button, EditionDesk):
    """Make somebody the focal point of a unit."""

    def press(self) -> None:
        self.focal_form = FocalForm(self.request.POST)
        if not self.focal_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            without_time(units.appoint),
            _("The person is the unit's focal point now."),
            edition=self.edition,
            user=self.focal_form.cleaned_data["email"],
            unit=self.focal_form.cleaned_data["unit"],
        )
