"""A database of its own for each measurement: SQLite in a temporary folder, or a fresh PostgreSQL
database.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVERS = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL")
SERVER = "127.0.0.1:5432"
ROLE = "bench_application"
MAKE_ROLE = f"""
DO $$ BEGIN CREATE ROLE {ROLE} LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""


def postgres_answers() -> bool:
    """A PostgreSQL server on its usual local port lets us in."""
    try:
        import psycopg

        psycopg.connect("host=127.0.0.1 user=postgres dbname=postgres connect_timeout=2").close()
    except Exception:
        return False
    return True


def databases() -> list[str]:
    """What can be measured here."""
    return ["sqlite", *(["postgresql"] if postgres_answers() else [])]


def environment(kind: str) -> dict[str, str]:
    """Environment variables of a migrated, empty place."""
    place = unmade(kind)
    run(place, "manage.py", "migrate", "-v0")
    run(place, "manage.py", "collectstatic", "--noinput", "-v0")
    return place


def unmade(kind: str) -> dict[str, str]:
    """Environment variables of a place in which nothing is yet, not even tables."""
    var = tempfile.mkdtemp(prefix="bench-")
    place = {key: value for key, value in os.environ.items() if key not in SERVERS}
    place |= {
        "VAR_DIR": var,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "LOG_LEVEL": "ERROR",
        "EMAIL_URL": "dummymail://",
    }
    if kind == "postgresql":
        name = f"bench_{secrets.token_hex(4)}"
        on_server(f"CREATE DATABASE {name}")
        on_server(MAKE_ROLE)
        place |= _addresses(name)
    Path(var, "broker", "queue").mkdir(parents=True)
    Path(var, "broker", "control").mkdir(parents=True)
    return place


def copied(where: dict[str, str]) -> dict[str, str]:
    """Environment variables of another place that is as this one, which nobody is using."""
    var = tempfile.mkdtemp(prefix="bench-")
    shutil.copytree(where["VAR_DIR"], var, dirs_exist_ok=True)
    place = where | {"VAR_DIR": var}
    if name := where.get("DATABASE_URL", "").rpartition("/")[2]:
        other = f"bench_{secrets.token_hex(4)}"
        on_server(f"CREATE DATABASE {other} TEMPLATE {name}")
        place |= _addresses(other)
    return place


def _addresses(name: str) -> dict[str, str]:
    """As in production: one role migrates and owns the tables, the application's owns nothing."""
    return {
        "DATABASE_URL": f"postgres://{ROLE}@{SERVER}/{name}",
        "MIGRATION_DATABASE_URL": f"postgres://postgres@{SERVER}/{name}",
    }


def on_server(statement: str) -> None:
    """Say something to the PostgreSQL server itself."""
    import psycopg

    with psycopg.connect(
        "host=127.0.0.1 user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(statement)


def run(place: dict[str, str], *arguments: str) -> str:
    """Run Python in a place; its standard output. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=place,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def side_by_side(kind: str, module: str, sizes: tuple[int, ...]) -> dict[int, dict]:
    """{size: what the measuring module printed last}, all sizes at the same time: what slows the
    machine slows them all.
    """

    def one(size: int) -> dict:
        where = environment(kind)
        try:
            return json.loads(run(where, "-m", module, str(size)).strip().splitlines()[-1])
        finally:
            drop(where)

    with ThreadPoolExecutor(len(sizes)) as pool:
        return dict(zip(sizes, pool.map(one, sizes), strict=True))


def drop(place: dict[str, str]) -> None:
    """Remove a place's database."""
    if name := place.get("DATABASE_URL", "").rpartition("/")[2]:
        on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(place["VAR_DIR"], ignore_errors=True)
