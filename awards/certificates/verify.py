"""Is this certificate genuine and in force? And the revocation that may answer no."""

import datetime
import hashlib
import itertools

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.models import Certificate, Revocation
from competition.errors import NotAllowed, WrongState
from competition.publicity import Face
from competition.verbs import address_of, need_reason
from foundation.ledger import chain
from foundation.notifications import post
from foundation.papers import signing


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


def code_of(typed: str) -> str:
    """The verification code of the certificate with a printed serial, in whatever case and with
    whatever blanks it was typed; empty where there is none.
    """
    serial = "".join(typed.split()).upper()
    prefix, dash, number = serial.partition("-")
    # Keyboards abroad have no Đ: a D is read as both.
    letters = [("D", "Đ") if letter in "DĐ" else (letter,) for letter in prefix[:_MOST_OF_A_PREFIX]]
    meant = ["".join(read) + dash + number for read in itertools.product(*letters)]
    made = Certificate.objects.filter(serial__in=meant).exclude(pdf=None)
    return made.values_list("verify_id", flat=True).first() or ""


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
