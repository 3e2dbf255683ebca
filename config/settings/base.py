"""What every profile shares. Which machine it runs on is a matter of environment variables only
(table in README.md).
"""

import datetime
from pathlib import Path

import environ

from config import storages

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_FAILURE_VIEW = "config.views.not_from_here"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "config",
    "cms",
    "awards",
    "voting",
    "judging",
    "submissions",
    "competition",
    "accounts",
    "foundation.notifications",
    "foundation.papers",
    "foundation.jobs",
    "foundation.vault",
    "foundation.ledger",
    "foundation.vietnamese",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "config.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.NoNul",
    "config.middleware.PublicPages",
    "config.middleware.RoomForFrames",
    "config.middleware.PolicyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.SeenText",
    "config.middleware.RefusedTitle",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.typed.LostTexts",
    "config.middleware.AdminDoor",
    "config.middleware.SecondDoor",
    "config.middleware.LostPresses",
    "config.middleware.TornForms",
    "config.middleware.UntranslatedParent",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "foundation.vietnamese.templatetags.vietnamese",
                "competition.templatetags.deadlines",
                "competition.templatetags.listing",
                "competition.templatetags.refused",
            ],
        },
    }
]
FORM_RENDERER = "config.forms.Renderer"

# --- data

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# The owner of the tables on PostgreSQL, who alone migrates; the role of DATABASE_URL owns nothing.
MIGRATION_DATABASE_URL = env.str("MIGRATION_DATABASE_URL", default="")
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a read-then-write transaction takes its lock at once instead of failing with
    # "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "foundation.soft_cache.SoftRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
else:
    # Shared by the web processes of one machine, so that limits count across them.
    CACHES = {
        "default": {
            "BACKEND": "foundation.soft_cache.SoftFileCache",
            "LOCATION": VAR_DIR / "cache",
        }
    }

STORAGES = {
    "default": storages.public(
        env.str("MEDIA_STORAGE", default=storages.DISK),
        env.json("MEDIA_STORAGE_OPTIONS", default={}),
    ),
    "vault": storages.private(
        env.str("VAULT_STORAGE", default="foundation.vault.disk.Disk"),
        env.json(
            "VAULT_STORAGE_OPTIONS", default={"location": str(VAR_DIR / "vault"), "base_url": None}
        ),
    ),
    "staticfiles": {"BACKEND": "config.static.JoinedStyles"},
}
# Unfinished uploads; a disk that all web machines share.
UPLOADS_DIR = env.str("UPLOADS_DIR", default=str(VAR_DIR / "uploads"))
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# From where else than our own site a page takes the editors' pictures.
PICTURE_ORIGINS = storages.origins(STORAGES["default"])
# A path that nginx serves with `internal`; empty: Django streams the file itself.
VAULT_ACCEL_PREFIX = env.str("VAULT_ACCEL_PREFIX", default="")
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# A folder, best on another disk: each night a backup without keys is written there. Empty: none.
BACKUP_DIR = env.str("BACKUP_DIR", default="")

# --- work that outlasts a request

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker = VAR_DIR / "broker"
    CELERY_BROKER_TRANSPORT = "foundation.jobs.spool:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # A broker that accepts and never answers holds up nobody's request.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "reconcile": {"task": "foundation.jobs.tasks.reconcile", "schedule": 20.0},
}
# True: work is done in the process that asks for it, at commit (tests, rehearsals). The Job rows
# stay the truth.
JOBS_INLINE = False

# --- people

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.PersonalDetails"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A code by e-mail instead of a password, for whoever holds no role (accounts.code_forms).
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_FORMS = {"request_login_code": "accounts.code_forms.EmailCodeForm"}
# What stands between the visitors and us and writes X-Forwarded-For: ours and allauth's limits, and
# the vote's networks, count the address that the first of them saw.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Person, device, number or address first; a network last and wide, since a school is one. The key
# of "login_failed" is the account on one device (accounts.adapter).
LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "request_login_code": "60/m/ip",
    # Codes to a mailbox or a phone: so many from one device or address, so many from all strange
    # devices together (accounts.devices). A code that was sent is tried a few times, and no other
    # code with it: thirty a day leave a guess one in a thousand a week.
    "email_code": "5/h/key",
    "email_code_elsewhere": "30/d/key",
    "phone_code": "5/h/key,60/h/ip",
    "phone_code_elsewhere": "30/d/key",
    "phone_try": "5/10m/key,200/h/ip",
    "factor_code": "5/h/user",
    "factor_try": "10/10m/user",
    # Readings of one article from one network: a school is counted, a script is not.
    "article_read": "60/h/key",
    # Letters of strangers: a class may write, a robot not.
    "contact_letter": "20/h/ip,200/h/key",
    "reader_letter": "10/h/ip,30/d/key",
    # Codes on slips that invite to a role: twelve signs, of which nobody tries many.
    "role_code": "60/h/ip",
}
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = LIMITS
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A passkey that knows its owner signs in by itself; allauth asks for finger, face or PIN.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "accounts.key_forms.AddKeyForm",
    "edit_webauthn": "accounts.key_forms.EditKeyForm",
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
PUBLIC_CACHE_SECONDS = env.int(
    "PUBLIC_CACHE_SECONDS", default=15
)  # how old a page from the cache may be for a stranger

# --- language and place

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address is what anybody can type
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [
    ROOT / "locale",
    ROOT / "foundation" / "vietnamese" / "catalogues",
]  # the second: Wagtail, allauth
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "foundation.vietnamese.formats"

# --- Wagtail

WAGTAIL_SITE_NAME = "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "webm", "mp4", "vtt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # with our headers, wherever the documents lie
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.rich_text.RichTextArea"}}
WAGTAILADMIN_LOGIN_URL = "/tai-khoan/login/"
# One door: passwords and addresses are set where second factor and limits stand, by allauth.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# --- mail, security headers, logs

# Seconds for each word of a mail server: a whole conversation is shorter than the lease of its job.
EMAIL_TIMEOUT = 15
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Whoever sends mail, a library too, only writes a row: the worker brings it to the server.
MAIL_TRANSPORT = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "foundation.notifications.queue.Queue"
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="Ban Tổ chức Cuộc thi <khong-tra-loi@localhost>"
)

# A gateway for SMS that takes JSON: its address, bearer token, and the names of its fields as JSON,
# such as {"to": "phone", "text": "content", "with": {"brandname": "DMST"}}. Empty: no SMS is sent.
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_BODY = env.json("SMS_BODY", default={})

# A model that finds entries put into other words: `module.Class`, or a folder with a
# sentence-transformers model.
SIMILARITY_MODEL = env.str("SIMILARITY_MODEL", default="")
VIDEO_HOSTS = env.list(
    "VIDEO_HOSTS", default=[]
)  # whose pages may be framed beside YouTube and Vimeo: the province's channel
# What the calendar of public holidays does not know: days on which the office is closed, and those
# on which it works in exchange.
DAYS_OFF = frozenset(map(datetime.date.fromisoformat, env.list("DAYS_OFF", default=[])))
DAYS_WORKED = frozenset(map(datetime.date.fromisoformat, env.list("DAYS_WORKED", default=[])))
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page inside its editor
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/quan-tri/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *PICTURE_ORIGINS],
        "frame-src": [
            "'self'",
            "https://www.youtube-nocookie.com",
            "https://player.vimeo.com",
            *(f"https://{host}" for host in VIDEO_HOSTS),
        ],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
    },
}
# The office's pages. Wagtail writes styles into their elements, and its own forms begin with
# scripts in the page; a page that shows what strangers have written (`competition.office`) runs
# none.
OFFICE_PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        " ".join(("img-src 'self' data: blob:", *PICTURE_ORIGINS)),
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "form-action 'self'",
    )
)
OFFICE_FORM_POLICY = OFFICE_PAGE_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'unsafe-inline'"
)
# tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl; empty: files are inspected, but not scanned
# for viruses.
CLAMAV_URL = env.str("CLAMAV_URL", default="")
SIGNING_KEY_FILE = env.str("SIGNING_KEY_FILE", default=str(VAR_DIR / "signing" / "seal.p12"))
# Without a key of the office papers are sealed with a trial one, and say so; not in production.
DEVELOPMENT_SEAL = True
SIGNING_KEY_PASSWORD = env.str("SIGNING_KEY_PASSWORD", default="")
STYLEGUIDE = False
# the in-app outbox of the embedded profile: every mail that was sent, for a demonstration
MESSAGES_PAGE = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("botocore", "django_tasks", "wagtail", "pikepdf", "celery", "kombu")
    }
    | {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
    },
}
