"""The buttons about panels and their members."""

from django.utils.translation import gettext as _

from competition.office import Button, without_time
from judging.councils import panels
from judging.models import Judge
from judging.office.forms import PanelForm, SeatForm
from judging.office.rounds import JudgingOffice


class EstablishPanel(Button, JudgingOffice):
    """A new panel for fields of the edition."""

    def press(self) -> None:
        form = PanelForm(self.request.POST, edition=self.edition)
        self.panel_form = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            without_time(panels.establish_panel),
            _("The panel is established."),
            judging_round=self.round,
            name=form.cleaned_data["name"],
            fields=form.cleaned_data["fields_"],
            decision_number=form.cleaned_data["decision_number"],
        )


class AppointJudge(Button, JudgingOffice):
    """A seat for the owner of an account."""

    def press(self) -> None:
        form = SeatForm(self.request.POST, judging_round=self.round)
        self.seat_form = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            without_time(panels.appoint),
            _("The person has a seat."),
            panel=form.cleaned_data["panel"],
            user=form.cleaned_data["email"],
            position=form.cleaned_data["position"],
        )


class SetRights(Button, JudgingOffice):
    """What one member may do."""

    def press(self) -> None:
        judge = self.chosen(Judge.objects.filter(panel__round=self.round), "judge")
        self.attempt(
            without_time(panels.set_rights),
            _("The rights of %(judge)s are kept.") % {"judge": judge},
            judge=judge,
            rights={right: bool(self.request.POST.get(right)) for right in panels.ALL_RIGHTS},
        )
