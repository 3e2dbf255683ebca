"""What is looked at before the database is touched."""

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.utils import OperationalError


@register(Tags.database)
def database_is_of_this_version(databases=None, **_options) -> list[CheckMessage]:
    """Every migration that the database has seen is one that this version knows.

    Until 0.1.0 the migrations were still rewritten; a database of that time can only be made anew.
    """
    return [fault for alias in databases or [] for fault in _strangers(alias)]


def _strangers(alias: str) -> list[CheckMessage]:
    try:
        loader = MigrationLoader(connections[alias])
    except OperationalError:
        return []  # no database yet, or a server that does not answer: migrate says so itself
    ours = {config.label for config in apps.get_app_configs() if _is_ours(config.name)}
    applied = {key for key in loader.applied_migrations if key[0] in ours}
    unknown = sorted(applied - loader.disk_migrations.keys())
    if not unknown:
        return []
    label, name = unknown[0]
    return [
        Error(
            f"This database was made by another version of the system: it has seen {label}.{name}"
            f"{f' and {len(unknown) - 1} more steps' if len(unknown) > 1 else ''}, which this "
            "version does not know.",
            hint="A demonstration is made anew by: ./run demo --reset. For any other database, "
            "keep a copy, and start this version on an empty one.",
            id="config.E001",
        )
    ]


def _is_ours(name: str) -> bool:
    return not name.startswith(("django.", "wagtail", "allauth", "modelcluster", "taggit"))
