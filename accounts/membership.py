"""Giving and taking roles."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership, User

# Roles of the office work in the Wagtail admin; judges and committee members never do.
OFFICE_GROUPS: dict[str, str] = {
    Membership.Role.SECRETARIAT: "Cơ quan thường trực",
    Membership.Role.EDITOR: "Biên tập viên",
}


@transaction.atomic
def grant(user: User, role: str, *, edition_id: int = 0, panel_id: int = 0) -> Membership:
    """Give a role for one edition, one panel, or (neither) the whole site."""
    scope = Membership.Scope.SITE
    if panel_id:
        scope = Membership.Scope.PANEL
    elif edition_id:
        scope = Membership.Scope.EDITION
    membership, _is_new = Membership.objects.get_or_create(
        user=user, role=role, scope=scope, scope_id=panel_id or edition_id
    )
    if role in OFFICE_GROUPS:
        group, _is_new = Group.objects.get_or_create(name=OFFICE_GROUPS[role])
        user.groups.add(group)
    user.__dict__.pop("roles", None)
    return membership


def committee_seats(*, edition_id: int) -> QuerySet[Membership]:
    """The organising committee of one edition; a role for the whole site is no seat in it."""
    return Membership.objects.filter(
        role=Membership.Role.COMMITTEE, scope=Membership.Scope.EDITION, scope_id=edition_id
    )
