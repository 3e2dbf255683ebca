from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Results and certificates")

    def ready(self):
        from awards import (  # noqa: F401  register what they make and do
            bundle,
            inspection,
            inspection_files,
            inspectors,
            letters,
            posting,
            unsealing,
            what_if,
        )
        from awards.certificates import issue  # noqa: F401  registers its job
