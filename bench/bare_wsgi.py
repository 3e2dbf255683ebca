"""`bench.bare` as gunicorn loads it: the settings of its place, other addresses, no middleware."""

import django

django.setup()  # before: apps ask for their middleware

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

settings.ROOT_URLCONF = "bench.bare"
settings.MIDDLEWARE = []
application = WSGIHandler()
