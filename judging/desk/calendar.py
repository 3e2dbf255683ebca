"""The dates of a judge's work as a calendar file (RFC 5545), to be taken into any calendar."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import is_judge_anywhere
from competition import clock
from foundation.notifications.post import absolute
from foundation.vault import headers
from judging.councils import meetings, progress, undertakings, visits
from judging.desk.buttons import SignedIn

LINE = 75  # octets; longer lines are folded
HOURS = datetime.timedelta(hours=2)  # that a meeting or a visit is entered with


@dataclass(frozen=True)
class Event:
    """One date; `key` stays the same when the date is moved, so that a calendar moves it too."""

    key: str
    title: str
    begins: datetime.datetime
    ends: datetime.datetime
    place: str
    address: str


@login_required
@require_GET
def judge_calendar(request: SignedIn) -> HttpResponse:
    """Deadlines of the sheets, meetings and visits of this judge; no work's title among them."""
    if not is_judge_anywhere(request.user):
        raise Http404
    text = as_ics(list(events_of(request.user)), at=clock.now())
    answer = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    headers.tell(answer, disposition="attachment", name="lich-cham.ics")
    return answer


def events_of(user: User) -> Iterator[Event]:
    """What lies ahead of a judge: by panel, by meeting, by visit."""
    desk = absolute(reverse("judge_desk"))
    for queue in progress.queues_of(user):
        if queue.closes_at and not queue.is_past:
            title = _("Sheets are due: %(panel)s") % {"panel": queue.panel.name}
            begins = queue.closes_at - datetime.timedelta(minutes=30)
            key = f"phieu-{queue.panel.pk}"
            yield Event(key, title, begins, queue.closes_at, "", desk)
    seats = list(undertakings.seats_of(user))
    signed = [seat for seat in seats if seat.undertaking_at]
    for meeting in meetings.waiting_for(signed):
        title = _("Meeting of the council: %(panel)s") % {"panel": meeting.panel.name}
        address = absolute(reverse("meeting", args=[meeting.pk]))
        ends = meeting.held_at + HOURS
        yield Event(f"hop-{meeting.pk}", title, meeting.held_at, ends, meeting.place, address)
    for visit in visits.of_teams(signed):
        title = _("Site check: %(code)s") % {"code": visit.blinded_entry.code}
        ends = visit.planned_at + HOURS
        yield Event(f"tham-dinh-{visit.pk}", title, visit.planned_at, ends, "", desk)


def as_ics(events: list[Event], *, at: datetime.datetime) -> str:
    """The file: CRLF lines of at most 75 octets, times in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Doi moi sang tao//VI"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.key}@doimoisangtao",
            f"DTSTAMP:{_moment(at)}",
            f"DTSTART:{_moment(event.begins)}",
            f"DTEND:{_moment(event.ends)}",
            f"SUMMARY:{_escaped(event.title)}",
            f"LOCATION:{_escaped(event.place)}",
            f"URL:{event.address}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Text without a sign that would end a value; a line break typed in a title is a space."""
    text = " ".join(text.split())
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text


def _folded(line: str) -> str:
    """The line cut at 75 octets, never within a letter; what follows begins with a blank."""
    parts = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE:
            parts.append(part)
            part = " "
        part += letter
    return "\r\n".join([*parts, part])
