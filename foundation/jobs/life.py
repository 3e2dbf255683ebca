"""When who does the work was last seen at it."""

import datetime

from django.utils import timezone

from foundation.jobs.models import SignOfLife

WORKER = "worker"
KEEPER = "keeper"


def show(who: str) -> None:
    """This one is at work now."""
    SignOfLife.objects.update_or_create(who=who, defaults={"at": timezone.now()})


def silence_of(who: str) -> datetime.timedelta | None:
    """How long nothing was seen of this one; None where it never was."""
    at = SignOfLife.objects.filter(who=who).values_list("at", flat=True).first()
    return None if at is None else timezone.now() - at
