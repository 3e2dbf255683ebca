"""The dates of another year: each moment moves by the same days, and then off weekends and public
holidays, without two of them changing places.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from foundation.vietnamese.calendar import is_working_day, why_closed

WEEKS_OF_A_YEAR = 52  # the same day of the week
_INSTANT = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class Moment:
    """A moment of the timetable. One that ends something is the first at which it is over, so its
    day is the one before where that is midnight.
    """

    key: tuple[str, int, str]  # model, row, column
    what: str
    at: datetime.datetime
    ends: bool

    @property
    def day(self) -> datetime.date:
        return day_of(self.at, ends=self.ends)


@dataclass(frozen=True)
class Moved:
    """Where a moment came from, where it would have fallen, where it lies, and why not there."""

    moment: Moment
    plain: datetime.date
    at: datetime.datetime
    why: str  # empty where it lies where the rule puts it

    @property
    def day(self) -> datetime.date:
        return day_of(self.at, ends=self.moment.ends)


def day_of(at: datetime.datetime, *, ends: bool) -> datetime.date:
    """The local day on which it happens; the last day of what ends at midnight."""
    return localtime(at - _INSTANT if ends else at).date()


def moved(moments: Iterable[Moment], days: int) -> list[Moved]:
    """Each of the moments so many days later, in their order."""
    placed: list[Moved] = []
    latest: datetime.datetime | None = None
    for moment in sorted(moments, key=lambda moment: moment.at):
        plain = moment.day + datetime.timedelta(days=days)
        at = _on(moment, plain)
        why = ""
        while not is_working_day(day_of(at, ends=moment.ends)) or (latest and at < latest):
            why = why or why_closed(day_of(at, ends=moment.ends)) or _("what lies before it moved")
            at = _a_day_later(at)
        placed.append(Moved(moment, plain, at, why))
        latest = at
    return placed


def _on(moment: Moment, day: datetime.date) -> datetime.datetime:
    """The same hour of another day."""
    here = localtime(moment.at)
    shift = here.date() - moment.day
    return make_aware(datetime.datetime.combine(day + shift, here.time()))


def _a_day_later(at: datetime.datetime) -> datetime.datetime:
    here = localtime(at)
    return make_aware(
        datetime.datetime.combine(here.date() + datetime.timedelta(days=1), here.time())
    )
