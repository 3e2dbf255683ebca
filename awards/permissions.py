"""Who may do what between the standing and the certificate."""

from accounts.permissions import Role, Scope, Visitor, is_committee, is_secretariat, scope_ids
from awards.models import Certificate


def can_prepare(user: Visitor, edition_id: int) -> bool:
    """The edition's secretariat: standing, unsealing, decision, announcement, certificates."""
    return is_secretariat(user, edition_id)


def can_ratify(user: Visitor, edition_id: int) -> bool:
    """A member of the edition's organising committee."""
    return user.is_authenticated and is_committee(user, edition_id)


def can_open_seals(user: Visitor, edition_id: int) -> bool:
    """The secretariat or a committee member, in either part; but it takes two people."""
    return can_prepare(user, edition_id) or can_ratify(user, edition_id)


def owns_certificate(user: Visitor, certificate: Certificate) -> bool:
    """The person who entered the work that the certificate honours."""
    return user.is_authenticated and certificate.award.entry.owner_id == user.pk


def ratified_by(user: Visitor) -> set[int]:
    """The editions on whose organising committee a person sits."""
    return scope_ids(user, Role.COMMITTEE, Scope.EDITION)
