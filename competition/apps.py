from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CompetitionConfig(AppConfig):
    name = "competition"
    verbose_name = _("Contest rules")

    def ready(self):
        # Of all rooms.
        autodiscover_modules(
            "audit", "audit_steps", "audit_dossiers", "audit_results", "audit_complaints"
        )
        from competition import (  # noqa: F401  register what takes two people, and a daily job
            auditing,
            corrections,
            extension,
            publication,
            recovery,
            roles,
            switching,
        )
        from competition.letters import broadcasting, reminders, texts  # noqa: F401  the same
