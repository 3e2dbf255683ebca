"""Papers as Word files that a secretary may still edit, in the layout of Nghị định 30/2020/NĐ-CP:
A4, Times New Roman, margins 20/20/30/15 mm.
"""

import io
from collections.abc import Iterable

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


class Paper:
    """A paper that grows from top to bottom; `content()` gives its bytes."""

    def __init__(self, *, organiser_lines: list[str], number: str, place_and_date: str):
        self._document = Document()
        style = self._document.styles["Normal"]
        style.font.name = "Times New Roman"
        style.font.size = Pt(13)
        style.element.rPr.rFonts.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia",
            "Times New Roman",
        )
        section = self._document.sections[0]
        section.page_width = Mm(210)
        section.page_height = Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin = Mm(30)
        section.right_margin = Mm(15)
        heads = self._document.add_table(rows=1, cols=2)
        left, right = heads.rows[0].cells
        for place, line in enumerate(organiser_lines):
            self._line(left, line, bold=place == len(organiser_lines) - 1)
        self._line(left, number)
        self._line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
        self._line(right, "Độc lập - Tự do - Hạnh phúc", bold=True)
        self._line(right, place_and_date, italic=True)

    @staticmethod
    def _line(cell: _Cell, text: str, *, bold: bool = False, italic: bool = False) -> None:
        first = cell.paragraphs[0]
        paragraph = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
        paragraph.alignment = _CENTRE
        run = paragraph.add_run(text)
        run.bold = bold
        run.italic = italic

    def title(self, *lines: str) -> None:
        """Centred and bold."""
        for line in lines:
            paragraph = self._document.add_paragraph()
            paragraph.alignment = _CENTRE
            paragraph.add_run(line).bold = True

    def text(self, text: str, *, bold: bool = False) -> None:
        """A paragraph for each line."""
        for line in text.splitlines():
            self._document.add_paragraph().add_run(line).bold = bold

    def table(self, heads: list[str], rows: list[list[str]]) -> None:
        """A ruled table whose head is repeated on every page."""
        table = self._document.add_table(rows=1, cols=len(heads), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
        head = table.rows[0]._tr.get_or_add_trPr()
        head.append(
            head.makeelement(
                "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblHeader", {}
            )
        )
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        self._document.add_paragraph()

    def signatures(self, *people: tuple[str, str]) -> None:
        """(what the person is, name) side by side, with room to sign."""
        table = self._document.add_table(rows=1, cols=len(people))
        for cell, (position, name) in zip(table.rows[0].cells, people, strict=True):
            self._line(cell, position.upper(), bold=True)
            for _space in range(4):
                self._line(cell, " ")
            self._line(cell, name, bold=True)

    def recipients(self, lines: Iterable[str]) -> None:
        """Nơi nhận, at the left under the text."""
        heading = self._document.add_paragraph().add_run("Nơi nhận:")
        heading.bold = heading.italic = True
        heading.font.size = Pt(12)
        for line in lines:
            self._document.add_paragraph().add_run(f"- {line}").font.size = Pt(11)

    def content(self) -> bytes:
        """The file (.docx)."""
        output = io.BytesIO()
        self._document.save(output)
        return output.getvalue()
