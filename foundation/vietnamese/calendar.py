"""Days as people here type and write them, and working days in Việt Nam (Bộ luật Lao động 2019,
Điều 112): Monday to Friday less the public holidays and the days exchanged for others.
"""

import datetime
import functools
import re
from collections.abc import Iterable

import holidays
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# How people here type a date, and an hour; the first of each is how fields write it back.
NO_BREAK = "\u00a0"  # a space at which no line ends
TYPED = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
HOURS_TYPED = (
    *("%H:%M", "%Hh%M", "%Hh", "%H:%M:%S"),
    *("%H giờ", "%H giờ %M", "%H giờ %M phút"),
)
# A moment has both, in either order, with a comma between them or not: never a day alone, which
# would mean midnight at its beginning.
MOMENTS_TYPED = (
    *(f"{day} {hour}" for day in TYPED for hour in HOURS_TYPED),
    *(f"{hour} {day}" for day in TYPED for hour in HOURS_TYPED),
    *(f"{hour}, {day}" for day in TYPED for hour in HOURS_TYPED),
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
)


# Years that somebody may mean: of birth, of a deadline. At the ends of what Python knows, a moment
# has no local time, and nothing can be added to a day.
FIRST_YEAR = 1900
LAST_YEAR = 2200


def is_of_our_time(day: datetime.date) -> bool:
    """Whether somebody may mean this date or moment."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def of_our_time(day: datetime.date) -> None:
    """A validator of dates and moments. Raises ValidationError, in words."""
    if not is_of_our_time(day):
        raise ValidationError(
            _("Write a year between %(first)s and %(last)s.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            code="not_of_our_time",
        )


# With any separator, because the number pad of some phones has no stroke; without one in full.
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_DAY_IN_FULL = re.compile(r"(\d\d)(\d\d)(\d{4})")
_HOUR = r"(?P<hour>\d{1,2}(?::\d\d(?::\d\d)?|h(?:\d\d)?))"
_MOMENTS = (
    re.compile(rf"(?P<day>.+\d)(?:\s+|T){_HOUR}"),
    re.compile(rf"{_HOUR},?\s+(?P<day>\d.+)"),
)


class NoSuchDay(ValueError):
    """It is written as a date, and the calendar has no such day."""


def read_date(text: str) -> datetime.date:
    """The date that somebody typed, of whatever year: 1/1/2027, 1.1.2027, 1-1-2027, 1 1 2027,
    01012027, 2027-01-01. Raises ValueError; NoSuchDay for 31/02/2027.
    """
    text = text.strip()
    written = _DAY_FIRST.fullmatch(text) or _DAY_IN_FULL.fullmatch(text)
    if written is None:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    try:
        return datetime.date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError as error:
        raise NoSuchDay(text) from error


def parse_date(text: str) -> datetime.date:
    """The date of our time that somebody typed. Raises ValueError."""
    day = read_date(text)
    if not is_of_our_time(day):
        raise ValueError(text)
    return day


def parse_moment(text: str) -> datetime.datetime:
    """The day and hour that somebody typed, without a time zone. Raises ValueError."""
    for pattern in _MOMENTS:
        written = pattern.fullmatch(text.strip())
        if written is not None:
            return datetime.datetime.combine(read_date(written["day"]), _hour(written["hour"]))
    raise ValueError(text)


def _hour(text: str) -> datetime.time:
    for pattern in HOURS_TYPED:
        try:
            return datetime.datetime.strptime(text, pattern).time()
        except ValueError:
            continue
    raise ValueError(text)


def written_day(day: datetime.date) -> str:
    """“ngày 05 tháng 3 năm 2027”, which no line breaks: on papers days below ten and the months 1
    and 2 have a zero, other months none (Nghị định 30/2020/NĐ-CP, annex I, part II, section I.4).
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return NO_BREAK.join(["ngày", f"{day:%d}", "tháng", month, "năm", f"{day:%Y}"])


@functools.cache
def _public_holidays() -> holidays.HolidayBase:
    """Of Việt Nam, Tết and Giỗ Tổ by the lunar calendar among them, with exchanged days as they
    were announced.
    """
    return holidays.country_holidays("VN")


def is_working_day(day: datetime.date) -> bool:
    """Neither weekend nor holiday; what the office itself has listed counts first."""
    if day in settings.DAYS_WORKED:
        return True
    if day in settings.DAYS_OFF:
        return False
    return _public_holidays().is_working_day(day)


def years_without_holidays(years: Iterable[int]) -> list[int]:
    """The years of which neither the calendar nor the office's own list knows a holiday: in them
    only weekends are left out.
    """
    known = _public_holidays()
    listed = {day.year for day in settings.DAYS_OFF}
    return [
        year
        for year in years
        if year not in listed and not known.start_year <= year <= known.end_year
    ]


def add_working_days(day: datetime.date, days: int) -> datetime.date:
    """The date that many working days after `day`; the day itself does not count."""
    while days > 0:
        day += datetime.timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day


def earliest_still_in_time(today: datetime.date, days: int) -> datetime.date:
    """The earliest date from which `days` working days are not over before today."""
    day = today
    while add_working_days(day - datetime.timedelta(days=1), days) >= today:
        day -= datetime.timedelta(days=1)
    return day


@functools.cache
def _holidays_in(language: str) -> holidays.HolidayBase:
    """The public holidays, with their names in this language."""
    return holidays.country_holidays("VN", language="en_US" if language == "en" else "vi")


def why_closed(day: datetime.date) -> str:
    """Why nobody works on this day, in words: the holiday's name, or the weekend; empty on a
    working day.
    """
    if is_working_day(day):
        return ""
    holiday = _holidays_in(get_language() or settings.LANGUAGE_CODE).get(day)
    if holiday:
        return holiday
    if day in settings.DAYS_OFF:
        return _("a day on which the office is closed")
    return date_format(day, "l").lower()


def next_working_day(day: datetime.date) -> datetime.date:
    """The day itself where people work on it, otherwise the first one after it."""
    return day if is_working_day(day) else add_working_days(day, 1)
