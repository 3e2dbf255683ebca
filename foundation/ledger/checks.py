"""Whether the database still refuses what it has to refuse."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from foundation.ledger import triggers


@register(Tags.database)
def tables_are_guarded(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """Exactly the declared triggers stand on the guarded tables.

    Nothing is said while migrations wait: `migrate` puts the triggers in place when it ends.
    """
    return [fault for alias in databases or [] for fault in _faults(alias)]


def _faults(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return []
        differing = triggers.differences(connection)
    except OperationalError:
        return []  # no database yet, or a server that does not answer: migrate says so itself
    if not differing:
        return []
    return [
        Error(
            "The database does not refuse what it must refuse: these triggers are missing, "
            f"altered, switched off or not ours: {', '.join(differing)}.",
            hint="Find out who has lifted them and what was written meanwhile (manage.py "
            "audit_scores, export_bundle), then put them back: manage.py migrate --skip-checks",
            id="ledger.E001",
        )
    ]
