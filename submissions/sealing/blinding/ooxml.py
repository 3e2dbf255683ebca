"""Office files: what a reader sees of them becomes a PDF.

Properties, comments, changes, notes and hidden parts stay behind.
"""

import base64
import html
import io
import zipfile
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple

import mammoth
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from foundation.papers import pdf

MOST_ROWS = 400  # of a sheet
MOST_COLUMNS = 20
MOST_PIXELS = 2000  # of the longer side of a picture


class _Seen(NamedTuple):
    """What a reader sees, as HTML, and which kinds of it could not be taken along."""

    html: str
    lost: set[str]


def _picture(content: bytes) -> str:
    """The picture drawn anew, as an address.

    Empty when it cannot be drawn (metafiles of Windows).
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
            kept = io.BytesIO()
            ground = Image.new("RGBA", picture.size, "white")
            Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB").save(
                kept, "JPEG", quality=90
            )
    except OSError:
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(kept.getvalue()).decode()}"


def _marks_in(content: bytes, marks: dict[str, str], folder: str) -> set[str]:
    """The kinds of things that stand in the parts of a package which a reader sees."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.startswith(folder) and name.endswith(".xml"):
                part = package.read(name)
                found |= {word for mark, word in marks.items() if mark.encode() in part}
    return found


def _of_word(content: bytes) -> _Seen:
    lost: list[str] = []  # kinds of pictures that could not be drawn

    @mammoth.images.img_element
    def drawn(image: Any) -> dict[str, str]:
        with image.open() as stream:
            source = _picture(stream.read())
        if source:
            return {"src": source, "alt": ""}
        lost.append(image.content_type)
        return {"alt": ""}

    document = mammoth.convert_to_html(
        io.BytesIO(content), convert_image=drawn, ignore_empty_paragraphs=False
    )
    kinds = _marks_in(content, _IN_WORD, "word/document") | _marks_in(content, _BESIDE, "word/")
    return _Seen(document.value, kinds | ({"pictures"} if lost else set()))


def _of_sheet(content: bytes) -> _Seen:
    book = load_workbook(io.BytesIO(content), data_only=True)
    parts = []
    lost: set[str] = set()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            lost.add("hidden")
            continue
        hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        hidden_columns = _hidden_columns(sheet)
        if hidden or hidden_columns:
            lost.add("hidden")
        lost |= _beyond_the_cells(sheet)
        rows = _rows_of(sheet, hidden, hidden_columns)
        parts.append(f"<h2>{html.escape(sheet.title)}</h2><table>{''.join(rows)}</table>")
    return _Seen("".join(parts), lost)


def _hidden_columns(sheet: Any) -> set[int]:
    """The numbers of the hidden columns that hold something; of several in a row, the first one's
    dimension speaks for all.
    """
    hidden: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden:
            hidden.update(range(column.min, min(column.max, sheet.max_column) + 1))
    return hidden


def _beyond_the_cells(sheet: Any) -> set[str]:
    """What a sheet holds beside its cells, or more of them than are taken."""
    lost = set()
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        lost.add("rows")
    if sheet._charts:
        lost.add("charts")
    if sheet._images:
        lost.add("pictures")
    return lost


def _rows_of(sheet: Any, hidden: set[int], hidden_columns: set[int]) -> list[str]:
    """The rows that show something, as HTML."""
    rows = []
    values = islice(sheet.iter_rows(values_only=True), MOST_ROWS)
    for number, row in enumerate(values, start=1):
        columns = enumerate(row[:MOST_COLUMNS], start=1)
        shown = [value for column, value in columns if column not in hidden_columns]
        is_empty = all(value is None for value in shown)
        if number not in hidden and not is_empty:
            rows.append(_table_row("" if value is None else str(value) for value in shown))
    return rows


def _table_row(cells: Iterable[str]) -> str:
    written = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
    return f"<tr>{written}</tr>"


def _of_slides(content: bytes) -> _Seen:
    deck = Presentation(io.BytesIO(content))
    parts = []
    lost = _marks_in(content, _ON_SLIDES, "ppt/slides/")
    for slide in deck.slides:
        if slide._element.get("show") == "0":
            lost.add("hidden")
            continue
        parts.append("<section>")
        for shape in slide.shapes:
            if shape._element._nvXxPr.cNvPr.get("hidden") in ("1", "true"):
                lost.add("hidden")
                continue
            written = _of_shape(shape)
            if written is None:
                lost.add("drawings")
            else:
                parts.append(written)
        parts.append("</section>")
    return _Seen("".join(parts), lost)


def _of_shape(shape: Any) -> str | None:
    """A text, a table or a picture of a slide as HTML; None for what cannot be taken along."""
    if shape.has_text_frame:
        texts = [paragraph.text for paragraph in shape.text_frame.paragraphs]
        return "".join(f"<p>{html.escape(text)}</p>" for text in texts if text.strip())
    if getattr(shape, "has_table", False) and shape.has_table:
        rows = ""
        for row in shape.table.rows:
            rows += _table_row(cell.text for cell in row.cells)
        return f"<table>{rows}</table>"
    if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
        source = _picture(shape.image.blob)
        return f'<img src="{source}" alt="">' if source else None
    return None


# What a reader sees and the conversion cannot take along: a mark in the package -> its word.
_IN_WORD = {
    "<m:oMath": "equations",
    "<c:chart ": "charts",
    "<wps:wsp": "drawings",
    "<wpg:wgp": "drawings",
    "<wpc:wpc": "drawings",
    "<v:shape ": "drawings",
    "<v:rect ": "drawings",
    "<dgm:relIds": "drawings",
    "<o:OLEObject": "objects",
    "<w:vanish/>": "hidden",
}
_BESIDE = {"<w:hdr": "headers", "<w:ftr": "headers"}
_ON_SLIDES = {
    "<m:oMath": "equations",
    "<c:chart ": "charts",
    "<dgm:relIds": "drawings",
    "<p:oleObj": "objects",
    "<p:cxnSp": "drawings",
    "<p:grpSp>": "drawings",
    "<a:videoFile": "films",
    "<a:audioFile": "films",
}
_READERS = {".docx": _of_word, ".xlsx": _of_sheet, ".pptx": _of_slides}
# A part of the package that no reader sees -> the word of the report.
_CHANNELS = {
    "docProps": "properties",
    "comments": "comments",
    "people": "comments",
    "customXml": "custom data",
    "header": "headers",
    "footer": "headers",
    "notesSlide": "notes",
    "settings": "settings",
    "media": "pictures",
}


def channels_of(content: bytes) -> set[str]:
    """What stands in the package beside what a reader sees, by the word of the report."""
    channels = set()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            channels |= {word for part, word in _CHANNELS.items() if part in name}
    return channels


def as_pdf(suffix: str, content: bytes) -> tuple[bytes, set[str]]:
    """(what a reader sees as PDF, the kinds of things that could not be taken along).

    Raises KeyError, ValueError, OSError and what the readers raise on a file that is broken.
    """
    seen = _READERS[suffix](content)
    context = {"html": seen.html, "is_wide": suffix != ".docx"}
    return pdf.render("blinded_document.html", context), seen.lost
