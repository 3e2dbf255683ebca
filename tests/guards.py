"""What guards the database: tests on PostgreSQL run as the application's role, which owns nothing;
some write past the triggers, as the owner could.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from psycopg.sql import SQL, Identifier

from foundation.ledger import grants, triggers

# By a trigger, or by the rights of the role.
REFUSED = "append-only|permission denied"
ROLE = "contest_application"
MAKE_ROLE = f"""
DO $$ BEGIN CREATE ROLE {ROLE};
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""
_granted: set[str] = set()


def act_as_application(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Receives `connection_created`: from now on this connection has the rights of the role."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "postgresql" or not name.startswith("test_"):
        return
    with connection.cursor() as cursor:
        if name not in _granted:
            cursor.execute(MAKE_ROLE)
            for statement in grants.statements(connection, ROLE):
                cursor.execute(statement)
            _granted.add(name)
        cursor.execute(f"SET ROLE {ROLE}")


@contextmanager
def as_owner() -> Iterator[None]:
    """Within this block the connection is the owner's."""
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        try:
            yield
        finally:
            cursor.execute(f"SET ROLE {ROLE}")


def lift() -> None:
    """For the rest of the test the database refuses nothing."""
    with as_owner():
        triggers.lift(connection)
        if connection.vendor != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {ROLE}")


@contextmanager
def lifted() -> Iterator[None]:
    """Within this block the database refuses nothing."""
    with as_owner():
        if connection.vendor == "sqlite":
            triggers.lift(connection)
            yield
            triggers.put_in_place(connection)
            return
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")


def only_where_rows_are(
    style: Any, tables: list[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """How PostgreSQL empties tables behind a test: TRUNCATE makes new files of each of some 150
    tables and of all their indexes, while a test has written into few. Keys are not looked at
    while the guards are lifted, so that the order is any.
    """
    asked = SQL(" UNION ALL ").join(
        SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(table, Identifier(table))
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        written = [table for (table,) in cursor.fetchall()]
    return [SQL("DELETE FROM {}").format(Identifier(table)).as_string() for table in written]


def change(rows: QuerySet, **columns: object) -> None:
    """Update rows that the database keeps."""
    with lifted():
        rows.update(**columns)
