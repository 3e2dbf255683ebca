"""The worker is started again when it ends; while it is silent, its work is done here.

The worker hears of work by the broker. When the broker is away, or its messages are lost, nothing
would be begun: so somebody looks at the rows as well, without any broker.
"""

import datetime
import logging
import os
import signal
import threading
import time
from collections.abc import Sequence

from django.db import close_old_connections

from foundation.jobs import life, outbox, work
from foundation.jobs.models import Job

logger = logging.getLogger(__name__)
SILENT_AFTER = datetime.timedelta(minutes=1)
LOOKS_EACH = 20.0  # seconds
_LONGEST_REST = 60.0  # seconds before a worker that ends at once is started again
_LIVED = 60.0  # seconds after which an end is no sign of a fault that stays


class Keeper:
    """Keeps one process running until it is told to end."""

    def __init__(self, command: Sequence[str], *, first_rest: float = 1.0) -> None:
        self.command = list(command)
        self.first_rest = first_rest
        self.starts = 0
        self.child = 0  # the number of the process, 0 while none runs
        self._ended = threading.Event()
        self._changing = threading.Lock()  # a number is not killed once it may be another's
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def begin(self) -> None:
        """Start the process, and go on watching it beside the caller."""
        self._thread.start()

    def end(self) -> None:
        """End the process for good."""
        self._ended.set()
        self._terminate()
        self._thread.join()

    def _terminate(self) -> None:
        with self._changing:
            if self.child:
                os.kill(self.child, signal.SIGTERM)

    def _keep(self) -> None:
        rest = self.first_rest
        while not self._ended.is_set():
            begun = time.monotonic()
            code = self._run_once()
            if self._ended.is_set():
                return
            if time.monotonic() - begun > _LIVED:
                rest = self.first_rest
            logger.error("the worker ended with %s; it is started again in %.1f s", code, rest)
            self._ended.wait(rest)
            rest = min(2 * rest, _LONGEST_REST)

    def _run_once(self) -> int | str:
        """How it ended, a signal as a negative number; what cannot be started is said."""
        self.starts += 1
        try:
            self.child = os.posix_spawnp(self.command[0], self.command, os.environ)
        except OSError as error:
            return str(error)
        if self._ended.is_set():
            self._terminate()
        # Seen, but still there under its number until the lock is held.
        os.waitid(os.P_PID, self.child, os.WEXITED | os.WNOWAIT)
        with self._changing:
            _number, status = os.waitpid(self.child, 0)
            self.child = 0
        return os.waitstatus_to_exitcode(status)


def look_after() -> None:
    """Where the worker has been silent for a minute, do what waits. Raises nothing: whoever looks
    goes on looking.
    """
    close_old_connections()  # to a database that went away meanwhile
    try:
        life.show(life.KEEPER)
        silence = life.silence_of(life.WORKER)
        if silence is None or silence > SILENT_AFTER:
            _do_what_waits()
    except Exception:
        logger.exception("what waits could not be looked after; it is tried again")


def _do_what_waits() -> None:
    work.ask_daily()
    work.do_each_minute()
    outbox.deliver_pending()
    for job_id in Job.objects.waiting().order_by("pk").values_list("pk", flat=True)[:100]:
        work.run(job_id)
