"""Who may set up and run an edition."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Role, Scope, is_secretariat, scope_ids
from competition.models import Edition


def can_run(user: User, edition_id: int) -> bool:
    """The edition's secretariat: its rules, its dossier form, its timetable, its office pages."""
    return is_secretariat(user, edition_id)


def runs_the_site(user: User) -> bool:
    """The secretariat of the whole site, and administrators: contests, and new editions."""
    return is_secretariat(user)


def editions_run_by(user: User) -> QuerySet[Edition]:
    """The editions in whose secretariat the person works, the newest first."""
    editions = Edition.objects.order_by("-created_at")
    if is_secretariat(user):
        return editions
    return editions.filter(pk__in=scope_ids(user, Role.SECRETARIAT, Scope.EDITION))
