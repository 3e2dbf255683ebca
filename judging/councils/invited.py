"""Seats on panels for people who were invited before they had an account."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, RoleInvitation, User
from competition import invitations
from competition.errors import Refused
from competition.models import Edition
from judging.councils import panels
from judging.models import Judge, Panel

DUTIES: dict[str, object] = {
    Membership.Role.JUDGE: gettext_lazy(
        "Scores dossiers of the panel by code, without names, and signs to keep them secret."
    ),
    Membership.Role.CHAIR: gettext_lazy(
        "Scores dossiers by code, leads the panel's meetings and writes its conclusions."
    ),
    Membership.Role.VICE_CHAIR: gettext_lazy(
        "Scores dossiers by code, and leads the panel's meetings in the place of its chair."
    ),
    Membership.Role.PANEL_SECRETARY: gettext_lazy(
        "Calls the panel's meetings and drafts their minutes; scores nothing."
    ),
}


def panel_of(edition: Edition, panel_id: int) -> Panel:
    """A panel of this edition. Raises Refused for any other number."""
    panel = Panel.objects.filter(pk=panel_id, round__edition=edition).first()
    if panel is None:
        raise Refused(_("Choose a panel of this edition for this position."))
    return panel


def _refuse(edition: Edition, panel_id: int, role: str) -> None:
    panel = panel_of(edition, panel_id)
    is_led = panel.judges.filter(position=Membership.Role.CHAIR).exists()
    if role == Membership.Role.CHAIR and is_led:
        raise Refused(_("This panel already has a chair."))


def _name_of(panel_id: int) -> str:
    panel = Panel.objects.filter(pk=panel_id).first()
    return panel.name if panel else ""


@transaction.atomic
def _give(invitation: RoleInvitation, user: User, at: datetime.datetime) -> Judge:
    """The seat, with the fields that the office has named."""
    edition = invitations.edition_of(invitation)
    seat = panels.appoint(
        panel=panel_of(edition, invitation.panel_id),
        user=user,
        position=invitation.role,
        reason=invitation.reason,
        by=invitation.invited_by,
        at=at,
    )
    seat.expertise.set(edition.fields.filter(pk__in=invitation.fields))
    return seat


invitations.seats_are(invitations.Seats(DUTIES, _refuse, _name_of, _give))
