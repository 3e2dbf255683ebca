"""The events of the site: what editors wrote, and the phases of the published editions; as a list,
and as an iCalendar file (RFC 5545).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localtime

from competition.models import Edition, Phase

PAST = 6
WIDTH = 75  # octets of a line of a calendar's file
LONG = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """Something with a beginning and an end."""

    key: str
    title: str
    beside: str  # the edition, or the place
    begins_at: datetime.datetime
    ends_at: datetime.datetime
    address: str = ""

    @property
    def is_long(self) -> bool:
        """It lasts longer than a day, so that its hours are not what matters."""
        return self.ends_at - self.begins_at > LONG


def known(written: Iterable[Any], at: datetime.datetime) -> list[Event]:
    """All of them in their order. Phases of draft editions are nobody's to know."""
    told = [
        Event(
            key=f"event-{one.pk}",
            title=one.label,
            beside=one.place,
            begins_at=one.begins_at,
            ends_at=one.ends_at,
            address=one.page.url if one.page and one.page.live else "",
        )
        for one in written
    ]
    told += [_of(phase) for phase in _phases(at)]
    return sorted(told, key=lambda one: (one.begins_at, one.key))


def _phases(at: datetime.datetime) -> list[Phase]:
    """Of the published editions of this year and the one before."""
    editions = Edition.objects.filter(year__gte=localtime(at).year - 1)
    shown = [one for one in editions.select_related("publication") if not one.is_draft]
    return list(Phase.objects.filter(edition__in=shown).select_related("edition"))


def _of(phase: Phase) -> Event:
    return Event(
        key=f"phase-{phase.pk}",
        title=str(phase.get_kind_display()),
        beside=phase.edition.label,
        begins_at=phase.opens_at,
        ends_at=phase.closes_at,
    )


def by_month(told: Iterable[Event]) -> list[tuple[datetime.datetime, list[Event]]]:
    """[(a moment of the month, its events)]; a month is where an event begins."""
    groups = groupby(told, key=lambda one: _month(one.begins_at))
    return [(begins, list(of_month)) for begins, of_month in groups]


def _month(moment: datetime.datetime) -> datetime.datetime:
    return localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def as_file(told: Iterable[Event], name: str, at: datetime.datetime) -> bytes:
    """The iCalendar file."""
    host = urlsplit(settings.SITE_URL).hostname
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Thai Nguyen innovation contest//calendar//VI",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in told:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.key}@{host}",
            f"DTSTAMP:{_moment(at)}",
            f"DTSTART:{_moment(one.begins_at)}",
            f"DTEND:{_moment(one.ends_at)}",
            f"SUMMARY:{_text(one.title)}",
            *([f"DESCRIPTION:{_text(one.beside)}"] if one.beside else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a sign is never cut in two."""
    parts = [""]
    for sign in line:
        if len(parts[-1].encode()) + len(sign.encode()) > WIDTH:
            parts.append(" ")
        parts[-1] += sign
    return "\r\n".join(parts)
