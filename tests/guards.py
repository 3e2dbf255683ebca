"""Tests that write past the triggers, as somebody with the owner's rights could."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import QuerySet

from foundation.ledger import triggers


@contextmanager
def lifted() -> Iterator[None]:
    """Within this block the database refuses nothing."""
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


def change(rows: QuerySet, **columns: object) -> None:
    """Update rows that the database keeps."""
    with lifted():
        rows.update(**columns)
