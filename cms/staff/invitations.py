"""The office's page of invitations: somebody is invited, what waits is sent again or withdrawn."""

from typing import cast

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Membership, RoleInvitation, User
from accounts.names import NameField
from cms.staff.invitation_list import InvitationList
from competition import clock, invitations, pending_invitations, roles
from competition.errors import Refused
from competition.listing.office import ListOffice
from competition.models import Edition
from competition.office import Button
from competition.web import numbers_of
from foundation.papers.answers import as_pdf
from foundation.vietnamese.fields import EmailField
from judging.councils.invited import DUTIES as ON_PANELS
from judging.models import Panel


class InvitationForm(forms.Form):
    """Who is invited to what."""

    full_name = NameField(label=gettext_lazy("Full name"))
    email = EmailField(
        label=pgettext_lazy("of an invitation", "E-mail"),
        required=False,
        help_text=gettext_lazy("The letter goes there; the person needs no account yet."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    panel = forms.ModelChoiceField(
        label=gettext_lazy("Panel"),
        queryset=Panel.objects.none(),
        required=False,
        help_text=gettext_lazy("For positions on a panel only."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Such as the number of the decision; the person reads it."),
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        panel = cast(forms.ModelChoiceField, self.fields["panel"])
        panel.queryset = Panel.objects.filter(round__edition=edition)
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = [(each, Membership.Role(each).label) for each in (*roles.GIVEN, *ON_PANELS)]

    def content(self) -> dict:
        """What the verbs ask for."""
        typed = self.cleaned_data
        return {
            "role": typed["role"],
            "who": invitations.Invitee(typed["full_name"], typed["email"]),
            "panel_id": typed["panel"].pk if typed["panel"] else 0,
            "reason": typed["reason"],
        }


class RoleInvitations(ListOffice):
    """Who is invited and has not answered."""

    route = "role_invitations"
    title = gettext_lazy("Invitations")
    template_name = "office/staff/invitations.html"
    header_icon = "mail"
    listing_class = InvitationList
    form: InvitationForm | None = None

    def context(self) -> dict:
        return super().context() | {
            "invitation_form": self.form or InvitationForm(edition=self.edition),
            "is_published": hasattr(self.edition, "publication"),
        }


class _PersonButton(Button, RoleInvitations):
    """A button of the form."""

    def is_typed(self) -> bool:
        """Whether the form says all that is needed; it is shown again where it does not."""
        self.form = InvitationForm(self.request.POST, edition=self.edition)
        self.is_refused = not self.form.is_valid()
        return not self.is_refused


class InvitePerson(_PersonButton):
    """A letter goes to an address."""

    def press(self) -> None:
        if self.is_typed() and self.form:
            self.attempt(
                invitations.invite,
                _("The letter is on its way."),
                edition=self.edition,
                **self.form.content(),
            )


class _Paper(Button):
    """A button whose answer is a PDF where it was not refused."""

    pdf: bytes = b""

    def refuse(self, refusal: Refused) -> None:
        """Say why there is no paper; the page keeps what was typed."""
        messages.error(self.request, str(refusal))
        self.is_refused = True

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        return as_pdf("giay-moi.pdf", self.pdf) if self.pdf else answer


class InviteOnPaper(_Paper, _PersonButton):
    """A slip is printed at once, to be handed over."""

    def press(self) -> None:
        if not self.is_typed() or not self.form:
            return
        try:
            self.pdf = invitations.invite_on_paper(
                edition=self.edition,
                by=cast(User, self.request.user),  # nobody else passes `may`
                at=clock.now(),
                **self.form.content(),
            )
        except Refused as refusal:
            self.refuse(refusal)


class _ListButton(Button, RoleInvitations):
    """A button below the list."""

    def chosen(self) -> list[RoleInvitation]:
        """The ticked invitations of this edition."""
        numbers = numbers_of(self.request.POST.getlist("chon"))
        rows = RoleInvitation.objects.of_edition(self.edition.pk)
        return list(rows.filter(pk__in=numbers).order_by("folded_name", "pk"))


class SendAgain(_ListButton):
    """Fresh letters for the ticked ones."""

    def press(self) -> None:
        self.attempt(
            pending_invitations.send_again,
            _("Fresh letters are on their way; the links of before open nothing."),
            invitations=self.chosen(),
        )


class PrintSlips(_Paper, _ListButton):
    """Fresh slips for the ticked ones."""

    def press(self) -> None:
        try:
            self.pdf = pending_invitations.print_slips(
                invitations=self.chosen(), by=cast(User, self.request.user), at=clock.now()
            )
        except Refused as refusal:
            self.refuse(refusal)


class WithdrawInvitations(_ListButton):
    """The ticked invitations end."""

    def press(self) -> None:
        self.attempt(
            pending_invitations.withdraw,
            _("The invitations are withdrawn; their links and slips open nothing."),
            invitations=self.chosen(),
            reason=self.request.POST.get("reason", ""),
        )
