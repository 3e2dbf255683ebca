from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "voting"
    verbose_name = _("Public vote")

    def ready(self) -> None:
        from voting import forgetting, noting  # noqa: F401  register what they do by themselves
