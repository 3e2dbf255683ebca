"""Who may vote and who may close the vote."""

from accounts.permissions import is_secretariat


def can_vote(user) -> bool:
    """Any person with an active account; allauth lets nobody in before the e-mail is verified."""
    return user.is_authenticated and user.is_active


def can_run_vote(user, edition_id: int) -> bool:
    """The secretariat."""
    return is_secretariat(user, edition_id)
