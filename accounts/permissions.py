"""Who holds which role. Every predicate of the upper floors is composed of these."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Membership, User
from foundation.vietnamese.text import fold

Role = Membership.Role
Scope = Membership.Scope

Visitor = User | AnonymousUser  # whoever opens an address

# Roles to which the works of others are entrusted beyond a judge's own sheets.
WORKING = {
    Role.SECRETARIAT,
    Role.EDITOR,
    Role.COMMITTEE,
    Role.DEPUTY,
    Role.CHAIR,
    Role.VICE_CHAIR,
    Role.PANEL_SECRETARY,
}


def _roles(user: Visitor) -> set[tuple[str, str, int]]:
    """All roles of a person whose account is in use."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return set()
    return user.roles


def has_role(
    user: Visitor, role: str, *, edition_id: int | None = None, panel_id: int | None = None
) -> bool:
    """The role for the whole site, for this edition or for this panel; None asks nothing of that
    scope.
    """
    held = _roles(user)
    if (role, Scope.SITE, 0) in held:
        return True
    if edition_id is not None and (role, Scope.EDITION, edition_id) in held:
        return True
    return panel_id is not None and (role, Scope.PANEL, panel_id) in held


def scope_ids(user: Visitor, role: str, scope: str) -> set[int]:
    """The editions or panels in which the person holds the role."""
    return {number for held, kind, number in _roles(user) if held == role and kind == scope}


def is_secretariat(user: Visitor, edition_id: int | None = None) -> bool:
    """May run an edition from the office; a superuser may run all of them."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    return has_role(user, Role.SECRETARIAT, edition_id=edition_id)


def works_in_secretariat(user: Visitor, edition_id: int) -> bool:
    """Holds the role of the secretariat: an administrator without it runs an edition, and is never
    the second person in it.
    """
    return has_role(user, Role.SECRETARIAT, edition_id=edition_id)


def is_committee(user: Visitor, edition_id: int) -> bool:
    """Sits on the organising committee of this edition."""
    return has_role(user, Role.COMMITTEE, edition_id=edition_id)


def anyone(user: Visitor) -> bool:
    """Whoever asks, signed in or not."""
    return True


def is_signed_in(user: Visitor) -> bool:
    """Any person with an account that is in use."""
    return user.is_authenticated and user.is_active


def is_judge_anywhere(user: Visitor) -> bool:
    """Has a panel; opens the judges' door, not any particular dossier."""
    return any(scope == Scope.PANEL for _, scope, _ in _roles(user))


def works_for_the_contest(user: Visitor) -> bool:
    """Office, editors, committee, administrators, who leads a panel or writes for it: opens no page
    of the house before a second factor is shown.
    """
    if user.is_authenticated and user.is_active and (user.is_superuser or user.is_staff):
        return True
    return any(role in WORKING for role, _, _ in _roles(user))


def is_focal_point_anywhere(user: Visitor) -> bool:
    """Is some unit's focal point in some edition; opens that door."""
    return any(role == Role.FOCAL_POINT for role, _, _ in _roles(user))


def is_committee_anywhere(user: Visitor) -> bool:
    """Sits on some organising committee; opens that door."""
    return any(role == Role.COMMITTEE for role, _, _ in _roles(user))


def is_observer_anywhere(user: Visitor) -> bool:
    """Was invited to read how far some edition is; opens that page."""
    return any(role == Role.OBSERVER for role, _, _ in _roles(user))


def staff_of(role: str, *, edition_id: int) -> "models.QuerySet[User]":
    """The people who hold a role in an edition or for the whole site, by given name."""
    here = models.Q(memberships__scope=Scope.EDITION, memberships__scope_id=edition_id) | models.Q(
        memberships__scope=Scope.SITE
    )
    return (
        User.objects.filter(here, memberships__role=role, is_active=True)
        .distinct()
        .order_by("name_key")
    )


def administrators() -> "models.QuerySet[User]":
    """Whose rights have no bounds, and whose account is in use."""
    return User.objects.filter(is_superuser=True, is_active=True)


def people_on_panels(name: str = "", most: int | None = None) -> list[User]:
    """Everyone with a panel seat, by given name: those whose name holds these letters, with or
    without accents, at most so many.
    """
    seats = Membership.objects.filter(scope=Scope.PANEL).values("user")
    people = User.objects.filter(pk__in=seats, folded_name__contains=fold(name))
    return list(people.select_related("unit").order_by("name_key", "pk")[:most])
