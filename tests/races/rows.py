"""The table of races: how a row is written.

A row walks a rehearsal from its stage to where two calls can be made at once, and yields the two.
The first is made in a transaction that stays open until the second waits at the row's lock; then
the first is committed, and the row is told how the second ended, and looks at what came of both.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from demo.rehearsal.whole import Rehearsal
from foundation.ledger.models import Event
from tests.races.meeting import Outcome

Calls = tuple[Callable[[], Any], Callable[[], Any]]
Walk = Callable[[Rehearsal], Generator[Calls, Outcome, None]]


@dataclass(frozen=True)
class Row:
    """A verb that comes second, the label of the lock at which it waits, the stage."""

    verb: Callable
    lock: str
    stage: str
    walk: Walk

    @property
    def name(self) -> str:
        """`submissions.screening.screening.accept`."""
        return f"{self.verb.__module__}.{self.verb.__name__}"

    @property
    def label(self) -> str:
        return f"{self.name}-{self.walk.__name__}"


ROWS: list[Row] = []


def race(verb: Callable, at: str, *, on: str) -> Callable[[Walk], Walk]:
    """The verb waits at this lock: `agree(sheet)` in its own module, or with the module's name."""

    def register(walk: Walk) -> Walk:
        is_elsewhere = "." in at.split("(")[0]
        lock = at if is_elsewhere else f"{verb.__module__}.{at}"
        ROWS.append(Row(verb, lock, on, walk))
        return walk

    return register


def lines(verb: str) -> int:
    """How many lines of this name stand in the ledger."""
    return Event.objects.filter(verb=verb).count()
