"""Moments of the contests that factories make: what is given has always been given before NOON."""

import datetime

from tests.rehearsed import ZONE

NOON = datetime.datetime(2030, 3, 5, 12, tzinfo=ZONE)
TODAY = NOON.date()


def days(number: float) -> datetime.datetime:
    """So many days after NOON; before it when negative."""
    return NOON + datetime.timedelta(days=number)


def some_digest(number: int) -> str:
    """Something that looks like a SHA-256 and is another one for each number."""
    return f"{number:064x}"
