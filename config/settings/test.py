"""Tests: the embedded profile with quick hashing, mail in memory and work done in the asking
process.
"""

import tempfile
from pathlib import Path

from .base import *
from .base import DATABASES, INSTALLED_APPS, STORAGES

VAR_DIR = Path(tempfile.mkdtemp(prefix="contest-test-"))
SECRET_KEY = "only-for-tests"
STORAGES["vault"]["OPTIONS"] = {"location": str(VAR_DIR / "vault"), "base_url": None}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
UPLOADS_DIR = str(VAR_DIR / "uploads")
MEDIA_ROOT = VAR_DIR / "media"
SIGNING_KEY_FILE = str(VAR_DIR / "signing" / "seal.p12")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: tests with threads and processes see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
INSTALLED_APPS += ["demo"]
JOBS_INLINE = True
STYLEGUIDE = True
MESSAGES_PAGE = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
