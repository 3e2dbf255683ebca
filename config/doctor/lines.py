"""What a check says, and how it is asked: within its time, and without ending the others."""

import enum
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class Grade(enum.Enum):
    FINE = "fine"
    HINT = "hint"  # the site works; somebody should know
    FAULT = "fault"  # to be mended


@dataclass(frozen=True)
class Found:
    """What a check has found, in words, and what to do: empty where nothing is."""

    grade: Grade
    words: str
    todo: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the report: what was looked at, and what was found."""

    name: str
    what: str
    grade: Grade
    words: str
    todo: str


@dataclass(frozen=True)
class _Check:
    name: str
    what: str | Promise
    mend: str | Promise
    seconds: float
    look: Callable[[], Found]


_checks: dict[str, _Check] = {}


class _TooLong(BaseException):
    """Nothing that a check calls may take it for an error of its own."""


def fine(words: str) -> Found:
    return Found(Grade.FINE, words)


def hint(words: str, todo: str | Promise) -> Found:
    return Found(Grade.HINT, words, str(todo))


def fault(words: str, todo: str | Promise) -> Found:
    return Found(Grade.FAULT, words, str(todo))


def check(
    name: str, what: str | Promise, *, mend: str | Promise, seconds: float = 10
) -> Callable[[Callable[[], Found]], Callable[[], Found]]:
    """Register a function that looks at one part. `mend`: what to do when it raises or takes longer
    than so many seconds.
    """

    def register(look: Callable[[], Found]) -> Callable[[], Found]:
        _checks[name] = _Check(name, what, mend, seconds, look)
        return look

    return register


def names() -> list[str]:
    """Of all checks, in the order of the report."""
    return list(_checks)


def examine(only: Iterable[str] = ()) -> Iterator[Line]:
    """The line of each check, or of those named. Raises KeyError for a name that is none."""
    for name in list(only) or names():
        one = _checks[name]
        found = _found_by(one)
        yield Line(name, str(one.what), found.grade, found.words, found.todo)


def _found_by(one: _Check) -> Found:
    try:
        with _at_most(one.seconds):
            return one.look()
    except _TooLong:
        if not connection.in_atomic_block:
            connection.close()  # it may have been left in the middle of an answer
        words = _("no answer within %(seconds)s seconds") % {"seconds": f"{one.seconds:g}"}
        return fault(words, one.mend)
    except Exception as error:
        said = " ".join(str(error).split())[:300]
        return fault(f"{type(error).__name__}: {said}", one.mend)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises _TooLong within the block after so many seconds; only the main thread can be told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    handler = signal.signal(signal.SIGALRM, ring)
    left, _interval = signal.setitimer(signal.ITIMER_REAL, seconds)  # of whoever waits for us
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, left)
