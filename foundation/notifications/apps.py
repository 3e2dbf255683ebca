from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "foundation.notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from foundation.notifications import post  # noqa: F401  registers its job
