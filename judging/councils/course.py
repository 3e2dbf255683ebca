"""The course of a meeting: which entry is being heard, how long it may take, and the lines of the
minutes as they grow.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from competition.errors import Refused, WrongState
from competition.verbs import need_reason
from judging.councils import meetings
from judging.models import AgendaItem, Meeting, MinutesLine, Motion, MotionVoter

MORE = 5  # minutes at one press
LONGEST = 500  # letters of one line


def heard(items: Iterable[AgendaItem]) -> AgendaItem | None:
    """The entry whose clock runs."""
    running = [item for item in items if item.started_at and not item.ended_at]
    return running[0] if running else None


def following(items: Iterable[AgendaItem]) -> AgendaItem | None:
    """The first entry of the agenda that was not begun yet."""
    return next((item for item in items if item.started_at is None), None)


def not_heard(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The entries that the meeting has neither begun nor concluded anything on."""
    return [item for item in items if item.started_at is None and not item.conclusion]


@transaction.atomic
def go_on(*, meeting: Meeting, by: User, at: datetime.datetime) -> AgendaItem | None:
    """The entry that is heard ends and the next one of the agenda begins; None after the last one.

    Raises NotAllowed (no leader; a conflict with either entry), WrongState (closed, no quorum, a
    vote still open, nothing left).
    """
    meeting = meetings.still_open(meeting)
    meetings.require_leader(by, meeting.panel)
    meetings.require_quorum(meeting)
    items = list(meeting.agenda.select_related("blinded_entry"))
    running = heard(items)
    ahead = following(items)
    if running is None and ahead is None:
        raise WrongState(_("Every entry of the agenda was heard. Write the conclusion."))
    if running is not None:
        meetings.require_in_the_room(by, running)
        if running.motions.filter(closed_at=None).exists():
            raise WrongState(_("A vote is still open. Close it first."))
    if ahead is not None:
        return meetings.begin_presentation(item=ahead, by=by, at=at)
    meeting.agenda.filter(ended_at=None).update(ended_at=at)
    return None


@transaction.atomic
def give_more_time(*, item: AgendaItem, by: User) -> AgendaItem:
    """Five more minutes for the entry that is heard. Raises NotAllowed, WrongState."""
    meeting = meetings.still_open(item.meeting)
    meetings.require_leader(by, meeting.panel)
    meetings.require_in_the_room(by, item)
    item = meeting.agenda.get(pk=item.pk)
    if item.started_at is None or item.ended_at is not None:
        raise WrongState(_("The clock of this entry does not run."))
    item.more_minutes += MORE
    item.save(update_fields=["more_minutes"])
    return item


@transaction.atomic
def write_line(
    *,
    meeting: Meeting,
    text: str,
    by: User,
    at: datetime.datetime,
    item: AgendaItem | None = None,
) -> MinutesLine:
    """Add a line to the minutes, with its moment. Raises NotAllowed, WrongState, Refused."""
    meeting = meetings.still_open(meeting)
    meetings.require_leader(by, meeting.panel)
    if item is not None and item.meeting_id != meeting.pk:
        raise Refused(_("This entry is not on the agenda of the meeting."))
    meetings.require_in_the_room(by, item)
    words = need_reason(text, _("Write what happened."))
    if len(words) > LONGEST:
        raise Refused(_("At most %(most)s letters, please.") % {"most": LONGEST})
    return MinutesLine.objects.create(meeting=meeting, item=item, text=words, at=at)


@transaction.atomic
def strike_line(*, line: MinutesLine, by: User) -> None:
    """Take a line out of the minutes while the meeting lasts. Raises NotAllowed, WrongState."""
    meeting = meetings.still_open(line.meeting)
    meetings.require_leader(by, meeting.panel)
    meetings.require_in_the_room(by, line.item)
    line.delete()


@dataclass(frozen=True)
class Said:
    """A line of the minutes as they stand: written, or told by the data. `pk` of a written one.
    Of one that was written when the meeting was over, `at` is no hour of the meeting.
    """

    at: datetime.datetime
    text: str
    pk: int | None = None
    is_afterwards: bool = False


def minutes_so_far(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Said]:
    """What has happened up to now in order of time: of the entries given, which are those that the
    reader may meet, and of the meeting as a whole.
    """
    seen = {item.pk: item for item in items}
    lines = [
        Said(line.at, line.text, line.pk)
        for line in meeting.lines.all()
        if line.item_id is None or line.item_id in seen
    ]
    for item in seen.values():
        lines += _of_item(item)
    for motion in meeting.motions.all():
        if motion.item_id is None or motion.item_id in seen:
            lines += _of_motion(motion)
    lines += _of_the_end(meeting)
    told = [
        replace(line, is_afterwards=line.at != meeting.ended_at and not meeting.is_during(line.at))
        for line in lines
    ]
    return sorted(told, key=lambda line: line.at)


def _of_the_end(meeting: Meeting) -> list[Said]:
    """That it ended, where it is known when; that it was closed here, where that is apart."""
    lines = []
    if meeting.ended_at:
        lines.append(Said(meeting.ended_at, _("The meeting is closed.")))
    if meeting.closed_at and meeting.closed_at != meeting.ended_at:
        lines.append(Said(meeting.closed_at, _("The conclusion is written down here.")))
    return lines


def _of_item(item: AgendaItem) -> list[Said]:
    code = {"code": item.blinded_entry.code}
    lines = []
    if item.started_at:
        lines.append(Said(item.started_at, _("%(code)s is taken up.") % code))
    if item.ended_at and item.conclusion:
        said = _("%(code)s is concluded: %(text)s") % (code | {"text": item.conclusion})
        lines.append(Said(item.ended_at, said))
    return lines


def _of_motion(motion: Motion) -> list[Said]:
    opened = _("Put to the vote: %(text)s") % {"text": motion.text}
    lines = [Said(motion.opened_at, opened)]
    if motion.closed_at is None:
        return lines
    if not meetings.shows_split(motion):
        return [*lines, Said(motion.closed_at, pgettext("of a meeting", "The vote is closed."))]
    votes = meetings.result(motion)
    counted = ", ".join(f"{votes[choice]} {choice.label}" for choice in MotionVoter.Choice)
    outcome = {True: _("Carried."), False: _("Not carried."), None: ""}[meetings.is_carried(motion)]
    text = _("Voted: %(counted)s. %(outcome)s") % {"counted": counted, "outcome": outcome}
    return [*lines, Said(motion.closed_at, text.strip())]
