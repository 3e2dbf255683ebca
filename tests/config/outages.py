"""Faults planted where the site ends: driver, socket, disk. Each is given what may be changed for a
while: `monkeypatch`, `settings`, a folder.
"""

import socket

from celery import current_app
from django.core.files.storage import storages
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = "Chúng tôi đã đo trong hai vụ chè <ở La Bằng>."
REDIS = "django.core.cache.backends.redis.RedisCache"


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


SMTP = "django.core.mail.backends.smtp.EmailBackend"
REFUSING = (
    b"220 mail\r\n",
    b"250 mail\r\n",
    b"250 ok\r\n",
    b"550 5.1.1 khong co hop thu\r\n",
    b"250 ok\r\n",
)
