"""What a certificate says, and how a batch of them becomes PDF.

Text is laid out in one document of n sections; each page is copied out, sealed, and stored under
the digest of what it shows.
"""

import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from awards.models import Award, Certificate
from competition.verbs import address_of
from foundation.ledger import chain
from foundation.papers import pdf, signing
from foundation.papers.qr import qr_data_url

TEMPLATE_VERSION = "certificate-2"
METALS = ("gold", "silver", "bronze")  # of the first tiers; the others are green


def snapshot(award: Award, serial: str) -> dict[str, Any]:
    """Every printed field, frozen. Names as they stand in the entry at issue."""
    decision = award.decision
    edition = decision.edition
    field = award.entry.field
    return {
        "serial": serial,
        "contest": edition.contest.name,
        "edition": edition.name,
        "organiser": edition.organiser_lines.splitlines(),
        "prize": award.tier.name,
        "metal": _metal(award),
        "names": [author.full_name for author in award.entry.authors.all()],
        "title": award.entry.title,
        "field": field.name if field else "",
        "decision_number": decision.number,
        "decision_date": decision.date.isoformat(),
        "place": edition.place,
        "signer_title": decision.signer_title,
        "signer_name": decision.signer_name,
        "template": TEMPLATE_VERSION,
    }


def _metal(award: Award) -> str:
    """By the place of its tier among those of the edition, the highest first."""
    tiers = [tier.pk for tier in award.decision.edition.tiers.all()]
    place = tiers.index(award.tier_id)
    return METALS[place] if place < len(METALS) else "green"


def render_key(fields: dict[str, Any]) -> str:
    """The idempotency key of a rendering."""
    return chain.digest_of(fields)


def verify_address(certificate: Certificate) -> str:
    """The public address that the QR code carries."""
    return f"{settings.SITE_URL}{address_of(certificate)}"


def _names_style(names: list[str]) -> str:
    """Smaller letters for long lists of names, so that every certificate stays one page."""
    length = sum(len(name) for name in names)
    if length > 300:
        return "longest"
    if length > 150:
        return "long"
    if length > 60:
        return "medium"
    return "short"


def _section(certificate: Certificate) -> dict[str, Any]:
    fields = certificate.snapshot
    address = verify_address(certificate)
    names_style = _names_style(fields["names"])
    title_style = "long" if len(fields["title"]) > 130 else "short"
    return {
        "fields": fields,
        "metal": fields.get("metal", METALS[0]),  # a print of before says none
        "names_style": names_style,
        "title_style": title_style,
        "is_tight": title_style == "long" or names_style.startswith("long"),
        "day": datetime.date.fromisoformat(fields["decision_date"]),
        "address": address,
        "qr": qr_data_url(address, scale=4),
    }


def render_batch(certificates: list[Certificate]) -> list[bytes]:
    """One sealed PDF a certificate, in order.

    Raises ValueError when a certificate does not fit one page.
    """
    sections = [_section(certificate) for certificate in certificates]
    with override("vi"):
        html = render_to_string(
            "print/certificate.html",
            {"sections": sections, "development": signing.is_development_seal()},
        )
    document = pdf.document(html)
    if len(document.pages) != len(certificates):
        raise ValueError(f"{len(certificates)} certificates fill {len(document.pages)} pages")
    sealed = []
    for certificate, page in zip(certificates, document.pages, strict=True):
        document.metadata.title = f"Giấy chứng nhận {certificate.serial}"
        content = document.copy([page]).write_pdf()
        sealed.append(signing.seal(content, reason=f"Giấy chứng nhận {certificate.serial}"))
    return sealed
