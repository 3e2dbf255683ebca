"""Dates as a file that every calendar reads (iCalendar, RFC 5545)."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import Truncator

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LINE = 74  # octets of a line; the format takes 75 (RFC 5545, 3.1)
_UTC = datetime.UTC


@dataclass(frozen=True)
class Date:
    """A deadline (without an end), or a stretch of time. `key` is the same whenever it is written:
    a date that was moved moves in the calendar too. One that is somebody's own has an alarm the day
    before.
    """

    key: str
    title: str
    begins: datetime.datetime
    ends: datetime.datetime | None = None
    place: str = ""
    link: str = ""
    beside: str = ""
    has_alarm: bool = True


def calendar_file(name: str, dates: Iterable[Date], now: datetime.datetime) -> bytes:
    """The file of these dates under a name, which calendars show."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//contest//dates//VI",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in dates:
        lines += _event(one, now)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(one: Date, now: datetime.datetime) -> list[str]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    name = hashlib.sha256(one.key.encode()).hexdigest()[:24]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{name}@{host}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(one.begins)}",
        f"DTEND:{_moment(one.ends or one.begins)}",
        f"SUMMARY:{_text(Truncator(one.title).chars(200))}",
    ]
    if one.place:
        lines.append(f"LOCATION:{_text(one.place)}")
    if one.link:
        lines.append(f"URL:{one.link}")
    if one.beside:
        lines.append(f"DESCRIPTION:{_text(one.beside)}")
    if not one.has_alarm:
        return [*lines, "END:VEVENT"]
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(one.title)}", "TRIGGER:-P1D"]
    return [*lines, *alarm, "END:VALARM", "END:VEVENT"]


def _moment(at: datetime.datetime) -> str:
    return f"{at.astimezone(_UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Text as the format has it (3.3.11): no line of its own can be smuggled in."""
    plain = " ".join(words.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """The line in pieces, none of which ends inside a letter."""
    pieces = [b""]
    for letter in line:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > _LINE:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
