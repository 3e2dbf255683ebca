"""When who does the work was last seen at it, and whether work stands still."""

import datetime

from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from foundation.jobs.models import Job, OutboxEvent, SignOfLife

WORKER = "worker"
KEEPER = "keeper"
STILL_AFTER = datetime.timedelta(minutes=15)


def show(who: str) -> None:
    """This one is at work now."""
    SignOfLife.objects.update_or_create(who=who, defaults={"at": timezone.now()})


def silence_of(who: str) -> datetime.timedelta | None:
    """How long nothing was seen of this one; None where it never was."""
    at = SignOfLife.objects.filter(who=who).values_list("at", flat=True).first()
    return None if at is None else timezone.now() - at


def waits_since() -> datetime.datetime | None:
    """Since when the oldest job or event could have been done; None where nothing waits."""
    created = F("created_at")
    due = Greatest(created, Coalesce("not_before", created), Coalesce("leased_until", created))
    jobs = Job.objects.waiting().aggregate(since=Min(due))
    events = OutboxEvent.objects.filter(delivered_at=None).aggregate(since=Min("created_at"))
    return min((at for at in (jobs["since"], events["since"]) if at), default=None)


def stands_still_since() -> datetime.datetime | None:
    """Since when work waits that nobody does: it waits for long, and meanwhile no job was taken,
    held or finished. None where all goes on.
    """
    since = waits_since()
    now = timezone.now()
    if since is None or now - since <= STILL_AFTER:
        return None
    lately = now - STILL_AFTER
    touched = Q(started_at__gt=lately) | Q(finished_at__gt=lately) | Q(leased_until__gt=now)
    return None if Job.objects.filter(touched).exists() else since
