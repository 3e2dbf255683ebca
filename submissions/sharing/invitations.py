"""Co-authors are invited by link; they confirm their part, and may read or change the dossier while
the owner lets them.
"""

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from competition import clock
from competition.errors import NotAllowed, Refused
from foundation.jobs import work
from foundation.notifications import post
from submissions import permissions
from submissions.models import Entry, Invitation
from submissions.writing.intake import locked

VALID = datetime.timedelta(days=14)
REMIND_BEFORE = datetime.timedelta(days=4)  # one reminder, when so much is left
MOST = 20


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, entry: Entry, email: str, right: str, by, at: datetime.datetime
) -> tuple[Invitation, str]:
    """Send a link to a co-author; an open invitation of the same address is replaced. Raises
    NotAllowed, Refused.

    The token is given back too: many people pass a link on by messenger.
    """
    entry = locked(entry)
    if not permissions.can_invite(by, entry):
        raise NotAllowed(_("Only the owner of the dossier invites co-authors."))
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Write an e-mail address, such as ten@example.vn.")) from error
    if email == by.email:
        raise Refused(_("This is your own address."))
    Invitation.objects.filter(entry=entry, email=email, accepted_at=None, revoked_at=None).update(
        revoked_at=at
    )
    if (
        Invitation.objects.filter(entry=entry, email=email, revoked_at=None)
        .exclude(accepted_at=None)
        .exists()
    ):
        raise Refused(_("%(email)s has confirmed already.") % {"email": email})
    if Invitation.objects.filter(entry=entry, revoked_at=None).count() >= MOST:
        raise Refused(_("A dossier has at most %(count)s invitations.") % {"count": MOST})
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        entry=entry,
        email=email,
        right=Invitation.Right(right),
        token_digest=digest_of(token),
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
    return f"/ho-so/loi-moi/{token}/"


def find(token: str, *, at: datetime.datetime) -> Invitation | None:
    """The invitation behind a link; None when it is unknown, answered, taken back or too old."""
    invitation = (
        Invitation.objects.select_related("entry__edition", "entry__owner", "invited_by")
        .filter(token_digest=digest_of(token))
        .first()
    )
    return invitation if invitation and invitation.is_open and at < invitation.expires_at else None


@transaction.atomic
def accept(*, invitation: Invitation, by, at: datetime.datetime) -> Entry:
    """The co-author confirms. Raises Refused when the invitation is no longer open."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("entry")
        .get(pk=invitation.pk)
    )
    if not invitation.is_open or at >= invitation.expires_at:
        raise Refused(_("This invitation is no longer valid. Ask the sender for another."))
    if invitation.entry.owner_id == by.pk:
        raise Refused(_("This is your own dossier; sign in as the person who was invited."))
    invitation.accepted_by, invitation.accepted_at = by, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    return invitation.entry


@transaction.atomic
def decline(*, invitation: Invitation, by, at: datetime.datetime) -> None:
    """The person is not an author, or does not want to be. The owner is told. Raises Refused."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("entry__owner")
        .get(pk=invitation.pk)
    )
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
        link=f"/ho-so/{entry.public_id}/dong-tac-gia/",
    )


@transaction.atomic
def revoke(*, invitation: Invitation, by, at: datetime.datetime) -> None:
    """Take an invitation, or the access that came of it, back. Raises NotAllowed."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("entry")
        .get(pk=invitation.pk)
    )
    if not permissions.can_invite(by, invitation.entry):
        raise NotAllowed(_("Only the owner of the dossier invites co-authors."))
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at)


@work.daily("remind_coauthors")
def remind(job) -> tuple[int, int]:
    """One reminder to everybody whose invitation ends soon, with a fresh link (only its digest is
    known here).
    """
    now = clock.now()
    soon = Invitation.objects.select_related("entry__owner", "invited_by").filter(
        accepted_at=None,
        declined_at=None,
        revoked_at=None,
        reminded_at=None,
        expires_at__gt=now,
        expires_at__lte=now + REMIND_BEFORE,
    )
    for invitation in soon:
        token = secrets.token_urlsafe(24)
        invitation.token_digest, invitation.reminded_at = digest_of(token), now
        invitation.save(update_fields=["token_digest", "reminded_at"])
        _send(invitation, token)
    return 1, 1
