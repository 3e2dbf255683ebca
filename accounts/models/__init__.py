"""People, units, roles and invitations as rows."""

from accounts.models.invited import PeopleTable, RoleInvitation, RoleInvitationQuerySet
from accounts.models.people import Consent, Membership, SignInCode, User, UserManager
from accounts.models.units import Unit, UnitName

__all__ = [
    "Consent",
    "Membership",
    "PeopleTable",
    "RoleInvitation",
    "RoleInvitationQuerySet",
    "SignInCode",
    "Unit",
    "UnitName",
    "User",
    "UserManager",
]
