"""The office's page of letters: which there are, to whom it wrote, who is reminded, what failed."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.letters import broadcasting, reminders
from competition.letters.events import Letter, letters
from competition.models import Edition, LetterText
from competition.office import Button, EditionOffice
from competition.two_windows import Difference, of_form
from competition.web import numbers_of

MOST_FAILED = 50
MOST_BROADCASTS = 50


@dataclass(frozen=True)
class Line:
    """A letter with its languages: (code, name, whether the office has worded it)."""

    letter: Letter
    languages: list[tuple[str, str | Promise, bool]]


def lines_of(edition: Edition) -> list[Line]:
    """Every letter that the office may word."""
    own = set(LetterText.objects.filter(edition=edition).values_list("event", "language"))
    lines = []
    for one in letters():
        languages: list[tuple[str, str | Promise, bool]]
        languages = [(code, name, (one.name, code) in own) for code, name in settings.LANGUAGES]
        lines.append(Line(one, languages))
    return lines


class DaysField(forms.CharField):
    """Days before, as “7, 3, 1”; its value is a list of numbers."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=40, **options)

    def clean(self, value):
        typed = super().clean(value)
        parts = [part.strip() for part in typed.replace(";", ",").split(",") if part.strip()]
        if not all(part.isascii() and part.isdecimal() and len(part) <= 3 for part in parts):
            raise forms.ValidationError(_("Write numbers of days with commas, such as 7, 3, 1."))
        return [int(part) for part in parts]


class PlanForm(forms.Form):
    """The days of every reminder."""

    prefix = "nhac"

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        for one in reminders.reminders():
            days = ", ".join(str(day) for day in reminders.days_of(edition, one))
            self.fields[one.name] = DaysField(label=one.label, initial=days)


class LettersPage(EditionOffice):
    """Letters, letters to many, reminders."""

    route = "letters"
    title = gettext_lazy("Letters and reminders")
    template_name = "office/letters/page.html"
    header_icon = "mail"
    plan_form: PlanForm | None = None

    def context(self) -> dict:
        failed = broadcasting.failed_in(self.edition)
        written = list(broadcasting.written_in(self.edition)[:MOST_BROADCASTS])
        states = broadcasting.states_now(written)
        return {
            "lines": lines_of(self.edition),
            "broadcasts": [{"letter": one, "state": states[one.pk]} for one in written],
            "plan_form": self.plan_form or PlanForm(edition=self.edition),
            "plan_upon": self.upon(reminders.stored_days(self.edition)),
            "differences": self._differences(),
            "failed": failed[:MOST_FAILED],
            "failed_count": failed.count(),
        }

    def _differences(self) -> list[Difference]:
        """What somebody else has planned since the days were typed here."""
        if not self.is_stale or self.plan_form is None:
            return []
        return list(of_form(self.plan_form, PlanForm(edition=self.edition)))


class PlanReminders(Button, LettersPage):
    """The days of reminders are kept."""

    def press(self) -> None:
        self.plan_form = PlanForm(self.request.POST, edition=self.edition)
        self.is_refused = not self.plan_form.is_valid()
        if not self.is_refused:
            self.attempt_upon(
                reminders.plan,
                _("Kept: people are reminded on these days."),
                edition=self.edition,
                days=self.plan_form.cleaned_data,
            )


class SendMessagesAgain(Button, LettersPage):
    """What failed is tried once more."""

    def press(self) -> None:
        self.attempt(
            broadcasting.send_again,
            _("They are tried again at once."),
            edition=self.edition,
            messages=numbers_of(self.request.POST.getlist("thu")),
        )
