from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JudgingConfig(AppConfig):
    name = "judging"
    verbose_name = _("Judging")

    def ready(self):
        from judging import (  # noqa: F401  says who has to do with an entry; registers letters
            intake,
            letters,
            reminders,
        )
        from judging.councils import invited, panels  # noqa: F401  seats; who is barred from one
        from judging.papers import fee_list, plan, sheets  # noqa: F401  register what they make
