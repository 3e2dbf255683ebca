"""Jobs: ask, run in chunks under a lease, cancel. A handler does one chunk and says how
far it is.
"""

import logging
import time
from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from foundation.jobs import bell
from foundation.jobs.models import Job

logger = logging.getLogger(__name__)
# Does the next chunk and returns (done, total); it is called again until done >= total.
Handler = Callable[[Job], tuple[int, int]]
_handlers: dict[str, Handler] = {}  # by the kind of the job
_daily: list[str] = []
_each_minute: list[Callable[[], None]] = []
_minute_done: list[float] = []  # of this process's monotonic clock: when it looked last
MINUTE = 55.0  # seconds, so that a look each 20 seconds finds every minute
_TOLD_EACH = 1.0  # seconds between two steps that are written down


class Stopped(Exception):
    """The job was stopped, or another worker has it now: the handler leaves off where it is."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does one chunk of a kind of job. It must be safe to repeat after a
    crash.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
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
        state=Job.State.PENDING, attempts=0, finished_at=None
    )
    if is_taken_up:
        bell.ring_on_commit("run", job.pk)


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


def _lease(job_id: int) -> Job | None:
    """Take the job for two minutes; None when another worker holds it or it is finished."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or not Job.objects.waiting().filter(pk=job_id).exists():
            return None
        if job.attempts >= Job.MOST_ATTEMPTS:
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
    """Do the job chunk by chunk, renewing the lease and the progress after each."""
    job = _lease(job_id)
    if job is None:
        return
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
            if finished or not still_ours:
                return
    except Stopped:
        return
    except Exception as error:
        logger.exception("job %s stopped; it will be tried again", job)
        _taken(job).update(
            state=Job.State.PENDING,
            leased_until=timezone.now(),
            error=f"{type(error).__name__}: {error}"[:2000],
        )


def run_waiting(*, last_first: bool = False) -> int:
    """Run every job that nobody holds (the reconciler, and tests). Returns how many
    were looked at.
    """
    ids = list(Job.objects.waiting().values_list("pk", flat=True)[:100])
    for job_id in reversed(ids) if last_first else ids:
        run(job_id)
    return len(ids)
