"""What the site works with, fine and broken: database, worker, storages, scanner."""

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as site
from django.core.checks import Error
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import health
from config.doctor import services
from foundation.jobs import life
from foundation.jobs.models import Job, OutboxEvent
from foundation.ledger import triggers
from tests import guards
from tests.config.doctor.asked import FAULT, FINE, HINT, grade, said, todo, words
from tests.factories.foundation import JobFactory, OutboxEventFactory, SignOfLifeFactory

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(health, "_migrated", [])


class TestOwnChecks:
    def test_nothing_to_say(self):
        assert grade("checks") == FINE

    def test_a_fault_of_the_settings(self, settings):
        settings.ROOT_URLCONF = "config.khong_co"
        settings.STORAGES = {}
        assert grade("checks") == FAULT
        assert "./run manage check" in todo("checks")

    def test_one_that_has_a_line_of_its_own(self, monkeypatch):
        monkeypatch.setattr(services, "run_checks", lambda: [Error("x", id="papers.E001")])
        assert grade("checks") == FINE


class TestMigrations:
    def test_all_are_there(self):
        assert grade("migrations") == FINE

    def test_one_waits(self):
        MigrationRecorder.Migration.objects.filter(app="jobs").order_by("-id").first().delete()
        assert said("migrations")[:2] == (FAULT, "còn bước chưa áp dụng")
        assert "./run manage migrate" in todo("migrations")

    def test_one_of_another_version(self):
        MigrationRecorder(connection).record_applied("jobs", "0999_of_tomorrow")
        assert said("migrations")[:2] == (FAULT, "cơ sở dữ liệu do phiên bản khác tạo")


@pytest.mark.data
class TestTriggers:
    def test_all_stand(self):
        count = len(triggers.declared(connection))
        assert said("triggers") == (FINE, f"đủ {count}, đúng như khai báo", "")

    def test_one_was_dropped(self):
        with guards.as_owner(), connection.cursor() as cursor:
            table = "" if connection.vendor == "sqlite" else " ON ledger_event"
            cursor.execute(f"DROP TRIGGER ledger_event_no_update{table}")
        assert grade("triggers") == FAULT
        assert words("triggers").endswith(": ledger_event_no_update")
        assert "migrate --skip-checks" in todo("triggers")

    def test_no_table_is_there(self, monkeypatch):
        monkeypatch.setattr(connection.introspection, "table_names", lambda *_a, **_m: [])
        monkeypatch.setattr(triggers, "_standing", lambda _connection: [])
        assert grade("triggers") == FAULT


@pytest.mark.data
class TestOwner:
    @pytest.fixture
    def role(self, settings, monkeypatch):
        """Says under which role the application works in production."""

        def named(name: str, owner: str = "chu_so_huu") -> None:
            settings.OWNER_IS_APART = True
            settings.MIGRATION_DATABASE_URL = f"postgres://{owner}@127.0.0.1/contest"
            monkeypatch.setitem(site.DATABASES["default"], "USER", name)

        return named

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite")
    def test_a_file(self):
        assert said("owner")[:2] == (FINE, "SQLite không có vai trò")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="speaks of PostgreSQL")
    def test_one_that_owns_nothing(self, role):
        role(guards.ROLE)
        assert said("owner")[:2] == (FINE, "không sở hữu gì")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="speaks of PostgreSQL")
    def test_one_that_owns_the_tables(self, role):
        role("chu_so_huu")
        assert grade("owner") == FAULT
        assert "MIGRATION_DATABASE_URL" in todo("owner")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="speaks of PostgreSQL")
    def test_a_demonstration(self, settings):
        settings.OWNER_IS_APART = False
        assert grade("owner") == HINT


class TestWorker:
    def test_at_work(self):
        SignOfLifeFactory(who=life.WORKER, at=timezone.now())
        assert grade("worker") == FINE

    def test_silent(self):
        SignOfLifeFactory(who=life.WORKER, at=timezone.now() - 3 * MINUTE)
        assert said("worker")[:2] == (FAULT, "im lặng đã 3 phút")
        assert "systemctl status contest-worker" in todo("worker")

    def test_never_seen(self):
        SignOfLifeFactory(who=life.KEEPER, at=timezone.now())
        assert said("worker")[:2] == (FAULT, "chưa từng thấy")


@pytest.mark.data
class TestQueue:
    def test_nothing_waits(self):
        assert said("queue")[:2] == (FINE, "không việc nào chờ")

    def test_what_has_just_come(self):
        JobFactory()
        assert said("queue")[:2] == (FINE, "việc lâu nhất đã chờ 0 phút")

    def test_the_oldest_counts(self):
        old = JobFactory()
        Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - 200 * MINUTE)
        JobFactory()
        assert said("queue")[:2] == (FAULT, "việc lâu nhất đã chờ 3 giờ")
        assert "systemctl" in todo("queue")

    def test_the_rest_after_a_failure_is_no_waiting(self):
        job = JobFactory(not_before=timezone.now() - MINUTE)
        Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - 200 * MINUTE)
        assert grade("queue") == FINE

    def test_an_event_that_nobody_was_told_of(self):
        event = OutboxEventFactory()
        OutboxEvent.objects.filter(pk=event.pk).update(created_at=timezone.now() - 20 * MINUTE)
        assert grade("queue") == FAULT

    def test_one_that_was_told(self):
        event = OutboxEventFactory(delivered_at=timezone.now())
        OutboxEvent.objects.filter(pk=event.pk).update(created_at=timezone.now() - 20 * MINUTE)
        assert grade("queue") == FINE

    def test_none_was_given_up(self):
        JobFactory(state=Job.State.CANCELLED)
        assert grade("given_up") == FINE

    def test_some_were(self):
        JobFactory(state=Job.State.FAILED)
        JobFactory(state=Job.State.FAILED)
        assert said("given_up")[:2] == (HINT, "2")
        assert "Việc chưa làm được" in todo("given_up")


class TestBroker:
    @pytest.fixture
    def folder(self, settings, tmp_path):
        settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
        return tmp_path

    def test_a_folder(self, folder):
        assert grade("broker") == FINE

    def test_one_that_is_not_there(self, folder):
        shutil.rmtree(folder)
        assert grade("broker") == FAULT
        assert "CELERY_BROKER_URL" in todo("broker")


class TestRedis:
    def test_none_is_set(self, settings):
        settings.REDIS_URL = ""
        assert said("redis")[:2] == (FINE, "không dùng: bộ nhớ đệm là một thư mục")

    @pytest.mark.data
    @pytest.mark.skipif(not site.REDIS_URL, reason="asks a Redis")
    def test_one_that_keeps(self, settings):
        backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
        settings.CACHES = {"default": backend | {"LOCATION": settings.REDIS_URL}}
        assert grade("redis") == FINE

    def test_one_that_keeps_nothing(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:6379/5"
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        assert said("redis")[:2] == (FAULT, "không giữ được gì")

    def test_one_that_refuses(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:9/5"
        backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
        settings.CACHES = {"default": backend | {"LOCATION": settings.REDIS_URL}}
        assert grade("redis") == FAULT
        assert "systemctl status redis-server" in todo("redis")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may open everything: within this block it is somebody else."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


@pytest.mark.parametrize(("name", "alias"), [("media", "default"), ("vault", "vault")])
class TestStorages:
    @pytest.fixture
    def at(self, settings):
        """Has the storage of this name lie there."""

        def folder(alias: str, place) -> None:
            options = {"OPTIONS": {"location": str(place)}}
            chosen = settings.STORAGES[alias] | options
            settings.STORAGES = settings.STORAGES | {alias: chosen}

        return folder

    def test_one_that_works(self, at, tmp_path, name, alias):
        at(alias, tmp_path)
        assert said(name) == (FINE, "ghi, đọc và xoá được", "")

    def test_nothing_is_left_of_the_probe(self, at, tmp_path, name, alias):
        at(alias, tmp_path)
        said(name)
        assert list(tmp_path.rglob("*")) == []

    def test_what_lies_there_stays(self, at, tmp_path, name, alias):
        at(alias, tmp_path)
        storages[alias].save("anh.jpg", ContentFile(b"x"))
        said(name)
        assert [path.name for path in tmp_path.iterdir()] == ["anh.jpg"]

    def test_one_that_is_no_folder(self, at, tmp_path, name, alias):
        (tmp_path / "file").write_text("")
        at(alias, tmp_path / "file")
        assert grade(name) == FAULT
        assert "ổ đĩa đã gắn" in todo(name)

    def test_one_that_the_systems_user_may_not_open(self, at, tmp_path, name, alias):
        (tmp_path / "kho").mkdir(mode=0)
        at(alias, tmp_path / "kho")
        with as_nobody():
            assert words(name).startswith("PermissionError")

    def test_whose_it_must_be_is_said(self, at, tmp_path, name, alias):
        (tmp_path / "kho").mkdir(mode=0)
        at(alias, tmp_path / "kho")
        with as_nobody():
            assert "thuộc tài khoản chạy hệ thống" in todo(name)

    def test_one_that_gives_back_something_else(self, at, tmp_path, name, alias, monkeypatch):
        at(alias, tmp_path)
        other = lambda _storage, _name, mode="rb": ContentFile(b"khac")  # noqa: E731
        monkeypatch.setattr(type(storages[alias]), "open", other)
        assert said(name)[:2] == (FAULT, "trả lại nội dung khác với nội dung đã ghi")

    def test_one_that_keeps_what_was_deleted(self, at, tmp_path, name, alias, monkeypatch):
        at(alias, tmp_path)
        monkeypatch.setattr(type(storages[alias]), "delete", lambda _storage, _name: None)
        assert said(name)[:2] == (FAULT, "vẫn giữ tệp đã xoá")


class TestScanner:
    def test_none_is_set(self, settings):
        settings.CLAMAV_URL = ""
        assert grade("scanner") == HINT
        assert "clamav-daemon" in todo("scanner")

    def test_one_that_answers(self, settings, server):
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server(b'PONG' + bytes(1)).port}"
        assert grade("scanner") == FINE

    def test_one_that_says_something_else(self, settings, server):
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server(b'ERROR' + bytes(1)).port}"
        assert grade("scanner") == FAULT

    def test_one_that_refuses(self, settings):
        settings.CLAMAV_URL = "tcp://127.0.0.1:9"
        assert said("scanner")[:2] == (FAULT, "không trả lời")
        assert "systemctl status clamav-daemon" in todo("scanner")
