from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "foundation.ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from foundation.ledger import checks  # noqa: F401  registers the check

        autodiscover_modules("triggers")
        pre_migrate.connect(_lift_guards, sender=self)
        post_migrate.connect(_put_guards_in_place, sender=self)


def _lift_guards(using: str, plan: list, **_kwargs: Any) -> None:
    """While migrations run: a trigger of a table that is remade would stand in the way."""
    from foundation.ledger import triggers

    if plan:
        triggers.lift(connections[using])


def _put_guards_in_place(using: str, **_kwargs: Any) -> None:
    from foundation.ledger import triggers

    if triggers.differences(connections[using]):
        triggers.put_in_place(connections[using])
