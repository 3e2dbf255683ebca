"""The web application, as gunicorn loads it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()

# Every page is imported now, and what stands is left out of collections: a full one took up to
# 300 ms in the middle of somebody's request, for objects that stay as long as the process.
list(get_resolver().url_patterns)
gc.collect()
gc.freeze()
