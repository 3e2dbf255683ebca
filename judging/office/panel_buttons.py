"""The buttons about panels and their members."""

from django.utils.translation import gettext as _

from accounts.models import Membership
from competition.office import Button, without_time
from competition.recap import Recap
from competition.verbs import with_address
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
    """A seat for the owner of an account; or another position, which is read again first."""

    def recap(self) -> Recap | None:
        form = SeatForm(self.request.POST, judging_round=self.round)
        if not form.is_valid():
            return None
        panel = form.cleaned_data["panel"]
        person = form.cleaned_data["email"]
        seat = panel.judges.filter(user=person, declined_at=None).first()
        if seat is None:
            return None
        return Recap(
            question=_("Give another position to somebody who sits on this panel?"),
            facts=[
                (_("Person"), with_address(person)),
                (_("Panel"), panel),
                (_("Position now"), seat.get_position_display()),
                (_("Position then"), Membership.Role(form.cleaned_data["position"]).label),
            ],
            after=[
                _("The person has the usual rights of the new position, and no others."),
                _("The person is told why, and the ledger keeps who did it."),
            ],
            button=_("Change the position"),
        )

    def press(self) -> None:
        form = SeatForm(self.request.POST, judging_round=self.round)
        self.seat_form = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            panels.appoint,
            _("The person has a seat, and is told."),
            panel=form.cleaned_data["panel"],
            user=form.cleaned_data["email"],
            position=form.cleaned_data["position"],
            reason=form.cleaned_data["reason"],
        )


class SetRights(Button, JudgingOffice):
    """What one member may do."""

    def press(self) -> None:
        judge = self.chosen(Judge.objects.filter(panel__round=self.round), "judge")
        self.attempt(
            panels.set_rights,
            _("The rights of %(judge)s are kept.") % {"judge": judge},
            judge=judge,
            rights={right: bool(self.request.POST.get(right)) for right in panels.ALL_RIGHTS},
            reason=self.request.POST.get("reason", ""),
        )
