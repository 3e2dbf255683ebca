"""Keys: what signs sessions and ballots, and what seals papers."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.doctor.lines import Found, check, fault, fine, hint
from config.secret_keys import is_weak
from foundation.papers import checks, signing
from voting.models import Ballot

SOON = datetime.timedelta(days=60)  # a new certificate of the office takes weeks
_NEW_KEY = gettext_lazy(
    "Make a new one (openssl rand -base64 60 | tr -d '\\n') and put it into the environment as "
    "SECRET_KEY, the old one into SECRET_KEY_FALLBACKS."
)
_SEALS = {
    "papers.E001": gettext_lazy("the file of SIGNING_KEY_FILE is not there"),
    "papers.E002": gettext_lazy("the file cannot be opened with SIGNING_KEY_PASSWORD"),
    "papers.E003": gettext_lazy("the trial seal of a demonstration"),
}
_SEAL = gettext_lazy(
    "Put the office's PKCS#12 file to SIGNING_KEY_FILE, readable by the system's user alone, and "
    "its password into SIGNING_KEY_PASSWORD; deploy/README.vi.md says how one is made."
)


@check("secret_key", "SECRET_KEY", mend=_NEW_KEY)
def secret_key() -> Found:
    if is_weak(settings.SECRET_KEY):
        return fault(
            _("short, or known from an example: sessions and ballots can be forged"), _NEW_KEY
        )
    return fine(_("its own, long enough"))


@check(
    "fallback_keys",
    "SECRET_KEY_FALLBACKS",
    mend=gettext_lazy("Put earlier keys there, comma-separated, or leave it empty."),
)
def fallback_keys() -> Found:
    """Whoever knows an earlier key can still forge what it signs."""
    earlier = settings.SECRET_KEY_FALLBACKS
    if not earlier:
        return fine(_("none"))
    if any(is_weak(key) for key in earlier):
        return fault(
            _("one is short, or known from an example: it still opens sessions"),
            _("Take it out; people then sign in once more."),
        )
    if settings.SECRET_KEY in earlier:
        return hint(_("the key of today is among them"), _("Take it out."))
    count = {"count": len(earlier)}
    if not Ballot.objects.filter(candidate__edition__tally=None).exists():
        return hint(
            _("%(count)s, and no vote waits for its count") % count,
            _("Take them out a day after the change of the key: nothing needs them."),
        )
    return fine(_("%(count)s, needed until the vote is counted") % count)


@check("seal", gettext_lazy("Seal on certificates"), mend=_SEAL)
def seal() -> Found:
    for error in checks.the_seal_is_the_offices():
        return fault(str(_SEALS[error.id or ""]), _SEAL)
    if signing.is_development_seal():
        return hint(_("a trial one; papers say so"), _SEAL)
    office = signing.office_seal()
    certificate = office and office.signing_cert
    if not certificate:
        return fault(str(_SEALS["papers.E002"]), _SEAL)
    validity = certificate["tbs_certificate"]["validity"]
    begins = validity["not_before"].native
    ends = validity["not_after"].native
    return _by_age(begins, ends) or _by_mode(Path(settings.SIGNING_KEY_FILE)) or fine(_ends(ends))


def _ends(at: datetime.datetime) -> str:
    day = date_format(timezone.localtime(at), "SHORT_DATE_FORMAT")
    return _("of the office, valid until %(day)s") % {"day": day}


def _by_age(begins: datetime.datetime, ends: datetime.datetime) -> Found | None:
    now = timezone.now()
    if now < begins:
        return fault(
            _("not valid yet"), _("See whether the clock is right, or wait for its first day.")
        )
    renew = _(
        "Ask for a new certificate and put it to SIGNING_KEY_FILE; papers sealed with the "
        "old one stay valid."
    )
    if now > ends:
        return fault(_("run out: %(line)s") % {"line": _ends(ends)}, renew)
    if now > ends - SOON:
        return hint(_ends(ends), renew)
    return None


def _by_mode(path: Path) -> Found | None:
    """A key that other accounts of the machine can read."""
    if path.stat().st_mode & 0o077:
        todo = _("Let nobody else read it: chmod 600 %(path)s") % {"path": path}
        return fault(_("other accounts of this machine can read the file"), todo)
    return None
