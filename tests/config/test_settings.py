import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.factories.accounts import UserFactory

GOOD = {
    "SECRET_KEY": "khóa-của-máy-này" * 5,
    "ALLOWED_HOSTS": "sangtao.example.gov.vn",
    "SITE_URL": "https://sangtao.example.gov.vn",
    "TRUSTED_PROXIES": "1",
}


def start(*, without: str = "", **changes) -> str:
    """What production says when it starts with these variables; empty when it starts."""
    environment = (
        {key: value for key, value in os.environ.items() if key not in ("DEBUG", *GOOD)}
        | GOOD
        | changes
    )
    environment.pop(without, None)
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=settings.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def test_production_starts_with_what_it_needs():
    assert start() == ""


def test_production_is_told_how_many_proxies_it_may_trust():
    assert "TRUSTED_PROXIES" in start(without="TRUSTED_PROXIES")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 60}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*.example.vn"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        (
            {"VAULT_ACCEL_PREFIX": "/kho/", "VAULT_STORAGE": "storages.backends.s3.S3Storage"},
            "VAULT_ACCEL_PREFIX",
        ),
        ({"SITE_URL": "http://sangtao.example.gov.vn"}, "SITE_URL"),
    ],
)
def test_production_refuses_what_is_only_good_for_a_demonstration(changes, named):
    assert named in start(**changes)


@pytest.mark.django_db
def test_the_office_does_not_exist_for_who_does_not_work_there(client):
    user = UserFactory(email="ai-do@example.vn", full_name="Ai Đó")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/quan-tri/").status_code == 404
    assert client.get("/quan-tri/pages/").status_code == 404
    client.logout()
    assert client.get("/quan-tri/").headers["Location"].startswith("/tai-khoan/login/")
