"""Who may vote and who may close the vote."""

from accounts.permissions import Visitor, is_secretariat


def can_vote(user: Visitor) -> bool:
    """Any person with an active account; nobody signs in before the e-mail is verified."""
    return user.is_authenticated and user.is_active


def can_run_vote(user: Visitor, edition_id: int) -> bool:
    """The edition's secretariat."""
    return is_secretariat(user, edition_id)
