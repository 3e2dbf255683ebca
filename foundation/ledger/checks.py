"""Whether the database still refuses what it has to refuse."""

from collections.abc import Sequence
from typing import Any

import environ
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from foundation.ledger import grants, triggers


@register(Tags.database)
def tables_are_guarded(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """Exactly the declared triggers stand on the guarded tables.

    Nothing is said while migrations wait: `migrate` puts the triggers in place when it ends.
    """
    return [fault for alias in databases or [] for fault in _faults(alias)]


@register(Tags.database)
def application_owns_nothing(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """In production the role of DATABASE_URL on PostgreSQL can lift no trigger."""
    if not getattr(settings, "OWNER_IS_APART", False):
        return []
    found = []
    for alias in databases or []:
        found += _owned(alias)
    return found


def _owned(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []
    role = str(settings.DATABASES[alias]["USER"])
    owner = environ.Env.db_url_config(settings.MIGRATION_DATABASE_URL or "postgres://")["USER"]
    try:
        owned = ["everything"] if owner in ("", role) else grants.owned_by(connection, role)
    except OperationalError:
        return []
    if not owned:
        return []
    return [
        Error(
            f"The role of DATABASE_URL owns {owned[0]}: it could lift what guards the ledger, the "
            "sheets and the ballots.",
            hint="Let one role own the database and put its address into MIGRATION_DATABASE_URL; "
            "put another one, without any rights yet, into DATABASE_URL, and run manage.py "
            "migrate. What the application's role owns already is given over by: REASSIGN OWNED "
            "BY application TO owner;",
            id="ledger.E002",
        )
    ]


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
            "audit, export_bundle), then put them back: manage.py migrate --skip-checks",
            id="ledger.E001",
        )
    ]
