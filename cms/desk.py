"""The pages from which the office runs an edition: its rooms, publication, deadline, roles."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.membership import focal_points_in
from accounts.models import Unit
from accounts.permissions import Role
from accounts.units import offer_in
from cms.workbench.page import rails_for
from competition import clock, extension, joint_requests, publication, recovery, roles
from competition.beside import OneOfSeveral
from competition.models import Phase
from competition.office import Button, EditionOffice
from competition.rows import row_of
from competition.rulebook import parts_of_rules
from competition.two_windows import UPON, Difference, mark_of
from competition.validation import problems
from competition.web import WAITS, number_of, person_of_address
from foundation.vietnamese.fields import EmailField, MomentField
from submissions.sharing import units


class ExtensionForm(OneOfSeveral):
    """The deadline is moved."""

    closes_at = MomentField(label=gettext_lazy("New deadline (day/month/year hour:minute)"))
    decision_number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class PublicationForm(OneOfSeveral):
    """The regulation is to be published."""

    decision_number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("A word for the second person"),
        max_length=300,
        help_text=gettext_lazy("Such as: checked against the signed decision, page by page."),
    )


class RoleForm(OneOfSeveral):
    """Somebody is given a role in the edition."""

    email = EmailField(label=gettext_lazy("E-mail of the person's account"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[(role, Role(role).label) for role in roles.GIVEN]
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Such as the number of the decision that names the person."),
    )

    def clean_email(self):
        return person_of_address(self.cleaned_data["email"])


class TakingForm(OneOfSeveral):
    """Somebody's role in the edition ends."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class RecoveryForm(OneOfSeveral):
    """Somebody has lost the device for signing in."""

    email = EmailField(label=gettext_lazy("E-mail of the person's account"))
    reason = forms.CharField(
        label=gettext_lazy("How you know who asks"),
        max_length=300,
        help_text=gettext_lazy("Such as: came to the office with the identity card."),
    )

    def clean_email(self):
        return person_of_address(self.cleaned_data["email"])


class FocalForm(OneOfSeveral):
    """A unit's focal point."""

    email = EmailField(label=gettext_lazy("E-mail of the person's account"))
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none())
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Such as the number of the decision; the person reads it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_in(self.fields["unit"])

    def clean_email(self):
        return person_of_address(self.cleaned_data["email"])


class EditionDesk(EditionOffice):
    """The way of an edition, its publication, deadline and focal points."""

    route = "edition_desk"
    title = gettext_lazy("Running the edition")
    template_name = "office/desk.html"
    header_icon = "tasks"
    extension_form: ExtensionForm | None = None
    publication_form: PublicationForm | None = None
    focal_form: FocalForm | None = None

    def mark(self) -> str:
        """Which rules the person has before them who asks for their publication."""
        return mark_of(parts_of_rules(self.edition))

    def changed(self) -> list[Difference]:
        """What of them is not as it was then."""
        return []

    def context(self) -> dict:
        submission = self.edition.phase(Phase.Kind.SUBMISSION)
        return {
            "mark": self.mark(),
            "changed": self.changed(),
            "deadline_mark": mark_of(extension.parts_of(submission)) if submission else "",
            "extension_form": self.extension_form or ExtensionForm(),
            "publication_form": self.publication_form or PublicationForm(),
            "publication": getattr(self.edition, "publication", None),
            "first_phase": next(iter(self.edition.timetable), None),
            "waiting": [
                {"joint": joint, "what": joint_requests.label_of(joint.kind)}
                for joint in joint_requests.waiting_in(self.edition)
            ],
            "focal_form": self.focal_form or FocalForm(),
            "submission": submission,
            "steps": rails_for([self.edition], clock.now())[self.edition.pk].steps,
            "problems": problems(self.edition),
        }


class AskPublication(Button, EditionDesk):
    """Ask that the regulation be published."""

    def press(self) -> None:
        self.publication_form = PublicationForm(self.request.POST)
        if not self.publication_form.is_valid():
            self.is_refused = True
            return
        self.attempt_upon(
            publication.ask_for,
            _("Asked: it is published when a second person agrees."),
            edition=self.edition,
            **self.publication_form.cleaned_data,
        )

    def mark(self) -> str:
        is_read = self.is_stale or UPON not in self.request.POST
        return super().mark() if is_read else self.request.POST[UPON]

    def changed(self) -> list[Difference]:
        upon = self.request.POST.get(UPON, "")
        return publication.changed_rules(self.edition, upon) if self.is_stale else []


class ExtendDeadline(Button, EditionDesk):
    """Move the deadline for entries by a decision."""

    compares = False  # the deadline stands above the form as it is now

    def press(self) -> None:
        self.extension_form = ExtensionForm(self.request.POST)
        if not self.extension_form.is_valid():
            self.is_refused = True
            return
        self.attempt_upon(
            extension.extend,
            _("The deadline is moved; everybody with a draft is told."),
            waits=WAITS,
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
            units.appoint,
            _("The person is the unit's focal point now."),
            edition=self.edition,
            user=self.focal_form.cleaned_data["email"],
            unit=self.focal_form.cleaned_data["unit"],
            reason=self.focal_form.cleaned_data["reason"],
        )


class EditionRoles(EditionOffice):
    """Who works for the edition in which role."""

    route = "edition_roles"
    is_asked_about = True
    title = gettext_lazy("Roles in the edition")
    template_name = "office/roles.html"
    header_icon = "group"
    role_form: RoleForm | None = None
    taking_form: TakingForm | None = None
    recovery_form: RecoveryForm | None = None
    taken = 0  # the number of the role whose form was sent

    def context(self) -> dict:
        return {
            "held": roles.held_in(self.edition),
            "focal_points": focal_points_in(self.edition.pk),
            "role_form": self.role_form or RoleForm(),
            "taking_form": self.taking_form,
            "recovery_form": self.recovery_form or RecoveryForm(),
            "taken": self.taken,
            "is_published": hasattr(self.edition, "publication"),
            "weighty": roles.WEIGHTY,
        }


class GiveRole(Button, EditionRoles):
    """Give somebody a role."""

    def press(self) -> None:
        self.role_form = RoleForm(self.request.POST)
        if not self.role_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            roles.give,
            _("The role is given; the person is told."),
            waits=WAITS,
            edition=self.edition,
            user=self.role_form.cleaned_data["email"],
            role=self.role_form.cleaned_data["role"],
            reason=self.role_form.cleaned_data["reason"],
        )


class TakeRole(Button, EditionRoles):
    """End somebody's role."""

    def press(self) -> None:
        self.taken = number_of(self.request.POST.get("role"))
        with roles.told_if_ended(self.edition, number_of(self.request.POST.get("holder"))):
            held = row_of(roles.held_in(self.edition), self.taken)
        self.taking_form = TakingForm(self.request.POST)
        if not self.taking_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            roles.take,
            _("The role has ended; the person is told."),
            waits=WAITS,
            held=held,
            reason=self.taking_form.cleaned_data["reason"],
        )


class AskRecovery(Button, EditionRoles):
    """Ask that somebody's lost device be set back."""

    def press(self) -> None:
        self.recovery_form = RecoveryForm(self.request.POST)
        if not self.recovery_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            recovery.ask_for,
            _("Asked: the device is set back when a second person agrees."),
            edition=self.edition,
            user=self.recovery_form.cleaned_data["email"],
            reason=self.recovery_form.cleaned_data["reason"],
        )
