"""The timetable as bars over months, with public holidays behind them. Places are shares of the
width in per cent, as text: a browser draws them at any width without a script.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competition.models import Phase
from competition.moved_dates import day_of
from foundation.vietnamese.calendar import is_working_day, why_closed

_A_DAY = datetime.timedelta(days=1)
_SHORTEST = 0.8  # per cent: a day is still seen
_WEEKEND = 5
_NAMED_FROM = 3  # days of a holiday that is named on the chart
_MOST_DAYS = 1200  # more is a mistyped year: nothing is drawn


@dataclass(frozen=True)
class Mark:
    """A stretch of the width with a word: a month, a holiday, a phase."""

    x: str
    width: str
    label: str
    middle: str = ""


@dataclass(frozen=True)
class Chart:
    """What stands behind all bars, and a bar for each kind of phase."""

    months: list[Mark]
    holidays: list[Mark]
    bars: dict[str, Mark]


def chart_of(timetable: Sequence[Phase]) -> Chart:
    """From the first day of the first month to the last of the last one; empty without dates."""
    if not timetable:
        return Chart([], [], {})
    first = min(localdate(phase.opens_at) for phase in timetable).replace(day=1)
    last = max(day_of(phase.closes_at, ends=True) for phase in timetable)
    end = _next_month(last)
    days = (end - first).days
    if days > _MOST_DAYS:
        return Chart([], [], {})
    scale = _Scale(first, days)
    return Chart(
        months=[
            scale.mark(month, _next_month(month), _month_name(month))
            for month in _months(first, end)
        ],
        holidays=[scale.mark(begin, after, name) for begin, after, name in _holidays(first, end)],
        bars={
            phase.kind: scale.mark(
                localdate(phase.opens_at), day_of(phase.closes_at, ends=True) + _A_DAY, _long(phase)
            )
            for phase in timetable
        },
    )


@dataclass(frozen=True)
class _Scale:
    first: datetime.date
    days: int

    def mark(self, begin: datetime.date, after: datetime.date, label: str) -> Mark:
        x = 100 * (begin - self.first).days / self.days
        width = max(100 * (after - begin).days / self.days, _SHORTEST)
        return Mark(f"{x:.2f}%", f"{width:.2f}%", label, f"{x + width / 2:.2f}%")


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _months(first: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    month = first
    while month < end:
        yield month
        month = _next_month(month)


def _month_name(month: datetime.date) -> str:
    """The year stands where it begins."""
    name = _("M%(month)s") % {"month": month.month}
    return f"{name}/{date_format(month, 'y')}" if month.month == 1 else name


def _holidays(
    first: datetime.date, end: datetime.date
) -> Iterator[tuple[datetime.date, datetime.date, str]]:
    """(first day, day after the last, name) of each run of days that are closed and no plain
    weekend; only long ones have a name.
    """
    day = first
    while day < end:
        if is_working_day(day):
            day += _A_DAY
            continue
        begin = day
        names = []
        while not is_working_day(day):
            if day.weekday() < _WEEKEND:
                names.append(why_closed(day))
            day += _A_DAY
        if names:
            is_named = (day - begin).days >= _NAMED_FROM
            yield begin, day, names[0] if is_named else ""


def _long(phase: Phase) -> str:
    days = (day_of(phase.closes_at, ends=True) - localdate(phase.opens_at)).days + 1
    return _("%(days)s days") % {"days": days}
