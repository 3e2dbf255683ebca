"""Who may set up and run an edition."""

from accounts.models import User
from accounts.permissions import is_secretariat


def can_run(user: User, edition_id: int) -> bool:
    """The edition's secretariat: its rules, its dossier form, its timetable, its office pages."""
    return is_secretariat(user, edition_id)
