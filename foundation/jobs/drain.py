"""Doing all that waits in this process: tests, rehearsals and the loading of the demo."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections

from foundation import later
from foundation.jobs import outbox, work
from foundation.jobs.models import Job, OutboxEvent

_helpers = ContextVar("helpers of drain", default=0)


@contextmanager
def helped(by: int) -> Iterator[None]:
    """Within this block `drain` shares the waiting jobs with that many processes beside this one,
    as a site with workers does.

    Not inside a transaction: a helper sees only what is committed.
    """
    later.load()  # each helper is forked, and would import it all by itself
    token = _helpers.set(by)
    try:
        yield
    finally:
        _helpers.reset(token)


def processes() -> int:
    """How many processes work here: this one and its helpers."""
    return 1 + _helpers.get()


def drain(rounds: int = 50) -> None:
    """Deliver and run until nothing waits. Raises RuntimeError when something cannot be
    finished.
    """
    for _ in range(rounds):
        outbox.deliver_pending()
        begun = [_help() for _helper in range(_helpers.get())]
        work.run_waiting()
        for helper in begun:
            os.waitpid(helper, 0)
        is_delivered = not OutboxEvent.objects.filter(delivered_at=None).exists()
        if is_delivered and not Job.objects.free().exists():
            return
    stuck = Job.objects.free().exclude(error="").first()
    raise RuntimeError(
        f"work is left that cannot be finished: {stuck} {getattr(stuck, 'error', '')}"
    )


def _help() -> int:
    """A process that runs waiting jobs from the other end; its number."""
    connections.close_all()  # a connection belongs to one process
    child = os.fork()
    if child == 0:
        try:
            work.run_waiting(last_first=True)
            connections.close_all()
        finally:
            os._exit(0)
    return child
