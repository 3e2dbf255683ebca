"""What the machine does for the office: work under way, and how the daily work ended."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cms.given_up import KINDS
from foundation.jobs.models import Job
from foundation.soft_cache import remembered

# The daily work that an office has to know about, in its words.
DAILY: dict[str, Promise] = {
    "back_up": _("Backup"),
    "look_through_files": _("Stored files"),
    "audit": _("Ledger"),
}
KEPT = 60  # seconds
PROGRESS_KEPT = 5  # seconds
MOST_JOBS = 5
LATELY = datetime.timedelta(days=14)  # what ended before says nothing of today


@dataclass
class Running:
    """A piece of work under way: `total` is 0 where nobody knows how much it is. `stopped_at` is
    the address of the button that stops it, empty where it goes on to its end.
    """

    label: str | Promise
    done: int
    total: int
    stopped_at: str = ""


@dataclass
class Daily:
    """How the last daily work of a kind ended, and when; `at` is None where it never did."""

    label: str | Promise
    at: datetime.datetime | None
    is_good: bool


def running_for(user: User) -> list[Running]:
    """What this person asked for and is not done, the last first; some seconds old at most."""
    jobs = remembered(f"running:{user.pk}", lambda: _unfinished(user), PROGRESS_KEPT)
    return [_running(*job) for job in jobs]


def _running(number: int, kind: str, done: int, total: int) -> Running:
    """A paper may be stopped by who waits for it; half of any other work would be left standing."""
    stop = reverse("stop_paper", args=[number]) if kind == "prepare_paper" else ""
    return Running(KINDS.get(kind, kind), done, total, stop)


def _unfinished(user: User) -> list[tuple[int, str, int, int]]:
    unfinished = [Job.State.PENDING, Job.State.RUNNING]
    jobs = Job.objects.filter(created_by=user, state__in=unfinished).order_by("-pk")
    return list(jobs.values_list("pk", "kind", "done", "total")[:MOST_JOBS])


def daily_work() -> list[Daily]:
    """The last ending of each kind; a minute old at most."""
    ended = remembered("daily-work", _ended, KEPT)
    work = []
    for kind, label in DAILY.items():
        at, is_good = ended.get(kind, (None, False))
        work.append(Daily(label, at, is_good))
    return work


def _ended() -> dict[str, tuple[datetime.datetime, bool]]:
    """{kind: (when, whether it was done)} of the last one that ended of each."""
    ended: dict[str, tuple[datetime.datetime, bool]] = {}
    states = [Job.State.DONE, Job.State.FAILED]
    since = timezone.now() - LATELY
    jobs = Job.objects.filter(kind__in=DAILY, state__in=states, finished_at__gte=since)
    for job in jobs.order_by("finished_at").only("kind", "state", "finished_at"):
        if job.finished_at:
            ended[job.kind] = (job.finished_at, job.state == Job.State.DONE)
    return ended
