"""All that a site consists of, as a folder that another place can be made of: database, private
files, editors' media, keys, settings without secrets.

The folder is made while the site runs. The database is one snapshot. Files are copied after it:
private ones are named by their content and never change, an editor's file is written once. A file
that was forgotten in between is missing from the folder, and is named.
"""

import datetime
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.crypto import constant_time_compare, salted_hmac

from foundation.ledger import chain
from foundation.ledger.models import Chain

MANIFEST = "manifest.json"
NAME = "%Y-%m-%dT%H%M%SZ"  # of a backup, by its moment in UTC
KEPT_DAYS = 30
KEPT_AT_LEAST = 3
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FILES = {"vault": "vault", "media": "default"}  # a folder of the backup, and the storage it holds
# What a manifest says, and as what.
_SAID = {
    "database": str,
    "rows": dict,
    "heads": dict,
    "keys": dict,
    "secret_key_mark": str,
    "missing": list,
    "files": dict,
}
# Settings that make a site what it is and hold no password.
OPEN_SETTINGS = (
    "ALLOWED_HOSTS",
    "BACKUP_DIR",
    "CSRF_TRUSTED_ORIGINS",
    "DEFAULT_FROM_EMAIL",
    "PUBLIC_CACHE_SECONDS",
    "SIGNING_KEY_FILE",
    "SIMILARITY_MODEL",
    "SITE_URL",
    "TRUSTED_PROXIES",
    "UPLOADS_DIR",
    "VAULT_ACCEL_PREFIX",
    "VIDEO_HOSTS",
)
Say = Callable[[str], None]


class Unfit(Exception):
    """Nothing was done, and why; what to do stands in the text."""


# --- making one


def make(folder: Path, *, at: datetime.datetime, with_keys: bool, say: Say) -> tuple[Path, list]:
    """A backup below `folder`, and the private files that were missing from it.

    Raises Unfit where the folder cannot be written to, or the database's own tools are missing or
    fail; nothing is left behind then.
    """
    done = folder / _name_at(at)
    if done.exists():
        raise Unfit(f"{done} is there already.")
    part = folder / f".part-{done.name}"
    try:
        part.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise Unfit(f"{folder} cannot be written to: {error.strerror}.") from error
    try:
        say("Database")
        manifest = _copy_database(part)
        wanted = manifest.pop("blobs")
        say(f"Private files: {len(wanted)}")
        missing = _copy_files(part / "vault", storages["vault"], wanted, say)
        media = list(_names_in(storages["default"]))
        say(f"Media: {len(media)}")
        _copy_files(part / "media", storages["default"], media, say)
        (part / "settings.json").write_text(_json(_open_settings()))
        if with_keys:
            _copy_keys(part / "keys")
        manifest |= {
            "made_at": at.isoformat(),
            "keys": {name: _digest_of(path) for name, path in _seal_files().items()},
            "secret_key_mark": _mark_of_secret_key(),
            "missing": missing,
            "files": {name: _digest_of(part / name) for name in _names_below(part)},
        }
        (part / MANIFEST).write_text(_json(manifest))
        part.rename(done)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return done, missing


def remove_old(folder: Path, *, at: datetime.datetime, days: int = KEPT_DAYS) -> list[str]:
    """Remove whole backups older than so many days; their names. The newest few stay, however old
    they are: a clock that jumps ahead leaves more than what it made. What else lies there stays.
    """
    before = at - datetime.timedelta(days=days)
    whole = [path.name for path in sorted(folder.iterdir()) if made_at(path)]
    old = [name for name in whole[:-KEPT_AT_LEAST] if name < _name_at(before)]
    for name in old:
        shutil.rmtree(folder / name)
    return old


def _name_at(at: datetime.datetime) -> str:
    """Names of later backups come later in the order of texts."""
    return at.astimezone(datetime.UTC).strftime(NAME)


def made_at(path: Path) -> datetime.datetime | None:
    """When the backup in this folder was made; None where it is no whole one."""
    try:
        made = datetime.datetime.strptime(path.name, NAME).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None
    return made if (path / MANIFEST).exists() else None


def _copy_database(part: Path) -> dict[str, Any]:
    """Write the snapshot, and say what stands in it."""
    copy = part / DATABASES[connection.vendor]
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without its log beside it
            return _facts(target.cursor())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        words = ["--format=custom", f"--snapshot={snapshot}", f"--file={copy}"]
        _run(_Dump, [*words, "--no-owner", "--no-acl"])
        return _facts(cursor)


def _facts(cursor: Any) -> dict[str, Any]:
    """Rows by table, heads of the ledger's chains, digests of private files."""
    of_server = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    of_file = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    cursor.execute(of_file if connection.vendor == "sqlite" else of_server)
    tables = sorted(name for (name,) in cursor.fetchall())
    rows = {}
    for table in tables:
        cursor.execute(" ".join(["SELECT count(*) FROM", connection.ops.quote_name(table)]))
        [rows[table]] = cursor.fetchone()
    cursor.execute("SELECT name, length, head FROM ledger_chain ORDER BY name")
    heads = {name: [length, head] for name, length, head in cursor.fetchall()}
    cursor.execute("SELECT sha256 FROM vault_blob ORDER BY sha256")
    blobs = [f"{sha256[:2]}/{sha256[2:4]}/{sha256}" for (sha256,) in cursor.fetchall()]
    return {"database": connection.vendor, "rows": rows, "heads": heads, "blobs": blobs}


def _copy_files(folder: Path, storage: Storage, names: list[str], say: Say) -> list[str]:
    """Copy what is there; the names of what is not."""
    missing = []
    for number, name in enumerate(names, start=1):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with storage.open(name) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target)
        except FileNotFoundError:
            missing.append(name)
        if number % 1000 == 0:
            say(f"  {number} of {len(names)}")
    return missing


def _names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    for inner in sorted(folders):
        yield from _names_in(storage, f"{folder}{inner}/")


def _names_below(folder: Path) -> list[str]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _open_settings() -> dict[str, Any]:
    return {name: getattr(settings, name) for name in OPEN_SETTINGS}


# --- keys


def _seal_places() -> dict[str, Path]:
    """Where the office's seal lies, and the trial one that stands in for it."""
    office = Path(settings.SIGNING_KEY_FILE)
    return {"office-seal": office, "trial-seal": office.with_suffix(".pem")}


def _seal_files() -> dict[str, Path]:
    return {name: path for name, path in _seal_places().items() if path.exists()}


def _mark_of_secret_key() -> str:
    """Tells whether two sites have the same SECRET_KEY, and nothing about it."""
    return salted_hmac("config.backup", "the same key", algorithm="sha256").hexdigest()


def _copy_keys(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    contents = {name: path.read_bytes() for name, path in _seal_files().items()}
    for name, content in contents.items() | {("SECRET_KEY", settings.SECRET_KEY.encode())}:
        _write_for_us(folder / name, content)


def _write_for_us(path: Path, content: bytes) -> None:
    """A file that no other account of the machine reads."""
    path.touch(mode=0o600)
    path.write_bytes(content)


def _put_keys_back(folder: Path) -> None:
    """A key that is there already stays; whether it is the same one is compared afterwards."""
    for name, place in _seal_places().items():
        kept = folder / "keys" / name
        if kept.exists() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_for_us(place, kept.read_bytes())


# --- bringing one back


def bring_back(folder: Path, *, with_keys: bool, owned: Any, say: Say) -> list[str]:
    """Make an empty place the site of the backup; what differs afterwards, nothing when all is as
    it was. `owned` is a context manager in which the connection is the tables' owner's.

    Raises Unfit, before anything is written, for a damaged backup and a place that is not empty.
    """
    say("Comparing the backup with its manifest")
    manifest = _manifest_of(folder)
    with owned():
        _refuse_what_is_not_empty()
        say("Database")
        _load_database(folder)
    for name, storage in FILES.items():
        say(f"Files: {name}")
        _put_files_back(folder / name, storages[storage])
    if with_keys:
        _put_keys_back(folder)
    say("Comparing what is there now")
    with owned():
        return list(_differences(manifest))


def _manifest_of(folder: Path) -> dict[str, Any]:
    """Raises Unfit unless every file is what the manifest says."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise Unfit(f"{folder} is not a whole backup: {MANIFEST} cannot be read.") from error
    if not isinstance(manifest, dict):
        manifest = {}
    unsaid = [name for name, kind in _SAID.items() if not isinstance(manifest.get(name), kind)]
    if unsaid:
        raise Unfit(f"{folder} is not a whole backup: {MANIFEST} lacks {', '.join(unsaid)}.")
    if manifest["database"] != connection.vendor:
        raise Unfit(
            f"The backup is of {manifest['database']}, DATABASE_URL of {connection.vendor}: "
            "restore into the same kind of database."
        )
    there = {name: _digest_of(folder / name) for name in _names_below(folder) if name != MANIFEST}
    files = manifest["files"]
    # Keys may have been taken out, to be kept apart.
    needed = {name for name in files if not name.startswith("keys/")}
    bad = sorted(
        {name for name, digest in there.items() if files.get(name) != digest}
        | (needed - there.keys())
    )
    if bad:
        raise Unfit("The backup is damaged; these files differ: " + ", ".join(bad))
    return manifest


def _refuse_what_is_not_empty() -> None:
    if connection.introspection.table_names():
        raise Unfit(
            "The database of DATABASE_URL is not empty. Name a new one: a path where no file is, "
            "or one made by createdb."
        )
    for name, storage in FILES.items():
        if next(_names_in(storages[storage]), None) is not None:
            raise Unfit(
                f"The storage of {name} is not empty. Move what lies there, or name a new VAR_DIR."
            )


def _load_database(folder: Path) -> None:
    copy = folder / DATABASES[connection.vendor]
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(name)) as target:
            source.backup(target)
        return
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-acl"]
    _run(_Load, [*words, str(copy)])


def _put_files_back(folder: Path, storage: Storage) -> None:
    for name in _names_below(folder):
        with (folder / name).open("rb") as file:
            storage.save(name, File(file))


def _differences(manifest: dict[str, Any]) -> Iterator[str]:
    """Each one is a sentence."""
    with connection.cursor() as cursor:
        now = _facts(cursor)
    for table in sorted(manifest["rows"].keys() | now["rows"].keys()):
        was = manifest["rows"].get(table)
        there = now["rows"].get(table)
        if was != there:
            yield f"{table} had {was} rows and has {there}."
    if manifest["heads"] != now["heads"]:
        yield "The heads of the ledger's chains are others."
    for name in Chain.objects.order_by("name").values_list("name", flat=True):
        if fault := chain.verify(name):
            yield f"Ledger {name}, line {fault.number}: {fault.reason}."
    yield from _differing_files(manifest)
    for name, digest in manifest["keys"].items():
        place = _seal_places()[name]
        if not place.exists():
            yield f"{name} is not there: put it back from your own store, to {place}."
        elif _digest_of(place) != digest:
            yield f"{place} is not the {name} of the backup."
    if not constant_time_compare(manifest["secret_key_mark"], _mark_of_secret_key()):
        yield "SECRET_KEY is another one: put the old one into the environment."


def _differing_files(manifest: dict[str, Any]) -> Iterator[str]:
    for path in manifest["missing"]:
        yield f"vault/{path} was missing when the backup was made."
    for path, digest in manifest["files"].items():
        folder, _, name = path.partition("/")
        if folder in FILES and _digest_in(storages[FILES[folder]], name) != digest:
            yield f"{path} is not what it was."


# --- what both need


class _Dump(DatabaseClient):
    """`pg_dump`, with the address and the password of the connection."""

    executable_name = "pg_dump"


class _Load(DatabaseClient):
    """`pg_restore`, which takes the archive last and the database by name."""

    executable_name = "pg_restore"

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Any
    ) -> tuple[list[str], dict[str, str] | None]:
        args, env = super().settings_to_cmd_args_env(settings_dict, parameters)
        *words, archive, name = args
        return [*words, "--dbname", name, archive], env


def _run(client: type[DatabaseClient], words: list[str]) -> None:
    """Raises Unfit, with the package to install, where the tool is missing or fails."""
    major = connection.get_database_version()[0]
    install = f"apt install postgresql-client-{major} (the server's version)"
    if not shutil.which(client.executable_name):
        raise Unfit(f"{client.executable_name} is not there: {install}.")
    try:
        client(connection).runshell(words)
    except CalledProcessError as error:
        raise Unfit(
            f"{client.executable_name} ended with {error.returncode}; its reason stands above. "
            f"If it speaks of a version: {install}."
        ) from error


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_in(storage: Storage, name: str) -> str:
    """Empty where there is no such file."""
    digest = hashlib.sha256()
    try:
        with storage.open(name) as file:
            while content := file.read(1 << 20):
                digest.update(content)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, default=str)
