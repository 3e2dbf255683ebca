"""`./run` puts in place what a command needs, and takes nothing away from a site or a developer."""

import os
import shutil
import subprocess

import pytest
from django.conf import settings

S3 = "storages.backends.s3.S3Storage"


@pytest.fixture
def house(tmp_path):
    """A copy of the script, beside programs that note how they are called."""
    shutil.copy(settings.ROOT / "run", tmp_path)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("uv", "python", "msgfmt"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> {tmp_path}/called\n')
        program.chmod(0o755)

    def called(*words: str, **variables: str) -> list[str]:
        (tmp_path / "called").write_text("")
        environment = {
            name: value for name, value in os.environ.items() if not name.endswith("_STORAGE")
        }
        subprocess.run(
            [tmp_path / "run", *words], env=environment | variables, check=True, cwd=tmp_path
        )
        return (tmp_path / "called").read_text().splitlines()

    called.folder = tmp_path
    return called


@pytest.mark.parametrize("words", [("manage", "doctor"), ("shell",)])
def test_a_site_in_service_needs_no_developers_packages(house, words):
    assert house(*words)[0] == "uv sync -q --frozen --no-dev --inexact"


def test_the_command_comes_afterwards(house):
    assert house("manage", "doctor", "mail")[1:] == ["python manage.py doctor mail"]


def test_a_developer_has_them(house):
    assert house("bench")[0] == "uv sync -q --frozen"


@pytest.mark.parametrize("name", ["MEDIA_STORAGE", "VAULT_STORAGE"])
def test_a_storage_of_s3_brings_its_extra(house, name):
    called = house("manage", "check", **{name: S3})
    assert called[0] == "uv sync -q --frozen --extra s3 --no-dev --inexact"


def test_another_storage_does_not(house):
    called = house("manage", "check", VAULT_STORAGE="foundation.vault.disk.Disk")
    assert "--extra" not in called[0]


@pytest.mark.parametrize("words", [("manage", "check"), ("bench",)])
def test_an_extra_that_is_there_stays(house, words):
    (house.folder / ".venv/lib/python3.11/site-packages/storages").mkdir(parents=True)
    assert house(*words)[0].startswith("uv sync -q --frozen --extra s3")
