"""Somebody who may have no account yet is invited to a role: by a letter, or by a printed slip.

The person makes an account through the one door, or signs in, reads what the role is and accepts.
Only then the verb that gives such a role gives it, in the name of whoever invited: with its reason,
its refusals, its line and, where it asks for one, its second person.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts import addresses
from accounts.models import RoleInvitation, RoleInvitationQuerySet, User
from accounts.permissions import Role
from competition import roles
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from competition.permissions import can_run
from competition.verbs import fits, lock, need_reason, page_address
from foundation.ledger import chain
from foundation.notifications import post, sms
from foundation.papers import pdf
from foundation.papers.qr import qr_data_url
from foundation.vault import codes
from foundation.vietnamese.text import fold

VALID = datetime.timedelta(days=14)

# What a person reads before accepting.
DUTIES: dict[str, object] = {
    Role.SECRETARIAT: gettext_lazy(
        "Runs the edition from the office: dossiers, judging, results. Reads whose works they are, "
        "and therefore judges nothing in this edition."
    ),
    Role.COMMITTEE: gettext_lazy(
        "Sits on the organising committee: agrees to what takes two people, and ratifies prizes."
    ),
    Role.DEPUTY: gettext_lazy(
        "Agrees in the place of others, from the next working day on, where two people are asked."
    ),
    Role.EDITOR: gettext_lazy("Writes the site's pages and news; reads no dossier."),
    Role.OBSERVER: gettext_lazy(
        "Reads how far the edition is, in dates and numbers; changes nothing and reads no dossier."
    ),
}


@dataclass(frozen=True)
class Invitee:
    """Who is invited, as the office knows the person."""

    full_name: str
    email: str = ""
    phone: str = ""
    workplace: str = ""
    title: str = ""
    fields: Sequence[int] = field(default_factory=list)  # numbers of the fields of expertise


@dataclass(frozen=True)
class Seats:
    """What a room above knows of roles on panels."""

    duties: dict[str, object]
    # (edition, number of the panel, role): raises Refused where no such seat is to be had.
    refuse: Callable[[Edition, int, str], None]
    name_of: Callable[[int], str]
    # Gives the seat as its own verb does. Raises as that.
    give: Callable[[RoleInvitation, User, datetime.datetime], object]


_seats: list[Seats] = []


def seats_are(seats: Seats) -> None:
    """Register how seats on panels are given."""
    _seats.append(seats)


def _seats_for(role: str) -> Seats | None:
    return next((seats for seats in _seats if role in seats.duties), None)


def duty_of(role: str) -> object:
    """What a role is, in words."""
    seats = _seats_for(role)
    return seats.duties[role] if seats else DUTIES[role]


def place_of(invitation: RoleInvitation) -> str:
    """The panel that is meant; empty for a role in the edition itself."""
    seats = _seats_for(invitation.role)
    return seats.name_of(invitation.panel_id) if seats else ""


def edition_of(invitation: RoleInvitation) -> Edition:
    """Raises Refused where the edition is gone."""
    edition = Edition.objects.filter(pk=invitation.edition_id).first()
    if edition is None:
        raise Refused(_("The edition of this invitation is not there any more."))
    return edition


@transaction.atomic
def invite(
    *,
    edition: Edition,
    role: str,
    who: Invitee,
    reason: str,
    by: User,
    at: datetime.datetime,
    panel_id: int = 0,
) -> RoleInvitation:
    """Invite somebody with an e-mail address, or a phone; a letter or a short message goes at once.

    Raises NotAllowed; WrongState when the same is waiting for an answer or held; Refused (no
    reason, no name, an address that is none, no such role or seat).
    """
    invitation, code = _written(edition, role, who, reason, panel_id, by=by, at=at)
    if not invitation.email and not invitation.phone:
        raise Refused(_("Write an e-mail address or a phone, or print a slip instead."))
    send(invitation, edition, code)
    return invitation


@transaction.atomic
def invite_on_paper(
    *,
    edition: Edition,
    role: str,
    who: Invitee,
    reason: str,
    by: User,
    at: datetime.datetime,
    panel_id: int = 0,
) -> bytes:
    """Invite somebody by a slip: its PDF. The code stands nowhere else. Raises as `invite`."""
    invitation, code = _written(edition, role, who, reason, panel_id, by=by, at=at)
    return slips(edition, [(invitation, code)], at)


def _written(
    edition: Edition,
    role: str,
    who: Invitee,
    reason: str,
    panel_id: int,
    *,
    by: User,
    at: datetime.datetime,
) -> tuple[RoleInvitation, str]:
    edition = lock(edition)
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat invites people."))
    reason = need_reason(reason, _("Write the reason: it is kept with the role."))
    email, phone = _addresses_of(who)
    refuse_place(edition, role, panel_id)
    same = RoleInvitation.objects.pending().filter(
        edition_id=edition.pk, role=role, panel_id=panel_id, expires_at__gt=at
    )
    if who_is_asked(same, who.full_name, email, phone) is not None:
        raise WrongState(
            _("%(name)s is invited already and has not answered. Send it again from the list.")
            % {"name": who.full_name}
        )
    code = codes.new()
    invitation = RoleInvitation.objects.create(
        edition_id=edition.pk,
        panel_id=panel_id,
        role=role,
        full_name=fits(who.full_name, 120),
        email=email,
        phone=phone,
        workplace=fits(who.workplace, 200),
        title=fits(who.title, 120),
        fields=list(who.fields),
        reason=fits(reason, 300),
        digest=codes.code_digest(code),
        invited_by=by,
        invited_at=at,
        sent_at=at,
        expires_at=at + VALID,
    )
    line = {"invitation": invitation.pk, "role": role, "panel": panel_id}
    chain.append(edition.chain, "role.invited", line, at=at, by=by, text=reason)
    return invitation, code


def who_is_asked(
    invitations: RoleInvitationQuerySet, full_name: str, email: str, phone: str
) -> RoleInvitation | None:
    """The one of these that is for this address; without any address, for this name."""
    if email:
        return invitations.filter(email=email).first()
    if phone:
        return invitations.filter(phone=phone).first()
    return invitations.filter(folded_name=fold(full_name), email="", phone="").first()


def _addresses_of(who: Invitee) -> tuple[str, str]:
    """E-mail and phone in their one form. Raises Refused."""
    if not who.full_name.strip():
        raise Refused(_("Write the name of the person."))
    email = who.email.strip().lower()
    if email and not addresses.is_email(email):
        raise Refused(_("Write an e-mail address, such as ten@example.vn."))
    try:
        phone = sms.normal(who.phone) if who.phone.strip() else ""
    except ValueError as error:
        raise Refused(_("Write a phone number, such as 0912 345 678.")) from error
    return email, phone


def refuse_place(edition: Edition, role: str, panel_id: int) -> None:
    """Raises Refused where nobody is invited to such a role, or to this panel."""
    seats = _seats_for(role)
    if seats is not None:
        seats.refuse(edition, panel_id, role)
    elif role not in roles.GIVEN or panel_id:
        raise Refused(_("Choose one of the roles to which people are invited."))


def send(invitation: RoleInvitation, edition: Edition, code: str) -> None:
    """The letter, or the short message, with the link."""
    key = f"role-invitation:{invitation.digest[:32]}"
    link = page_address("role_invitation", code)
    if invitation.email:
        words = {
            "invitation": invitation,
            "edition": edition,
            "place": place_of(invitation),
            "duty": duty_of(invitation.role),
        }
        post.write_to(invitation.email, "role_invitation", words, key=key, link=link)
        return
    text = _("You are invited to “%(edition)s”: %(link)s") % {
        "edition": edition.label,
        "link": post.absolute(link),
    }
    post.text_to(invitation.phone, text, key=key)


def slips(
    edition: Edition, issued: list[tuple[RoleInvitation, str]], at: datetime.datetime
) -> bytes:
    """The PDF of these invitations with their codes, one a page."""
    with override("vi"):
        return pdf.render_each(
            "role_slip.html", [_slip_of(edition, *one) | {"now": at} for one in issued]
        )


def _slip_of(edition: Edition, invitation: RoleInvitation, code: str) -> dict:
    address = post.absolute(page_address("role_invitation", code))
    return {
        "edition": edition,
        "invitation": invitation,
        "place": place_of(invitation),
        "duty": duty_of(invitation.role),
        "code": code,
        "typed_at": post.absolute(page_address("type_role_code")),
        "qr": qr_data_url(address),
    }


def find(code: str) -> RoleInvitation | None:
    """The invitation with this code, whatever became of it; None where there is none."""
    digest = codes.code_digest(code)
    return RoleInvitation.objects.select_related("invited_by").filter(digest=digest).first()


def why_closed(invitation: RoleInvitation, at: datetime.datetime) -> str:
    """Why nobody can accept it any more, in words; empty while somebody can."""
    if invitation.accepted_at:
        return _("This invitation was used already. Each is good once.")
    if invitation.withdrawn_at:
        return _("The secretariat has withdrawn this invitation.")
    if invitation.declined_at:
        return _("This invitation was declined. Ask the secretariat for another.")
    if invitation.expires_at <= at:
        return _("This invitation is too old. Ask the secretariat to send it again.")
    return ""


def why_not_for(invitation: RoleInvitation, user: User) -> str:
    """Why it is not this person who is invited, in words; empty for whom it is."""
    if invitation.email or invitation.phone:
        is_meant = _holds_address(invitation, user)
    else:
        is_meant = user.folded_name == invitation.folded_name
    if is_meant:
        return ""
    return _(
        "This invitation is for somebody else: you are signed in as %(name)s. Sign in with the "
        "address to which it went, or under the name that stands on the slip."
    ) % {"name": user}


def _holds_address(invitation: RoleInvitation, user: User) -> bool:
    if invitation.email and addresses.person_of(invitation.email) == user:
        return True
    is_phone = bool(invitation.phone) and user.phone == invitation.phone
    return is_phone and user.phone_verified_at is not None


@transaction.atomic
def accept(*, invitation: RoleInvitation, by: User, at: datetime.datetime) -> object:
    """The invited person takes the role: what the verb that gives it returns, a JointRequest where
    a second person has to agree.

    Raises Refused (used, withdrawn, declined, too old, for somebody else, whoever invited does not
    run the edition any more), and what the giving verb raises.
    """
    invitation, edition = _answerable(invitation, by, at)
    host = invitation.invited_by
    if not can_run(host, edition.pk):
        raise Refused(
            _(
                "Whoever invited you does not run this edition any more. Ask the secretariat for "
                "another invitation."
            )
        )
    seats = _seats_for(invitation.role)
    if seats is not None:
        given = seats.give(invitation, by, at)
    else:
        given = roles.give(
            edition=edition,
            user=by,
            role=invitation.role,
            reason=invitation.reason,
            by=host,
            at=at,
        )
    invitation.accepted_by = by
    invitation.accepted_at = at
    close(invitation)
    chain.append(edition.chain, "invitation.accepted", {"invitation": invitation.pk}, at=at, by=by)
    return given


@transaction.atomic
def decline(*, invitation: RoleInvitation, by: User, at: datetime.datetime) -> None:
    """The invited person does not want the role; whoever invited is told. Raises as `accept`."""
    invitation, edition = _answerable(invitation, by, at)
    invitation.declined_at = at
    close(invitation)
    chain.append(edition.chain, "invitation.declined", {"invitation": invitation.pk}, at=at, by=by)
    post.tell(
        invitation.invited_by,
        "role_declined",
        {"invitation": invitation, "edition": edition},
        key=f"role-declined:{invitation.pk}",
        link=page_address("role_invitations", edition.slug),
    )


def _answerable(
    invitation: RoleInvitation, by: User, at: datetime.datetime
) -> tuple[RoleInvitation, Edition]:
    """The invitation as it stands now, for this person. Raises Refused."""
    edition = lock(edition_of(invitation))
    invitation = lock(invitation, "invited_by")
    if why := why_closed(invitation, at) or why_not_for(invitation, by):
        raise Refused(why)
    return invitation, edition


def close(invitation: RoleInvitation) -> None:
    """Keep an answer, and forget where the letter went."""
    invitation.email = ""
    invitation.phone = ""
    invitation.save()
