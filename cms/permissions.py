"""Who works in the office."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def works_in_office(user: User | AnonymousUser) -> bool:
    """Opens the office at all: secretariat, editors, administrators; no judge, no entrant."""
    return user.has_perm("wagtailadmin.access_admin")
