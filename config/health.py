"""Whether this process lives, and which part of the site is missing: for whoever looks after it.

Both are answered before anything else of the site is asked: a plain check knows neither our host's
name nor HTTPS, and must have an answer while the database is away.
"""

import datetime
import logging
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from foundation.jobs import life
from foundation.jobs.models import Job, OutboxEvent
from foundation.vault import antivirus
from foundation.vault.models import Blob

logger = logging.getLogger(__name__)
WORKER_SILENT_AFTER = 120  # seconds
MAIL_LATE_AFTER = 15 * 60  # seconds that the oldest message may have waited
_LATELY = datetime.timedelta(days=7)
_PATIENCE = 3.0  # seconds for a storage on another machine
_KEPT_FOR = 5.0  # seconds: whoever asks often asks the parts no oftener
# Without these no page is answered; a site that misses another part does what it can.
_NEEDED = ("database", "migrations")


class Missing(Exception):
    """A part does not do its work; the words hold no name of a server and no secret."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


_migrated: list[bool] = []  # of this process: once all are applied they stay so


def _migrations() -> None:
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Missing("some are not applied")
    _migrated.append(True)


# A far part is asked apart, so that one that never answers holds up neither check.
_asks = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


def _in_time(ask: Callable[[], Any]) -> None:
    asked = _asks.submit(ask)
    try:
        asked.result(timeout=_PATIENCE)
    except TimeoutError as error:
        asked.cancel()  # behind one that still waits
        raise Missing("does not answer") from error


def _storage() -> None:
    vault = storages["vault"]
    if not isinstance(vault, FileSystemStorage):
        _in_time(partial(vault.exists, "readyz"))
        return
    folder = Path(vault.location)
    if not folder.exists() and not Blob.objects.exists():
        return  # nothing was stored yet
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"readyz")


def _cache() -> None:
    cache.set("readyz", "ok", 60)
    if cache.get("readyz") != "ok":
        raise Missing("keeps nothing")


def _broker() -> None:
    folder = settings.CELERY_BROKER_URL.startswith("filesystem")
    if folder:
        queue = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
        with tempfile.TemporaryFile(dir=queue):
            return
    with current_app.connection(connect_timeout=2) as line:
        line.channel().close()


def _worker() -> None:
    silence = life.silence_of(life.WORKER)
    if silence is None:
        raise Missing("never seen")
    seconds = round(silence.total_seconds())
    if seconds > WORKER_SILENT_AFTER:
        raise Missing(f"silent for {seconds} s")


def _work() -> None:
    since = life.stands_still_since()
    if since is not None:
        waits = round((timezone.now() - since).total_seconds())
        raise Missing(f"stands still, the oldest waits for {waits} s")


def _mail() -> None:
    unfinished = Job.objects.filter(kind="send_mail").free()
    oldest = unfinished.order_by("created_at").values_list("created_at", flat=True).first()
    waits = 0 if oldest is None else round((timezone.now() - oldest).total_seconds())
    if waits > MAIL_LATE_AFTER:
        raise Missing(f"the oldest message waits for {waits} s")
    if given_up := mail_given_up():
        raise Missing(f"{given_up} given up, and none went since")


def mail_given_up() -> int:
    """How many messages were given up lately; none once another one has gone: then it was not the
    server that refused them.
    """
    jobs = Job.objects.filter(kind="send_mail")
    went_at = jobs.filter(state=Job.State.DONE).aggregate(at=Max("finished_at"))["at"]
    since = max(at for at in (went_at, timezone.now() - _LATELY) if at)
    return jobs.given_up().filter(finished_at__gt=since).count()


def _scanner() -> None:
    if settings.CLAMAV_URL and not antivirus.answers():
        raise Missing("does not answer")


PARTS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "storage": _storage,
    "cache": _cache,
    "broker": _broker,
    "worker": _worker,
    "work": _work,
    "mail": _mail,
    "scanner": _scanner,
}
_OF_THE_DATABASE = ("migrations", "worker", "work", "mail")


def _state_of(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Missing as words:
        return str(words)
    except Exception as error:
        # What an error says may name a server or a password: that stays in the log.
        logger.warning("readyz: %s is missing: %s", name, error)
        return "missing"
    return "ok"


def state() -> dict[str, Any]:
    """{"ok", "missing": names, "parts": {name: "ok" or why not}, "waiting": events not told}."""
    parts: dict[str, str] = {}
    for name, check in PARTS.items():
        is_unknown = name in _OF_THE_DATABASE and parts.get("database") != "ok"
        parts[name] = "unknown" if is_unknown else _state_of(name, check)
    missing = [name for name, words in parts.items() if words != "ok"]
    waiting = None
    if parts["migrations"] == "ok":
        waiting = OutboxEvent.objects.filter(delivered_at=None).count()
    is_ok = not set(missing) & set(_NEEDED)
    return {"ok": is_ok, "missing": missing, "parts": parts, "waiting": waiting}


_asking = threading.Lock()
_known: list[tuple[float, dict[str, Any]]] = []  # when it was asked last, and what came out


def known_state() -> dict[str, Any]:
    """`state`, at most a few seconds old."""
    with _asking:
        if not _known or time.monotonic() - _known[-1][0] > _KEPT_FOR:
            _known[:] = [(time.monotonic(), state())]
        return _known[-1][1]


def live() -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready() -> JsonResponse:
    """200 where pages can be answered, 503 where none can; which parts are missing either way."""
    found = known_state()
    return JsonResponse(found, status=200 if found["ok"] else 503)


_ANSWERS: dict[str, Callable[[], HttpResponse]] = {"/livez": live, "/readyz": ready}


class Health:
    """Answers both addresses before host, HTTPS, session or language are asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = _ANSWERS.get(request.path)
        if answer is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = answer()
        response.headers["Cache-Control"] = "no-store"
        return response
