"""Giving and taking roles."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import site_roles
from accounts.models import Membership, Unit, User

# Roles of the office work in the Wagtail admin; judges and committee members never do.
OFFICE_GROUPS: dict[str, str] = {
    Membership.Role.SECRETARIAT: "Cơ quan thường trực",
    Membership.Role.EDITOR: "Biên tập viên",
}


def office_groups() -> QuerySet[Group]:
    """The groups by which Wagtail's pages are opened, by name."""
    return Group.objects.filter(name__in=OFFICE_GROUPS.values()).order_by("name")


@transaction.atomic
def grant(
    user: User, role: str, *, edition_id: int = 0, panel_id: int = 0, unit: Unit | None = None
) -> Membership:
    """Give a role for one edition, one panel, or (neither) the whole site; a focal point's with the
    unit for which it speaks. A role for the whole site has a line in the site's ledger; those of
    editions and panels are written by the verbs that give them.
    """
    scope = Membership.Scope.SITE
    if panel_id:
        scope = Membership.Scope.PANEL
    elif edition_id:
        scope = Membership.Scope.EDITION
    membership, is_new = Membership.objects.update_or_create(
        user=user,
        role=role,
        scope=scope,
        scope_id=panel_id or edition_id,
        defaults={"unit": unit},
    )
    if role in OFFICE_GROUPS:
        group, _is_new_group = Group.objects.get_or_create(name=OFFICE_GROUPS[role])
        user.groups.add(group)
    if is_new and scope == Membership.Scope.SITE:
        site_roles.given(user, role)
    user.__dict__.pop("roles", None)
    return membership


@transaction.atomic
def take_back(held: Membership) -> None:
    """End a role; the group of the office goes with the last role that needs it."""
    held.delete()
    if held.scope == Membership.Scope.SITE:
        site_roles.taken(held.user, held.role)
    if held.role in OFFICE_GROUPS:
        needs_group = Membership.objects.filter(user=held.user, role=held.role)
        if not needs_group.exists():
            group = Group.objects.filter(name=OFFICE_GROUPS[held.role]).first()
            if group is not None:
                held.user.groups.remove(group)
    held.user.__dict__.pop("roles", None)


@transaction.atomic
def leave_panel(user: User, panel_id: int) -> None:
    """End every role of a person on one panel."""
    Membership.objects.filter(user=user, scope=Membership.Scope.PANEL, scope_id=panel_id).delete()
    user.__dict__.pop("roles", None)


def held_on_panels(panel_ids: Iterable[int]) -> set[tuple[int, int, str]]:
    """(panel, person, role) of all who hold a role on one of these panels."""
    held = Membership.objects.filter(scope=Membership.Scope.PANEL, scope_id__in=list(panel_ids))
    return set(held.values_list("scope_id", "user", "role"))


def leave_office(person: User) -> None:
    """No door of the administration is open to this person any more; the caller saves it."""
    if person.is_superuser:
        site_roles.taken(person, site_roles.ADMINISTRATOR)
    person.is_staff = False
    person.is_superuser = False


@transaction.atomic
def make_administrator(person: User) -> None:
    """Rights without bounds, with their line in the site's ledger."""
    if not person.is_superuser:
        person.is_superuser = True
        person.save(update_fields=["is_superuser"])
        site_roles.given(person, site_roles.ADMINISTRATOR)


def held_beside_panels(user: User) -> Membership | None:
    """A role of the person for an edition or the whole site, if there is one."""
    return Membership.objects.filter(user=user).exclude(scope=Membership.Scope.PANEL).first()


def panel_ids(user: User) -> set[int]:
    """The panels on which the person holds a role."""
    held = Membership.objects.filter(user=user, scope=Membership.Scope.PANEL)
    return set(held.values_list("scope_id", flat=True))


def committee_seats(*, edition_id: int) -> QuerySet[Membership]:
    """The organising committee of one edition; a role for the whole site is no seat in it."""
    return Membership.objects.filter(
        role=Membership.Role.COMMITTEE, scope=Membership.Scope.EDITION, scope_id=edition_id
    )


def held_for_the_site() -> dict[str, str]:
    """The rows that the lines of `site_roles` tell of, in the same words."""
    rows = Membership.objects.filter(scope=Membership.Scope.SITE).values_list("user", "role")
    found = {site_roles.place_of(person, role): "" for person, role in rows}
    for person in User.objects.filter(is_superuser=True).values_list("pk", flat=True):
        found[site_roles.place_of(person, site_roles.ADMINISTRATOR)] = ""
    return found


def switched_off() -> dict[int, str]:
    """The accounts that the lines of `site_roles` tell of as switched off, in the same words."""
    rows = User.objects.filter(is_active=False, erased_at=None)
    return dict.fromkeys(rows.values_list("pk", flat=True), "")


def doors_without_a_role() -> Iterator[str]:
    """Rights of accounts that follow from no role: a group that no role of the office needs, a
    right of one's own, a mark of the staff on somebody who does not administer.
    """
    needs = set()
    for person, role in Membership.objects.filter(role__in=OFFICE_GROUPS).values_list(
        "user", "role"
    ):
        needs.add((person, OFFICE_GROUPS[role]))
    stands = set(User.groups.through.objects.values_list("user", "group__name"))
    for person, group in sorted(stands - needs):
        yield f"person {person}: stands in the group “{group}” without a role that needs it"
    for person, group in sorted(needs - stands):
        yield f"person {person}: does not stand in the group “{group}” of a role"
    own = User.user_permissions.through.objects.values_list("user", "permission__codename")
    for person, right in own:
        yield f"person {person}: has the right {right} without a role"
    staff = User.objects.filter(is_staff=True, is_superuser=False)
    for person in staff.values_list("pk", flat=True):
        yield f"person {person}: is marked as staff, and does not administer"


def was_given_a_role(user: User) -> bool:
    """Whether the person holds a role anywhere, also one that is not in force yet, or administers:
    more than an entrant's or a voter's account.
    """
    return user.is_superuser or user.is_staff or Membership.objects.filter(user=user).exists()


def works_in_some_edition(user: User) -> bool:
    """Whether the person holds a role for an edition or a panel."""
    return Membership.objects.filter(user=user).exclude(scope=Membership.Scope.SITE).exists()


def held_in(edition_id: int, roles: Iterable[str]) -> QuerySet[Membership]:
    """Who holds which of these roles in an edition, by role and given name."""
    rows = Membership.objects.filter(
        scope=Membership.Scope.EDITION, scope_id=edition_id, role__in=list(roles)
    )
    return rows.select_related("user").order_by("role", "user__name_key", "pk")


def works_in(user: User, edition_id: int) -> bool:
    """Whether the person holds a role for this edition itself; seats on panels are another's
    question.
    """
    rows = Membership.objects.filter(scope=Membership.Scope.EDITION, scope_id=edition_id)
    return rows.filter(user=user).exists()


def works_elsewhere(user: User, edition_id: int) -> bool:
    """Whether the person holds a role for the whole site or for another edition."""
    rows = Membership.objects.filter(user=user).exclude(scope=Membership.Scope.PANEL)
    return rows.exclude(scope=Membership.Scope.EDITION, scope_id=edition_id).exists()


def held_around(edition_id: int, panels: Iterable[int]) -> QuerySet[Membership]:
    """Every role for this edition, for one of these panels of it, or for the whole site."""
    here = Q(scope=Membership.Scope.EDITION, scope_id=edition_id)
    on_panels = Q(scope=Membership.Scope.PANEL, scope_id__in=list(panels))
    return Membership.objects.filter(here | on_panels | Q(scope=Membership.Scope.SITE))


def held_by_name(
    words: str, edition_ids: Iterable[int], panels: Iterable[int]
) -> QuerySet[Membership]:
    """What people in whose folded name these words stand hold in the editions and on their panels,
    by their names.
    """
    scope = Membership.Scope
    ours = Q(scope=scope.EDITION, scope_id__in=edition_ids) | Q(
        scope=scope.PANEL, scope_id__in=panels
    )
    held = Membership.objects.filter(ours, user__folded_name__contains=words)
    return held.select_related("user").order_by("user__name_key", "pk")


def read_roles(people: Iterable[User]) -> None:
    """The roles of these people in one statement, where the predicates ask each of them."""
    found: dict[int, set[tuple[str, str, int]]] = {person.pk: set() for person in people}
    rows = Membership.objects.in_force().filter(user__in=list(found))
    for user, role, scope, number in rows.values_list("user", "role", "scope", "scope_id"):
        found[user].add((role, scope, number))
    for person in people:
        person.__dict__["roles"] = found[person.pk]


def held_by(user: User) -> QuerySet[Membership]:
    """Every role of a person, the latest first."""
    rows = Membership.objects.filter(user=user).select_related("unit")
    return rows.order_by("-since", "-pk")


def has_focal_point(unit: Unit) -> bool:
    """Whether somebody speaks for this unit in any edition."""
    return Membership.objects.filter(unit=unit).exists()


def focal_points_in(edition_id: int) -> QuerySet[Membership]:
    """Who speaks for which unit in an edition, by unit."""
    rows = Membership.objects.filter(
        role=Membership.Role.FOCAL_POINT,
        scope=Membership.Scope.EDITION,
        scope_id=edition_id,
        unit__isnull=False,
    )
    return rows.select_related("user", "unit").order_by("unit__folded", "user__name_key")
