from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetitionConfig(AppConfig):
    name = "competition"
    verbose_name = _("Contest rules")

    def ready(self):
        from competition import (  # noqa: F401  register what takes two people
            corrections,
            extension,
            publication,
            recovery,
            roles,
        )
