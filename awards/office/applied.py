"""After the prize: the secretariat looks at what entrants report."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import applied, permissions
from awards.models import AppliedReport
from competition.office import Button, EditionOffice
from competition.rows import row_of
from competition.web import number_of


class ReportsOffice(EditionOffice):
    """Reports of one edition that nobody has looked at yet."""

    route = "reports_office"
    title = gettext_lazy("After the prize")
    template_name = "office/reports.html"
    header_icon = "pick"
    may = staticmethod(permissions.can_prepare)

    def context(self) -> dict:
        return {"page_obj": self.page_of(applied.waiting_in(self.edition))}

    def posted_report(self) -> AppliedReport:
        """The one that the button is about; 404 in another edition."""
        return row_of(
            applied.waiting_in(self.edition),
            number_of(self.request.POST.get("report")),
            of=applied.reports_in(self.edition),
            said=applied.said_of,
        )


class ConfirmReport(Button, ReportsOffice):
    """What it says was seen to be so."""

    def press(self) -> None:
        done = _("The report is confirmed.")
        self.attempt(applied.confirm, done, report=self.posted_report())


class DeclineReport(Button, ReportsOffice):
    """It cannot be confirmed, for the reason that its entrant reads."""

    def press(self) -> None:
        self.attempt(
            applied.decline,
            _("The entrant reads why."),
            report=self.posted_report(),
            reason=self.request.POST.get("reason", ""),
        )
