"""The cache where it only saves time: while it is away everything is read anew.

Where it counts tries (allauth's limits) it is asked itself, and an error there stands: nobody may
guess because a server is away.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache

logger = logging.getLogger(__name__)
Read = TypeVar("Read")
_AWAY_FOR = 10.0  # seconds for which a cache that failed is not asked again
_failed_at: list[float] = []  # of this process's monotonic clock


def _asked(ask: Callable[[], Any], otherwise: Any) -> Any:
    if _failed_at and time.monotonic() - _failed_at[-1] < _AWAY_FOR:
        return otherwise
    try:
        answer = ask()
    except Exception:
        _failed_at[:] = [time.monotonic()]
        logger.exception("the cache does not answer; all is read anew")
        return otherwise
    _failed_at.clear()
    return answer


def get(key: str) -> Any:
    """What is kept under this key; None where nothing is, or the cache is away."""
    return _asked(lambda: cache.get(key), None)


def keep(key: str, value: Any, seconds: int | None) -> None:
    """Keep it for so many seconds, or until it is forgotten."""
    _asked(lambda: cache.set(key, value, seconds), None)


def forget(*keys: str) -> None:
    """Read these anew from now on. Asked of a cache that has just failed, too: others read it."""
    _failed_at.clear()
    _asked(lambda: cache.delete_many(keys), None)


def remembered(key: str, read: Callable[[], Read], seconds: int | None) -> Read:
    """What `read` gave at most so many seconds ago (None: until it is forgotten)."""
    found = get(key)
    if found is not None:
        return found
    value = read()
    keep(key, value, seconds)
    return value
