"""Jobs: ask, run in chunks under a lease, cancel. A handler does one chunk and says how
far it is.
"""

import datetime
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.jobs import bell
from foundation.jobs.models import Job

logger = logging.getLogger(__name__)
# Does the next chunk and returns (done, total); it is called again until done >= total.
Handler = Callable[[Job], tuple[int, int]]
_handlers: dict[str, Handler] = {}  # by the kind of the job


@dataclass(frozen=True)
class Bounds:
    """How often a kind of job is tried, and how many of it run at once (0: as many as there are
    workers).
    """

    tries: int = Job.MOST_ATTEMPTS
    at_once: int = 0


_bounds: dict[str, Bounds] = {}
_daily: list[str] = []
_each_minute: list[Callable[[], None]] = []
_minute_done: list[float] = []  # of this process's monotonic clock: when it looked last
MINUTE = 55.0  # seconds, so that a look each 20 seconds finds every minute
RENEWED_EACH = 30.0  # seconds; a lease is two minutes
_TOLD_EACH = 1.0  # seconds between two steps that are written down


class Stopped(Exception):
    """The job was stopped, or another worker has it now: the handler leaves off where it is."""


def handler(
    kind: str, *, tries: int = Job.MOST_ATTEMPTS, at_once: int = 0
) -> Callable[[Handler], Handler]:
    """Register the function that does one chunk of a kind of job. It must be safe to repeat after a
    crash.

    `at_once` bounds what waits for somebody else's server: so many workers it may hold up.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        _bounds[kind] = Bounds(tries, at_once)
        return function

    return register


def daily(kind: str) -> Callable[[Handler], Handler]:
    """Register a job that is also asked for once a day, by the reconciler."""
    _daily.append(kind)
    return handler(kind)


def ask_daily() -> None:
    """Today's daily jobs."""
    for kind in _daily:
        ask(kind, key=f"{kind}:{timezone.localdate()}", total=1)


def each_minute(function: Callable[[], None]) -> Callable[[], None]:
    """Register what the reconciler does about once a minute. It must be safe to repeat, and quick
    where nothing waits.
    """
    _each_minute.append(function)
    return function


def do_each_minute() -> None:
    """What is due, unless this process did it less than a minute ago. A fault of one is logged and
    leaves the others alone.
    """
    now = time.monotonic()
    if _minute_done and now - _minute_done[-1] < MINUTE:
        return
    _minute_done[:] = [now]
    for function in _each_minute:
        try:
            function()
        except Exception:
            logger.exception("%s failed; it will be tried again", function.__qualname__)


@transaction.atomic
def ask(
    kind: str,
    *,
    key: str,
    params: dict | None = None,
    total: int = 0,
    by: AbstractBaseUser | AnonymousUser | None = None,
) -> Job:
    """Write the intent, in the caller's transaction; asking again for the same key returns the same
    job.
    """
    columns = {
        "kind": kind,
        "params": params or {},
        "total": total,
        "created_by_id": by.pk if by else None,
    }
    job, _is_new = Job.objects.get_or_create(key=key, defaults=columns)
    if not job.is_finished:
        bell.ring_on_commit("run", job.pk)
    return job


def take_up_again(job: Job) -> None:
    """Somebody asks anew for what failed or was cancelled; what is done or under way is left."""
    stopped = [Job.State.FAILED, Job.State.CANCELLED]
    is_taken_up = Job.objects.filter(pk=job.pk, state__in=stopped).update(
        state=Job.State.PENDING, attempts=0, finished_at=None, not_before=None
    )
    if is_taken_up:
        bell.ring_on_commit("run", job.pk)


def hasten(kind: str) -> None:
    """What this kind of work waited for is there: what rests after a failure, or was given up, is
    tried at once.
    """
    failed = Job.objects.filter(kind=kind).exclude(error="")
    for job in failed.filter(state=Job.State.FAILED):
        take_up_again(job)
    resting = failed.filter(state=Job.State.PENDING, not_before__gt=timezone.now())
    ids = list(resting.order_by("pk").values_list("pk", flat=True))
    resting.update(not_before=None)
    for job_id in ids:
        bell.ring_on_commit("run", job_id)


def cancel(job: Job) -> bool:
    """Stop at the next step; what is done stays done. False where it had ended before."""
    unfinished = Job.objects.filter(pk=job.pk, state__in=[Job.State.PENDING, Job.State.RUNNING])
    return bool(
        unfinished.update(state=Job.State.CANCELLED, finished_at=timezone.now(), leased_until=None)
    )


def _taken(job: Job) -> QuerySet[Job]:
    """The job, as long as it runs in the hands of this very taking."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, takings=job.takings)


def step(job: Job, done: int, total: int) -> None:
    """Within a long chunk and outside a transaction: so far it is; the lease begins anew.

    May be called often: once a second it is written down. Raises Stopped.
    """
    now = time.monotonic()
    if now - job.told_at < _TOLD_EACH:
        return
    job.told_at = now
    lease = timezone.now() + Job.LEASE
    if not _taken(job).update(done=done, total=total, leased_until=lease):
        raise Stopped


def put_off(job: Job, until: datetime.datetime) -> NoReturn:
    """Within a chunk and outside a transaction: nothing more is done before this moment. Raises
    Stopped.
    """
    columns = {"state": Job.State.PENDING, "leased_until": None, "not_before": until}
    _taken(job).update(attempts=0, **columns)
    raise Stopped


@contextmanager
def kept(job: Job) -> Iterator[None]:
    """Within this block, and outside a transaction, the lease begins anew by itself: for a chunk in
    which somebody else's program works for minutes. A job that was stopped goes on to its end.
    """
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(RENEWED_EACH):
            try:
                _taken(job).update(leased_until=timezone.now() + Job.LEASE)
            except DatabaseError:
                logger.warning("the lease of %s was not renewed; it is tried again", job)
            finally:
                connection.close()  # of this thread

    beside = threading.Thread(target=renew, daemon=True)
    beside.start()
    try:
        yield
    finally:
        ended.set()
        beside.join()


def kinds() -> list[str]:
    """The kinds of work that somebody can ask for."""
    return list(_handlers)


def pause_after(attempts: int) -> datetime.timedelta:
    """How long a job rests after so many attempts: one minute, two, four, up to four hours.

    A fifth more or less, by chance: what failed together does not come back together.
    """
    seconds = 60 * 2 ** max(0, attempts - 1)
    return datetime.timedelta(seconds=seconds * (800 + secrets.randbelow(401)) / 1000)


def _bounds_of(kind: str) -> Bounds:
    return _bounds.get(kind, Bounds())


def _is_room_for(kind: str) -> bool:
    """Whether one more of this kind may run. The oldest row of the kind is the lock."""
    at_once = _bounds_of(kind).at_once
    if not at_once:
        return True
    of_the_kind = Job.objects.filter(kind=kind)
    of_the_kind.select_for_update().order_by("pk").first()
    running = of_the_kind.filter(state=Job.State.RUNNING, leased_until__gte=timezone.now())
    return running.count() < at_once


def _lease(job_id: int, *, is_early: bool = False) -> Job | None:
    """Take the job for two minutes; None when another worker holds it or it is finished, and
    (unless `is_early`) while it rests after a failure, or as many of its kind run as may.
    """
    with transaction.atomic():
        kind = Job.objects.filter(pk=job_id).values_list("kind", flat=True).first()
        if kind is None or not (is_early or _is_room_for(kind)):
            return None
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        free = Job.objects.free() if is_early else Job.objects.waiting()
        if job is None or not free.filter(pk=job_id).exists():
            return None
        if job.attempts >= _bounds_of(kind).tries:
            job.state = Job.State.FAILED
            job.finished_at = timezone.now()
            job.save(update_fields=["state", "finished_at"])
            return None
        job.state = Job.State.RUNNING
        job.leased_until = timezone.now() + Job.LEASE
        job.attempts += 1
        job.takings += 1
        job.started_at = timezone.now()
        job.done_before = job.done
        job.save(
            update_fields=[
                "state",
                "leased_until",
                "attempts",
                "takings",
                "started_at",
                "done_before",
            ]
        )
        return job


def run(job_id: int) -> None:
    """Do the job, and after it those that waited because no more of its kind may run at once."""
    job = _lease(job_id)
    while job is not None:
        _do(job)
        job = _next_of_the_kind(job.kind)


def _next_of_the_kind(kind: str) -> Job | None:
    """The next job of a kind that is bounded, taken; None where there is none, or no room."""
    if not _bounds_of(kind).at_once:
        return None
    oldest_first = Job.objects.waiting().filter(kind=kind).order_by("pk")
    job_id = oldest_first.values_list("pk", flat=True).first()
    return None if job_id is None else _lease(job_id)


def _do(job: Job) -> None:
    """Chunk by chunk, renewing the lease and the progress after each."""
    try:
        while True:
            done, total = _handlers[job.kind](job)
            finished = done >= total
            progress = {"done": done, "total": total, "attempts": 0, "error": ""}
            if finished:
                progress |= {
                    "state": Job.State.DONE,
                    "finished_at": timezone.now(),
                    "leased_until": None,
                }
            else:
                progress |= {"leased_until": timezone.now() + Job.LEASE}
            still_ours = _taken(job).update(**progress)
            job.attempts = 0
            if finished or not still_ours:
                return
    except Stopped:
        return
    except Exception as error:
        logger.exception("job %s stopped; it will be tried again", job)
        _taken(job).update(**_after_failure(job, error))


def _after_failure(job: Job, error: Exception) -> dict:
    """The columns of a job that has failed: it rests, or is given up."""
    now = timezone.now()
    columns = {"leased_until": None, "error": f"{type(error).__name__}: {error}"[:2000]}
    if job.attempts >= _bounds_of(job.kind).tries:
        return columns | {"state": Job.State.FAILED, "finished_at": now}
    rests_until = now + pause_after(job.attempts)
    return columns | {"state": Job.State.PENDING, "not_before": rests_until}


def run_waiting(*, last_first: bool = False) -> int:
    """Run every job that nobody holds, without a rest after a failure (tests and rehearsals).
    Returns how many were looked at.
    """
    ids = list(Job.objects.free().values_list("pk", flat=True)[:100])
    for job_id in reversed(ids) if last_first else ids:
        job = _lease(job_id, is_early=True)
        if job is not None:
            _do(job)
    return len(ids)
