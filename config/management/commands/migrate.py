"""`migrate` as the owner of the tables, which the application's role is not."""

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.apps import apps
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from foundation.ledger import grants

ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


class Command(migrate.Command):
    help = (
        "Migrate at MIGRATION_DATABASE_URL, the owner's address, where it is set; afterwards the "
        "role of DATABASE_URL has the rights that it needs, and no others."
    )

    def handle(self, *args: str, **options: Any) -> None:
        connection = connections[options["database"]]
        role = connection.settings_dict["USER"]
        with as_owner(connection), seldom_collected(), names_remembered():
            super().handle(*args, **options)
            if not settings.MIGRATION_DATABASE_URL:
                return
            with connection.cursor() as cursor:
                for statement in grants.statements(connection, role):
                    cursor.execute(statement)


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within this block the connection is the owner's, where the owner is another role."""
    if not settings.MIGRATION_DATABASE_URL:
        yield
        return
    owner = environ.Env.db_url_config(settings.MIGRATION_DATABASE_URL)
    of_application = {key: connection.settings_dict[key] for key in ADDRESS}
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ADDRESS})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(of_application)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within this block Python seldom looks for circles of dead objects: a fresh database builds
    some 40,000 classes of models, and a fifth of the time went into that.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def names_remembered() -> Iterator[None]:
    """Within this block it is looked up once for each model whether a setting names it: Django
    remembers that too, but forgets it with every historical model, and each of some 100,000
    foreign keys asks again. The application's own models, which are asked, stay as they are.
    """
    name = "get_swappable_settings_name"
    vars(apps)[name] = functools.cache(apps.get_swappable_settings_name)
    try:
        yield
    finally:
        del vars(apps)[name]
