"""The example of an environment names what the settings ask for, and holds no secret."""

import os
import re
import subprocess
import sys

import pytest

from tests.deploy import files

# Of the libraries: django-storages and Django itself.
OF_OTHERS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "DJANGO_SETTINGS_MODULE"}
SECRET = re.compile(r"SECRET|PASSWORD|TOKEN|ACCESS_KEY")
KEY = "mot-khoa-rieng-cua-may-nay-khong-ai-doan-duoc-2026-x7"


def asked_for() -> set[str]:
    """The variables that the settings read."""
    texts = [path.read_text() for path in (files.ROOT / "config/settings").glob("*.py")]
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', "\n".join(texts)))


def named() -> set[str]:
    of_both = files.variables("contest.env", optional=True), files.variables("owner.env")
    return {name for variables in of_both for name in variables}


def test_every_variable_is_named():
    assert asked_for() - named() == set()


def test_no_other_one_is():
    assert named() - asked_for() == OF_OTHERS


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_every_variable_is_explained(page):
    text = (files.ROOT / page).read_text()
    assert [name for name in sorted(asked_for()) if f"`{name}`" not in text] == []


def test_no_secret_is_in_it():
    variables = files.variables("contest.env", optional=True)
    assert [name for name in variables if SECRET.search(name) and variables[name]] == []


def test_passwords_in_addresses_are_places_to_fill_in():
    text = (files.DEPLOY / "contest.env").read_text() + (files.DEPLOY / "owner.env").read_text()
    assert {word[:8] for word in re.findall(r"://\w+:([^@\s]+)@", text)} == {"MAT_KHAU"}


def test_the_owners_address_is_kept_from_the_services():
    assert "MIGRATION_DATABASE_URL" not in files.variables("contest.env", optional=True)


def started(**changes: str) -> str:
    """What production says when it starts with the example; empty when it starts."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=files.ROOT,
        env=clean | files.variables("contest.env") | changes,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def test_production_starts_with_it_once_a_key_is_made():
    assert started(SECRET_KEY=KEY) == ""


def test_without_a_key_it_does_not():
    assert "SECRET_KEY must be" in started()


def test_what_stands_in_comments_can_be_taken():
    optional = files.variables("contest.env", optional=True)
    s3 = {name: value for name, value in optional.items() if name.endswith(("_STORAGE", "OPTIONS"))}
    assert started(SECRET_KEY=KEY, VAULT_ACCEL_PREFIX="", **s3) == ""


class TestThePlacesAgree:
    def test_private_files(self):
        block = files.location(files.variables("contest.env")["VAULT_ACCEL_PREFIX"])
        assert block.values("alias") == [[f"{files.variables('contest.env')['VAR_DIR']}/vault/"]]

    def test_public_ones(self):
        folder = f"{files.variables('contest.env')['VAR_DIR']}/media/"
        assert files.location("/media/").values("alias") == [[folder]]

    def test_the_name_of_the_site(self):
        [[name]] = files.site().values("server_name")
        assert files.variables("contest.env")["SITE_URL"] == f"https://{name}"

    def test_the_port(self):
        [upstream] = files.nginx().all("upstream")
        assert upstream.values("server") == [["127.0.0.1:8000"]]
        assert "PORT=8000" in files.unit("contest-web.service")["Environment"]

    def test_one_proxy_is_counted(self):
        assert files.variables("contest.env")["TRUSTED_PROXIES"] == "1"
