"""Minutes are read and confirmed on screen, one after the other, and come back signed: in ink as a
scan, or with digital signatures, which are verified.
"""

import datetime
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import address_of, lock
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import incoming, store
from judging.councils import meetings
from judging.models import Conflict, Judge, Meeting, MinutesConfirmation

# Who writes them confirms first, who leads the council last.
_FIRST, _THEN, _LAST = range(3)


@dataclass(frozen=True)
class Turn:
    """A member who confirms: when that was done, and whether it is this member's turn."""

    judge: Judge
    at: datetime.datetime | None
    is_due: bool


def turns(meeting: Meeting) -> list[Turn]:
    """Who confirms the minutes of a closed meeting, in order: whoever was there and signs, but
    nobody who must not read a part of them. Empty without a draft.
    """
    if meeting.closed_at is None or meeting.minutes is None:
        return []
    confirmed = dict(
        meeting.confirmations.filter(digest=meeting.minutes.sha256).values_list("judge", "at")
    )
    seats = sorted(_confirming(meeting), key=lambda seat: _rank(seat, meeting))
    waiting = [_rank(seat, meeting) for seat in seats if seat.pk not in confirmed]
    now = min(waiting, default=None)
    return [
        Turn(
            seat,
            confirmed.get(seat.pk),
            is_due=seat.pk not in confirmed and _rank(seat, meeting) == now,
        )
        for seat in seats
    ]


def _confirming(meeting: Meeting) -> list[Judge]:
    """Those who sign and were there, by name."""
    apart = Conflict.objects.in_force().filter(
        judge__panel=meeting.panel_id, blinded_entry__in=meeting.agenda.values("blinded_entry")
    )
    there = meetings.members(meeting.panel).filter(attendances__meeting=meeting)
    return [seat for seat in there.exclude(pk__in=apart.values("judge")) if seat.may_sign]


def _rank(seat: Judge, meeting: Meeting) -> int:
    if seat.user_id == meeting.concluded_by_id:
        return _LAST
    return _FIRST if seat.position == Membership.Role.PANEL_SECRETARY else _THEN


@transaction.atomic
def confirm(*, meeting: Meeting, by: User, at: datetime.datetime) -> MinutesConfirmation:
    """A member who was there has read the draft and confirms it; those who come next are told.

    Raises NotAllowed, WrongState (not closed, no draft, signed already, not yet this one's turn).
    """
    meeting = lock(meeting, "panel__round__edition", "minutes")
    draft = meeting.minutes
    if meeting.closed_at is None or draft is None:
        raise WrongState(_("The minutes of the whole meeting are not drafted yet."))
    if meeting.signed_id:
        raise WrongState(_("The signed minutes are attached already."))
    turn = next((turn for turn in turns(meeting) if turn.judge.user_id == by.pk), None)
    if turn is None:
        raise NotAllowed(_("Members who were there and sign confirm the minutes."))
    if turn.at is not None:
        raise WrongState(_("You have confirmed these minutes already."))
    if not turn.is_due:
        raise WrongState(_("Others confirm first. You are told when it is your turn."))
    confirmation = MinutesConfirmation.objects.create(
        meeting=meeting, judge=turn.judge, digest=draft.sha256, at=at
    )
    chain.append(
        meeting.panel.round.edition.chain,
        "minutes.confirmed",
        {"meeting": meeting.pk, "digest": draft.sha256},
        at=at,
        by=by,
    )
    tell_who_is_due(meeting)
    return confirmation


def tell_who_is_due(meeting: Meeting, *, again: str = "") -> int:
    """Write to those whose turn it is, once a draft and once more for each `again`; how many."""
    due = [turn.judge for turn in turns(meeting) if turn.is_due]
    for judge in due:
        post.tell(
            judge.user,
            "minutes_to_confirm",
            {"meeting": meeting, "panel": meeting.panel},
            key=f"minutes:{meeting.pk}:{meeting.minutes_id}:{judge.pk}:{again}",
            link=address_of(meeting),
        )
    return len(due)


@transaction.atomic
def remind(*, meeting: Meeting, by: User, at: datetime.datetime) -> None:
    """Write once more to those whose turn it is, at most once a day. Raises NotAllowed,
    WrongState.
    """
    meeting = lock(meeting, "panel__round__edition", "minutes")
    meetings.require_leader(by, meeting.panel)
    if meeting.signed_id or not tell_who_is_due(meeting, again=str(localdate(at))):
        raise WrongState(_("Nobody's confirmation is missing."))


@transaction.atomic
def attach_signed(
    *, meeting: Meeting, upload: UploadedFile, by: User, at: datetime.datetime
) -> Meeting:
    """The minutes with everybody's signatures come back, as a scan or with digital signatures; the
    first ones stay.

    Raises NotAllowed, WrongState, Refused (no PDF, a digital signature that does not hold).
    """
    meeting = lock(meeting, "panel__round__edition")
    meetings.require_leader(by, meeting.panel)
    if meeting.minutes_id is None:
        raise WrongState(_("Draft the minutes first."))
    if meeting.signed_id:
        raise WrongState(_("The signed minutes are attached already."))
    try:
        content = incoming.pdf(upload)
    except incoming.Unacceptable as refusal:
        raise Refused(str(refusal)) from refusal
    signatures = incoming.signatures(content)
    if signatures is None:
        raise Refused(
            _(
                "A digital signature in this file does not hold: it was changed after it was "
                "signed. Send the file as it left the signing tool."
            )
        )
    paper = store.put(content, media_type="application/pdf")
    meeting.signed = paper
    meeting.signed_at = at
    meeting.signatures = signatures
    meeting.save(update_fields=["signed", "signed_at", "signatures"])
    chain.append(
        meeting.panel.round.edition.chain,
        "minutes.signed",
        {"meeting": meeting.pk, "digest": paper.sha256},
        at=at,
        by=by,
    )
    return meeting
