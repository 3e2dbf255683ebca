"""A migrated, empty database, made once for one state of the migrations; every run of tests begins
on a copy of it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
DAY = 24 * 3600  # seconds


def _state() -> str:
    """What an empty database is made of: our migrations, the settings, and the versions of the
    libraries.
    """
    sources = [
        ROOT / "uv.lock",
        *sorted(ROOT.glob("config/settings/*.py")),
        *sorted(ROOT.glob("**/migrations/*.py")),
        *sorted(ROOT.glob("**/triggers.py")),
    ]
    found = hashlib.sha256()
    for source in sources:
        if ".venv" not in source.parts and ".tools" not in source.parts:
            found.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes())
    return found.hexdigest()[:16]


def _migrate(url: str) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": url,
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def copy_to_file(path: Path) -> None:
    """An SQLite database at `path`. Other checkouts keep theirs for a day."""
    kept = Path(tempfile.gettempdir()) / f"contest-empty-{_state()}.sqlite3"
    with open(Path(tempfile.gettempdir()) / "contest-empty.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for older in kept.parent.glob("contest-empty-*"):
            if older.stat().st_mtime < time.time() - DAY:
                older.unlink()
        if not kept.exists():
            begun = kept.with_suffix(".begun")
            _migrate(f"sqlite:///{begun}")
            begun.rename(kept)
        shutil.copyfile(kept, path)


def copy_on_server(url: str, name: str) -> None:
    """A PostgreSQL database of this name, in place of an older one, on the server of `url`."""
    kept = f"contest_empty_{_state()}"
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(20260302)")  # until the connection ends
        there = {
            row[0]
            for row in connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'contest_empty_%'"
            )
        }
        if kept not in there:
            for older in there:
                connection.execute(f'DROP DATABASE "{older}" WITH (FORCE)')
            begun = f"{kept}_begun"
            connection.execute(f'CREATE DATABASE "{begun}"')
            _migrate(urlsplit(url)._replace(path=f"/{begun}").geturl())
            connection.execute(f'ALTER DATABASE "{begun}" RENAME TO "{kept}"')
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')
