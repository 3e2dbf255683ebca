"""PDF: every page is built anew from what draws it, and from nothing else.

What is not known to be harmless is left behind.
"""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from PIL import Image

from submissions.sealing.blinding.identities import Identity, spans
from submissions.sealing.blinding.pictures import (
    INK,
    Box,
    Boxes,
    as_jpeg,
    boxed,
    painted_over,
    upright,
)

_DPI = 130
_OCR_DPI = 200
MOST_PAGES = 500
_DEEPEST = 20  # forms within forms
_PAGE = {
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Contents",
    "/UserUnit",
    "/Group",
}
_FORM = {
    "/Type",
    "/Subtype",
    "/FormType",
    "/BBox",
    "/Matrix",
    "/Resources",
    "/Group",
    "/Filter",
    "/DecodeParms",
    "/Length",
}
_IMAGE = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/ImageMask",
    "/Mask",
    "/SMask",
    "/Decode",
    "/Interpolate",
    "/Intent",
    "/Filter",
    "/DecodeParms",
    "/Length",
    "/Matte",
}
_RESOURCES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading"}
# Marked content: alternative texts, layers; none of it draws.
_MARKS = {"BMC", "BDC", "EMC", "MP", "DP"}
_PLAIN_FONT = re.compile(
    r"^(Helvetica|Times|Courier|Symbol|ZapfDingbats|Arial|TimesNewRoman|Calibri|Cambria|Tahoma"
    r"|Verdana)",
    re.I,
)
# What may stand beside the pages of a document, by the word of the report.
_BESIDE = {
    "/Metadata": "xmp",
    "/Names": "names",
    "/Dests": "destinations",
    "/Outlines": "bookmarks",
    "/AcroForm": "form",
    "/OpenAction": "script",
    "/AA": "script",
    "/OCProperties": "layers",
    "/StructTreeRoot": "structure",
    "/PageLabels": "page labels",
    "/Threads": "threads",
    "/URI": "base address",
    "/Collection": "attachments",
    "/AF": "attachments",
    "/PieceInfo": "program data",
    "/Perms": "signatures",
    "/DSS": "signatures",
}
_ON_PAGE = {
    "/Annots": "annotations",
    "/AA": "script",
    "/Metadata": "page metadata",
    "/PieceInfo": "program data",
    "/Thumb": "thumbnail",
    "/B": "threads",
}


# Keys of a page that are left behind without a word.
_TELLS_NOTHING = {"/StructParents", "/Tabs", "/TrimBox", "/BleedBox", "/ArtBox"}
_PATTERN = _FORM | {"/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep"}
Done = set[tuple[int, int]]  # numbers of the objects that are cleaned already


@dataclass(frozen=True)
class _Picture:
    """A page that became a picture; its size in points, as it is seen."""

    jpeg: bytes
    width: float
    height: float


class BlindPdf(NamedTuple):
    """A rewritten PDF and what was found on the way."""

    content: bytes
    hits: list[tuple[int, Identity]]  # page from 1
    pages: int
    removed: set[str]  # channels that were left behind
    has_scan: bool  # a page has no text to search


class _PageLook(NamedTuple):
    """What stands on a page, and the picture that it must become."""

    identities: list[Identity]
    has_words: bool
    picture: _Picture | None


def blind_pdf(
    content: bytes, known: list[Identity], *, redact: bool = True, boxes: Boxes | None = None
) -> BlindPdf:
    """The PDF without what draws nothing, and without the pages on which somebody is named.

    With `redact`, a page with a hit becomes a picture with the words painted over, so that the text
    is really gone; so does a page on which a person has drawn `boxes`, whatever `redact` says.
    Raises pikepdf.PdfError or pypdfium2.PdfiumError on a file that cannot be read.
    """
    boxes = boxes or {}
    hits: list[tuple[int, Identity]] = []
    painted: dict[int, _Picture] = {}
    has_scan = False
    document = pypdfium2.PdfDocument(content)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise pikepdf.PdfError(f"more than {MOST_PAGES} pages")
        for index in range(count):
            by_hand = boxes.get(index + 1, [])
            look = _look_at(document[index], known, by_hand, redact=redact)
            hits += [(index + 1, identity) for identity in look.identities]
            if not look.has_words:
                has_scan = True
            if look.picture is not None:
                painted[index] = look.picture
    finally:
        document.close()
    rewritten, removed = _rewritten(content, painted)
    return BlindPdf(rewritten, hits, count, removed, has_scan)


def _look_at(page: Any, known: list[Identity], by_hand: list[Box], *, redact: bool) -> _PageLook:
    """Search a page for the known identities, and paint over what must go."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    has_words = bool(text.strip())
    written = spans(text, known)
    identities = [identity for _start, _stop, identity in written]
    drawn = None
    if known and not has_words:
        # A scan: only OCR, where it is installed, and a person's eye can read it.
        drawn = page.render(scale=_OCR_DPI / 72).to_pil().convert("RGB")
        identities += painted_over(drawn, known)
    must_go = by_hand or (identities and redact)
    if not must_go:
        return _PageLook(identities, has_words, None)
    if drawn is None or written:
        places = _places_of(text_page, written) if redact else []
        drawn = _painted(page, places)
    jpeg = as_jpeg(boxed(drawn, by_hand), 85)
    return _PageLook(identities, has_words, _Picture(jpeg, *page.get_size()))


def _places_of(text_page: Any, written: list[tuple[int, int, Identity]]) -> list[Box]:
    """The boxes of every character of these spans: left, bottom, right, top in the page's space."""
    places = []
    for start, stop, _identity in written:
        for place in range(start, stop):
            places.append(text_page.get_charbox(place, loose=True))
    return places


def _painted(page: Any, places: list[Box]) -> Image.Image:
    """The page as it is seen, with the places filled.

    They are of the page's own space: before it is turned and cropped.
    """
    bitmap = page.render(scale=_DPI / 72)
    picture = bitmap.to_pil().convert("RGB")
    on_bitmap = bitmap.get_posconv(page)
    for left, bottom, right, top in places:
        if right <= left or top <= bottom:
            continue
        x0, y0 = on_bitmap.to_bitmap(left, bottom)
        x1, y1 = on_bitmap.to_bitmap(right, top)
        corners = (min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1)
        picture.paste(INK, corners)
    return picture


def _rewritten(content: bytes, painted: dict[int, _Picture]) -> tuple[bytes, set[str]]:
    clean = pikepdf.new()
    with pikepdf.open(io.BytesIO(content)) as source:
        removed = set(_left_behind(source, content))
        with warnings.catch_warnings():
            # Forms and destinations are not copied: that is what we are here for.
            warnings.simplefilter("ignore")
            clean.pages.extend(source.pages)
        done: Done = set()
        for index, page in enumerate(clean.pages):
            if index in painted:
                _only(page.obj, {"/Type", "/Parent"})
                _replace_by_picture(clean, page, painted[index])
            else:
                removed |= _clean_page(clean, page, done)
    output = io.BytesIO()
    clean.remove_unreferenced_resources()
    clean.save(
        output,
        deterministic_id=True,
        linearize=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return output.getvalue(), removed


def _left_behind(source: pikepdf.Pdf, content: bytes) -> Iterator[str]:
    if source.docinfo.keys():
        yield "info"
    for key, word in _BESIDE.items():
        if key not in source.Root:
            continue
        if key == "/Names" and "/EmbeddedFiles" in source.Root[key]:
            yield "attachments"
        else:
            yield word
    if content.count(b"%%EOF") > 1:
        yield "old revisions"
    if content.rstrip()[-5:] != b"%%EOF":
        yield "bytes behind the end"


def _only(dictionary: Any, keys: set[str]) -> set[str]:
    """Take out every key that is not among these; returns which they were."""
    gone = set(dictionary.keys()) - keys
    for key in gone:
        del dictionary[key]
    return gone


def _clean_page(pdf: pikepdf.Pdf, page: pikepdf.Page, done: Done) -> set[str]:
    resources = page.resources
    if "/Resources" not in page.obj:
        page.obj["/Resources"] = resources
    gone = _only(page.obj, _PAGE) - _TELLS_NOTHING
    removed = {_ON_PAGE.get(key, "unknown keys") for key in gone}
    page.obj["/Contents"] = pdf.make_stream(_drawing_only(page, removed))
    return removed | _clean_resources(pdf, page.obj["/Resources"], done, 0)


def _drawing_only(target: Any, removed: set[str]) -> bytes:
    """The operators that draw, without comments and marked content."""
    drawing = []
    for instruction in pikepdf.parse_content_stream(target):
        if str(instruction.operator) in _MARKS:
            removed.add("marked content")
        else:
            drawing.append(instruction)
    return pikepdf.unparse_content_stream(drawing)


def _clean_resources(pdf: pikepdf.Pdf, resources: Any, done: Done, depth: int) -> set[str]:
    if depth > _DEEPEST:
        raise pikepdf.PdfError("forms are nested too deeply")
    removed = {"layers"} if "/Properties" in _only(resources, _RESOURCES) else set()
    for drawn in _values(resources, "/XObject"):
        removed |= _clean_object(pdf, drawn, done, depth)
    for pattern in _values(resources, "/Pattern"):
        if isinstance(pattern, pikepdf.Stream):
            removed |= _clean_stream(pdf, pattern, _PATTERN, done, depth)
    for state in _values(resources, "/ExtGState"):
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and isinstance(mask.get("/G"), pikepdf.Stream):
            removed |= _clean_stream(pdf, mask["/G"], _FORM, done, depth)
    for font in _values(resources, "/Font"):
        removed |= _clean_font(pdf, font, done, depth)
    return removed


def _values(resources: Any, kind: str) -> list[Any]:
    group = resources.get(kind)
    return list(dict(group).values()) if isinstance(group, pikepdf.Dictionary) else []


def _clean_object(pdf: pikepdf.Pdf, drawn: Any, done: Done, depth: int) -> set[str]:
    """A form, or a picture."""
    if drawn.get("/Subtype") == "/Form":
        return _clean_stream(pdf, drawn, _FORM, done, depth)
    if drawn.objgen in done:
        return set()
    done.add(drawn.objgen)
    removed = set()
    if _only(drawn, _IMAGE) & {"/Metadata", "/PieceInfo", "/OC", "/Alternates"}:
        removed.add("picture metadata")
    return removed | _clean_pixels(drawn)


def _filters_of(image: Any) -> list[str]:
    filters = image.get("/Filter")
    if isinstance(filters, pikepdf.Array):
        return [str(name) for name in filters]
    return [str(filters)]


def _clean_pixels(image: Any) -> set[str]:
    """A JPEG loses its segments; JPEG 2000, whose boxes hold anything, is drawn anew."""
    filters = _filters_of(image)
    if filters == ["/DCTDecode"]:
        raw = image.read_raw_bytes()
        bare = without_segments(raw)
        if bare == raw:
            return set()
        image.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=image.get("/DecodeParms"))
        return {"picture metadata"}
    if filters[-1] in ("/JPXDecode", "/DCTDecode"):
        image.write(as_jpeg(upright(image.read_raw_bytes())), filter=pikepdf.Name.DCTDecode)
        _only(image, _IMAGE - {"/ColorSpace", "/Decode", "/BitsPerComponent"})
        image["/ColorSpace"] = pikepdf.Name.DeviceRGB
        image["/BitsPerComponent"] = 8
        return {"picture metadata"}
    return set()


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without application data and comments, up to the end of its picture.

    Adobe's segment stays, since it tells how colours are coded.
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    segments = [jpeg[:2]]
    place = 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker == 0xDA:  # the pixels follow, up to the end of the picture
            last = jpeg.rfind(b"\xff\xd9")
            end = last + 2 if last > place else len(jpeg)
            return b"".join(segments) + jpeg[place:end]
        length = int.from_bytes(jpeg[place + 2 : place + 4])
        if not _is_beside_the_picture(marker):
            segments.append(jpeg[place : place + 2 + length])
        place += 2 + length
    return jpeg


def _is_beside_the_picture(marker: int) -> bool:
    """A comment, or application data other than Adobe's."""
    is_comment = marker == 0xFE
    is_application = 0xE0 <= marker <= 0xEF
    is_adobe = marker == 0xEE
    return is_comment or (is_application and not is_adobe)


def _clean_stream(
    pdf: pikepdf.Pdf, stream: Any, keys: set[str], done: Done, depth: int
) -> set[str]:
    if stream.objgen in done:
        return set()
    done.add(stream.objgen)
    removed = set()
    if _only(stream, keys) & {"/PieceInfo", "/Metadata", "/OC", "/LastModified"}:
        removed.add("program data")
    stream.write(_drawing_only(stream, removed))
    if isinstance(stream.get("/Resources"), pikepdf.Dictionary):
        removed |= _clean_resources(pdf, stream["/Resources"], done, depth + 1)
    return removed


def _clean_font(pdf: pikepdf.Pdf, font: Any, done: Done, depth: int) -> set[str]:
    if font.objgen != (0, 0) and font.objgen in done:
        return set()
    done.add(font.objgen)
    for glyph in _values(font, "/CharProcs"):
        glyph.write(_drawing_only(glyph, set()))
    if isinstance(font.get("/Resources"), pikepdf.Dictionary):
        _clean_resources(pdf, font["/Resources"], done, depth + 1)
    inner = list(font["/DescendantFonts"]) if "/DescendantFonts" in font else []
    neutral = f"/AAAAAA+F{len(done)}"
    removed = set()
    for part in (font, *inner):
        descriptor = part.get("/FontDescriptor")
        for holder in (part, descriptor):
            if holder is not None:
                _drop(holder, "/Metadata", "/PieceInfo")
        if _has_telling_name(part):
            removed.add("font names")
            is_embedded = descriptor is not None or bool(inner)
            name = pikepdf.Name(neutral) if is_embedded else pikepdf.Name.Helvetica
            part["/BaseFont"] = name
            if descriptor is not None:
                descriptor["/FontName"] = name
                _drop(descriptor, "/FontFamily")
    return removed


def _drop(dictionary: Any, *keys: str) -> None:
    for key in keys:
        if key in dictionary:
            del dictionary[key]


def _has_telling_name(font: Any) -> bool:
    """Whether its name is none of the fonts that everybody has; subsets have a prefix with +."""
    if "/BaseFont" not in font:
        return False
    name = str(font["/BaseFont"]).lstrip("/").rpartition("+")[2]
    return not _PLAIN_FONT.match(name)


def _replace_by_picture(pdf: pikepdf.Pdf, page: pikepdf.Page, drawn: _Picture) -> None:
    with Image.open(io.BytesIO(drawn.jpeg)) as picture:
        width, height = picture.size
    image = pikepdf.Stream(
        pdf,
        drawn.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    # The picture is turned and cropped already.
    page.obj["/MediaBox"] = pikepdf.Array([0, 0, drawn.width, drawn.height])
    page.obj["/Rotate"] = 0  # over one that the page would inherit
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    page.obj["/Contents"] = pikepdf.Stream(
        pdf, f"q {drawn.width} 0 0 {drawn.height} 0 0 cm /P Do Q".encode()
    )
