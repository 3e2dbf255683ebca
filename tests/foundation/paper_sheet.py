"""A PDF as a reader with a ruler sees it: lines of text with their fonts, and drawn rules."""

import ctypes
import functools
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
_COLUMN = 20  # points between two letters that are no words of one line
_SIGNED = (45, 110)  # points left free for a signature


class Letter(NamedTuple):
    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    font: str
    is_spaced: bool  # a space stands before it


@dataclass
class Line:
    """Letters that stand together on one line of one column."""

    letters: list[Letter]

    @functools.cached_property
    def text(self) -> str:
        words = self.letters[0].text
        for letter in self.letters[1:]:
            words += f" {letter.text}" if letter.is_spaced else letter.text
        return words

    @property
    def page(self) -> int:
        return self.letters[0].page

    @property
    def left(self) -> float:
        return self.letters[0].left

    @property
    def right(self) -> float:
        return self.letters[-1].right

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def base(self) -> float:
        """Points from the top of the page."""
        return self.letters[0].bottom

    @property
    def sizes(self) -> set[float]:
        return {round(letter.size * 2) / 2 for letter in self.letters}

    @property
    def is_bold(self) -> bool:
        return all("Bold" in letter.font for letter in self.letters)

    @property
    def is_italic(self) -> bool:
        return all("Italic" in letter.font for letter in self.letters)


class Stroke(NamedTuple):
    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_flat(self) -> bool:
        return self.bottom - self.top < 2 < self.right - self.left

    @property
    def is_upright(self) -> bool:
        return self.right - self.left < 2 < self.bottom - self.top


@dataclass
class Signature:
    """The lines above the room for a signature, and the name below it."""

    lines: list[Line]
    name: Line


class Sheet:
    """A whole PDF."""

    def __init__(self, content: bytes):
        document = pypdfium2.PdfDocument(content)
        self.letters: list[Letter] = []
        self.strokes: list[Stroke] = []
        self.pages = len(document)
        for number, page in enumerate(document, start=1):
            self.width, self.height = page.get_size()
            self._read(number, page)
        document.close()
        self.lines = self._lines()

    def _read(self, number: int, page) -> None:
        words = page.get_textpage()
        name = ctypes.create_string_buffer(200)
        flags = ctypes.c_int()
        matrix = raw.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        is_spaced = False
        for place in range(words.count_chars()):
            text = words.get_text_range(place, 1)
            if not text.strip():
                is_spaced = True
                continue
            raw.FPDFText_GetFontInfo(words.raw, place, name, 200, flags)
            raw.FPDFText_GetMatrix(words.raw, place, matrix)
            raw.FPDFText_GetCharOrigin(words.raw, place, x, y)
            left, _low, right, high = words.get_charbox(place, loose=True)
            size = raw.FPDFText_GetFontSize(words.raw, place) * matrix.a
            font = name.value.decode().partition("+")[2]
            top, base = self.height - high, self.height - y.value
            self.letters.append(Letter(number, text, left, right, top, base, size, font, is_spaced))
            is_spaced = False
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = one.get_bounds()
            self.strokes.append(
                Stroke(number, left, self.height - top, right, self.height - bottom)
            )
        words.close()

    def _lines(self) -> list[Line]:
        lines: list[Line] = []
        for letter in self.letters:
            if lines and self._goes_on(lines[-1].letters[-1], letter):
                lines[-1].letters.append(letter)
            else:
                lines.append(Line([letter]))
        return lines

    def _goes_on(self, one: Letter, after: Letter) -> bool:
        if one.page != after.page or abs(one.bottom - after.bottom) > 1:
            return False
        is_after = after.left > one.left and after.left - one.right < _COLUMN
        return is_after and not self._is_between(one, after)

    def _is_between(self, one: Letter, after: Letter) -> bool:
        for stroke in self._upright:
            is_beside = stroke.page == one.page and stroke.top < one.bottom <= stroke.bottom + 2
            if is_beside and one.right - 1 <= stroke.left <= after.left + 1:
                return True
        return False

    @functools.cached_property
    def _upright(self) -> list[Stroke]:
        return [stroke for stroke in self.strokes if stroke.is_upright]

    def line(self, text: str) -> Line | None:
        """The first line that is this text."""
        return next((line for line in self.lines if line.text == text), None)

    def rule_under(self, line: Line) -> float:
        """The length of the rule in the middle under a line; 0 without one."""
        for stroke in self.strokes:
            is_near = stroke.page == line.page and 0 < stroke.top - line.base < 14
            is_below = is_near and abs((stroke.left + stroke.right) / 2 - line.middle) < 3
            if is_below and stroke.is_flat:
                return stroke.right - stroke.left
        return 0

    @functools.cached_property
    def numbers(self) -> list[Line]:
        """Numbers of pages."""
        margin = 20 * MM
        return [line for line in self.lines if line.base < margin and line.text.isdigit()]

    @functools.cached_property
    def written(self) -> list[Line]:
        """Everything but the numbers of pages."""
        return [line for line in self.lines if line not in self.numbers]

    @functools.cached_property
    def signatures(self) -> list[Signature]:
        """Where somebody signs: bold lines, room, and a bold name in their middle."""
        bold = [line for line in self.written if line.is_bold]
        found = []
        for name in bold:
            above = [line for line in bold if self._is_over(line, name)]
            above.sort(key=lambda line: line.base)
            if above and self._is_room(above[-1], name):
                found.append(Signature(_joined(above), name))
        return found

    def _is_room(self, over: Line, name: Line) -> bool:
        """Nothing but room to sign stands between these two."""
        between = [
            line
            for line in self.written
            if line.page == name.page
            and over.base < line.base < name.base
            and abs(line.middle - name.middle) < 3
            and not line.text.startswith("(")  # how to sign
        ]
        return not between and _SIGNED[0] < name.base - over.base < _SIGNED[1]

    @staticmethod
    def _is_over(line: Line, name: Line) -> bool:
        return (
            line.page == name.page
            and line.base < name.base
            and abs(line.middle - name.middle) < 3
            and line.text == line.text.upper()
        )


def _joined(above: list[Line]) -> list[Line]:
    """The last of these lines that stand close together."""
    block = [above[-1]]
    for line in reversed(above[:-1]):
        if block[0].base - line.base > 30:
            break
        block.insert(0, line)
    return block
