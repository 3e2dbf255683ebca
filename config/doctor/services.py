"""What the site works with: database, worker, mail, storages, scanner."""

import contextlib
import datetime
import secrets

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import health
from config.checks import database_is_of_this_version
from config.doctor.lines import Found, check, fault, fine, hint
from foundation.jobs import life
from foundation.jobs.models import Job
from foundation.ledger import triggers
from foundation.ledger.checks import application_owns_nothing

_PROBE = "Đổi mới".encode()
_HERE = ("localhost", "127.0.0.1", "::1")
_MIGRATE = gettext_lazy("Make a backup, then: ./run manage migrate")
_LIFTED = gettext_lazy(
    "Find out who has lifted them and what was written meanwhile (./run manage audit), then put "
    "them back: ./run manage migrate --skip-checks"
)
_OWNER = gettext_lazy(
    "Let one role own the tables (MIGRATION_DATABASE_URL) and another one work (DATABASE_URL), "
    "then: ./run manage migrate"
)
_WORKER = gettext_lazy("Start it, and read why it ended: systemctl status contest-worker")
_BROKER = gettext_lazy(
    "See whether Redis runs (systemctl status redis-server) and whether CELERY_BROKER_URL is "
    "right; without it work is done late, but none is lost."
)
_MAIL = gettext_lazy(
    "Compare EMAIL_URL with what the mail server's people gave you: host, port, user, password, "
    "smtp+tls:// for STARTTLS, smtp+ssl:// for TLS from the first byte."
)
_STORAGE = gettext_lazy(
    "See whether the disk is mounted and the folder belongs to the system's user, or whether the "
    "storage's address and keys are right."
)
_SCANNER = gettext_lazy(
    "See whether ClamAV runs (systemctl status clamav-daemon) and whether CLAMAV_URL is right; "
    "until then nobody but its owner sees a new file."
)


@check("checks", gettext_lazy("The system's own checks"), mend=gettext_lazy("./run manage check"))
def own_checks() -> Found:
    """What has a line of its own here is left to it."""
    errors = [one for one in run_checks() if one.level >= ERROR]
    others = [one for one in errors if not (one.id or "").startswith("papers.")]
    if others:
        named = ", ".join(str(one.id) for one in others)
        return fault(named, _("Read what each says, and mend it: ./run manage check"))
    return fine(_("nothing to say"))


@check("migrations", gettext_lazy("Tables of this version"), mend=_MIGRATE)
def migrations() -> Found:
    if database_is_of_this_version(databases=["default"]):
        return fault(
            _("the database was made by another version"),
            _("Bring back the version that made it, or restore a backup into an empty database."),
        )
    try:
        health.PARTS["migrations"]()
    except health.Missing:
        return fault(_("steps wait that are not applied"), _MIGRATE)
    return fine(_("all are there"))


@check("triggers", gettext_lazy("Triggers that guard the ledger, sheets and ballots"), mend=_LIFTED)
def guards() -> Found:
    differing = triggers.differences(connection)
    if differing:
        names = {"names": ", ".join(differing)}
        return fault(_("missing, altered, switched off or not ours: %(names)s") % names, _LIFTED)
    count = len(triggers.declared(connection))
    if not count:
        return fault(_("there are no tables yet"), _MIGRATE)
    return fine(_("all %(count)s stand as declared") % {"count": count})


@check("owner", gettext_lazy("Rights of the application in the database"), mend=_OWNER)
def owner() -> Found:
    if application_owns_nothing(databases=["default"]):
        return fault(_("it owns tables, and could lift their triggers"), _OWNER)
    if connection.vendor != "postgresql":
        return fine(_("SQLite knows no roles"))
    if not getattr(settings, "OWNER_IS_APART", False):
        return hint(_("not asked in a demonstration"), _OWNER)
    return fine(_("it owns nothing"))


@check("worker", gettext_lazy("Worker"), mend=_WORKER)
def worker() -> Found:
    silence = life.silence_of(life.WORKER)
    try:
        health.PARTS["worker"]()
    except health.Missing:
        if silence is None:
            return fault(_("never seen"), _WORKER)
        return fault(_("silent for %(time)s") % {"time": _time(silence)}, _WORKER)
    return fine(_("at work"))


@check("queue", gettext_lazy("Work that waits"), mend=_WORKER)
def queue() -> Found:
    """Since when the oldest job and the oldest event could have been done."""
    since = life.waits_since()
    if since is None:
        return fine(_("nothing waits"))
    waits = timezone.now() - since
    words = _("the oldest waits for %(time)s") % {"time": _time(waits)}
    if waits.total_seconds() > health.MAIL_LATE_AFTER:
        return fault(words, _WORKER)
    return fine(words)


@check(
    "given_up",
    gettext_lazy("Work that was given up"),
    mend=gettext_lazy("See whether the database answers."),
)
def given_up() -> Found:
    count = Job.objects.given_up().count()
    if count:
        return hint(
            str(count),
            _("Read why, and have it tried again, on the office's page “Work that has failed”."),
        )
    return fine(_("none"))


@check("broker", gettext_lazy("Bell of the worker"), mend=_BROKER)
def broker() -> Found:
    health.PARTS["broker"]()
    return fine(_("rings"))


@check("redis", "Redis", mend=_BROKER)
def redis() -> Found:
    if not settings.REDIS_URL:
        return fine(_("not used: the cache is a folder"))
    try:
        health.PARTS["cache"]()
    except health.Missing:
        return fault(_("keeps nothing"), _("See how much memory it may take: maxmemory"))
    return fine(_("keeps and gives back"))


@check("mail", gettext_lazy("Mail server"), mend=_MAIL, seconds=20)
def mail() -> Found:
    """Up to the sign-in; no letter is sent."""
    line = get_connection(settings.MAIL_TRANSPORT)
    if not isinstance(line, EmailBackend):
        return hint(
            _("none is set: letters reach nobody"),
            _("Put the mail server's address into EMAIL_URL: smtp+tls://user:password@host:587"),
        )
    try:
        line.open()
    finally:
        with contextlib.suppress(Exception):  # how it parts is not what was asked
            line.close()
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        return fault(
            _("takes letters, but the sender is at localhost"),
            _("Put an address of your own domain into DEFAULT_FROM_EMAIL."),
        )
    if not (line.use_tls or line.use_ssl or line.host in _HERE):
        return fault(
            _("answers, but letters and their codes go there readable by all"),
            _("Write smtp+tls:// into EMAIL_URL instead of smtp://."),
        )
    return fine(_("answers, and takes our sign-in") if line.username else _("it answers"))


@check("late_mail", gettext_lazy("Letters"), mend=_WORKER)
def late_mail() -> Found:
    look = _(
        "See the lines of worker and mail server; the office's page “Work that has failed” "
        "says what the server answered."
    )
    if count := health.mail_given_up():
        return fault(_("%(count)s were given up, and none went since") % {"count": count}, look)
    try:
        health.PARTS["mail"]()
    except health.Missing:
        return fault(_("one waits for more than a quarter of an hour"), look)
    return fine(_("none is late"))


@check("media", gettext_lazy("Storage of public pictures and documents"), mend=_STORAGE)
def media() -> Found:
    return _kept_by("default")


@check("vault", gettext_lazy("Storage of private files"), mend=_STORAGE)
def vault() -> Found:
    return _kept_by("vault")


def _kept_by(alias: str) -> Found:
    """Write, read, delete. Raises what the storage raises."""
    storage = storages[alias]
    name = storage.save(f"doctor-{secrets.token_hex(8)}", ContentFile(_PROBE))
    try:
        with storage.open(name) as file:
            back = file.read()
    finally:
        storage.delete(name)
    if back != _PROBE:
        return fault(_("gives back something else than was put there"), _STORAGE)
    if storage.exists(name):
        return fault(_("keeps what was deleted"), _STORAGE)
    return fine(_("writes, reads and deletes"))


@check("scanner", gettext_lazy("Virus scanner"), mend=_SCANNER)
def scanner() -> Found:
    if not settings.CLAMAV_URL:
        return hint(
            _("none is set: files are inspected, but not scanned for viruses"),
            _("apt install clamav-daemon, and CLAMAV_URL=unix:///run/clamav/clamd.ctl"),
        )
    try:
        health.PARTS["scanner"]()
    except health.Missing:
        return fault(_("does not answer"), _SCANNER)
    return fine(_("it answers"))


def _time(length: datetime.timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    if minutes < 120:
        return _("%(count)s min") % {"count": minutes}
    return _("%(count)s h") % {"count": round(minutes / 60)}
