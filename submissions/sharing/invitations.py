"""Co-authors are invited by link and confirm their part.

They may read or change the dossier while the owner lets them.
"""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.addresses import is_email
from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, Refused
from competition.verbs import lock, page_address
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import post
from submissions import permissions
from submissions.models import Entry, Invitation

VALID = datetime.timedelta(days=14)
REMIND_BEFORE = datetime.timedelta(days=4)  # one reminder, when so much is left
MOST = 20


def token_digest(token: str) -> str:
    """What is kept of the token of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, entry: Entry, email: str, right: str, by: User, at: datetime.datetime
) -> tuple[Invitation, str]:
    """Send a link to a co-author; an open invitation of the same address is replaced.

    The token is given back too: many people pass a link on by messenger. Raises NotAllowed,
    Refused.
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_invite(by, entry):
        raise NotAllowed(_("Only the owner of the dossier invites co-authors."))
    email = email.strip().lower()
    if not is_email(email):
        raise Refused(_("Write an e-mail address, such as ten@example.vn."))
    if email == by.email:
        raise Refused(_("This is your own address."))
    valid = Invitation.objects.filter(entry=entry, revoked_at=None)
    valid.filter(email=email, accepted_at=None).update(revoked_at=at)
    if valid.filter(email=email).exclude(accepted_at=None).exists():
        raise Refused(_("%(email)s has confirmed already.") % {"email": email})
    if valid.count() >= MOST:
        raise Refused(_("A dossier has at most %(count)s invitations.") % {"count": MOST})
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        entry=entry,
        email=email,
        right=Invitation.Right(right),
        token_digest=token_digest(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID,
    )
    _send(invitation, token)
    return invitation, token


def _send(invitation: Invitation, token: str) -> None:
    context = {"invitation": invitation, "entry": invitation.entry}
    post.write_to(
        invitation.email,
        "invitation",
        context,
        key=f"invitation:{invitation.token_digest[:32]}",
        link=address_of(token),
    )


def address_of(token: str) -> str:
    """The page behind the link."""
    return page_address("invitation", token)


def find(token: str, *, at: datetime.datetime) -> Invitation | None:
    """The invitation behind a link; None when it is unknown, answered, taken back or too old."""
    invitation = (
        Invitation.objects.select_related("entry__edition", "entry__owner", "invited_by")
        .filter(token_digest=token_digest(token))
        .first()
    )
    if invitation is None or not _is_valid(invitation, at):
        return None
    return invitation


def _is_valid(invitation: Invitation, at: datetime.datetime) -> bool:
    return invitation.is_open and at < invitation.expires_at


@transaction.atomic
def accept(*, invitation: Invitation, by: User, at: datetime.datetime) -> Entry:
    """The co-author confirms. Raises Refused when the invitation is no longer open, or the dossier
    is sealed.
    """
    invitation = lock(invitation, "entry")
    if not _is_valid(invitation, at):
        raise Refused(_("This invitation is no longer valid. Ask the sender for another."))
    # The entry as it stands now: sealing waits for this row, or this row for sealing.
    if lock(invitation.entry).status == Entry.Status.SEALED:
        raise Refused(
            _("This dossier is sealed for judging; who its authors are is not changed any more.")
        )
    if permissions.owns(by, invitation.entry):
        raise Refused(_("This is your own dossier; sign in as the person who was invited."))
    invitation.accepted_by = by
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    return invitation.entry


@transaction.atomic
def decline(*, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    """The person is not an author, or does not want to be. The owner is told. Raises Refused."""
    invitation = lock(invitation, "entry__owner")
    if not invitation.is_open:
        raise Refused(_("This invitation is no longer valid. Ask the sender for another."))
    invitation.declined_at = at
    invitation.save(update_fields=["declined_at"])
    entry = invitation.entry
    post.tell(
        entry.owner,
        "invitation_declined",
        {"entry": entry, "invitation": invitation},
        key=f"declined:{invitation.pk}",
        link=page_address("coauthors", entry.public_id),
    )


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    """Take an invitation, or the access that came of it, back; sealed or not. Raises NotAllowed."""
    invitation = lock(invitation, "entry")
    if not permissions.can_end_invitation(by, invitation.entry):
        raise NotAllowed(_("Only the owner of the dossier invites co-authors."))
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at)


@work.daily("remind_coauthors")
def remind(job: Job) -> tuple[int, int]:
    """One reminder to everybody whose invitation ends soon, with a fresh link.

    The first one cannot be sent again: only its digest is known here.
    """
    now = clock.now()
    soon = (
        Invitation.objects.select_related("entry__owner", "invited_by")
        .filter(
            accepted_at=None,
            declined_at=None,
            revoked_at=None,
            reminded_at=None,
            expires_at__gt=now,
            expires_at__lte=now + REMIND_BEFORE,
        )
        .exclude(entry__status=Entry.Status.SEALED)
    )
    for invitation in soon:
        token = secrets.token_urlsafe(24)
        invitation.token_digest = token_digest(token)
        invitation.reminded_at = now
        invitation.save(update_fields=["token_digest", "reminded_at"])
        _send(invitation, token)
    return 1, 1
