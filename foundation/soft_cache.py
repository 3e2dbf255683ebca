"""The cache where it only saves time: while it is away everything is read anew, by the house and by
its libraries, which keep there where a site begins and which pictures were made.

Where it counts tries (allauth's limits, used codes) it is asked itself, and an error there stands:
nobody may guess because a server is away.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache

COUNTED = ("allauth", "readyz")  # begins of keys whose loss may not pass in silence
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


class _Soft(BaseCache):
    """A backend of Django's that has nothing while it is away, but for what counts."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._of(key, lambda: super(_Soft, self).get(key, default, version), default)

    def set(self, key: str, value: Any, *more: Any, **options: Any) -> None:
        self._of(key, lambda: super(_Soft, self).set(key, value, *more, **options), None)

    def add(self, key: str, value: Any, *more: Any, **options: Any) -> bool:
        return self._of(key, lambda: super(_Soft, self).add(key, value, *more, **options), True)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._of(key, lambda: super(_Soft, self).delete(key, version), False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return _asked(lambda: super(_Soft, self).get_many(keys, version), {})

    def set_many(self, data: dict, *more: Any, **options: Any) -> list[str]:
        return _asked(lambda: super(_Soft, self).set_many(data, *more, **options), [])

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        _asked(lambda: super(_Soft, self).delete_many(keys, version), None)

    @staticmethod
    def _of(key: str, ask: Callable[[], Any], otherwise: Any) -> Any:
        return ask() if key.startswith(COUNTED) else _asked(ask, otherwise)


class SoftRedisCache(_Soft, RedisCache):
    """Of a site in service."""


class SoftFileCache(_Soft, FileBasedCache):
    """Of a site without servers of its own."""


def get(key: str) -> Any:
    """What is kept under this key; None where nothing is, or the cache is away."""
    return cache.get(key)


def keep(key: str, value: Any, seconds: int | None) -> None:
    """Keep it for so many seconds, or until it is forgotten."""
    cache.set(key, value, seconds)


def forget(*keys: str) -> None:
    """Read these anew from now on. Asked of a cache that has just failed, too: others read it."""
    _failed_at.clear()
    cache.delete_many(keys)


def remembered(key: str, read: Callable[[], Read], seconds: int | None) -> Read:
    """What `read` gave at most so many seconds ago (None: until it is forgotten)."""
    found = get(key)
    if found is not None:
        return found
    value = read()
    keep(key, value, seconds)
    return value
