"""Who may do what in an edition, and the page of one person."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import looking, membership
from accounts.models import Membership, User
from cms.staff.people_list import PeopleOfEdition
from cms.staff.rights import IN_EDITION, ON_PANELS
from competition import clock, switching
from competition.listing.export import ListTable
from competition.listing.office import ListOffice
from competition.listing.printing import ListPrint
from competition.models import Edition
from competition.office import Button, EditionOffice
from competition.web import WAITS
from judging.models import Judge, Panel


class WhoMayDoWhat(ListOffice):
    """The table, printed by the browser too."""

    route = "people_of_edition"
    title = gettext_lazy("Who may do what")
    template_name = "office/staff/people.html"
    header_icon = "table"
    file_name = "ai-duoc-lam-gi"
    listing_class = PeopleOfEdition


class WhoMayDoWhatXlsx(ListTable, WhoMayDoWhat):
    """The same table (.xlsx)."""


class WhoMayDoWhatPrint(ListPrint, WhoMayDoWhat):
    """The same table on paper."""


@dataclass(frozen=True)
class HeldRole:
    """A role of a person, and where."""

    membership: Membership
    where: str


class PersonPage(EditionOffice):
    """One person of this edition: roles over editions, what may be done here, how the person signs
    in.
    """

    route = "person_page"
    is_asked_about = True
    title = gettext_lazy("Person")
    template_name = "office/staff/person.html"
    header_icon = "user"

    def route_arguments(self) -> list:
        return [self.edition.slug, self.kwargs["number"]]

    @cached_property
    def listing(self) -> PeopleOfEdition:
        return PeopleOfEdition(self.edition, self.request.GET)

    @cached_property
    def person(self) -> User:
        """Somebody of this edition; 404 for everybody else."""
        return get_object_or_404(self.listing.all_rows(), pk=self.kwargs["number"])

    def context(self) -> dict:
        person = self.person
        return {
            "person": person,
            "roles": self._roles(),
            "seats": Judge.objects.filter(user=person, panel__round__edition=self.edition)
            .select_related("panel")
            .order_by("panel__name"),
            "rights": self._rights(),
            "devices": looking.devices_of(person),
            "has_device": person.pk in looking.with_second_factor([person.pk]),
            "sessions": looking.sessions_of(person, clock.now()),
        }

    def _roles(self) -> list[HeldRole]:
        held = list(membership.held_by(self.person))
        editions = {each.pk: each.label for each in Edition.objects.all()}
        numbers = [one.scope_id for one in held if one.scope == Membership.Scope.PANEL]
        panels = Panel.objects.filter(pk__in=numbers).select_related("round__edition")
        names = {panel.pk: f"{panel.name}, {panel.round.edition.label}" for panel in panels}
        where: dict[str, dict[int, str]] = {
            Membership.Scope.PANEL: names,
            Membership.Scope.EDITION: editions,
        }
        return [
            HeldRole(one, where.get(one.scope, {}).get(one.scope_id) or _("whole site"))
            for one in held
        ]

    def _rights(self) -> list[tuple[str | Promise, str]]:
        """(right, on which panels or nothing) of those that the person has here."""
        found: list[tuple[str | Promise, str]] = [
            (right.label, "") for right in IN_EDITION if right.may(self.person, self.edition.pk)
        ]
        for right in ON_PANELS:
            panels = [panel.name for panel in self.listing.panels if right.may(self.person, panel)]
            if panels:
                found.append((right.label, ", ".join(panels)))
        return found


class SwitchPersonOff(Button, PersonPage):
    """Nobody signs in with this account any more."""

    def press(self) -> None:
        self.attempt(
            switching.switch_off,
            _("The account is switched off, and every session has ended."),
            waits=WAITS,
            edition=self.edition,
            user=self.person,
            reason=self.request.POST.get("reason", ""),
        )


class SwitchPersonOn(Button, PersonPage):
    """The account is in use again."""

    def press(self) -> None:
        self.attempt(
            switching.switch_on,
            _("The account is in use again."),
            waits=WAITS,
            edition=self.edition,
            user=self.person,
            reason=self.request.POST.get("reason", ""),
        )
