from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JudgingConfig(AppConfig):
    name = "judging"
    verbose_name = _("Judging")

    def ready(self):
        from judging import intake  # noqa: F401  says who has to do with an entry
        from judging.councils import panels  # noqa: F401  bars a judge from the secretariat
        from judging.papers import fee_list, plan, sheets  # noqa: F401  register what they make
