"""A council's meeting: called, attended, voted in, concluded, and written down from the data."""

import datetime
from collections import Counter

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import incoming, store
from judging import permissions
from judging.models import AgendaItem, Attendance, Judge, Meeting, Motion, MotionVoter, Panel


def _require_leader(by, panel: Panel) -> None:
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat run its meetings.")
        )


def _open(meeting: Meeting) -> Meeting:
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("panel__round__edition", "panel__round__scheme")
        .get(pk=meeting.pk)
    )
    if meeting.closed_at:
        raise WrongState(_("This meeting is closed."))
    return meeting


@transaction.atomic
def call(*, panel: Panel, held_at: datetime.datetime, place: str, by, entries=()) -> Meeting:
    """Call a meeting; its members are told. The agenda is the entries given, in their order. Raises
    NotAllowed, Refused.
    """
    _require_leader(by, panel)
    if not place.strip():
        raise Refused(_("Say where the meeting is held."))
    meeting = Meeting.objects.create(panel=panel, held_at=held_at, place=place.strip()[:160])
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, blinded_entry=entry, order=order)
        for order, entry in enumerate(entries, start=1)
    )
    for judge in panel.judges.filter(declined_at=None).select_related("user"):
        post.tell(
            judge.user,
            "meeting_called",
            {"meeting": meeting, "panel": panel},
            key=f"meeting:{meeting.pk}:{judge.pk}",
            link=address_of(meeting),
        )
    return meeting


def address_of(meeting: Meeting) -> str:
    """Where members find a meeting."""
    return f"/cham-diem/hop/{meeting.pk}/"


def members(panel: Panel):
    """Who belongs to the meeting: everybody who has not declined."""
    return panel.judges.filter(declined_at=None).select_related("user").order_by("user__name_key")


def quorum(meeting: Meeting) -> tuple[int, int]:
    """(voting members present, how many are needed): the edition's share of the members who may
    vote, rounded up.
    """
    voting = members(meeting.panel).filter(may_vote=True)
    needed = -(-voting.count() * meeting.panel.round.scheme.quorum_percent // 100)
    return voting.filter(attendances__meeting=meeting).count(), needed


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: list[Judge], by) -> None:
    """Who is there; noting it again replaces the list. Raises NotAllowed, WrongState, Refused."""
    meeting = _open(meeting)
    _require_leader(by, meeting.panel)
    if any(judge.panel_id != meeting.panel_id or judge.declined_at for judge in present):
        raise Refused(_("Choose members of this panel."))
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, judge=judge) for judge in present)


@transaction.atomic
def begin_presentation(*, item: AgendaItem, by, at: datetime.datetime) -> AgendaItem:
    """The clock of an entry's presentation starts; beginning again starts it anew. Raises
    NotAllowed, WrongState.
    """
    meeting = _open(item.meeting)
    _require_leader(by, meeting.panel)
    item.started_at = at
    item.save(update_fields=["started_at"])
    return item


@transaction.atomic
def conclude_item(*, item: AgendaItem, text: str, by) -> AgendaItem:
    """What the council concludes on one entry. Raises NotAllowed, WrongState."""
    meeting = _open(item.meeting)
    _require_leader(by, meeting.panel)
    item.conclusion = text.strip()
    item.save(update_fields=["conclusion"])
    return item


@transaction.atomic
def put_to_vote(
    *, meeting: Meeting, text: str, is_secret: bool, by, at: datetime.datetime
) -> Motion:
    """Open a vote among those present. Raises NotAllowed, WrongState (closed, no quorum), Refused
    (no question).
    """
    meeting = _open(meeting)
    _require_leader(by, meeting.panel)
    if not text.strip():
        raise Refused(_("Write the question on which the members vote."))
    present, needed = quorum(meeting)
    if present < needed:
        raise WrongState(
            _("There is no quorum: %(present)s voting members are here, %(needed)s are needed.")
            % {"present": present, "needed": needed}
        )
    return Motion.objects.create(
        meeting=meeting, text=text.strip()[:300], is_secret=is_secret, opened_at=at
    )


@transaction.atomic
def vote(*, motion: Motion, choice: str, by) -> None:
    """A member who is present votes, once. Of a secret vote nothing joins the member and the
    choice. Raises NotAllowed, WrongState, Refused.
    """
    motion = (
        Motion.objects.select_for_update(of=("self",))
        .select_related("meeting__panel__round")
        .get(pk=motion.pk)
    )
    seat = permissions.seat_on(by, motion.meeting.panel)
    if (
        seat is None
        or not seat.may_vote
        or not motion.meeting.attendances.filter(judge=seat).exists()
    ):
        raise NotAllowed(_("Only voting members who are present vote."))
    if motion.closed_at:
        raise WrongState(_("This vote is closed."))
    if choice not in MotionVoter.Choice.values:
        raise Refused(_("Choose: for, against or abstention."))
    try:
        with transaction.atomic():
            MotionVoter.objects.create(
                motion=motion, judge=seat, choice="" if motion.is_secret else choice
            )
    except IntegrityError as error:
        raise WrongState(_("You have voted already.")) from error
    if motion.is_secret:
        motion.box[choice] = motion.box.get(choice, 0) + 1
        motion.save(update_fields=["box"])


@transaction.atomic
def close_vote(*, motion: Motion, by, at: datetime.datetime) -> Counter:
    """Close a vote and count it; the count goes to the ledger. Raises NotAllowed, WrongState."""
    motion = (
        Motion.objects.select_for_update(of=("self",))
        .select_related("meeting__panel__round__edition")
        .get(pk=motion.pk)
    )
    _require_leader(by, motion.meeting.panel)
    if motion.closed_at:
        raise WrongState(_("This vote is closed."))
    motion.closed_at = at
    motion.save(update_fields=["closed_at"])
    counted = result(motion)
    said = {
        "motion": motion.pk,
        "digest": chain.digest_of([motion.text, motion.is_secret, sorted(counted.items())]),
    }
    chain.append(motion.meeting.panel.round.edition.chain, "council.voted", said, at=at, by=by)
    return counted


def result(motion: Motion) -> Counter:
    """{choice: votes} of a closed vote; empty while it is open, so that nobody sees how
    it stands.
    """
    if motion.closed_at is None:
        return Counter()
    return Counter(
        motion.box if motion.is_secret else motion.voters.values_list("choice", flat=True)
    )


@transaction.atomic
def conclude(*, meeting: Meeting, text: str, by, at: datetime.datetime) -> Meeting:
    """Close the meeting with its conclusion: a member with that right (chair, vice-chair). Raises
    NotAllowed, WrongState, Refused.
    """
    meeting = _open(meeting)
    seat = permissions.seat_on(by, meeting.panel)
    if seat is None or not seat.may_conclude:
        raise NotAllowed(_("The chair or the vice-chair writes the conclusion."))
    if not text.strip():
        raise Refused(_("Write the conclusion."))
    if meeting.motions.filter(closed_at=None).exists():
        raise WrongState(_("A vote is still open. Close it first."))
    present, needed = quorum(meeting)
    if present < needed:
        raise WrongState(
            _("There is no quorum: %(present)s voting members are here, %(needed)s are needed.")
            % {"present": present, "needed": needed}
        )
    meeting.conclusion, meeting.concluded_by, meeting.closed_at = text.strip(), by, at
    meeting.save(update_fields=["conclusion", "concluded_by", "closed_at"])
    chain.append(
        meeting.panel.round.edition.chain,
        "council.concluded",
        {"meeting": meeting.pk, "digest": chain.digest_of(meeting.conclusion)},
        at=at,
        by=by,
    )
    return meeting


@transaction.atomic
def attach_signed(*, meeting: Meeting, upload, by, at: datetime.datetime) -> Meeting:
    """The minutes with everybody's signatures come back as a scan; the first ones stay. Raises
    NotAllowed, WrongState, Refused.
    """
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("panel__round__edition")
        .get(pk=meeting.pk)
    )
    _require_leader(by, meeting.panel)
    if meeting.minutes_id is None:
        raise WrongState(_("Draft the minutes first."))
    if meeting.signed_id:
        raise WrongState(_("The signed minutes are attached already."))
    try:
        content = incoming.pdf(upload)
    except incoming.Unacceptable as refusal:
        raise Refused(str(refusal)) from refusal
    meeting.signed, meeting.signed_at = store.put(content, media_type="application/pdf"), at
    meeting.save(update_fields=["signed", "signed_at"])
    chain.append(
        meeting.panel.round.edition.chain,
        "minutes.signed",
        {"meeting": meeting.pk, "digest": meeting.signed.sha256},
        at=at,
        by=by,
    )
    return meeting
