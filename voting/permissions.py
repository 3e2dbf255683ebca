"""Who may vote and who may close the vote."""

from accounts.addresses import is_verified
from accounts.permissions import Visitor, is_secretariat


def can_vote(user: Visitor) -> bool:
    """Any person with an active account who has confirmed an e-mail address or a phone."""
    return user.is_authenticated and user.is_active and is_verified(user)


def can_run_vote(user: Visitor, edition_id: int) -> bool:
    """The edition's secretariat."""
    return is_secretariat(user, edition_id)
