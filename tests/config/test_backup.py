"""A backup holds the whole site, and another place made of it is the same site."""

import datetime
import io
import json
import os
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from config import backup
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.papers import signing
from foundation.vault import store
from foundation.vault.models import Blob

AT = datetime.datetime(2026, 11, 27, 19, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
ELSEWHERE = f"backup_elsewhere_{os.getpid()}"
OTHER_KEY = "another-key-of-another-site-that-marked-no-vote-of-ours"


def at_home_in(folder: Path, settings) -> None:
    vault = {"location": str(folder / "vault"), "base_url": None}
    media = {"location": str(folder / "media")}
    settings.STORAGES = settings.STORAGES | {
        "vault": settings.STORAGES["vault"] | {"OPTIONS": vault},
        "default": settings.STORAGES["default"] | {"OPTIONS": media},
    }
    settings.SIGNING_KEY_FILE = str(folder / "signing" / "seal.p12")
    signing._signer.cache_clear()


def beside(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@contextmanager
def on_server(sql_name: str):
    """An empty database of that name beside ours, on PostgreSQL."""
    address = connection.get_connection_params() | {"dbname": "postgres"}
    address = {key: address[key] for key in ("host", "port", "user", "password") if key in address}
    with psycopg.connect(**address, dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {sql_name}")
        server.execute(f"CREATE DATABASE {sql_name}")
        try:
            yield sql_name
        finally:
            server.execute(f"DROP DATABASE {sql_name} WITH (FORCE)")


@contextmanager
def another_place(folder: Path, settings):
    """Within this block the site is an empty one."""
    home = connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite"
    place = nullcontext(str(folder / "db.sqlite3")) if is_file else on_server(ELSEWHERE)
    folder.mkdir()
    with place as name:
        connection.close()
        connection.settings_dict["NAME"] = name
        if not is_file:
            settings.MIGRATION_DATABASE_URL = beside(os.environ["DATABASE_URL"], name)
        at_home_in(folder, settings)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = home
            signing._signer.cache_clear()


@pytest.fixture
def home(tmp_path, settings):
    """Where the site lies; backups go beside it."""
    at_home_in(tmp_path / "home", settings)
    yield tmp_path
    signing._signer.cache_clear()


@pytest.fixture
def quiet_backup(home, db):
    """A backup of an empty site that has one private file and one picture."""
    storages["vault"].save("ab/cd/abcd", ContentFile(b"no row speaks of it"))
    storages["default"].save("pictures/tea.txt", ContentFile("Chè".encode()))
    return backup.make(home / "kept", at=AT, with_keys=True, say=print)[0]


def rows_of_all() -> dict[str, list[str]]:
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(" ".join(["SELECT * FROM", connection.ops.quote_name(table)]))
            rows[table] = sorted(repr(row) for row in cursor.fetchall())
    return rows


def sealed_paper() -> bytes:
    paper = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    return signing.seal(paper.getvalue(), reason="Thử")


@pytest.mark.data
@pytest.mark.django_db(transaction=True)
class TestThereAndBack:
    def test_rows_files_ledger_and_keys_are_what_they_were(self, home, settings, capsys):
        paper = store.put(sealed_paper(), media_type="application/pdf")
        text = store.put("Hồ sơ".encode(), media_type="text/plain")
        storages["default"].save("pictures/tea.txt", ContentFile("Chè".encode()))
        chain.append("thu", "test.line", {"text": "Đổi mới"}, at=AT)
        chain.publish_head("thu", "gate", at=AT)
        before, head = rows_of_all(), chain.head_of("thu")
        call_command("backup", str(home / "kept"))
        [made] = (home / "kept").iterdir()
        store.put(b"after the backup", media_type="text/plain")
        with another_place(home / "elsewhere", settings):
            call_command("restore", str(made))
            assert "all is as it was" in capsys.readouterr().out
            assert rows_of_all() == before
            assert set(Blob.objects.values_list("sha256", flat=True)) == {paper.sha256, text.sha256}
            assert store.read(text) == "Hồ sơ".encode()
            assert (home / "elsewhere/media/pictures/tea.txt").read_text() == "Chè"
            assert chain.head_of("thu") == head
            assert Event.objects.get().payload == {"text": "Đổi mới"}
            assert signing.seal_is_intact(store.read(paper))
            assert signing.seal_is_intact(sealed_paper())
            call_command("check", databases=["default"])  # the triggers are there, too
            with pytest.raises(CommandError, match="not empty"):
                call_command("restore", str(made))

    def test_a_private_file_that_is_not_there_is_named(self, home):
        blob = store.put(b"lost", media_type="text/plain")
        storages["vault"].delete(blob.path)
        with pytest.raises(CommandError, match=blob.sha256):
            call_command("backup", str(home / "kept"))

    def test_another_ledger_than_the_manifest_has_is_named(self, home, settings):
        chain.append("thu", "test.line", {}, at=AT)
        made, _missing = backup.make(home / "kept", at=AT, with_keys=True, say=print)
        manifest = json.loads((made / "manifest.json").read_text())
        manifest["heads"]["thu"][1] = "0" * 64
        manifest["rows"]["ledger_event"] = 2
        (made / "manifest.json").write_text(json.dumps(manifest))
        with (
            another_place(home / "elsewhere", settings),
            pytest.raises(CommandError, match="heads of the ledger") as refusal,
        ):
            call_command("restore", str(made))
        assert "ledger_event had 2 rows and has 1." in str(refusal.value)
        assert "line 1" not in str(refusal.value)  # the chain itself is sound


class TestKeys:
    def test_a_backup_without_keys_holds_none(self, home, db):
        signing._signer()
        made, _missing = backup.make(home / "kept", at=AT, with_keys=False, say=print)
        assert not (made / "keys").exists()
        assert b"PRIVATE KEY" not in b"".join(path.read_bytes() for path in made.glob("*.json"))

    def test_keys_are_read_by_nobody_else(self, quiet_backup):
        modes = {path.stat().st_mode & 0o777 for path in (quiet_backup / "keys").iterdir()}
        assert modes == {0o600}
        assert quiet_backup.stat().st_mode & 0o777 == 0o700

    @pytest.mark.django_db(transaction=True)
    def test_another_secret_key_is_said(self, quiet_backup, home, settings):
        with another_place(home / "elsewhere", settings):
            settings.SECRET_KEY = OTHER_KEY
            with pytest.raises(CommandError, match="SECRET_KEY is another one"):
                call_command("restore", str(quiet_backup))

    @pytest.mark.django_db(transaction=True)
    def test_a_seal_that_was_kept_apart_is_asked_for_until_it_is_there(self, home, settings):
        signing._signer()
        seal = (home / "home" / "signing" / "seal.pem").read_bytes()
        made, _missing = backup.make(home / "kept", at=AT, with_keys=False, say=print)
        with (
            another_place(home / "first", settings),
            pytest.raises(CommandError, match="trial-seal is not there"),
        ):
            call_command("restore", str(made))
        with another_place(home / "second", settings):
            place = Path(settings.SIGNING_KEY_FILE).with_suffix(".pem")
            place.parent.mkdir()
            place.write_bytes(seal)
            call_command("restore", str(made))


class TestWhatIsRefused:
    def test_a_changed_file(self, quiet_backup):
        (quiet_backup / "media" / "pictures" / "tea.txt").write_text("Cà phê")
        with pytest.raises(CommandError, match=r"damaged.*: media/pictures/tea\.txt$"):
            call_command("restore", str(quiet_backup))

    def test_a_missing_file(self, quiet_backup):
        (quiet_backup / "settings.json").unlink()
        with pytest.raises(CommandError, match=r"damaged.*: settings\.json$"):
            call_command("restore", str(quiet_backup))

    def test_a_folder_that_is_no_backup(self, tmp_path):
        with pytest.raises(CommandError, match="not a whole backup"):
            call_command("restore", str(tmp_path))

    @pytest.mark.django_db(transaction=True)
    def test_a_storage_in_which_something_lies(self, quiet_backup, home, settings):
        with another_place(home / "elsewhere", settings):
            storages["default"].save("decoy.txt", ContentFile(b"x"))
            with pytest.raises(CommandError, match="storage of media is not empty"):
                call_command("restore", str(quiet_backup))
            assert connection.introspection.table_names() == []

    def test_the_same_moment_twice(self, quiet_backup, home):
        with pytest.raises(backup.Unfit, match="there already"):
            backup.make(home / "kept", at=AT, with_keys=True, say=print)


class TestToolsOfTheServer:
    """`pg_dump` and `pg_restore`; what is said does not depend on the database."""

    def test_one_that_is_not_there_is_named_with_its_package(self, monkeypatch, db):
        monkeypatch.setenv("PATH", "")
        with pytest.raises(backup.Unfit, match=r"pg_dump is not there: apt install postgresql-cl"):
            backup._run(backup._Dump, [])

    def test_one_that_fails_is_no_backup(self, monkeypatch, db):
        monkeypatch.setattr(backup._Dump, "executable_name", "false")
        with pytest.raises(backup.Unfit, match="false ended with 1"):
            backup._run(backup._Dump, [])


def whole(folder, *names: str) -> None:
    for name in names:
        (folder / name).mkdir()
        (folder / name / backup.MANIFEST).write_text("{}")


class TestHowLongOneIsKept:
    def test_only_whole_ones_older_than_thirty_days_go(self, tmp_path):
        old = [(AT - days * DAY).strftime(backup.NAME) for days in (32, 31, 30, 2, 1)]
        whole(tmp_path, *old, "2020-01-01 of my own")
        (tmp_path / "2020-01-01T000000Z").mkdir()  # no manifest: not one of ours
        assert backup.remove_old(tmp_path, at=AT) == [old[0], old[1]]
        assert len(list(tmp_path.iterdir())) == 5

    def test_the_newest_three_stay_however_old_they_are(self, tmp_path):
        whole(tmp_path, *(f"2019-01-0{day}T000000Z" for day in (1, 2, 3, 4)))
        assert backup.remove_old(tmp_path, at=AT) == ["2019-01-01T000000Z"]

    @pytest.mark.parametrize("days", ["0", "-1", "many"])
    def test_less_than_a_day_is_refused(self, tmp_path, days):
        with pytest.raises(CommandError, match="keep-days"):
            call_command("backup", str(tmp_path / "kept"), "--keep-days", days)
        assert not (tmp_path / "kept").exists()

    def test_one_that_broke_off_leaves_nothing(self, home, db, monkeypatch):
        monkeypatch.setattr(backup, "_copy_files", lambda *_words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            backup.make(home / "kept", at=AT, with_keys=True, say=print)
        assert list((home / "kept").iterdir()) == []


class TestWhatIsNoBackup:
    """It is told in words, before anything is written."""

    @pytest.mark.parametrize("content", ["{}", "[]", "3", "no JSON"])
    def test_a_manifest_of_another_shape(self, tmp_path, db, content):
        (tmp_path / backup.MANIFEST).write_text(content)
        with pytest.raises(CommandError, match="is not a whole backup"):
            call_command("restore", str(tmp_path))

    @pytest.mark.parametrize("name", [*backup._SAID])
    def test_a_manifest_that_lacks_a_part(self, tmp_path, db, name):
        said = {name: kind() for name, kind in backup._SAID.items()} | {name: None}
        (tmp_path / backup.MANIFEST).write_text(json.dumps(said))
        with pytest.raises(CommandError, match=f"lacks {name}\\."):
            call_command("restore", str(tmp_path))

    def test_a_folder_that_is_a_file(self, tmp_path, db):
        (tmp_path / "kept").write_text("not a folder")
        with pytest.raises(CommandError, match="cannot be written to"):
            call_command("backup", str(tmp_path / "kept"))
