"""What others see of the site, and what is left when the machine burns."""

import datetime
import re
import shutil
import ssl
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import backup, nightly
from config.doctor.lines import Found, check, fault, fine, hint
from foundation.vault.models import Blob

_SECONDS = 6
_OF_CLOCKS = datetime.timedelta(minutes=5)  # by which those of two machines may differ
_MOST_READ = 1 << 16
_AWAY = gettext_lazy(
    "See whether the web server runs (systemctl status contest-web nginx), whether the name leads "
    "to this machine, and whether the certificate of nginx is valid (certbot renew)."
)
_PROXY = gettext_lazy("Take the site's file of deploy/nginx as it is: it adds and hides no header.")


def _answer(path: str) -> tuple[int, str, Message, bytes]:
    """(status, address after redirects, headers, begin of the body), asked without a proxy."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    try:
        with opener.open(settings.SITE_URL + path, timeout=_SECONDS) as answer:
            return answer.status, answer.url, answer.headers, answer.read(_MOST_READ)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url, error.headers, b""


@check("site", gettext_lazy("SITE_URL answers"), mend=_AWAY, seconds=15)
def site() -> Found:
    try:
        status, _url, _headers, body = _answer("/livez")
    except OSError as error:
        words = _("%(url)s does not answer: %(why)s")
        said = words % {"url": settings.SITE_URL, "why": error}
        # A demonstration may be looked at before it is started.
        return (hint if settings.SITE_URL.startswith("http:") else fault)(said, _AWAY)
    if status != 200 or body != b"ok":
        words = _("%(url)s is answered by somebody else (%(status)s)")
        return fault(
            words % {"url": settings.SITE_URL, "status": status},
            _("Compare SITE_URL and the server_name of nginx with the site's name."),
        )
    return fine(settings.SITE_URL)


@check("headers", gettext_lazy("HTTPS and the headers of a page"), mend=_AWAY, seconds=15)
def page_headers() -> Found:
    try:
        status, url, headers, _body = _answer("/")
    except OSError:
        return hint(_("unknown, because SITE_URL does not answer"), _AWAY)
    if status >= 500:
        return fault(
            _("a page is answered with %(status)s") % {"status": status},
            _("Read why: journalctl -u contest-web"),
        )
    lost = _lost(headers, is_https=url.startswith("https:"))
    if lost:
        return fault(_("missing: %(names)s") % {"names": ", ".join(lost)}, _PROXY)
    if not url.startswith("https:"):
        return hint(
            _("without HTTPS: good for a demonstration alone"),
            _("Get a certificate (certbot) and begin SITE_URL with https://."),
        )
    return fine(_("HTTPS, HSTS, CSP and nosniff are there"))


def _lost(headers: Message, *, is_https: bool) -> list[str]:
    """The names of headers that a browser does not get as the application sends them."""
    lost = []
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if is_https and not (age and int(age[1]) >= settings.SECURE_HSTS_SECONDS > 0):
        lost.append("Strict-Transport-Security")
    if "default-src 'self'" not in headers.get("Content-Security-Policy", ""):
        lost.append("Content-Security-Policy")
    if headers.get("X-Content-Type-Options") != "nosniff":
        lost.append("X-Content-Type-Options")
    return lost


@check(
    "backup",
    gettext_lazy("Backup"),
    mend=gettext_lazy("Let the folder of BACKUP_DIR belong to the system's user."),
)
def last_backup() -> Found:
    if not settings.BACKUP_DIR:
        return hint(
            _("none is made at night"),
            _("Name a folder on another disk in BACKUP_DIR, and copy it to another place."),
        )
    made = nightly.newest(Path(settings.BACKUP_DIR))
    todo = _("Make one and read what it says: ./run manage backup %(folder)s --without-keys")
    todo %= {"folder": settings.BACKUP_DIR}
    if made is None:
        return fault(_("there is none"), todo)
    age = timezone.now() - made
    if age < -_OF_CLOCKS:
        return fault(
            _("the newest bears a day that has not come: %(name)s")
            % {"name": made.strftime(backup.NAME)},
            _("Put the clock right, and move that folder away; then the true newest is seen."),
        )
    words = _("the newest is %(hours)s h old")
    words %= {"hours": round(age.total_seconds() / 3600)}
    if age > nightly.LATE_AFTER:
        return fault(words, todo)
    needed = Blob.objects.aggregate(total=Sum("size"))["total"] or 0
    if needed > shutil.disk_usage(settings.BACKUP_DIR).free:
        return fault(
            _("%(line)s; there is no room for the next one") % {"line": words},
            _("Enlarge its disk, or move older backups to another place."),
        )
    return fine(words)
