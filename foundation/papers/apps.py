from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "foundation.papers"
    verbose_name = _("Papers")

    def ready(self) -> None:
        from foundation.papers import checks, prepared  # noqa: F401  registers them
