"""Who may do what between the standing and the certificate."""

from accounts.permissions import is_committee, is_secretariat
from awards.models import Certificate


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


def owns_certificate(user, certificate: Certificate) -> bool:
    """The person who entered the work that the certificate honours."""
    return user.is_authenticated and certificate.award.entry.owner_id == user.pk
