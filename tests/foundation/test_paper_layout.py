"""The head of an official paper and its day, measured on the PDF, by Nghị định 30/2020/NĐ-CP."""

import ctypes
import datetime
from types import SimpleNamespace

import pypdfium2
import pytest
from django.template.loader import render_to_string
from pypdfium2 import raw

from foundation.papers import pdf
from foundation.vietnamese.calendar import written_day
from foundation.vietnamese.templatetags.vietnamese import on_paper

ABOVE = "UBND TỈNH THÁI NGUYÊN"
ISSUER = "BAN TỔ CHỨC CUỘC THI"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


class Paper:
    """The first page of a paper: words with their boxes and weights, and rules."""

    def __init__(self, organiser_lines: str):
        edition = SimpleNamespace(
            organiser_lines=organiser_lines, contest=SimpleNamespace(name="Cuộc thi Sáng tạo")
        )
        html = render_to_string("print/office.html", {"edition": edition})
        self.document = pypdfium2.PdfDocument(pdf.document(html).write_pdf())
        self.page = self.document[0]
        self.words = self.page.get_textpage()
        self.text = self.words.get_text_range()

    def place(self, words: str) -> int:
        return self.text.index(words)

    def width(self, words: str) -> float:
        first = self.words.get_charbox(self.place(words))
        last = self.words.get_charbox(self.place(words) + len(words) - 1)
        return last[2] - first[0]

    def middle(self, words: str) -> float:
        first = self.words.get_charbox(self.place(words))
        return first[0] + self.width(words) / 2

    def is_bold(self, words: str) -> bool:
        name = ctypes.create_string_buffer(200)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self.words.raw, self.place(words), name, 200, flags)
        return name.value.endswith(b"-Bold")

    def rule_below(self, words: str) -> float:
        """The length of the rule in the middle under these words; 0 without one."""
        for one in self.page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = one.get_bounds()
            is_flat = top - bottom < 2
            if is_flat and abs((left + right) / 2 - self.middle(words)) < 2:
                return right - left
        return 0

    def close(self) -> None:
        self.words.close()
        self.page.close()
        self.document.close()


@pytest.fixture(scope="module")
def paper():
    paper = Paper(f"{ABOVE}\n{ISSUER}")
    yield paper
    paper.close()


def test_the_issuing_body_is_bold(paper):
    assert paper.is_bold(ISSUER)


def test_the_body_above_it_is_not(paper):
    assert not paper.is_bold(ABOVE)


def test_its_rule_is_a_third_to_a_half_of_its_words(paper):
    assert 1 / 3 <= paper.rule_below(ISSUER) / paper.width(ISSUER) <= 1 / 2


def test_the_rule_of_the_motto_is_as_long_as_the_motto(paper):
    assert paper.rule_below(MOTTO) / paper.width(MOTTO) == pytest.approx(1, abs=0.03)


def test_without_lines_of_its_own_the_contest_issues_it():
    paper = Paper("")
    assert paper.is_bold("Cuộc thi Sáng tạo")
    paper.close()


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ((2027, 3, 5), "ngày 05 tháng 3 năm 2027"),
        ((2027, 2, 15), "ngày 15 tháng 02 năm 2027"),
        ((2027, 1, 1), "ngày 01 tháng 01 năm 2027"),
        ((2027, 12, 31), "ngày 31 tháng 12 năm 2027"),
    ],
)
def test_the_day_has_zeros_where_the_decree_has_them(day, written):
    assert written_day(datetime.date(*day)).replace("\u00a0", " ") == written


def test_no_line_breaks_the_day():
    assert " " not in written_day(datetime.date(2027, 3, 5))


def test_a_moment_has_the_day_of_here():
    late = datetime.datetime(2027, 3, 4, 18, 0, tzinfo=datetime.UTC)
    assert on_paper(late) == written_day(datetime.date(2027, 3, 5))
