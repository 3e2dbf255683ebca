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
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from foundation.papers import pdf
from submissions.sealing.blinding.pictures import as_jpeg, upright

MOST_ROWS = 400  # of a sheet
MOST_COLUMNS = 20


class _Seen(NamedTuple):
    """What a reader sees, as HTML, and whether something of it could not be taken along."""

    html: str
    is_cut: bool


def _picture(content: bytes) -> str:
    """The picture drawn anew, as an address.

    Empty when it cannot be drawn (metafiles of Windows).
    """
    try:
        drawn = as_jpeg(upright(content))
    except OSError:
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(drawn).decode()}"


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
    return _Seen(document.value, bool(lost))


def _of_sheet(content: bytes) -> _Seen:
    book = load_workbook(io.BytesIO(content), data_only=True)
    parts = []
    is_cut = False
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            is_cut = True
            continue
        hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        hidden_columns = _hidden_columns(sheet)
        if hidden or hidden_columns or _is_too_much(sheet):
            is_cut = True
        rows = _rows_of(sheet, hidden, hidden_columns)
        parts.append(f"<h2>{html.escape(sheet.title)}</h2><table>{''.join(rows)}</table>")
    return _Seen("".join(parts), is_cut)


def _hidden_columns(sheet: Any) -> set[int]:
    """The numbers of the hidden columns that hold something; of several in a row, the first one's
    dimension speaks for all.
    """
    hidden: set[int] = set()
    for column in sheet.column_dimensions.values():
        if column.hidden:
            hidden.update(range(column.min, min(column.max, sheet.max_column) + 1))
    return hidden


def _is_too_much(sheet: Any) -> bool:
    """Whether a sheet holds more than its cells, or more of them than are taken."""
    too_large = sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS
    return too_large or bool(sheet._charts) or bool(sheet._images)


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
    is_cut = False
    for slide in deck.slides:
        if slide._element.get("show") == "0":
            is_cut = True
            continue
        parts.append("<section>")
        for shape in slide.shapes:
            written = _of_shape(shape)
            if written is None:
                is_cut = True
            else:
                parts.append(written)
        parts.append("</section>")
    return _Seen("".join(parts), is_cut)


def _of_shape(shape: Any) -> str | None:
    """A text, a table or a picture of a slide as HTML; None for what cannot be taken along, and
    for what is hidden.
    """
    if shape._element._nvXxPr.cNvPr.get("hidden") in ("1", "true"):
        return None
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


def as_pdf(suffix: str, content: bytes) -> tuple[bytes, bool]:
    """(what a reader sees as PDF, whether something of it could not be taken along).

    Raises KeyError, ValueError, OSError and what the readers raise on a file that is broken.
    """
    seen = _READERS[suffix](content)
    context = {"html": seen.html, "is_wide": suffix != ".docx"}
    return pdf.render("blinded_document.html", context), seen.is_cut
