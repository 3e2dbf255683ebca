"""The table of who may do what in an edition."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter

from accounts.looking import with_second_factor
from accounts.membership import held_around, read_roles
from accounts.models import Membership, User
from accounts.permissions import administrators
from cms.staff.rights import IN_EDITION, ON_PANELS, Right
from competition.listing.columns import Column
from competition.listing.export import listed
from competition.listing.shape import Listing
from foundation.vietnamese.text import fold
from judging.models import Panel

YES = "✓"
ON = "dang-dung"
OFF = "da-tat"


@listed
class PeopleOfEdition(Listing):
    """Everybody who holds a role here, and administrators; what each of them may do is asked of the
    predicates themselves.
    """

    name = "people_of_edition"
    title = gettext_lazy("Who may do what")
    sorted_at_first = "ten"

    @cached_property
    def panels(self) -> list[Panel]:
        panels = Panel.objects.filter(round__edition=self.edition)
        return list(panels.select_related("round").order_by("round__order", "name"))

    @cached_property
    def _held(self) -> QuerySet[Membership]:
        return held_around(self.edition.pk, [panel.pk for panel in self.panels])

    @cached_property
    def _columns(self) -> Sequence[Column]:
        return [
            Column(
                "ten",
                gettext_lazy("Person"),
                lambda person: person.full_name,
                sort=["name_key"],
                shown=self._title,
                is_always=True,
                is_title=True,
            ),
            Column(
                "vai-tro",
                gettext_lazy("Roles"),
                lambda person: person.roles_here,
                shown=_wide_roles,
            ),
            *[self._right(right) for right in IN_EDITION],
            *[self._on_panels(right) for right in ON_PANELS],
            Column(
                "hai-lop",
                gettext_lazy("Second factor"),
                lambda person: YES if person.has_device else "",
            ),
            Column(
                "vao-cuoi",
                gettext_lazy("Last signed in"),
                lambda person: person.last_login,
                sort=["last_login"],
                is_at_first=False,
            ),
            Column("tai-khoan", gettext_lazy("Account"), _account),
        ]

    def columns(self) -> Sequence[Column]:
        return self._columns

    def _right(self, right: Right) -> Column:
        def value(person: Any) -> str:
            return YES if right.may(person, self.edition.pk) else ""

        return Column(right.name, right.label, value)

    def _on_panels(self, right: Right) -> Column:
        def value(person: Any) -> str:
            return ", ".join(panel.name for panel in self.panels if right.may(person, panel))

        return Column(right.name, right.label, value)

    def filters(self):
        return {
            "vai": ChoiceFilter(
                method=self._by_role,
                label=gettext_lazy("Role"),
                empty_label=gettext_lazy("Every role"),
                choices=Membership.Role.choices,
            ),
            "tk": ChoiceFilter(
                method=_by_account,
                label=gettext_lazy("Account"),
                empty_label=gettext_lazy("Anything"),
                choices=[(ON, _("in use")), (OFF, _("switched off"))],
            ),
        }

    def _by_role(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return rows.filter(pk__in=self._held.filter(role=value).values("user"))

    def all_rows(self) -> QuerySet:
        working = Q(pk__in=self._held.values("user")) | Q(pk__in=administrators().values("pk"))
        return User.objects.filter(working)

    def search(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(folded_name__contains=fold(words))

    def prepare(self, rows: Sequence[Any]) -> None:
        numbers = [person.pk for person in rows]
        with_device = with_second_factor(numbers)
        names = {panel.pk: panel.name for panel in self.panels}
        held: dict[int, list[str]] = {number: [] for number in numbers}
        for one in self._held.filter(user__in=numbers).order_by("scope", "role", "pk"):
            held[one.user_id].append(_in_words(one, names))
        read_roles(rows)
        for person in rows:
            person.has_device = person.pk in with_device
            person.roles_here = "; ".join(held[person.pk]) or _("administrator")

    def _title(self, person: User) -> str:
        page = reverse("person_page", args=[self.edition.slug, person.pk])
        return format_html(
            '<a href="{}">{}</a><br><small>{}</small>',
            page,
            person.full_name,
            person.email or person.phone or "",
        )


def _in_words(held: Membership, panels: dict[int, str]) -> str:
    role = str(held.get_role_display())
    if held.scope == Membership.Scope.PANEL:
        return f"{role} ({panels.get(held.scope_id, '')})"
    if held.scope == Membership.Scope.SITE:
        return f"{role} ({_('whole site')})"
    return role


def _wide_roles(person: Any) -> str:
    return format_html('<span class="office-wide">{}</span>', person.roles_here)


def _account(person: User) -> str:
    return _("in use") if person.is_active else _("switched off")


def _by_account(rows: QuerySet, _name: str, value: str) -> QuerySet:
    return rows.filter(is_active=value == ON)
