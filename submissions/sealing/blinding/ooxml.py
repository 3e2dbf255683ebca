"""Office files: what a reader sees of them becomes a PDF; properties, comments, changes, notes and
hidden parts stay behind.
"""

import base64
import html
import io
import zipfile
from itertools import islice

import mammoth
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from foundation.papers import pdf
from submissions.sealing.blinding.pictures import as_jpeg, upright

MOST_ROWS, MOST_COLUMNS = 400, 20  # of a sheet


def _picture(content: bytes) -> str:
    """The picture drawn anew, as an address; empty when it cannot be drawn (metafiles
    of Windows).
    """
    try:
        return f"data:image/jpeg;base64,{base64.b64encode(as_jpeg(upright(content))).decode()}"
    except OSError:
        return ""


def _of_word(content: bytes) -> tuple[str, bool]:
    lost = False

    @mammoth.images.img_element
    def drawn(image):
        nonlocal lost
        with image.open() as stream:
            source = _picture(stream.read())
        lost |= not source
        return {"src": source, "alt": ""} if source else {"alt": ""}

    found = mammoth.convert_to_html(
        io.BytesIO(content), convert_image=drawn, ignore_empty_paragraphs=False
    )
    return found.value, lost


def _of_sheet(content: bytes) -> tuple[str, bool]:
    book, parts, cut = load_workbook(io.BytesIO(content), data_only=True), [], False
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            cut = True
            continue
        hidden = {row for row, about in sheet.row_dimensions.items() if about.hidden}
        cut |= (
            sheet.max_row > MOST_ROWS
            or sheet.max_column > MOST_COLUMNS
            or bool(sheet._charts)
            or bool(sheet._images)
            or bool(hidden)
        )
        rows = []
        for number, row in enumerate(islice(sheet.iter_rows(values_only=True), MOST_ROWS), start=1):
            if number not in hidden and any(value is not None for value in row[:MOST_COLUMNS]):
                rows.append(
                    "<tr>"
                    + "".join(
                        f"<td>{html.escape('' if value is None else str(value))}</td>"
                        for value in row[:MOST_COLUMNS]
                    )
                    + "</tr>"
                )
        parts.append(f"<h2>{html.escape(sheet.title)}</h2><table>{''.join(rows)}</table>")
    return "".join(parts), cut


def _of_slides(content: bytes) -> tuple[str, bool]:
    deck, parts, cut = Presentation(io.BytesIO(content)), [], False
    for slide in deck.slides:
        if slide._element.get("show") == "0":
            cut = True
            continue
        parts.append("<section>")
        for shape in slide.shapes:
            if shape.has_text_frame:
                parts += [
                    f"<p>{html.escape(paragraph.text)}</p>"
                    for paragraph in shape.text_frame.paragraphs
                    if paragraph.text.strip()
                ]
            elif getattr(shape, "has_table", False) and shape.has_table:
                cells = "".join(
                    "<tr>"
                    + "".join(f"<td>{html.escape(cell.text)}</td>" for cell in row.cells)
                    + "</tr>"
                    for row in shape.table.rows
                )
                parts.append(f"<table>{cells}</table>")
            elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE and (
                source := _picture(shape.image.blob)
            ):
                parts.append(f'<img src="{source}" alt="">')
            else:
                cut = True
        parts.append("</section>")
    return "".join(parts), cut


_READERS = {".docx": _of_word, ".xlsx": _of_sheet, ".pptx": _of_slides}


def channels_of(content: bytes) -> set[str]:
    """What stands in the package beside what a reader sees, by the word of the report."""
    words = {
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
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {word for name in package.namelist() for key, word in words.items() if key in name}


def as_pdf(suffix: str, content: bytes) -> tuple[bytes, bool]:
    """(what a reader sees as PDF, whether something of it could not be taken along). Raises
    KeyError, ValueError, OSError and what the readers raise on a file that is broken.
    """
    seen, lost = _READERS[suffix](content)
    return pdf.render("blinded_document.html", {"html": seen, "is_wide": suffix != ".docx"}), lost
