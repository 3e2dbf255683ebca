"""Ringing the broker. A bell that is not heard costs time, never work: the reconciler looks at the
rows.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)
_silenced = ContextVar("silenced", default=False)
# Of this process's monotonic clock: when the broker did not take a bell last. A page that rings
# five times must not wait for its silence five times.
_unheard_at: list[float] = []
_NOT_RUNG_FOR = 20.0  # seconds, until the reconciler or the keeper looks by itself


@contextmanager
def silenced() -> Iterator[None]:
    """Within this block nobody is rung; the caller does the waiting work itself
    (`foundation.jobs.drain`).
    """
    token = _silenced.set(True)
    try:
        yield
    finally:
        _silenced.reset(token)


def ring_on_commit(what: str, *arguments: int) -> None:
    """Ring once the transaction stands: "deliver" the outbox, or "run" the job with this id."""
    if not _silenced.get():
        transaction.on_commit(lambda: _ring(what, arguments), robust=not settings.JOBS_INLINE)


def _ring(what: str, arguments: tuple[int, ...]) -> None:
    task = current_app.tasks[f"foundation.jobs.tasks.{what}"]
    if settings.JOBS_INLINE:
        task(*arguments)
        return
    if _unheard_at and time.monotonic() - _unheard_at[-1] < _NOT_RUNG_FOR:
        return
    try:
        task.apply_async(args=arguments, retry=False)
        _unheard_at.clear()
    except Exception:
        _unheard_at[:] = [time.monotonic()]
        logger.exception("the broker did not take the bell; the reconciler will ring again")
