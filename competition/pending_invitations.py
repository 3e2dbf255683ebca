"""Invitations that nobody has answered: the office sends them again, prints or withdraws them."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import RoleInvitation, User
from competition.errors import NotAllowed, Refused, WrongState
from competition.invitations import VALID, close, edition_of, send, slips
from competition.models import Edition
from competition.permissions import can_run
from competition.verbs import lock, need_reason
from foundation.ledger import chain
from foundation.vault import codes


@transaction.atomic
def withdraw(
    *, invitations: Sequence[RoleInvitation], reason: str, by: User, at: datetime.datetime
) -> int:
    """Take pending invitations of one edition back; how many. Raises NotAllowed, Refused (nothing
    chosen, no reason), WrongState (one was answered meanwhile).
    """
    reason = need_reason(reason, _("Write the reason: the ledger keeps it."))
    for invitation, edition in _pending(invitations, by):
        invitation.withdrawn_at = at
        close(invitation)
        line = {"invitation": invitation.pk}
        chain.append(edition.chain, "invitation.withdrawn", line, at=at, by=by, text=reason)
    return len(invitations)


@transaction.atomic
def send_again(*, invitations: Sequence[RoleInvitation], by: User, at: datetime.datetime) -> int:
    """Fresh letters or short messages, valid anew; the links of before open nothing. Raises as
    `withdraw`, and Refused for one that has no address.
    """
    for invitation, edition in _pending(invitations, by):
        if not invitation.email and not invitation.phone:
            raise Refused(
                _("%(name)s has no address here. Print a slip.") % {"name": invitation.full_name}
            )
        send(invitation, edition, _renewed(invitation, edition, "letter", by=by, at=at))
    return len(invitations)


@transaction.atomic
def print_slips(*, invitations: Sequence[RoleInvitation], by: User, at: datetime.datetime) -> bytes:
    """The PDF of fresh slips, one a page; the links and slips of before open nothing. Raises as
    `withdraw`.
    """
    held = _pending(invitations, by)
    issued = []
    for invitation, edition in held:
        issued.append((invitation, _renewed(invitation, edition, "slip", by=by, at=at)))
    return slips(held[0][1], issued, at)


def _pending(
    invitations: Sequence[RoleInvitation], by: User
) -> list[tuple[RoleInvitation, Edition]]:
    """Each as it stands now, with its edition. Raises Refused, NotAllowed, WrongState."""
    if not invitations:
        raise Refused(_("Choose at least one invitation."))
    held = []
    for one in invitations:
        edition = edition_of(one)
        if not can_run(by, edition.pk):
            raise NotAllowed(_("Only the secretariat invites people."))
        invitation = lock(one, "invited_by")
        if invitation.accepted_at or invitation.declined_at or invitation.withdrawn_at:
            raise WrongState(
                _("The invitation of %(name)s was answered or withdrawn meanwhile.")
                % {"name": invitation.full_name}
            )
        held.append((invitation, edition))
    return held


def _renewed(
    invitation: RoleInvitation, edition: Edition, way: str, *, by: User, at: datetime.datetime
) -> str:
    code = codes.new()
    invitation.digest = codes.code_digest(code)
    invitation.sent_at = at
    invitation.expires_at = at + VALID
    invitation.save()
    line = {"invitation": invitation.pk, "way": way}
    chain.append(edition.chain, "invitation.renewed", line, at=at, by=by)
    return code
