"""Any file that judges may see becomes pages, with what its structure tells of them. Imported in
the cage alone: it parses what a stranger sent.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

import pi_heif
import pikepdf
import pypdfium2
from PIL import Image, ImageOps

from submissions.sealing.blinding import ooxml, paper

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
OFFICE = {".docx", ".xlsx", ".pptx"}
MOST_PAGES = 500
LARGEST = 2400  # pixels of the longer side of a picture
_POINTS_A_PIXEL = 72 / 200  # of a picture: it is drawn again pixel by pixel
_DEEPEST = 20  # forms within forms
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
_DRAWS_NOTHING = {"/Link", "/Popup"}  # annotations of which nobody sees anything


def opened(suffix: str, content: bytes) -> bytes:
    """A line of JSON and a PDF whose pages are drawn one by one; no PDF where it is the content.

    {"pages": how many, "removed": what stood beside them and stays behind, "lost": what a reader
    would have seen and a judge will not, "eye": {page from 1: why a person must look}}.
    """
    if suffix in PICTURES:
        of_picture = {"pages": 1, "removed": ["picture metadata"], "lost": []}
        return _told(of_picture | {"eye": {"1": ["picture"]}}, _page_of(upright(content)))
    lost: set[str] = set()
    removed: set[str] = set()
    made = b""
    if suffix in OFFICE:
        removed = ooxml.channels_of(content)
        made, lost = ooxml.as_pdf(suffix, content)
    told = _of_document(made or content)
    if not made:  # else the PDF is of our own making
        removed = set(told["removed"])
        lost = set(told["lost"])
    return _told(told | {"removed": sorted(removed), "lost": sorted(lost)}, made)


def _told(told: dict[str, Any], content: bytes) -> bytes:
    return json.dumps(told).encode() + b"\n" + content


def upright(content: bytes) -> Image.Image:
    """The pixels as they were meant to be seen, in RGB. Raises OSError on what cannot be read."""
    if content[4:8] == b"ftyp":
        pi_heif.register_heif_opener()
    with Image.open(io.BytesIO(content)) as picture:
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "P"):
            ground = Image.new("RGBA", turned.size, "white")
            turned = Image.alpha_composite(ground, turned.convert("RGBA"))
        pixels = turned.convert("RGB")
    pixels.thumbnail((LARGEST, LARGEST))
    # Pixels, and no info of the old picture.
    return Image.frombytes("RGB", pixels.size, pixels.tobytes())


def _page_of(picture: Image.Image) -> bytes:
    """A PDF of one page, which is the picture."""
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=95, subsampling=0)
    pixels = paper.Pixels(*picture.size, kept.getvalue(), b"", 3)
    width, height = (side * _POINTS_A_PIXEL for side in picture.size)
    return paper.written([paper.Page(width, height, pixels, [])])


def _of_document(content: bytes) -> dict[str, Any]:
    """What the structure of a PDF tells. Raises pikepdf.PdfError, pypdfium2.PdfiumError."""
    pages = len(pypdfium2.PdfDocument(content))
    if pages > MOST_PAGES:
        raise pikepdf.PdfError(f"more than {MOST_PAGES} pages")
    removed: set[str] = set()
    lost: set[str] = set()
    eye: dict[str, list[str]] = {}
    with pikepdf.open(io.BytesIO(content)) as source:
        removed.update(_left_behind(source, content))
        for number, page in enumerate(source.pages, start=1):
            removed |= {word for key, word in _ON_PAGE.items() if key in page.obj}
            lost |= _not_drawn(page)
            reasons: set[str] = set()
            _look_into(page.resources, reasons, 0)
            if reasons:
                eye[str(number)] = sorted(reasons)
    return {"pages": pages, "removed": sorted(removed), "lost": sorted(lost), "eye": eye}


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


def _not_drawn(page: pikepdf.Page) -> set[str]:
    """Notes, stamps and fields of forms are no part of the page that judges see."""
    lost = set()
    for note in _listed(page.obj.get("/Annots")):
        kind = str(note.get("/Subtype", "")) if isinstance(note, pikepdf.Dictionary) else ""
        if kind == "/Widget":
            lost.add("fields")
        elif kind not in _DRAWS_NOTHING:
            lost.add("notes")
    return lost


def _listed(array: Any) -> list[Any]:
    return list(array) if isinstance(array, pikepdf.Array) else []


def _look_into(resources: Any, reasons: set[str], depth: int) -> None:
    """What draws in a way that typed text does not: a person must look."""
    if depth > _DEEPEST:
        reasons.add("drawing")
        return
    if not isinstance(resources, pikepdf.Dictionary):
        return
    if _values(resources, "/Pattern"):
        reasons.add("pattern")
    if _values(resources, "/Shading"):
        reasons.add("shading")
    for state in _values(resources, "/ExtGState"):
        if isinstance(state, pikepdf.Dictionary) and state.get("/SMask", "/None") != "/None":
            reasons.add("mask")
    for font in _values(resources, "/Font"):
        if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type3":
            reasons.add("drawn font")
    for drawn in _values(resources, "/XObject"):
        if isinstance(drawn, pikepdf.Stream) and drawn.get("/Subtype") == "/Form":
            _look_into(drawn.get("/Resources"), reasons, depth + 1)


def _values(resources: Any, kind: str) -> list[Any]:
    group = resources.get(kind)
    return list(dict(group).values()) if isinstance(group, pikepdf.Dictionary) else []
