"""Taking names out: known identities are masked in texts, and files are rewritten in full under neutral names.

Nothing is called anonymous: whatever was found is listed in the leak report that a person confirms.
"""

import io
import re
import unicodedata
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from foundation.vietnamese.text import fold, nfc

# Pictures and PDF are rewritten for judges; anything else stays with the secretariat.
SHOWN_TO_JUDGES = {".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic"}
MASK = "▇▇▇▇▇"
_DPI = 130


@dataclass(frozen=True)
class Identity:
    """One thing that would tell who wrote it."""

    kind: str  # name, email, phone, unit
    text: str


def identities(content: dict) -> list[Identity]:
    """What must not be seen, from a version's content; the longest first, so that parts are not masked before wholes."""
    found = set()
    for author in content["authors"]:
        found |= {Identity("name", author["full_name"]), Identity("email", author["email"]), Identity("phone", author["phone"])}
        found.add(Identity("unit", author["workplace"]))
    found.add(Identity("unit", content["unit"]))
    return sorted((item for item in found if len(item.text) > 4), key=lambda item: (-len(item.text), item.text))


def _folded_with_map(text: str) -> tuple[str, list[int]]:
    """The folded characters of a text, each with the place of its original (spaces are kept one to one)."""
    folded, places = [], []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFD", char):
            if not unicodedata.combining(part):
                folded.append(" " if part.isspace() else part.replace("đ", "d").replace("Đ", "d").lower()[:1])
                places.append(place)
    return "".join(folded), places


def _pattern(identity: Identity) -> re.Pattern:
    if identity.kind == "phone":
        words, separator = list(re.sub(r"\D", "", identity.text)), r"[\s.\-]*"
    else:
        words, separator = [re.escape(word) for word in fold(identity.text).split()], r"\s+"
    return re.compile(r"(?<!\w)" + separator.join(words) + r"(?!\w)")


def spans(text: str, known: list[Identity]) -> list[tuple[int, int, Identity]]:
    """Where the identities stand in a text, whatever accents, case or normal form: (start, end, identity)."""
    folded, places = _folded_with_map(text)
    hits = []
    for identity in known:
        for match in _pattern(identity).finditer(folded):
            hits.append((places[match.start()], places[match.end() - 1] + 1, identity))
    return sorted(hits, key=lambda hit: (hit[0], hit[1]))


def mask(text: str, known: list[Identity]) -> tuple[str, list[Identity]]:
    """The text with every known identity replaced, and what was replaced."""
    text = nfc(text)
    hits = spans(text, known)
    result, end = [], 0
    for start, stop, _identity in hits:
        if start >= end:
            result += [text[end:start], MASK]
        end = max(end, stop)
    return "".join(result) + text[end:], [identity for *_place, identity in hits]


def blind_picture(content: bytes) -> bytes:
    """The picture re-encoded as JPEG: no EXIF, no thumbnail, no comment, turned as it was meant to be seen."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((2400, 2400))
    output = io.BytesIO()
    upright.save(output, "JPEG", quality=88)
    return output.getvalue()


def blind_pdf(content: bytes, known: list[Identity]) -> tuple[bytes, list[tuple[int, Identity]], int]:
    """A PDF rewritten without metadata, attachments, scripts or annotations; pages with a hit become pictures with the
    words painted over, so that the text is really gone. Returns (content, hits by page from 1, number of pages).

    Raises pikepdf.PdfError or pypdfium2.PdfiumError on a file that cannot be read.
    """
    hits, painted = [], {}
    document = pypdfium2.PdfDocument(content)
    try:
        count = len(document)
        for index in range(count):
            page = document[index]
            found = _hits_on(page, known)
            if found:
                hits += [(index + 1, identity) for identity, _boxes in found]
                painted[index] = _painted(page, [box for _identity, boxes in found for box in boxes])
    finally:
        document.close()
    return _rewritten(content, painted), hits, count


def _hits_on(page, known):
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    found = []
    for start, stop, identity in spans(text, known):
        found.append((identity, [text_page.get_charbox(place, loose=True) for place in range(start, stop)]))
    return found


def _painted(page, boxes) -> bytes:
    """The page as a JPEG with the boxes (points, origin bottom left) filled."""
    scale = _DPI / 72
    picture = page.render(scale=scale).to_pil().convert("RGB")
    height = page.get_height()
    draw = ImageDraw.Draw(picture)
    for left, bottom, right, top in boxes:
        draw.rectangle([left * scale - 1, (height - top) * scale - 1, right * scale + 1, (height - bottom) * scale + 1], fill=(22, 36, 28))
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=85)
    return output.getvalue()


def _rewritten(content: bytes, painted: dict[int, bytes]) -> bytes:
    clean = pikepdf.new()
    with pikepdf.open(io.BytesIO(content)) as source:
        clean.pages.extend(source.pages)
        for index, page in enumerate(clean.pages):
            for key in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/StructParents", "/Thumb", "/B"):
                if key in page.obj:
                    del page.obj[key]
            if index in painted:
                _replace_by_picture(clean, page, painted[index])
    for item in clean.objects:
        if isinstance(item, pikepdf.Stream | pikepdf.Dictionary) and "/Metadata" in item:
            del item["/Metadata"]
    output = io.BytesIO()
    clean.remove_unreferenced_resources()
    clean.save(output, deterministic_id=True, linearize=False)
    return output.getvalue()


def _replace_by_picture(pdf: pikepdf.Pdf, page: pikepdf.Page, jpeg: bytes) -> None:
    with Image.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
    image = pikepdf.Stream(
        pdf, jpeg, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    left, bottom, right, top = (float(side) for side in page.mediabox)
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    drawing = f"q {right - left} 0 0 {top - bottom} {left} {bottom} cm /P Do Q"
    page.obj["/Contents"] = pikepdf.Stream(pdf, drawing.encode())
