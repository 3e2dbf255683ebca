"""Production: refuses to start with what is only good for a demonstration."""

from django.core.exceptions import ImproperlyConfigured

from config.secret_keys import is_weak
from config.storages import S3

from .base import *
from .base import (
    ALLOWED_HOSTS,
    DEBUG,
    SMS_URL,
    STORAGES,
    TRUSTED_PROXIES,
    VAULT_ACCEL_PREFIX,
    env,
)

SECRET_KEY = env.str("SECRET_KEY", default="")

if is_weak(SECRET_KEY):
    raise ImproperlyConfigured(
        "SECRET_KEY must be a random text of at least 50 characters, known to this machine only."
    )
if DEBUG:
    raise ImproperlyConfigured(
        "DEBUG must be off in production: it shows the code and the data of every error."
    )
if not env.list("ALLOWED_HOSTS", default=[]) or any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts exactly, without *: links in mail are built from it."
    )
if not env.str("SITE_URL", default="").startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must be the public address and begin with https://.")
if "TRUSTED_PROXIES" not in env.ENVIRON:
    raise ImproperlyConfigured(
        "TRUSTED_PROXIES must say how many proxies of yours stand before this server and write "
        "X-Forwarded-For (usually 1; 0 for none): limits and the vote count visitors by it."
    )
if SMS_URL and not SMS_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "SMS_URL must begin with https://: it carries codes with which people sign in."
    )
if VAULT_ACCEL_PREFIX and STORAGES["vault"]["BACKEND"] == S3:
    raise ImproperlyConfigured(
        "VAULT_ACCEL_PREFIX is for private files on a disk that nginx reads: not with S3."
    )

# A system check wants the tables of PostgreSQL to be another role's than that of DATABASE_URL.
OWNER_IS_APART = True
DEVELOPMENT_SEAL = False
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = True
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
