"""A row is locked within a transaction that the code itself has opened.

Every test runs within one of its own, so that a lock without any, which PostgreSQL refuses, would
not be seen.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError


@contextmanager
def of_their_own() -> Iterator[None]:
    """Whoever locks a row in this block, without a transaction begun in it, is refused."""
    outside = len(connection.atomic_blocks)
    thread = threading.get_ident()
    select_for_update = QuerySet.select_for_update

    def within_one(rows: QuerySet, *arguments, **options) -> QuerySet:
        begun = len(connections[rows.db].atomic_blocks)
        if begun <= (outside if threading.get_ident() == thread else 0):
            raise TransactionManagementError(f"{rows.model.__name__} is locked in no transaction")
        return select_for_update(rows, *arguments, **options)

    QuerySet.select_for_update = within_one
    try:
        yield
    finally:
        QuerySet.select_for_update = select_for_update
