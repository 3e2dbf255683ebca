"""The only source of "now" for the contest's rules: the server's clock, or the one that a rehearsal
injects.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_injected: ContextVar[datetime.datetime | None] = ContextVar("injected_now", default=None)


def now() -> datetime.datetime:
    """The present moment, aware."""
    return _injected.get() or timezone.now()


@contextmanager
def set_to(moment: datetime.datetime) -> Iterator[None]:
    """Within this block it is `moment` (tests, rehearsals, the loading of the demo)."""
    token = _injected.set(moment)
    try:
        yield
    finally:
        _injected.reset(token)


def local(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    """A day and an hour as people of the province write them, as an aware moment."""
    return timezone.make_aware(datetime.datetime.combine(day, hour))
