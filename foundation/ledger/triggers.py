"""Append-only tables on both databases: the database itself refuses UPDATE and DELETE.

Use in a migration: `migrations.RunPython(deny_changes("ledger_event"),
allow_changes("ledger_event"))`.
"""

from collections.abc import Callable
from typing import Any


def deny_changes(table: str, *, when: str = "") -> Callable:
    """Triggers that refuse UPDATE and DELETE of rows for which `when` holds (SQL over OLD; empty:
    all rows).
    """

    def forward(_apps: Any, editor: Any) -> None:
        condition = f"WHEN ({when})" if when else ""
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"{condition} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        else:
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
                f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR "
                f"EACH ROW {condition} EXECUTE FUNCTION {table}_append_only()"
            )

    return forward


def allow_changes(table: str) -> Callable:
    """The reverse of `deny_changes`."""

    def backward(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")

    return backward
