"""The events of the site: what editors wrote, and the phases of the published editions; as a list,
and as an iCalendar file (RFC 5545).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.timezone import localtime

from competition.calendar_file import Date, calendar_file
from competition.models import Edition, Phase

PAST = 6
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
    dates = [
        Date(one.key, one.title, one.begins_at, one.ends_at, beside=one.beside, has_alarm=False)
        for one in told
    ]
    return calendar_file(name, dates, at)
