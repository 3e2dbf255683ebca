"""PDF: every page is built anew from what draws it, and from nothing else. What is not known to be
harmless is left behind.
"""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image

from submissions.sealing.blinding.identities import Identity, spans
from submissions.sealing.blinding.pictures import INK, Boxes, as_jpeg, boxed, painted_over, upright

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
_MARKS = {
    "BMC",
    "BDC",
    "EMC",
    "MP",
    "DP",
}  # marked content: alternative texts, layers; none of it draws
_PLAIN_FONT = re.compile(
    r"^(Helvetica|Times|Courier|Symbol|ZapfDingbats|Arial|TimesNewRoman|Calibri|Cambria|Tahoma|Verdana)",
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


@dataclass(frozen=True)
class _Picture:
    """A page that became a picture; its size in points, as it is seen."""

    jpeg: bytes
    width: float
    height: float


def blind_pdf(
    content: bytes, known: list[Identity], *, redact: bool = True, boxes: Boxes | None = None
) -> tuple[bytes, list[tuple[int, Identity]], int, set[str], bool]:
    """(content, hits by page from 1, number of pages, channels that were left behind, whether a
    page has no text to search).

    With `redact`, a page with a hit becomes a picture with the words painted over, so that the text
    is really gone; so does a page on which a person has drawn `boxes`, whatever `redact` says.
    Raises pikepdf.PdfError or pypdfium2.PdfiumError on a file that cannot be read.
    """
    hits, painted, bare, boxes = [], {}, False, boxes or {}
    document = pypdfium2.PdfDocument(content)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise pikepdf.PdfError(f"more than {MOST_PAGES} pages")
        for index in range(count):
            page = document[index]
            found = _hits_on(page, known)
            seen = [identity for identity, _boxes in found]
            has_words = bool(page.get_textpage().get_text_range().strip())
            bare |= not has_words
            by_hand = boxes.get(index + 1, [])
            drawn = None
            if (
                not has_words and known
            ):  # a scan: only OCR, where it is installed, and a person's eye can read it
                drawn = page.render(scale=_OCR_DPI / 72).to_pil().convert("RGB")
                seen += painted_over(drawn, known)
            hits += [(index + 1, identity) for identity in seen]
            if (seen and redact) or by_hand:
                drawn = (
                    drawn
                    if drawn and not found
                    else _painted(
                        page, [box for _one, places in found for box in places] if redact else []
                    )
                )
                painted[index] = _Picture(as_jpeg(boxed(drawn, by_hand), 85), *page.get_size())
    finally:
        document.close()
    rewritten, removed = _rewritten(content, painted)
    return rewritten, hits, count, removed, bare


def _hits_on(page, known):
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    return [
        (identity, [text_page.get_charbox(place, loose=True) for place in range(start, stop)])
        for start, stop, identity in spans(text, known)
    ]


def _painted(page, boxes) -> Image.Image:
    """The page as it is seen, with the boxes (of the page's own space: before it is turned and
    cropped) filled.
    """
    bitmap = page.render(scale=_DPI / 72)
    picture, place = bitmap.to_pil().convert("RGB"), bitmap.get_posconv(page)
    for left, bottom, right, top in boxes:
        (x0, y0), (x1, y1) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
        box = [min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1]
        if right > left and top > bottom:
            picture.paste(INK, box)
    return picture


def _rewritten(content: bytes, painted: dict[int, "_Picture"]) -> tuple[bytes, set[str]]:
    clean = pikepdf.new()
    with pikepdf.open(io.BytesIO(content)) as source:
        removed = set(_left_behind(source, content))
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # forms and destinations are not copied: that is what we are here for
            clean.pages.extend(source.pages)
        done: set[tuple[int, int]] = set()
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
        if key in source.Root:
            yield (
                "attachments" if key == "/Names" and "/EmbeddedFiles" in source.Root[key] else word
            )
    if content.count(b"%%EOF") > 1:
        yield "old revisions"
    if content.rstrip()[-5:] != b"%%EOF":
        yield "bytes behind the end"


def _only(thing, keys: set[str]) -> set[str]:
    """Take out every key that is not among these; which they were."""
    gone = set(thing.keys()) - keys
    for key in gone:
        del thing[key]
    return gone


def _clean_page(pdf: pikepdf.Pdf, page: pikepdf.Page, done: set) -> set[str]:
    resources = page.resources
    if "/Resources" not in page.obj:
        page.obj["/Resources"] = resources
    gone = _only(page.obj, _PAGE)
    removed = {
        _ON_PAGE.get(key, "unknown keys")
        for key in gone - {"/StructParents", "/Tabs", "/TrimBox", "/BleedBox", "/ArtBox"}
    }
    page.obj["/Contents"] = pdf.make_stream(_drawing_only(page, removed))
    return removed | _clean_resources(pdf, page.obj["/Resources"], done, 0)


def _drawing_only(target, removed: set[str]) -> bytes:
    """The operators that draw, without comments and marked content."""
    kept = []
    for instruction in pikepdf.parse_content_stream(target):
        if str(instruction.operator) in _MARKS:
            removed.add("marked content")
        else:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _clean_resources(pdf: pikepdf.Pdf, resources, done: set, depth: int) -> set[str]:
    if depth > _DEEPEST:
        raise pikepdf.PdfError("forms are nested too deeply")
    removed = {"layers"} if "/Properties" in _only(resources, _RESOURCES) else set()
    for thing in _values(resources, "/XObject"):
        removed |= _clean_object(pdf, thing, done, depth)
    for pattern in _values(resources, "/Pattern"):
        if isinstance(pattern, pikepdf.Stream):
            removed |= _clean_stream(
                pdf,
                pattern,
                _FORM | {"/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep"},
                done,
                depth,
            )
    for state in _values(resources, "/ExtGState"):
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and isinstance(mask.get("/G"), pikepdf.Stream):
            removed |= _clean_stream(pdf, mask["/G"], _FORM, done, depth)
    for font in _values(resources, "/Font"):
        removed |= _clean_font(pdf, font, done, depth)
    return removed


def _values(resources, kind: str) -> list:
    group = resources.get(kind)
    return list(dict(group).values()) if isinstance(group, pikepdf.Dictionary) else []


def _clean_object(pdf, thing, done: set, depth: int) -> set[str]:
    if thing.get("/Subtype") == "/Form":
        return _clean_stream(pdf, thing, _FORM, done, depth)
    if thing.objgen in done:
        return set()
    done.add(thing.objgen)
    removed = (
        {"picture metadata"}
        if _only(thing, _IMAGE) & {"/Metadata", "/PieceInfo", "/OC", "/Alternates"}
        else set()
    )
    return removed | _clean_pixels(thing)


def _clean_pixels(image) -> set[str]:
    filters = image.get("/Filter")
    names = (
        [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    )
    if names[-1] == "/DCTDecode" and len(names) == 1:
        raw = image.read_raw_bytes()
        bare = without_segments(raw)
        if bare != raw:
            image.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=image.get("/DecodeParms"))
            return {"picture metadata"}
    elif names[-1] in ("/JPXDecode", "/DCTDecode"):  # boxes of JPEG 2000 hold anything; drawn anew
        image.write(as_jpeg(upright(image.read_raw_bytes())), filter=pikepdf.Name.DCTDecode)
        _only(image, _IMAGE - {"/ColorSpace", "/Decode", "/BitsPerComponent"})
        image["/ColorSpace"], image["/BitsPerComponent"] = pikepdf.Name.DeviceRGB, 8
        return {"picture metadata"}
    return set()


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without application data and comments; Adobe's segment stays, since it tells how
    colours are coded.
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker == 0xDA:  # the pixels follow, up to the end of the picture
            end = jpeg.rfind(b"\xff\xd9")
            return b"".join(kept) + jpeg[place : end + 2 if end > place else len(jpeg)]
        length = int.from_bytes(jpeg[place + 2 : place + 4])
        if not (0xE0 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            kept.append(jpeg[place : place + 2 + length])
        place += 2 + length
    return jpeg


def _clean_stream(pdf, stream, keys: set[str], done: set, depth: int) -> set[str]:
    if stream.objgen in done:
        return set()
    done.add(stream.objgen)
    removed = (
        {"program data"}
        if _only(stream, keys) & {"/PieceInfo", "/Metadata", "/OC", "/LastModified"}
        else set()
    )
    stream.write(_drawing_only(stream, removed))
    if isinstance(stream.get("/Resources"), pikepdf.Dictionary):
        removed |= _clean_resources(pdf, stream["/Resources"], done, depth + 1)
    return removed


def _clean_font(pdf, font, done: set, depth: int) -> set[str]:
    if font.objgen != (0, 0) and font.objgen in done:
        return set()
    done.add(font.objgen)
    for glyph in _values(font, "/CharProcs"):
        glyph.write(_drawing_only(glyph, set()))
    if isinstance(font.get("/Resources"), pikepdf.Dictionary):
        _clean_resources(pdf, font["/Resources"], done, depth + 1)
    removed = set()
    inner = [*font["/DescendantFonts"]] if "/DescendantFonts" in font else []
    for part in (font, *inner):
        descriptor = part.get("/FontDescriptor")
        for key in ("/Metadata", "/PieceInfo"):
            for holder in (part, descriptor):
                if holder is not None and key in holder:
                    del holder[key]
        if "/BaseFont" in part and not _PLAIN_FONT.match(
            str(part["/BaseFont"]).lstrip("/").rpartition("+")[2]
        ):
            named = (
                pikepdf.Name(f"/AAAAAA+F{len(done)}")
                if descriptor is not None or inner
                else pikepdf.Name.Helvetica
            )
            part["/BaseFont"] = named
            removed.add("font names")
            if descriptor is not None:
                descriptor["/FontName"] = named
                if "/FontFamily" in descriptor:
                    del descriptor["/FontFamily"]
    return removed


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
    page.obj["/MediaBox"] = pikepdf.Array(
        [0, 0, drawn.width, drawn.height]
    )  # the picture is turned and cropped already
    page.obj["/Rotate"] = 0  # over one that the page would inherit
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    page.obj["/Contents"] = pikepdf.Stream(
        pdf, f"q {drawn.width} 0 0 {drawn.height} 0 0 cm /P Do Q".encode()
    )
