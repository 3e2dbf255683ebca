"""`/livez` and `/readyz`: what they say while a part of the site is away, and to whom."""

import datetime
import json
import shutil
import socket

import pytest
from celery import current_app
from django.core.cache import caches
from django.core.files.storage import storages
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from kombu import Connection

from config import health
from config import storages as site_storages
from foundation.jobs import life
from foundation.jobs.models import Job
from foundation.vault import antivirus
from tests.factories.foundation import BlobFactory, JobFactory, SignOfLifeFactory
from tests.talking import servers

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
SECRET = "mat-khau-cua-may-chu"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch, settings, tmp_path):
    """Everything is there, and nothing is remembered."""
    monkeypatch.setattr(health, "_known", [])
    monkeypatch.setattr(health, "_migrated", [])
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
    SignOfLifeFactory(who=life.WORKER, at=timezone.now())


def asked(client=None, **headers) -> dict:
    return json.loads((client or Client()).get("/readyz", **headers).content)


@pytest.fixture
def no_database(monkeypatch):
    def away(*_arguments, **_more):
        raise DatabaseError(f"no server at db.noi-bo with {SECRET}")

    monkeypatch.setattr(CursorWrapper, "execute", away)


class TestLiving:
    def test_it_answers_without_the_database(self, no_database):
        assert Client().get("/livez").content == b"ok"

    @pytest.mark.parametrize("address", ["/livez", "/readyz"])
    def test_a_check_knows_no_host_of_ours(self, address, settings):
        settings.ALLOWED_HOSTS = ["cuoc-thi.example.vn"]
        assert Client().get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200

    def test_pages_still_do(self, settings):
        settings.ALLOWED_HOSTS = ["cuoc-thi.example.vn"]
        assert Client().get("/robots.txt", headers={"host": "10.0.0.7"}).status_code == 400

    @pytest.mark.parametrize("address", ["/livez", "/readyz"])
    def test_nor_https(self, address, settings):
        settings.SECURE_SSL_REDIRECT = True
        assert Client().get(address).status_code == 200

    @pytest.mark.parametrize("address", ["/livez", "/readyz"])
    def test_nothing_is_sent_to_it(self, address):
        assert Client().post(address).status_code == 405

    @pytest.mark.parametrize("address", ["/livez", "/readyz"])
    def test_no_cache_keeps_it(self, address):
        assert Client().get(address).headers["Cache-Control"] == "no-store"


class TestAllIsThere:
    def test_nothing_is_missing(self):
        assert asked()["missing"] == []

    def test_each_part_is_named(self):
        assert set(asked()["parts"]) == set(health.PARTS)

    def test_a_second_question_asks_the_parts_no_second_time(self, monkeypatch):
        asked()
        monkeypatch.setitem(health.PARTS, "scanner", lambda: 1 / 0)
        assert asked()["missing"] == []

    def test_after_some_seconds_it_does(self, monkeypatch):
        asked()
        health._known[:] = [(health._known[0][0] - 6, health._known[0][1])]
        monkeypatch.setitem(health.PARTS, "scanner", lambda: 1 / 0)
        assert asked()["missing"] == ["scanner"]


class TestAPartIsMissing:
    def test_the_database(self, no_database):
        answer = Client().get("/readyz")
        assert (answer.status_code, json.loads(answer.content)["parts"]["database"]) == (
            503,
            "missing",
        )

    def test_what_only_the_database_knows_is_unknown(self, no_database):
        assert asked()["parts"]["worker"] == "unknown"

    def test_no_name_and_no_secret_is_told(self, no_database):
        said = Client().get("/readyz").content.decode()
        assert SECRET not in said
        assert "db.noi-bo" not in said

    def test_a_migration(self):
        MigrationRecorder.Migration.objects.filter(app="jobs").order_by("-id").first().delete()
        answer = Client().get("/readyz")
        assert (answer.status_code, json.loads(answer.content)["missing"]) == (503, ["migrations"])

    def test_the_storage(self, monkeypatch, tmp_path):
        BlobFactory()
        monkeypatch.setattr(storages["vault"], "_location", str(tmp_path / "khong-co"))
        storages["vault"].__dict__.pop("location", None)
        storages["vault"].__dict__.pop("base_location", None)
        assert asked()["missing"] == ["storage"]

    def test_a_storage_that_accepts_and_never_answers(self, settings, monkeypatch):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "thu")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thu")
        monkeypatch.setattr(health, "_PATIENCE", 0.2)
        with servers() as begin:
            silent = {
                "bucket_name": "rieng",
                "region_name": "ap-southeast-1",
                "endpoint_url": f"http://127.0.0.1:{begin().port}",
            }
            vault = site_storages.private(site_storages.S3, silent)
            settings.STORAGES = settings.STORAGES | {"vault": vault}
            assert asked()["parts"]["storage"] == "does not answer"

    def test_without_it_pages_are_answered(self, monkeypatch):
        monkeypatch.setitem(health.PARTS, "storage", lambda: 1 / 0)
        assert Client().get("/readyz").status_code == 200

    def test_the_cache(self, monkeypatch):
        monkeypatch.setattr(caches["default"], "set", lambda *_a, **_m: 1 / 0)
        assert asked()["missing"] == ["cache"]

    def test_a_broker_of_files(self, tmp_path):
        shutil.rmtree(tmp_path)
        assert asked()["missing"] == ["broker"]

    @pytest.fixture
    def redis(self, settings, monkeypatch):
        """The broker is a server at this port."""

        def at(port: int) -> None:
            settings.CELERY_BROKER_URL = f"redis://:{SECRET}@127.0.0.1:{port}/0"
            line = Connection(settings.CELERY_BROKER_URL, transport_options={"socket_timeout": 0.2})
            app = current_app._get_current_object()
            monkeypatch.setattr(app, "connection", lambda **_options: line)

        return at

    def test_a_broker_that_refuses(self, redis, caplog):
        redis(9)
        assert asked()["missing"] == ["broker"]
        assert "refused" in caplog.text

    def test_a_broker_that_is_silent(self, redis, caplog):
        with socket.create_server(("127.0.0.1", 0)) as door:
            redis(door.getsockname()[1])
            assert asked()["missing"] == ["broker"]
        assert "Timeout" in caplog.text

    def test_a_worker_that_is_silent(self):
        life.SignOfLife.objects.update(at=timezone.now() - 3 * MINUTE)
        assert asked()["parts"]["worker"] == "silent for 180 s"

    def test_a_worker_that_never_was(self):
        life.SignOfLife.objects.all().delete()
        assert asked()["parts"]["worker"] == "never seen"

    def test_mail_that_waits_too_long(self):
        job = JobFactory(kind="send_mail")
        JobFactory(kind="other")
        Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - 20 * MINUTE)
        assert asked()["parts"]["mail"] == "the oldest message waits for 1200 s"

    def test_mail_that_has_just_come_is_nothing(self):
        JobFactory(kind="send_mail")
        old = JobFactory(kind="other")
        Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - 20 * MINUTE)
        assert asked()["parts"]["mail"] == "ok"

    def test_mail_that_was_given_up(self):
        for hours in (9, 8):
            at = timezone.now() - hours * 60 * MINUTE
            JobFactory(kind="send_mail", state=Job.State.FAILED, finished_at=at)
        JobFactory(kind="other", state=Job.State.FAILED, finished_at=timezone.now())
        assert asked()["parts"]["mail"] == "2 given up, and none went since"

    def test_mail_of_which_one_has_gone_since(self):
        for hours, state in ((9, Job.State.FAILED), (8, Job.State.DONE)):
            at = timezone.now() - hours * 60 * MINUTE
            JobFactory(kind="send_mail", state=state, finished_at=at)
        assert asked()["parts"]["mail"] == "ok"

    def test_a_scanner_that_refuses(self, settings):
        settings.CLAMAV_URL = "tcp://127.0.0.1:9"
        assert asked()["parts"]["scanner"] == "does not answer"

    def test_a_scanner_that_is_silent(self, settings, monkeypatch):
        monkeypatch.setattr(antivirus, "_SECONDS_TO_CONNECT", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as door:
            settings.CLAMAV_URL = f"tcp://127.0.0.1:{door.getsockname()[1]}"
            assert asked()["missing"] == ["scanner"]

    def test_several_at_once(self, settings, tmp_path):
        settings.CLAMAV_URL = "tcp://127.0.0.1:9"
        shutil.rmtree(tmp_path)
        life.SignOfLife.objects.all().delete()
        assert asked()["missing"] == ["broker", "worker", "scanner"]
