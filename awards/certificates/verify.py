"""Is this certificate genuine and in force? And the revocation that may answer no."""

import datetime
import hashlib
import itertools
import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Visitor, is_signed_in
from awards import permissions
from awards.models import Certificate, Revocation
from competition.errors import NotAllowed, WrongState
from competition.publicity import Face
from competition.verbs import address_of, need_reason
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.papers import signing


def has_any(user: Visitor) -> bool:
    """A work of this person's has a certificate that is made."""
    made = Certificate.objects.filter(award__entry__owner=user.pk).exclude(pdf=None)
    return is_signed_in(user) and made.exists()


def find(verify_id: str) -> Certificate | None:
    """The certificate behind a verification code, once it is made."""
    return (
        Certificate.objects.filter(verify_id=verify_id)
        .exclude(pdf=None)
        .select_related(
            "award__decision__edition__contest",
            "award__decision__superseded_by",
            "award__tier",
            "award__entry__field",
            "award__entry__kind",
            "award__entry__unit",
            "pdf",
            "revocation",
        )
        .first()
    )


_MOST_OF_A_PREFIX = 10  # letters
_FIGURE = "[0-9OIL]"  # of a serial as it is typed: O for 0, I and L for 1
_SERIAL = re.compile(
    rf"(?P<prefix>[^\W_]+?)-*(?P<year>{_FIGURE}{{4}})-*GCN-*(?P<number>{_FIGURE}+)"
)
_RECEIPT = re.compile(rf"[^\W_]+?-+{_FIGURE}{{4}}-+{_FIGURE}{{4}}")
_AS_FIGURES = str.maketrans("OIL", "011")
# Keyboards abroad have no Đ, the Icelandic Ð looks like it, and 0 looks like O.
_READ_AS = {"D": "DĐ", "Đ": "DĐ", "Ð": "DĐ", "O": "O0", "0": "O0"}
_LENGTH_OF_A_CODE = 32


def code_of(typed: str) -> str:
    """The verification code of the certificate with a printed serial, as people type it: in
    whatever case, with other dashes or none, with O for 0; empty where there is none.
    """
    found = _SERIAL.search(_plain(typed))
    if found is None or len(found["prefix"]) > _MOST_OF_A_PREFIX:
        return ""
    year = found["year"].translate(_AS_FIGURES)
    number = found["number"].translate(_AS_FIGURES).zfill(5)
    letters = [_READ_AS.get(letter, letter) for letter in found["prefix"]]
    meant = [f"{''.join(read)}-{year}-GCN-{number}" for read in itertools.product(*letters)]
    made = Certificate.objects.filter(serial__in=meant).exclude(pdf=None)
    return made.values_list("verify_id", flat=True).first() or ""


def _plain(typed: str) -> str:
    """In capitals, each run of dashes and dots as one “-”, without blanks."""
    capitals = unicodedata.normalize("NFKC", typed[:200]).upper()
    return re.sub(r"[\-‐-―−_./]+", "-", "".join(capitals.split()))


def advice_on(typed: str, code: str) -> str:
    """What may be wrong with what was typed and not found, in words; empty where nothing stands
    out. `code` are the figures and letters of it that a code may have.
    """
    plain = _plain(typed)
    if _SERIAL.search(plain):
        return ""
    if _RECEIPT.search(plain):
        return _(
            "This looks like the number of a dossier's receipt. The serial of a certificate has "
            "“GCN” in it."
        )
    is_code = len(code) > _LENGTH_OF_A_CODE // 2 and code == plain.replace("-", "").lower()
    if is_code and len(code) != _LENGTH_OF_A_CODE:
        words = _("A code has %(wanted)s characters; you typed %(count)s.")
        return words % {"wanted": _LENGTH_OF_A_CODE, "count": len(code)}
    return ""


def face_of(certificate: Certificate, at: datetime.datetime) -> Face:
    """The work as printed, as far as strangers may see it at this moment: whoever holds the paper
    can compare prize, serial and file.
    """
    printed = certificate.snapshot
    entry = certificate.award.entry
    return entry.face(at, title=printed["title"], names=printed["names"])


def is_the_file(certificate: Certificate, content: bytes) -> bool:
    """The bytes are the very file that was issued: same SHA-256, and its seal is intact."""
    if certificate.pdf is None:
        return False
    if hashlib.sha256(content).hexdigest() != certificate.pdf.sha256:
        return False
    return signing.seal_is_intact(content)


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: User, at: datetime.datetime) -> Revocation:
    """Declare a certificate invalid, for good; the entrant is told. Raises NotAllowed, Refused,
    WrongState.
    """
    edition = certificate.award.decision.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat revokes certificates."))
    reason = need_reason(reason, _("Write the reason: the public verification page shows it."))
    if hasattr(certificate, "revocation"):
        raise WrongState(_("This certificate was revoked before."))
    revocation = Revocation.objects.create(certificate=certificate, reason=reason, by=by, at=at)
    revoked = {"serial": certificate.serial, "reason": reason_digest(revocation)}
    chain.append(edition.chain, "certificate.revoked", revoked, at=at, by=by)
    emit("certificate.revoked", edition=edition.pk, certificate=certificate.pk)
    post.tell(
        certificate.award.entry.owner,
        "certificate_revoked",
        {"entry": certificate.award.entry, "certificate": certificate, "reason": reason},
        key=f"revoked:{revocation.pk}",
        link=address_of(certificate.award.entry),
    )
    return revocation


def reason_digest(revocation: Revocation) -> str:
    """What the ledger keeps of the reason, which the public page shows."""
    return chain.digest_of([revocation.certificate.serial, revocation.reason])
