"""A council's meeting: called, attended, voted in, concluded, and written down from the data."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import address_of, lock, need_reason
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import incoming, store
from judging import permissions
from judging.models import (
    AgendaItem,
    Attendance,
    BlindedEntry,
    Conflict,
    Judge,
    Meeting,
    Motion,
    MotionVoter,
    Panel,
)

# Of fewer, whoever voted knows what the other has chosen, and everybody what a single one has.
LEAST_SECRET = 3


def require_leader(by: User, panel: Panel) -> None:
    """Raises NotAllowed for everybody but those who lead the panel, and the office."""
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat run its meetings.")
        )


def _open(meeting: Meeting) -> Meeting:
    meeting = lock(meeting, "panel__round__edition", "panel__round__scheme")
    if meeting.closed_at:
        raise WrongState(_("This meeting is closed."))
    return meeting


@transaction.atomic
def call(
    *,
    panel: Panel,
    held_at: datetime.datetime,
    place: str,
    by: User,
    entries: Iterable[BlindedEntry] = (),
    is_held: bool = False,
) -> Meeting:
    """Call a meeting; its members are told. The agenda is the entries given, in their order. One
    that has been held already is only written down, so that its minutes can be drafted.

    Raises NotAllowed, Refused.
    """
    require_leader(by, panel)
    place = need_reason(place, _("Say where the meeting is held."))
    meeting = Meeting.objects.create(panel=panel, held_at=held_at, place=place[:160])
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, blinded_entry=entry, order=order)
        for order, entry in enumerate(entries, start=1)
    )
    called = () if is_held else members(panel)
    for judge in called:
        post.tell(
            judge.user,
            "meeting_called",
            {"meeting": meeting, "panel": panel},
            key=f"meeting:{meeting.pk}:{judge.pk}",
            link=address_of(meeting),
        )
    return meeting


def members(panel: Panel) -> QuerySet[Judge]:
    """Who belongs to the meeting: everybody who has not declined."""
    seats = panel.judges.filter(declined_at=None).select_related("user")
    return seats.order_by("user__name_key", "pk")


def agenda_for(seat: Judge | None, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The entries to be heard; a member with a conflict of interest leaves for that one and does
    not see it.
    """
    items = meeting.agenda.select_related("blinded_entry")
    if seat is None:
        return items
    apart = Conflict.objects.in_force().filter(judge=seat)
    return items.exclude(blinded_entry__in=apart.values("blinded_entry"))


def waiting_for(seats: Iterable[Judge]) -> QuerySet[Meeting]:
    """The meetings that are called for these seats and not closed yet."""
    return Meeting.objects.filter(panel__judges__in=seats, closed_at=None).select_related("panel")


def quorum(meeting: Meeting) -> tuple[int, int]:
    """(voting members present, how many are needed): the edition's share of the members who may
    vote, rounded up.
    """
    voting, present = _voting(meeting)
    percent = meeting.panel.round.scheme.quorum_percent
    return present, -(-voting * percent // 100)


def _voting(meeting: Meeting) -> tuple[int, int]:
    """(members who may vote, how many of them are present)."""
    voting = members(meeting.panel).filter(may_vote=True)
    return voting.count(), voting.filter(attendances__meeting=meeting).count()


def _require_quorum(meeting: Meeting) -> None:
    present, needed = quorum(meeting)
    if present < needed:
        raise WrongState(
            _("There is no quorum: %(present)s voting members are here, %(needed)s are needed.")
            % {"present": present, "needed": needed}
        )


@transaction.atomic
def note_attendance(
    *, meeting: Meeting, present: list[Judge], by: User, asked: Iterable[int] | None = None
) -> None:
    """Who is there; noting it again replaces what was noted: of the seats whose ids are `asked`, or
    of the whole panel. Raises NotAllowed, WrongState, Refused.
    """
    meeting = _open(meeting)
    require_leader(by, meeting.panel)
    if any(judge.panel_id != meeting.panel_id or judge.declined_at for judge in present):
        raise Refused(_("Choose members of this panel."))
    noted = meeting.attendances.all()
    if asked is not None:
        noted = noted.filter(judge__in=[*asked, *(judge.pk for judge in present)])
    noted.delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, judge=judge) for judge in present)


@transaction.atomic
def begin_presentation(*, item: AgendaItem, by: User, at: datetime.datetime) -> AgendaItem:
    """The clock of an entry's presentation starts; beginning again starts it anew.

    Raises NotAllowed, WrongState.
    """
    meeting = _open(item.meeting)
    require_leader(by, meeting.panel)
    item.started_at = at
    item.save(update_fields=["started_at"])
    return item


@transaction.atomic
def conclude_item(*, item: AgendaItem, text: str, by: User) -> AgendaItem:
    """What the council concludes on one entry. Raises NotAllowed, WrongState."""
    meeting = _open(item.meeting)
    require_leader(by, meeting.panel)
    item.conclusion = text.strip()
    item.save(update_fields=["conclusion"])
    return item


@transaction.atomic
def put_to_vote(
    *,
    meeting: Meeting,
    text: str,
    is_secret: bool,
    by: User,
    at: datetime.datetime,
    needs: str = Motion.Needs.HALF_PRESENT,
) -> Motion:
    """Open a vote among those present; `needs` says how many must be for it (`Motion.Needs`).

    Raises NotAllowed, WrongState (closed, no quorum, too few for a secret vote), Refused (no
    question, no such share).
    """
    meeting = _open(meeting)
    require_leader(by, meeting.panel)
    question = need_reason(text, _("Write the question on which the members vote."))
    if needs not in Motion.Needs.values:
        raise Refused(_("Choose how many must agree."))
    _require_quorum(meeting)
    _require_secrecy(meeting, is_secret=is_secret)
    return Motion.objects.create(
        meeting=meeting, text=question[:300], is_secret=is_secret, needs=needs, opened_at=at
    )


def _require_secrecy(meeting: Meeting, *, is_secret: bool) -> None:
    members, present = _voting(meeting)
    needed = min(LEAST_SECRET, members)
    if is_secret and present < needed:
        raise WrongState(
            _(
                "A secret vote takes at least %(needed)s voting members, so that nobody's choice "
                "is known: %(present)s are here."
            )
            % {"needed": needed, "present": present}
        )


@transaction.atomic
def vote(*, motion: Motion, choice: str, by: User) -> None:
    """A member who is present votes, once.

    Of a secret vote nothing joins the member and the choice: the row says that somebody has voted,
    the box of the motion counts. Raises NotAllowed, WrongState, Refused.
    """
    motion = lock(motion, "meeting__panel__round")
    seat = permissions.voting_seat(by, motion.meeting)
    if seat is None:
        raise NotAllowed(_("Only voting members who are present vote."))
    if motion.closed_at:
        raise WrongState(_("This vote is closed."))
    if choice not in MotionVoter.Choice.values:
        raise Refused(_("Choose: for, against or abstention."))
    shown = "" if motion.is_secret else choice
    try:
        with transaction.atomic():
            MotionVoter.objects.create(motion=motion, judge=seat, choice=shown)
    except IntegrityError as error:
        raise WrongState(_("You have voted already.")) from error
    if motion.is_secret:
        motion.box[choice] = motion.box.get(choice, 0) + 1
        motion.save(update_fields=["box"])


@transaction.atomic
def close_vote(*, motion: Motion, by: User, at: datetime.datetime) -> Counter[str]:
    """Close a vote and count it, of how many members: both go to the ledger.

    A secret vote waits until so many have voted that it tells nobody's choice. Raises NotAllowed,
    WrongState.
    """
    motion = lock(motion, "meeting__panel__round__edition")
    require_leader(by, motion.meeting.panel)
    if motion.closed_at:
        raise WrongState(_("This vote is closed."))
    _require_enough_secret_votes(motion)
    motion.closed_at = at
    motion.members, motion.present = _voting(motion.meeting)
    motion.save(update_fields=["closed_at", "members", "present"])
    counted = result(motion)
    chain.append(
        motion.meeting.panel.round.edition.chain,
        "council.voted",
        {"motion": motion.pk},
        at=at,
        by=by,
        text=chain.canonical(counted_vote(motion)),
    )
    return counted


def _require_enough_secret_votes(motion: Motion) -> None:
    if not motion.is_secret:
        return
    members, _present = _voting(motion.meeting)
    needed = min(LEAST_SECRET, members)
    voted = motion.voters.count()
    if voted < needed:
        raise WrongState(
            _(
                "%(voted)s members have voted. A secret vote is closed once %(needed)s have, "
                "so that nobody's choice is known."
            )
            % {"voted": voted, "needed": needed}
        )


def shows_split(motion: Motion) -> bool:
    """Whether it may be said how many were for it: of a secret vote of very few that would tell who
    chose what.
    """
    return not motion.is_secret or motion.voters.count() >= LEAST_SECRET


def result(motion: Motion) -> Counter[str]:
    """{choice: votes} of a closed vote; empty while it is open, so that nobody sees how it
    stands.
    """
    if motion.closed_at is None:
        return Counter()
    if motion.is_secret:
        return Counter(motion.box)
    return Counter(motion.voters.values_list("choice", flat=True))


def counted_vote(motion: Motion) -> list[Any]:
    """What stands beside the line of a counted vote; of how many it needed only where that was
    asked. In the line itself a few members' votes could be tried out.
    """
    counted = [motion.text, motion.is_secret, sorted(result(motion).items())]
    if motion.needs:
        counted += [motion.needs, motion.members, motion.present]
    return counted


def is_carried(motion: Motion) -> bool | None:
    """Whether enough members were for it; None while it is open, or where no share was asked."""
    if motion.required is None:
        return None
    return result(motion)[MotionVoter.Choice.FOR] >= motion.required


@transaction.atomic
def conclude(*, meeting: Meeting, text: str, by: User, at: datetime.datetime) -> Meeting:
    """Close the meeting with its conclusion: a member with that right (chair, vice-chair).

    Raises NotAllowed, WrongState, Refused.
    """
    meeting = _open(meeting)
    seat = permissions.seat_on(by, meeting.panel)
    if seat is None or not seat.may_conclude:
        raise NotAllowed(_("The chair or the vice-chair writes the conclusion."))
    conclusion = need_reason(text, _("Write the conclusion."))
    if meeting.motions.filter(closed_at=None).exists():
        raise WrongState(_("A vote is still open. Close it first."))
    _require_quorum(meeting)
    meeting.conclusion = conclusion
    meeting.concluded_by = by
    meeting.closed_at = at
    meeting.save(update_fields=["conclusion", "concluded_by", "closed_at"])
    chain.append(
        meeting.panel.round.edition.chain,
        "council.concluded",
        {"meeting": meeting.pk},
        at=at,
        by=by,
        beside={"digest": chain.digest_of(conclusion), "present": present_digest(meeting)},
    )
    return meeting


def present_digest(meeting: Meeting) -> str:
    """What is kept beside the ledger's line of who was there: a quorum rests on it, and fees do. In
    the line itself it could be tried out, as a panel has few members.
    """
    return chain.digest_of(sorted(meeting.attendances.values_list("judge", flat=True)))


@transaction.atomic
def attach_signed(
    *, meeting: Meeting, upload: UploadedFile, by: User, at: datetime.datetime
) -> Meeting:
    """The minutes with everybody's signatures come back as a scan; the first ones stay.

    Raises NotAllowed, WrongState, Refused.
    """
    meeting = lock(meeting, "panel__round__edition")
    require_leader(by, meeting.panel)
    if meeting.minutes_id is None:
        raise WrongState(_("Draft the minutes first."))
    if meeting.signed_id:
        raise WrongState(_("The signed minutes are attached already."))
    try:
        content = incoming.pdf(upload)
    except incoming.Unacceptable as refusal:
        raise Refused(str(refusal)) from refusal
    scan = store.put(content, media_type="application/pdf")
    meeting.signed = scan
    meeting.signed_at = at
    meeting.save(update_fields=["signed", "signed_at"])
    chain.append(
        meeting.panel.round.edition.chain,
        "minutes.signed",
        {"meeting": meeting.pk, "digest": scan.sha256},
        at=at,
        by=by,
    )
    return meeting
