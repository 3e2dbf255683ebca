"""Two connections at one row: the first holds it, the second is seen waiting for it.

A meeting needs what is really committed, so that it cannot stand on a savepoint as other tests do:
each stage is reached once in a database of its own, which is brought back to it for every meeting.
"""

import copy
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from competition.errors import Refused
from demo.rehearsal.whole import Rehearsal
from foundation.jobs import bell
from tests import empty_database, stages
from tests.architecture.walking import FLOORS
from tests.races import kept
from tests.races.locks import LOCK, Site

HELD = 60  # seconds after which whoever waits is let go: a meeting that hangs ends
BLOCKED = "SELECT cardinality(pg_blocking_pids(%s)) > 0"


@dataclass(frozen=True)
class Place:
    """A statement of the house's code that waits, and its SQL."""

    module: str
    function: str
    line: int
    sql: str

    def is_at(self, label: str, sites: list[Site]) -> bool:
        """It waits in the lock of this label, not in a write behind it."""
        above = [
            site
            for site in sites
            if (site.module, site.function) == (self.module, self.function)
            and site.line <= self.line
        ]
        is_lock = "FOR UPDATE" in self.sql or "FOR NO KEY UPDATE" in self.sql
        return is_lock and bool(above) and max(above, key=_line).label == label


def _line(site: Site) -> int:
    return site.line


@dataclass(frozen=True)
class Outcome:
    """How the second call ended: what it gave or how it failed, and where it had waited."""

    answer: Any
    error: BaseException | None
    waited_at: Place | None

    def was_refused(self, kind: type[Refused]) -> bool:
        return isinstance(self.error, kind)


@contextmanager
def connected(database: str) -> Iterator[Any]:
    """In this block this thread works on that database, by a connection of its own."""
    usual = connections[DEFAULT_DB_ALIAS]
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    options = {"options": f"-c lock_timeout={HELD}s -c synchronous_commit=off"}
    own.settings_dict = own.settings_dict | {"NAME": database, "OPTIONS": options}
    connections[DEFAULT_DB_ALIAS] = own
    try:
        yield own
    finally:
        own.close()
        connections[DEFAULT_DB_ALIAS] = usual


class Meeting:
    """The first call holds what it has locked until the second one waits, or is through."""

    def __init__(self, database: str):
        self.database = database
        self.holds = threading.Event()
        self.may_go = threading.Event()
        self.begun = threading.Event()
        self.failed = False
        self.thread = 0
        self.server_process = 0
        self.sql = ""

    def of(self, first: Callable[[], Any], second: Callable[[], Any]) -> Outcome:
        with ThreadPoolExecutor(2) as pool:
            try:
                one = pool.submit(copy_context().run, self._hold, first)
                self.holds.wait(HELD)
                if self.failed:
                    one.result()
                two = pool.submit(copy_context().run, self._follow, second)
                waited_at = self._see(two)
            finally:
                self.may_go.set()
            one.result(HELD)
            error = two.exception(HELD)
        return Outcome(None if error else two.result(), error, waited_at)

    def _hold(self, first: Callable[[], Any]) -> None:
        try:
            with connected(self.database), transaction.atomic():
                first()
                self.holds.set()
                self.may_go.wait(HELD)
        except BaseException:
            self.failed = True
            raise
        finally:
            self.holds.set()

    def _follow(self, second: Callable[[], Any]) -> Any:
        with connected(self.database) as own, own.execute_wrapper(self._note):
            own.ensure_connection()
            self.thread = threading.get_ident()
            self.server_process = own.connection.info.backend_pid
            self.begun.set()
            return second()

    def _note(self, execute, sql, params, many, context):
        self.sql = sql
        return execute(sql, params, many, context)

    def _see(self, second: Future) -> Place | None:
        """Where the second call waits; None when it never does."""
        while not second.done():
            if self.begun.is_set() and self._is_blocked():
                return self._place()
            time.sleep(0.002)
        return None

    def _is_blocked(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED, [self.server_process])
            return cursor.fetchone()[0]

    def _place(self) -> Place:
        """The innermost line of the house, `lock` itself left out."""
        frame = sys._current_frames()[self.thread]
        while frame is not None:
            module = frame.f_globals["__name__"]
            if module.split(".")[0] in FLOORS and module != LOCK:
                return Place(module, frame.f_code.co_name, frame.f_lineno, self.sql)
            frame = frame.f_back
        return Place("", "", 0, self.sql)


class Grounds:
    """One committed database, brought to the stage that a meeting needs."""

    def __init__(self) -> None:
        self.database = f"{connection.settings_dict['NAME']}_races"
        self.reached: dict[str, Rehearsal] = {}
        empty_database.copy_on_server(os.environ["DATABASE_URL"], self.database)

    @contextmanager
    def on(self, stage: str) -> Iterator[Rehearsal]:
        """The rehearsal as it stands on the stage; in this block this thread works there."""
        with connected(self.database):
            rehearsal = copy.deepcopy(self._reach(stage))
            kept.bring_back(stage)
            with stages.clock_of(stage, rehearsal):
                yield rehearsal

    def _reach(self, stage: str) -> Rehearsal:
        if stage not in self.reached:
            below = stages.STAGES[stage].below
            rehearsals = [copy.deepcopy(self._reach(below))] if below else []
            if below:
                kept.bring_back(below)
            cache.clear()
            with bell.silenced(), stages.clock_of(below, *rehearsals):
                self.reached[stage] = stages.STAGES[stage].build(*rehearsals)
            kept.keep(stage)
        return self.reached[stage]
