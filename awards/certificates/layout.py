"""What a certificate says, and how a batch of them becomes PDF.

Text is laid out in one document of n sections; each page is copied out, laid on the ground of its
metal, sealed, and stored under the digest of what it shows.
"""

import datetime
import math
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from awards.certificates import ground
from awards.models import Award, Certificate
from competition.verbs import address_of, page_address
from foundation.ledger import chain
from foundation.papers import pdf, signing
from foundation.papers.qr import qr_data_url
from submissions.models import Author

if TYPE_CHECKING:
    from weasyprint.document import Document

TEMPLATE_VERSION = "certificate-3"
METALS = ("gold", "silver", "bronze")  # of the first tiers; the others are green


def snapshot(award: Award, serial: str, author: Author | None = None) -> dict[str, Any]:
    """Every printed field, frozen: of the work, or of one of its authors. Names as they stand in
    the entry at issue.
    """
    decision = award.decision
    edition = decision.edition
    entry = award.entry
    field = entry.field
    unit = entry.unit.name if entry.unit else ""
    whose = [author] if author else list(entry.authors.all())
    return {
        "honours": "author" if author else "work",
        "unit": author.workplace if author else unit,
        "serial": serial,
        "contest": edition.contest.name,
        "edition": edition.name,
        "organiser": edition.organiser_lines.splitlines(),
        "prize": award.tier.name,
        "metal": _metal(award),
        "names": [one.full_name for one in whose],
        "title": entry.title,
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


class Style(NamedTuple):
    """How names and title are set: so many letters a line; by its name everything else gives
    way.
    """

    name: str
    letters: int
    title_letters: int


# What does not fit in one is tried in the next, alone; what fits in none is refused.
STYLES = (
    Style("", 60, 58),
    Style("tight", 72, 92),
    Style("tightest", 110, 100),
)


_LONG_TITLE = 76  # letters a line of a long one in the first style


def _names_style(names: list[str], style: Style) -> str:
    """The size of the names: smaller where they fill more than a line, or two."""
    length = sum(len(name) + 3 for name in names)
    if style.name == "tightest":
        return "longest"
    if length > 2 * style.letters or style.name == "tight":
        return "long"
    return "medium" if length > 44 else "short"


def _lines(pieces: list[str], most: int) -> list[list[str]]:
    """The pieces in as few lines of at most so many letters as they need, each about as long as the
    others.
    """
    length = sum(len(piece) + 1 for piece in pieces)
    fair = length / math.ceil(length / most)
    lines: list[list[str]] = [[]]
    done = 0
    for piece in pieces:
        # A piece belongs to the line in which its middle would stand.
        if lines[-1] and done + len(piece) / 2 > fair * len(lines):
            lines.append([])
        lines[-1].append(piece)
        done += len(piece) + 1
    return lines


def _lead(fields: dict[str, Any]) -> str:
    """To whom it is given; a print of before honours the work."""
    if fields.get("honours") == "author":
        return "Chứng nhận đồng tác giả"
    return "Chứng nhận nhóm tác giả" if len(fields["names"]) > 1 else "Chứng nhận tác giả"


def _section(certificate: Certificate, style: Style) -> dict[str, Any]:
    fields = certificate.snapshot
    prize = fields["prize"]
    is_long = bool(style.name) or len(fields["title"]) > 2 * style.title_letters
    most = _LONG_TITLE if is_long and not style.name else style.title_letters
    words = _lines(f"“{fields['title']}”".split(), most)
    return {
        "fields": fields,
        "lead": _lead(fields),
        "won": prize[:1].lower() + prize[1:],
        "lookup": f"{urlsplit(settings.SITE_URL).netloc}{page_address('verify_lookup')}",
        "code": "-".join(textwrap.wrap(certificate.verify_id, 4)),
        "metal": metal_of(certificate),
        "style": style.name,
        "names": _lines(fields["names"], style.letters),
        "names_style": _names_style(fields["names"], style),
        "title": [" ".join(line) for line in words],
        "title_style": "long" if is_long else "short",
        "day": datetime.date.fromisoformat(fields["decision_date"]),
        "qr": qr_data_url(verify_address(certificate), scale=4),
    }


def metal_of(certificate: Certificate) -> str:
    """The metal of its tier; a print of before says none."""
    return str(certificate.snapshot.get("metal", METALS[0]))


def _laid_out(certificates: list[Certificate], style: Style) -> "Document":
    sections = [_section(certificate, style) for certificate in certificates]
    with override("vi"):
        html = render_to_string(
            "print/certificate.html",
            {"sections": sections, "development": signing.is_development_seal()},
        )
    return pdf.document(html)


def _alone(certificate: Certificate) -> "Document":
    """In the largest style in which it fills one page. Raises ValueError where it fits in none."""
    for style in STYLES:
        document = _laid_out([certificate], style)
        if len(document.pages) == 1:
            return document
    raise ValueError(
        f"certificate {certificate.serial or certificate.snapshot['serial']} does not fit one "
        "page: shorten the title, or the list of names"
    )


def render_batch(certificates: list[Certificate]) -> list[bytes]:
    """One sealed PDF a certificate, in order.

    Raises ValueError when a certificate does not fit one page.
    """
    together = _laid_out(certificates, STYLES[0])
    if len(together.pages) == len(certificates):
        laid = [(together, page) for page in together.pages]
    else:
        alone = [_alone(certificate) for certificate in certificates]
        laid = [(document, document.pages[0]) for document in alone]
    sealed = []
    for certificate, (document, page) in zip(certificates, laid, strict=True):
        document.metadata.title = f"Giấy chứng nhận {certificate.serial}"
        content = ground.laid(document.copy([page]).write_pdf(), metal_of(certificate))
        sealed.append(signing.seal(content, reason=f"Giấy chứng nhận {certificate.serial}"))
    return sealed
