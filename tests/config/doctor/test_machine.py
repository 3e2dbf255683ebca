"""The machine, fine and broken: versions, clock, disks."""

import datetime
import os
import platform
import shutil
import subprocess
from importlib import metadata

import pytest
from django.db import connection
from django.utils import timezone

from config.doctor import machine
from submissions.files import file_text
from tests.config.doctor.asked import FAULT, FINE, HINT, grade, said, todo, words


class TestPython:
    def test_this_one(self):
        assert said("python") == (FINE, platform.python_version(), "")

    def test_one_that_is_too_old(self, monkeypatch):
        monkeypatch.setattr(platform, "python_version", lambda: "3.10.9")
        assert grade("python") == FAULT
        assert "Cài Python >=3.11" in todo("python")


class TestPackages:
    def test_as_they_are_locked(self):
        assert grade("packages") == FINE
        assert f"Django {metadata.version('django')}" in words("packages")

    @pytest.fixture
    def installed(self, monkeypatch):
        def versions(changed: dict[str, str]) -> None:
            original = metadata.version

            def version(name):
                if changed.get(name) == "":
                    raise metadata.PackageNotFoundError(name)
                return changed.get(name) or original(name)

            monkeypatch.setattr(metadata, "version", version)

        return versions

    def test_another_one_is_named_with_the_command(self, installed):
        installed({"django": "4.2.1"})
        assert grade("packages") == FAULT
        assert words("packages").startswith("django 4.2.1 ≠ 5.2.")
        assert "uv sync" in todo("packages")

    def test_one_that_is_not_there(self, installed):
        installed({"celery": ""})
        assert words("packages").startswith("celery – ≠ ")


class TestDatabase:
    def test_this_server(self, db):
        assert grade("database") == FINE
        assert words("database").startswith(connection.display_name)

    def test_one_that_is_too_old(self, db, monkeypatch):
        monkeypatch.setattr(connection.features, "minimum_database_version", (999, 1))
        assert grade("database") == FAULT
        assert "999.1" in todo("database")

    def test_one_that_is_away(self, db, monkeypatch):
        monkeypatch.setattr(connection, "get_database_version", lambda: 1 / 0)
        assert grade("database") == FAULT
        assert "DATABASE_URL" in todo("database")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite")
    def test_a_file_in_production(self, db, settings):
        settings.DEVELOPMENT_SEAL = False
        assert grade("database") == HINT
        assert "PostgreSQL" in todo("database")


class TestPango:
    def test_this_one(self):
        assert grade("pango") == FINE

    def test_one_that_is_too_old(self, monkeypatch):
        monkeypatch.setattr(machine, "_pango_number", lambda: 14200)
        assert said("pango")[:2] == (FAULT, "1.42.0")
        assert "1.44" in todo("pango")

    def test_none(self, monkeypatch):
        def missing():
            raise OSError("cannot load library 'libpango-1.0-0'")

        monkeypatch.setattr(machine, "_pango_number", missing)
        assert grade("pango") == FAULT
        assert "apt install libpango-1.0-0" in todo("pango")


class TestTesseract:
    @pytest.fixture
    def lists(self, tmp_path, monkeypatch):
        """A program of that name that knows these languages; none where nothing is given."""

        def languages(*names: str) -> None:
            program = tmp_path / "tesseract"
            if names:
                program.write_text("#!/bin/sh\nprintf '%s\\n' " + " ".join(names))
                program.chmod(0o755)
            monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin" if names else str(tmp_path))
            file_text._ocr_language.cache_clear()

        yield languages
        file_text._ocr_language.cache_clear()

    def test_with_vietnamese(self, lists):
        lists("eng", "vie")
        assert grade("tesseract") == FINE

    def test_with_english_alone(self, lists):
        lists("eng", "vie_old")
        assert grade("tesseract") == HINT
        assert "tesseract-ocr-vie" in todo("tesseract")

    def test_none(self, lists):
        lists()
        assert grade("tesseract") == HINT


@pytest.mark.data
@pytest.mark.django_db
class TestClock:
    def test_the_same_as_the_servers(self):
        assert grade("clock") == FINE

    @pytest.mark.parametrize("seconds", [-3, 3])
    def test_one_that_goes_wrong(self, monkeypatch, seconds):
        now = timezone.now() + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: now)
        assert grade("clock") == FAULT
        assert "lệch 3" in words("clock") or "lệch 2.9" in words("clock")
        assert "timedatectl" in todo("clock")

    def test_a_second_is_nothing(self, monkeypatch):
        now = timezone.now() + datetime.timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: now)
        assert grade("clock") == FINE


class TestHolidays:
    def test_those_of_this_year_and_next_are_known(self):
        assert grade("holidays") == FINE

    def test_years_of_which_none_is_known_are_named(self, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2100, 12, 1))
        assert grade("holidays") == HINT
        assert "2101" in words("holidays")
        assert "2100" not in words("holidays")
        assert "DAYS_OFF" in todo("holidays")


class TestDisk:
    @pytest.fixture
    def full(self, tmp_path):
        """A disk of its own that has no room left."""
        mounted = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
        if os.getuid() or subprocess.run(mounted, check=False, capture_output=True).returncode:
            pytest.skip("no disk can be mounted here")
        try:
            (tmp_path / "room").write_bytes(b"x" * 65536)
            yield tmp_path
        finally:
            subprocess.run(["umount", str(tmp_path)], check=True)

    def test_room_enough(self, monkeypatch):
        monkeypatch.setattr(machine, "FEW_FREE", 0)
        monkeypatch.setattr(machine, "LEAST_FREE", 0)
        assert grade("disk") == FINE

    def test_each_place_is_named(self, settings, tmp_path):
        settings.BACKUP_DIR = str(tmp_path)
        named = {part.split()[0] for part in words("disk").split(", ")}
        assert named == {"VAR_DIR", "UPLOADS_DIR", "media", "vault", "BACKUP_DIR", "TMPDIR"}

    def test_few_room(self, monkeypatch, tmp_path):
        left = shutil.disk_usage(tmp_path).free
        monkeypatch.setattr(machine, "LEAST_FREE", 0)
        monkeypatch.setattr(machine, "FEW_FREE", 2 * left)
        assert grade("disk") == HINT
        assert "mở rộng ổ đĩa trước hạn" in todo("disk")

    def test_less_than_is_needed(self, monkeypatch, tmp_path):
        monkeypatch.setattr(machine, "LEAST_FREE", 2 * shutil.disk_usage(tmp_path).free)
        assert grade("disk") == FAULT
        assert "Dọn chỗ" in todo("disk")

    def test_a_full_disk_is_named_alone(self, full, settings, monkeypatch):
        monkeypatch.setattr(machine, "LEAST_FREE", 1)
        settings.BACKUP_DIR = str(full / "not there yet")
        assert said("disk")[:2] == (FAULT, "BACKUP_DIR 0.0 GiB")
