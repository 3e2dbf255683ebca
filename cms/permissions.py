"""Who works in the office."""

from accounts.permissions import Visitor


def works_in_office(user: Visitor) -> bool:
    """Opens the office at all: secretariat, editors, administrators; no judge, no entrant."""
    return user.has_perm("wagtailadmin.access_admin")
