"""What becomes of accounts, messages, files and lines of the ledger when a person is erased."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import membership, permissions
from accounts.erasure import Fate, addresses_of, declare, obstacle, release
from accounts.models import Consent, RoleInvitation, User

declare(
    Fate.ERASED,
    "who somebody is, and how they sign in",
    "accounts.User.email",
    "accounts.User.phone",
    "accounts.User.phone_verified_at",
    "accounts.User.password",
    "accounts.User.reset_at",
    "accounts.User.last_login",
    "accounts.User.unit",
    "accounts.User.interests",
    "accounts.User.language",
    "accounts.User.wants_reminders",
    "accounts.User.date_joined",
    "accounts.User.is_active",
    "accounts.User.is_staff",
    "accounts.User.is_superuser",
    "accounts.User.groups",
    "accounts.User.user_permissions",
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "accounts.SignInCode.user",
    "account.EmailAddress.user",
    "account.EmailAddress.email",
    "account.EmailConfirmation.email_address",
    "mfa.Authenticator.user",
)
declare(
    Fate.BESIDE_RECORDS,
    "a record names a person: it says who did it",
    "accounts.User.full_name",
    "accounts.User.name_key",
    "accounts.User.folded_name",
)
declare(
    Fate.BESIDE_RECORDS,
    "that a person agreed to what the contest did with a record can be asked for later",
    "accounts.Consent.user",
)
declare(Fate.KEPT, "to whom records point", "accounts.User.id", "accounts.User.erased_at")
declare(Fate.ERASED, "roles that give no right any more", "accounts.Membership.user")
declare(Fate.KEPT, "whose work a code on paper was", "accounts.SignInCode.issued_by")
declare(
    Fate.ERASED,
    "an invitation that nobody has answered goes with the address",
    "accounts.RoleInvitation.email",
    "accounts.RoleInvitation.phone",
)
declare(Fate.KEPT, "who has invited somebody", "accounts.RoleInvitation.invited_by")
declare(Fate.KEPT, "who has read a table in", "accounts.PeopleTable.by")
declare(Fate.ERASED, "a role that is over", "accounts.RoleInvitation.accepted_by")
declare(
    Fate.ERASED,
    "letters to the person",
    "notifications.Message.recipient",
    "notifications.Message.address",
)
declare(Fate.UNLINKED, "work that is done", "jobs.Job.created_by")
declare(Fate.KEPT, "who opened somebody's private file stays proven", "vault.Access.user")
declare(Fate.KEPT, "a line of the ledger is never changed", "ledger.Event.actor")


@obstacle
def last_administrator(person: User, _at: datetime.datetime) -> str:
    everybody = set(permissions.administrators().values_list("pk", flat=True))
    if everybody == {person.pk}:
        return _("You are the last administrator: make somebody else one first.")
    return ""


@obstacle
def a_role(person: User, _at: datetime.datetime) -> str:
    """Seats on panels are the councils' question."""
    held = membership.held_beside_panels(person)
    if held is not None:
        return _(
            "You work for the contest (%(role)s): ask the secretariat to end this role first."
        ) % {"role": held.get_role_display()}
    return ""


@release
def consents(person: User, at: datetime.datetime) -> None:
    """They end with the account."""
    Consent.objects.filter(user=person, withdrawn_at=None).update(withdrawn_at=at)


@release
def invitations(person: User, _at: datetime.datetime) -> None:
    """Those to an address of the account go with it."""
    addresses = addresses_of(person)
    to_them = Q(email__in=addresses) | Q(phone__in=addresses)
    RoleInvitation.objects.filter(to_them).delete()
