"""Faults planted where the site ends: driver, socket, disk. Each is given what may be changed for a
while: `monkeypatch`, `settings`, a folder.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from botocore.client import BaseClient
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from moto import mock_aws

from config import storages as config_storages
from foundation.vault import store
from foundation.vault.models import Blob

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = "Chúng tôi đã đo trong hai vụ chè <ở La Bằng>."
REDIS = "foundation.soft_cache.SoftRedisCache"


DOORS: list[socket.socket] = []  # where nobody ever speaks, as long as the test lasts


def no_database(monkeypatch, settings, tmp_path):
    def away(*_arguments, **_more):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(CursorWrapper, "execute", away)


def no_cache(monkeypatch, settings, tmp_path):
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": "redis://127.0.0.1:9/0"}}


def silent_cache(monkeypatch, settings, tmp_path):
    DOORS.append(socket.create_server(("127.0.0.1", 0)))
    place = f"redis://127.0.0.1:{DOORS[-1].getsockname()[1]}/0"
    limits = {"socket_timeout": 0.1, "socket_connect_timeout": 0.1}
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": place, "OPTIONS": limits}}


def no_broker(monkeypatch, settings, tmp_path):
    def away(*_arguments, **_more):
        raise ConnectionRefusedError("no broker")

    settings.JOBS_INLINE = False
    for name in ("run", "deliver"):
        task = current_app.tasks[f"foundation.jobs.tasks.{name}"]
        monkeypatch.setattr(task, "apply_async", away)


def no_worker(monkeypatch, settings, tmp_path):
    settings.JOBS_INLINE = False
    for name in ("run", "deliver"):
        task = current_app.tasks[f"foundation.jobs.tasks.{name}"]
        monkeypatch.setattr(task, "apply_async", lambda *_arguments, **_more: None)


def no_storage(monkeypatch, settings, tmp_path):
    """A disk that is gone: where the folder was, there is none and none can be made."""
    (tmp_path / "tep").write_text("")
    vault = storages["vault"]
    for name in ("location", "base_location"):
        monkeypatch.setitem(vault.__dict__, name, str(tmp_path / "tep" / "vault"))


REGION = "ap-southeast-1"
BUCKET = "rieng"


@contextmanager
def vault_in_a_bucket(monkeypatch, settings) -> Iterator[None]:
    """Private files lie in an S3-compatible storage, which keeps them in memory; those that are
    there already, too.
    """
    before = {blob.path: store.read(blob) for blob in Blob.objects.all()}
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "thu")
    with mock_aws():
        place = {"LocationConstraint": REGION}
        server = boto3.client("s3", region_name=REGION)
        server.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        options = {"bucket_name": BUCKET, "region_name": REGION}
        settings.STORAGES = settings.STORAGES | {
            "vault": config_storages.private(config_storages.S3, options)
        }
        for path, content in before.items():
            storages["vault"].save(path, ContentFile(content))
        yield


def _s3_fails(monkeypatch, error: Exception) -> None:
    def fails(*_arguments, **_more):
        raise error

    monkeypatch.setattr(BaseClient, "_make_api_call", fails)


def no_s3(monkeypatch, settings, tmp_path):
    _s3_fails(monkeypatch, EndpointConnectionError(endpoint_url="https://tep.example.vn"))


def silent_s3(monkeypatch, settings, tmp_path):
    _s3_fails(monkeypatch, ReadTimeoutError(endpoint_url="https://tep.example.vn"))


def refusing_s3(monkeypatch, settings, tmp_path):
    answer = {"Error": {"Code": "SlowDown"}, "ResponseMetadata": {"HTTPStatusCode": 503}}
    _s3_fails(monkeypatch, ClientError(answer, "PutObject"))


SMTP = "django.core.mail.backends.smtp.EmailBackend"
REFUSING = (
    b"220 mail\r\n",
    b"250 mail\r\n",
    b"250 ok\r\n",
    b"550 5.1.1 khong co hop thu\r\n",
    b"250 ok\r\n",
)
