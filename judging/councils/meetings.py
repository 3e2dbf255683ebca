"""A council's meeting: called, attended, voted in, concluded, and written down from the data."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.two_windows import require_newest
from competition.verbs import address_of, fits, lock, need_reason
from foundation.ledger import chain
from foundation.notifications import post
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


def still_open(meeting: Meeting) -> Meeting:
    """The meeting, locked. Raises WrongState once it is closed."""
    meeting = lock(meeting, "panel__round__edition", "panel__round__scheme")
    if meeting.closed_at:
        raise WrongState(_("This meeting is closed."))
    return meeting


def waits_for_its_day(meeting: Meeting, at: datetime.datetime) -> str:
    """Why nobody can be noted as present yet, in words; empty where the day has come. Minutes would
    bear another day than that on which it was held.
    """
    day = localdate(meeting.held_at)
    if day <= localdate(at):
        return ""
    words = _("This meeting is called for %(day)s. If it is held earlier, call one for that day.")
    return words % {"day": day.strftime("%d/%m/%Y")}


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
    meeting = Meeting.objects.create(
        panel=panel, held_at=held_at, place=fits(place, 160), is_recorded=is_held
    )
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


def may_read_minutes(user: User, meeting: Meeting) -> bool:
    """Nobody reads them who leaves the room for one of the entries in them."""
    apart = Conflict.objects.in_force().filter(judge__user=user.pk)
    entries = meeting.agenda.values("blinded_entry")
    return not apart.filter(blinded_entry__in=entries).exists()


def voting_members(meeting: Meeting) -> int:
    """How many belong to the panel and may vote."""
    return members(meeting.panel).filter(may_vote=True).count()


def quorum(meeting: Meeting, item: AgendaItem | None = None) -> tuple[int, int]:
    """(voting members present, how many are needed): the edition's share of the members who may
    vote, rounded up. At an item, those who leave the room for it are not present.
    """
    voting, present = _voting(meeting, item)
    percent = meeting.panel.round.scheme.quorum_percent
    return present, -(-voting * percent // 100)


def _voting(meeting: Meeting, item: AgendaItem | None = None) -> tuple[int, int]:
    """(members who may vote, how many of them are present): whoever leaves the room for an item is
    a member all the same, and not present at its votes.
    """
    voting = members(meeting.panel).filter(may_vote=True)
    present = voting.filter(attendances__meeting=meeting)
    if item is not None:
        present = present.exclude(pk__in=kept_away(item))
    return voting.count(), present.count()


def kept_away(item: AgendaItem) -> list[int]:
    """The seats of the panel that a conflict of interest sends out of the room for an item."""
    apart = Conflict.objects.in_force().filter(blinded_entry=item.blinded_entry_id)
    return list(apart.filter(judge__panel=item.meeting.panel_id).values_list("judge", flat=True))


def require_in_the_room(by: User, item: AgendaItem | None) -> None:
    """Raises NotAllowed for whoever leaves the room for this item."""
    if item is not None and permissions.is_kept_away(by, item.blinded_entry):
        raise NotAllowed(_("A conflict of interest keeps you away from this entry."))


def require_quorum(meeting: Meeting, item: AgendaItem | None = None) -> None:
    """Raises WrongState while fewer members are here than the edition asks for."""
    present, needed = quorum(meeting, item)
    if present < needed:
        raise WrongState(
            _("There is no quorum: %(present)s voting members are here, %(needed)s are needed.")
            % {"present": present, "needed": needed}
        )


@transaction.atomic
def note_attendance(
    *,
    meeting: Meeting,
    present: list[Judge],
    by: User,
    asked: Iterable[int] | None = None,
    at: datetime.datetime | None = None,
) -> None:
    """Who is there; noting it again replaces what was noted: of the seats whose ids are `asked`, or
    of the whole panel. `at` is when it is noted by somebody who sits there; a table that is read in
    tells of a meeting that was. Raises NotAllowed, WrongState (closed, its day has not come),
    Refused.
    """
    meeting = still_open(meeting)
    require_leader(by, meeting.panel)
    if at and (waiting := waits_for_its_day(meeting, at)):
        raise WrongState(waiting)
    if any(judge.panel_id != meeting.panel_id or judge.declined_at for judge in present):
        raise Refused(_("Choose members of this panel."))
    noted = meeting.attendances.all()
    if asked is not None:
        noted = noted.filter(judge__in=[*asked, *(judge.pk for judge in present)])
    noted.delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, judge=judge) for judge in present)


@transaction.atomic
def begin_presentation(*, item: AgendaItem, by: User, at: datetime.datetime) -> AgendaItem:
    """The clock of an entry's presentation starts, and that of the one before it ends; beginning
    again starts it anew.

    Raises NotAllowed, WrongState.
    """
    meeting = still_open(item.meeting)
    require_leader(by, meeting.panel)
    require_in_the_room(by, item)
    running = meeting.agenda.filter(ended_at=None).exclude(started_at=None)
    running.exclude(pk=item.pk).update(ended_at=at)
    item.started_at = at
    item.ended_at = None
    item.more_minutes = 0
    item.save(update_fields=["started_at", "ended_at", "more_minutes"])
    return item


@transaction.atomic
def conclude_item(*, item: AgendaItem, text: str, by: User, upon: str | None = None) -> AgendaItem:
    """What the council concludes on one entry. Raises NotAllowed, WrongState; Stale where another
    leader has written since the version `upon`.
    """
    meeting = still_open(item.meeting)
    require_leader(by, meeting.panel)
    require_in_the_room(by, item)
    item = lock(item)
    words = text.replace("\r\n", "\n").strip()
    require_newest(item.conclusion, words, upon=upon)
    item.conclusion = words
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
    item: AgendaItem | None = None,
) -> Motion:
    """Open a vote among those present; `needs` says how many must be for it (`Motion.Needs`), and
    `item` on which entry it is: then those who leave the room for it do not vote.

    Raises NotAllowed, WrongState (closed, no quorum, too few for a secret vote), Refused (no
    question, no such share).
    """
    meeting = still_open(meeting)
    require_leader(by, meeting.panel)
    question = need_reason(text, _("Write the question on which the members vote."))
    if needs not in Motion.Needs.values:
        raise Refused(_("Choose how many must agree."))
    if item is not None and item.meeting_id != meeting.pk:
        raise Refused(_("This entry is not on the agenda of the meeting."))
    require_in_the_room(by, item)
    require_quorum(meeting, item)
    _require_secrecy(meeting, item, is_secret=is_secret)
    return Motion.objects.create(
        meeting=meeting,
        item=item,
        text=fits(question, 300),
        is_secret=is_secret,
        needs=needs,
        opened_at=at,
    )


def _require_secrecy(meeting: Meeting, item: AgendaItem | None, *, is_secret: bool) -> None:
    members, present = _voting(meeting, item)
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
    require_in_the_room(by, motion.item)
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
    require_in_the_room(by, motion.item)
    if motion.closed_at:
        raise WrongState(_("This vote is closed."))
    if waiting := waits_for_votes(motion):
        raise WrongState(waiting)
    motion.closed_at = at
    motion.members, motion.present = _voting(motion.meeting, motion.item)
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


def turnout(motion: Motion) -> tuple[int, int]:
    """(who have voted, who are here and may vote) on an open motion."""
    _members, present = _voting(motion.meeting, motion.item)
    return motion.voters.count(), present


def waits_for_votes(motion: Motion) -> str:
    """Why a vote cannot be closed yet, in words; empty where it can."""
    if not motion.is_secret:
        return ""
    members, _present = _voting(motion.meeting)
    needed = min(LEAST_SECRET, members)
    voted = motion.voters.count()
    if voted >= needed:
        return ""
    words = ngettext(
        "%(voted)s member has voted. A secret vote is closed once %(needed)s have, "
        "so that nobody's choice is known.",
        "%(voted)s members have voted. A secret vote is closed once %(needed)s have, "
        "so that nobody's choice is known.",
        voted,
    )
    return words % {"voted": voted, "needed": needed}


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


def require_ready(
    meeting: Meeting,
    by: User,
    at: datetime.datetime,
    ended_at: datetime.datetime | None = None,
) -> None:
    """Raises NotAllowed for everybody but the chair and the vice-chair; WrongState while a vote is
    open or too few are here; Refused for an end that cannot be.
    """
    seat = permissions.seat_on(by, meeting.panel)
    if seat is None or not seat.may_conclude:
        raise NotAllowed(_("The chair or the vice-chair writes the conclusion."))
    if meeting.closed_at:
        raise WrongState(_("This meeting is closed."))
    if meeting.motions.filter(closed_at=None).exists():
        raise WrongState(_("A vote is still open. Close it first."))
    require_quorum(meeting)
    _require_an_end(meeting, ended_at, at)


@transaction.atomic
def conclude(
    *,
    meeting: Meeting,
    text: str,
    by: User,
    at: datetime.datetime,
    ended_at: datetime.datetime | None = None,
) -> Meeting:
    """Close the meeting with its conclusion: a member with that right (chair, vice-chair).
    `ended_at` is when it really ended, as its minutes say it; of one that is closed while it lasts,
    now; of another one that nobody knows the end of, nothing.

    Raises NotAllowed, WrongState, Refused (an end before the beginning, or to come).
    """
    meeting = still_open(meeting)
    require_ready(meeting, by, at, ended_at)
    conclusion = need_reason(text, _("Write the conclusion."))
    if ended_at is None and meeting.is_during(at):
        ended_at = at
    meeting.conclusion = conclusion
    meeting.concluded_by = by
    meeting.closed_at = at
    meeting.ended_at = ended_at
    # A draft of before does not hold the conclusion: nobody shall confirm it.
    meeting.minutes = meeting.minutes_docx = None
    written = ["conclusion", "concluded_by", "closed_at", "ended_at", "minutes", "minutes_docx"]
    meeting.save(update_fields=written)
    meeting.agenda.filter(ended_at=None).exclude(started_at=None).update(ended_at=at)
    chain.append(
        meeting.panel.round.edition.chain,
        "council.concluded",
        {"meeting": meeting.pk},
        at=at,
        by=by,
        beside={
            "digest": chain.digest_of(conclusion),
            "present": present_digest(meeting),
            "ended": end_told(meeting),
        },
    )
    return meeting


def _require_an_end(
    meeting: Meeting, ended_at: datetime.datetime | None, at: datetime.datetime
) -> None:
    if ended_at is None:
        return
    if ended_at <= meeting.held_at:
        raise Refused(_("A meeting ends after it has begun. Write the hour at which it ended."))
    if ended_at > at:
        raise Refused(_("This end is still to come. Write when the meeting really ended."))


def end_told(meeting: Meeting) -> str:
    """When it ended, as the ledger's line of its conclusion has it; empty where nobody said it."""
    if meeting.ended_at is None:
        return ""
    return meeting.ended_at.astimezone(datetime.UTC).isoformat()


def present_digest(meeting: Meeting) -> str:
    """What is kept beside the ledger's line of who was there: a quorum rests on it, and fees do. In
    the line itself it could be tried out, as a panel has few members.
    """
    return chain.digest_of(sorted(meeting.attendances.values_list("judge", flat=True)))
