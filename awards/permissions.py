"""Who may do what between the standing and the certificate."""

from accounts.permissions import is_committee, is_secretariat


def can_prepare(user, edition_id: int) -> bool:
    """Standing, unsealing, decision, announcement, certificates: the secretariat."""
    return is_secretariat(user, edition_id)


def can_ratify(user, edition_id: int) -> bool:
    """A member of the organising committee."""
    return user.is_authenticated and is_committee(user, edition_id)


def can_open_seals(user, edition_id: int) -> bool:
    """The secretariat asks, a committee member opens; either may take either part, but two people
    are needed.
    """
    return can_prepare(user, edition_id) or can_ratify(user, edition_id)
