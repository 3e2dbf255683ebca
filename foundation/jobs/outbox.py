"""Events upwards: `emit` in the verb's own transaction, `deliver_pending` afterwards, once by
effect per consumer.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.jobs import bell
from foundation.jobs.models import Delivery, OutboxEvent

logger = logging.getLogger(__name__)
_consumers: dict[str, list[Callable]] = {}
_look_again: set[str] = set()


def subscribe(
    name: str, consumer: Callable[[str, dict], None], *, look_again: bool = False
) -> None:
    """Tell `consumer(name, payload)` of every event of this name. Called by config.events alone, at
    start.

    With `look_again` the event only says that something is to be looked at anew: of several that
    wait and say the same, the last is brought and the others are done with it.
    """
    if look_again:
        _look_again.add(name)
    consumers = _consumers.setdefault(name, [])
    if consumer not in consumers:
        consumers.append(consumer)


def emit(name: str, **payload: Any) -> OutboxEvent:
    """Write an event; it stands or falls with the caller's transaction. The payload holds ids,
    never texts or names.
    """
    event = OutboxEvent.objects.create(name=name, payload=payload)
    bell.ring_on_commit("deliver")
    return event


def deliver_pending() -> int:
    """Bring every waiting event to its consumers, oldest first. Returns how many were completed."""
    completed = 0
    for event in OutboxEvent.objects.filter(delivered_at=None).order_by("pk")[:500]:
        if _deliver(event):
            completed += 1
    return completed


def _deliver(event: OutboxEvent) -> bool:
    complete = True
    same_later = OutboxEvent.objects.filter(
        name=event.name, payload=event.payload, delivered_at=None, pk__gt=event.pk
    )
    if event.name in _look_again and same_later.exists():
        OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=timezone.now())
        return True
    for consumer in _consumers.get(event.name, []):
        label = f"{consumer.__module__}.{consumer.__qualname__}"
        try:
            with transaction.atomic():
                # The unique row is the lock: a second deliverer waits here, then finds it done.
                _, first = Delivery.objects.get_or_create(event=event, consumer=label)
                if first:
                    consumer(event.name, event.payload)
        except Exception:
            logger.exception("event %s was not taken by %s; it will be brought again", event, label)
            complete = False
    if complete:
        OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=timezone.now())
    return complete
