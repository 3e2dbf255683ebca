from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Each registers the work that it leaves to the worker, or what takes two people.
REGISTERED = [
    "submissions.files.attach",
    "submissions.files.uploads",
    "submissions.letters",
    "submissions.office.entry_list",
    "submissions.reminders",
    "submissions.sealing.batch",
    "submissions.sealing.preview",
    "submissions.sealing.sealing",
    "submissions.sharing.invitations",
    "submissions.sharing.unit_paper",
    "submissions.similarity.search",
    "submissions.writing.application",
    "submissions.writing.receipts",
]


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = _("Entries")

    def ready(self):
        for name in REGISTERED:
            import_module(name)
