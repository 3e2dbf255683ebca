"""An hour in which parts of the site are away, one by one and together, while an entrant writes,
adds a file and sends the dossier in: what was acknowledged is there once it is over, nothing is
there twice, and all work is done within five minutes.

What was not acknowledged is done again by the entrant, as the page says. A small part runs always:
each fault by itself. All pairs and the whole run with `SCALE=100`.
"""

import itertools
import math
import socket
from contextlib import ExitStack
from datetime import timedelta
from random import Random

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competition import clock
from config import health
from foundation import soft_cache
from foundation.jobs import bell, outbox, work
from foundation.jobs.models import Job, OutboxEvent
from foundation.ledger import chain
from foundation.vault import disk, store
from submissions.files import scanning
from submissions.models import Entry
from tests.config.outages import (
    BACKEND,
    REFUSING,
    SMTP,
    TYPED,
    no_broker,
    no_cache,
    no_database,
    no_s3,
    no_storage,
    refusing_s3,
    silent_cache,
    silent_s3,
    vault_in_a_bucket,
)
from tests.ledger_lines.submissions import draft_of
from tests.rehearsed import SCALE
from tests.submissions.files import hostile
from tests.talking import servers

NOWHERE = "tcp://127.0.0.1:9"
FIVE_MINUTES = timedelta(minutes=5)
_doors: list = []


# --- further faults; each is given what may be changed for a while


def no_scanner(monkeypatch, settings, tmp_path):
    settings.CLAMAV_URL = NOWHERE


def silent_scanner(monkeypatch, settings, tmp_path):
    _doors.append(socket.create_server(("127.0.0.1", 0)))
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{_doors[-1].getsockname()[1]}"


def _mail(settings, *lines: bytes) -> None:
    opened = _doors[0](*lines)
    settings.MAIL_TRANSPORT = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
    settings.EMAIL_TIMEOUT = 0.1


def silent_mail(monkeypatch, settings, tmp_path):
    _mail(settings)


def refusing_mail(monkeypatch, settings, tmp_path):
    _mail(settings, *REFUSING)


def no_room(monkeypatch, settings, tmp_path):
    """The disk is full: whatever is written to it fails, what lies there is read."""

    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.Disk, "_save", full)


def killed_worker(monkeypatch, settings, tmp_path):
    """Whoever takes up a job dies in it: it stays in those hands until its lease is over."""
    monkeypatch.setattr(work, "_do", lambda _job: None)


def clock_ahead(monkeypatch, settings, tmp_path):
    """The machine's clock jumps two days on; the contest's phase is still open then."""
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=2))


def database_restarts(monkeypatch, settings, tmp_path):
    no_database(monkeypatch, settings, tmp_path)


FAULTS = {
    "cache": no_cache,
    "silent cache": silent_cache,
    "broker": no_broker,
    "storage": no_storage,
    "disk full": no_room,
    "scanner": no_scanner,
    "silent scanner": silent_scanner,
    "silent mail": silent_mail,
    "refusing mail": refusing_mail,
    "worker killed": killed_worker,
    "clock ahead": clock_ahead,
    "database": database_restarts,
    "S3": no_s3,
    "silent S3": silent_s3,
    "refusing S3": refusing_s3,
}
IN_A_BUCKET = {"S3", "silent S3", "refusing S3"}  # private files lie there in these hours
ON_A_DISK = {"storage", "disk full"}


def fit(faults: tuple[str, ...]) -> bool:
    """Files lie on a disk or in a bucket, and S3 fails in one way at a time."""
    is_one_way = len(IN_A_BUCKET & {*faults}) < 2
    return is_one_way and not (IN_A_BUCKET & {*faults} and ON_A_DISK & {*faults})


ONE_BY_ONE = [(name,) for name in FAULTS]
PAIRS = [pair for pair in itertools.combinations(FAULTS, 2) if fit(pair)]
OTHERS = [name for name in FAULTS if name not in IN_A_BUCKET | ON_A_DISK]
ALL = [(*OTHERS, *sorted(ON_A_DISK)), *((*OTHERS, way) for way in sorted(IN_A_BUCKET))]


def hours() -> list[tuple[str, ...]]:
    """Which faults come together: by themselves always, with others as far as SCALE goes."""
    more = [*PAIRS, *ALL]
    if SCALE >= 100:
        return [*ONE_BY_ONE, *more]
    return [*ONE_BY_ONE, *Random(16).sample(PAIRS, min(len(PAIRS), 2 * SCALE)), *ALL]


def test_the_whole_is_more_than_thirty_hours():
    pairs = math.comb(len(FAULTS), 2) - math.comb(3, 2) - 3 * 2
    assert len({*ONE_BY_ONE, *PAIRS, *ALL}) == len(FAULTS) + pairs + 4 >= 30


# --- what an entrant does, and whether it was acknowledged


def is_taken(answer) -> bool:
    """It leads on, and not to the door: where the clock jumped, the session is over."""
    return answer.status_code == 302 and reverse("account_login") not in answer["Location"]


def write(client, entry) -> bool:
    typed = {
        "revision": entry.revision,
        "title": entry.title,
        "summary": TYPED,
        "field": entry.field_id,
        "kind": entry.kind_id,
        "unit": entry.unit_id,
        "entrant": entry.entrant,
    }
    answer = client.post(reverse("edit_entry", args=[entry.public_id, "general"]), typed)
    return is_taken(answer)


def send_file(client, entry) -> bool:
    upload = SimpleUploadedFile("do-dac.pdf", hostile.pdf())
    address = reverse("edit_entry", args=[entry.public_id, "files"])
    return is_taken(client.post(address, {"files": upload, "caption": "Đo đạc"}))


def submit(client, entry) -> bool:
    declared = {"participation": "on", "personal_data": "on"}
    answer = client.post(reverse("submit_entry", args=[entry.public_id]), declared)
    return is_taken(answer)


def worker_tries() -> None:
    """One look of a worker, which a fault may end anywhere."""
    try:
        outbox.deliver_pending()
        work.run_waiting()
    except Exception:  # noqa: S110  the worker's process restarts
        pass


def five_minutes_pass() -> None:
    """For all that waits: rests and leases are that much nearer to their end, and what the site
    does each minute is done.
    """
    for column in ("not_before", "leased_until"):
        Job.objects.exclude(**{column: None}).update(**{column: F(column) - FIVE_MINUTES})
    scanning.when_the_scanner_is_back()
    for _round in range(9):
        outbox.deliver_pending()
        for job in Job.objects.waiting():
            work.run(job.pk)


@pytest.fixture
def hour(begun, monkeypatch, settings, tmp_path):
    """Runs the three steps within these faults; returns the entry and what was acknowledged."""
    entry = draft_of(begun)
    client = Client(raise_request_exception=False)
    client.force_login(entry.owner, backend=BACKEND)
    for kept in ((soft_cache, "_failed_at"), (bell, "_unheard_at"), (health, "_known")):
        monkeypatch.setattr(*kept, [])
    usual = {name: getattr(settings, name) for name in CHANGED}
    with ExitStack() as stack:
        _doors[:] = [stack.enter_context(servers())]
        stack.enter_context(clock.set_to(begun.at(3)))

        def runs(faults: tuple[str, ...]):
            done = {}
            if IN_A_BUCKET & {*faults}:
                stack.enter_context(vault_in_a_bucket(monkeypatch, settings))
            with monkeypatch.context() as away:
                for name in faults:
                    FAULTS[name](away, settings, tmp_path)
                for step in (write, send_file, submit):
                    done[step] = step(client, entry)
                worker_tries()
            for name, value in usual.items():
                setattr(settings, name, value)
            # What was not acknowledged is done again, as the page asks; a file that was added is
            # waited for. What was sent in without the file stands without it.
            client.force_login(entry.owner, backend=BACKEND)
            if not done[submit]:
                for step in (write, send_file, submit):
                    entry.refresh_from_db()
                    if not done[step]:
                        assert step(client, entry), step.__name__
                        done[step] = True
                    five_minutes_pass()
            five_minutes_pass()
            return Entry.objects.get(pk=entry.pk), done

        yield runs
        for door in _doors[1:]:
            door.close()


CHANGED = (
    *("CACHES", "JOBS_INLINE", "CLAMAV_URL", "MAIL_TRANSPORT"),
    *("EMAIL_HOST", "EMAIL_PORT", "EMAIL_TIMEOUT"),
)


@pytest.mark.parametrize("faults", hours(), ids=" + ".join)
def test_nothing_is_lost_doubled_or_left(hour, faults):
    entry, done = hour(faults)
    # Nothing acknowledged is lost.
    assert (entry.summary == TYPED) or not done[write]
    assert entry.status == Entry.Status.SUBMITTED
    # Nothing is doubled.
    assert entry.attachments.filter(name="do-dac.pdf").count() == done[send_file]
    assert entry.versions.count() == 1
    assert Job.objects.filter(kind="inspect_file").values("key").distinct().count() == (
        entry.attachments.count()
    )
    assert chain.verify(entry.edition.chain) is None
    # The work is done.
    left = Job.objects.exclude(state=Job.State.DONE).values_list("kind", "state", "error")
    assert list(left) == []
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()
    assert set(entry.attachments.values_list("verdict", flat=True)) == {"cleared"}


@pytest.mark.django_db
@pytest.mark.parametrize("way", sorted(IN_A_BUCKET))
def test_a_bucket_that_fails_takes_nothing(way, monkeypatch, settings, tmp_path):
    with vault_in_a_bucket(monkeypatch, settings):
        with monkeypatch.context() as away:
            FAULTS[way](away, settings, tmp_path)
            with pytest.raises((BotoCoreError, ClientError)):
                store.put(b"x", media_type="text/plain")
        assert store.read(store.put(b"x", media_type="text/plain")) == b"x"
