"""The Celery application. The broker is only a bell: what there is to do stands in
foundation.jobs.
"""

import os

from celery import Celery
from celery.signals import celeryd_after_setup, setup_logging

from foundation import later

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
app = Celery("contest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["foundation.jobs"])


@setup_logging.connect
def keep_djangos_logging(**_kwargs):
    """Celery would replace the handlers that the settings describe."""


@celeryd_after_setup.connect
def import_what_waits(**_kwargs):
    """Once, before the processes that do the work are forked: they share what is imported."""
    later.load()
