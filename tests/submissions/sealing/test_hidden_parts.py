"""What the author of an office file has hidden, and what stands beside the pages: judges get none
of it, and whoever seals the copy is told that something was left behind.
"""

import io

import openpyxl
import pypdfium2
import pytest
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.util import Inches

from competition.errors import WrongState
from submissions.models import Sealing
from submissions.sealing import batch, blinding, copies, sealing
from submissions.sealing.blinding import ooxml
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import BlindCopyFactory, EntryFactory, EntryVersionFactory
from tests.refusals import unchanged
from tests.submissions.sealing import planted

SECRET = "BIMAT"
SEEN = "NHINTHAY"


def blinded(name: str, content: bytes, *known: blinding.Identity) -> blinding.Copy:
    return blinding.blind(name, content, list(known))


def words_of(copy: blinding.Copy) -> str:
    document = pypdfium2.PdfDocument(copy.content)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def workbook(change) -> bytes:
    """A sheet that is seen, changed."""
    book = openpyxl.Workbook()
    book.active["A1"] = SEEN
    change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sheet(state: str):
    def change(book):
        other = book.create_sheet(SECRET)
        other["A1"] = SECRET
        other.sheet_state = state

    return change


def rows(*hidden: int, group: tuple[int, int] | None = None):
    """Secret words in rows 3 to 5, of which these are hidden."""

    def change(book):
        for number in (3, 4, 5):
            book.active.cell(number, 1, SECRET)
            book.active.row_dimensions[number].height = 30
        for number in hidden:
            book.active.row_dimensions[number].hidden = True
        if group:
            book.active.row_dimensions.group(*group, hidden=True)

    return change


def columns(*hidden: str, group: tuple[str, str] | None = None):
    """Secret words in columns C to E, of which these are hidden; F is seen."""

    def change(book):
        for letter in "CDE":
            book.active[f"{letter}1"] = SECRET
            book.active.column_dimensions[letter].width = 30
        book.active["F1"] = f"{SEEN}F"
        for letter in hidden:
            book.active.column_dimensions[letter].hidden = True
        if group:
            book.active.column_dimensions.group(*group, hidden=True)

    return change


HIDDEN_IN_A_SHEET = {
    "a hidden sheet": sheet("hidden"),
    "a sheet that no menu shows": sheet("veryHidden"),
    "hidden rows": rows(3, 4, 5),
    "a folded group of rows": rows(group=(3, 5)),
    "hidden columns": columns("C", "D", "E"),
    "a folded group of columns": columns(group=("C", "E")),
    "everything from a column to another": columns("E", group=("C", "D")),
}


class TestSheets:
    @pytest.mark.parametrize("what", HIDDEN_IN_A_SHEET)
    def test_what_is_hidden_stays_behind_and_that_is_told(self, what):
        copy = blinded("số liệu.xlsx", workbook(HIDDEN_IN_A_SHEET[what]))
        assert SECRET not in words_of(copy)
        assert SEEN in words_of(copy)
        assert copy.lost == ["hidden"]

    def test_what_is_not_hidden_is_seen_and_nothing_is_told(self):
        copy = blinded("số liệu.xlsx", workbook(columns()))
        assert words_of(copy).count(SECRET) == 3
        assert copy.lost == []

    @pytest.mark.parametrize(
        ("hidden", "left"), [((3,), 2), ((3, 5), 1), ((9,), 3)], ids=["one", "two", "an empty one"]
    )
    def test_rows_beside_a_hidden_one_stay(self, hidden, left):
        assert words_of(blinded("x.xlsx", workbook(rows(*hidden)))).count(SECRET) == left

    @pytest.mark.parametrize(("hidden", "left"), [("C", 2), ("CE", 1), ("D", 2), ("B", 3)])
    def test_columns_beside_a_hidden_one_stay(self, hidden, left):
        text = words_of(blinded("x.xlsx", workbook(columns(*hidden))))
        assert text.count(SECRET) == left
        assert f"{SEEN}F" in text

    def test_a_hidden_column_that_holds_nothing_is_no_loss(self):
        copy = blinded("x.xlsx", workbook(columns(group=("G", "XFD"))))
        assert copy.lost == []

    def test_a_row_of_hidden_columns_alone_is_not_there(self):
        def change(book):
            columns("C", "D", "E")(book)
            book.active["C7"] = 7

        assert ooxml._of_sheet(workbook(change)).html.count("<tr>") == 1

    def test_comments_stay_behind_and_are_told(self):
        def change(book):
            book.active["A1"].comment = Comment(SECRET, SECRET)

        copy = blinded("x.xlsx", workbook(change))
        assert SECRET not in words_of(copy)
        assert "comments" in copy.removed
        assert "comments" not in blinded("x.xlsx", workbook(columns())).removed

    def test_more_than_the_copy_holds_is_told(self):
        def change(book):
            book.active.cell(ooxml.MOST_ROWS, 1, f"{SEEN}CUOI")
            book.active.cell(ooxml.MOST_ROWS + 1, 1, SECRET)

        copy = blinded("x.xlsx", workbook(change))
        assert SECRET not in words_of(copy)
        assert f"{SEEN}CUOI" in words_of(copy)
        assert copy.lost == ["rows"]


def deck(change) -> bytes:
    """Two slides that are seen, the second one changed."""
    slides = Presentation()
    for title in (SEEN, f"{SEEN}HAI"):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = title
    change(slide)
    kept = io.BytesIO()
    slides.save(kept)
    return kept.getvalue()


def box(slide, *, hidden: str | None = None) -> None:
    shape = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(4), Inches(1))
    shape.text_frame.text = SECRET
    if hidden is not None:
        shape._element._nvXxPr.cNvPr.set("hidden", hidden)


def hidden_slide(slide) -> None:
    box(slide)
    slide._element.set("show", "0")


def hidden_picture(slide) -> None:
    content = io.BytesIO(planted._picture("JPEG"))
    picture = slide.shapes.add_picture(content, Inches(1), Inches(3))
    picture._element._nvXxPr.cNvPr.set("hidden", "1")


class TestSlides:
    def test_a_hidden_slide_stays_behind_and_that_is_told(self):
        copy = blinded("trình bày.pptx", deck(hidden_slide))
        assert SECRET not in words_of(copy)
        assert f"{SEEN}HAI" not in words_of(copy)
        assert SEEN in words_of(copy)
        assert copy.lost == ["hidden"]

    @pytest.mark.parametrize("hidden", ["1", "true"])
    def test_a_hidden_shape_stays_behind_and_that_is_told(self, hidden):
        copy = blinded("trình bày.pptx", deck(lambda slide: box(slide, hidden=hidden)))
        assert SECRET not in words_of(copy)
        assert f"{SEEN}HAI" in words_of(copy)
        assert copy.lost == ["hidden"]

    @pytest.mark.parametrize("hidden", [None, "0", "false"])
    def test_one_that_is_not_hidden_is_seen(self, hidden):
        copy = blinded("trình bày.pptx", deck(lambda slide: box(slide, hidden=hidden)))
        assert SECRET in words_of(copy)
        assert copy.lost == []

    def test_a_hidden_picture_stays_behind(self):
        seen = ooxml._of_slides(deck(hidden_picture))
        assert "<img" not in seen.html
        assert seen.lost == {"hidden"}

    def test_notes_stay_behind_and_are_told(self):
        def change(slide):
            slide.notes_slide.notes_text_frame.text = SECRET

        copy = blinded("x.pptx", deck(change))
        assert SECRET not in words_of(copy)
        assert "notes" in copy.removed
        assert "notes" not in blinded("x.pptx", deck(box)).removed


_W = planted._W
COMMENTS = f"<w:comments {_W}><w:comment w:id='0'>{planted._run(SECRET)}</w:comment></w:comments>"
BESIDE_THE_TEXT = {
    "a comment": {
        "relations": planted._related("comments", "comments.xml"),
        "parts": {"word/comments.xml": COMMENTS},
    },
    "a header": {
        "relations": planted._related("header", "header1.xml"),
        "parts": {"word/header1.xml": f"<w:hdr {_W}>{planted._run(SECRET)}</w:hdr>"},
    },
    "words taken out": {
        "body": f'<w:p><w:del w:id="2" w:author="x"><w:r><w:delText>{SECRET}</w:delText></w:r>'
        "</w:del></w:p>",
    },
}


class TestTexts:
    @pytest.mark.parametrize("what", BESIDE_THE_TEXT)
    def test_what_stands_beside_the_text_stays_behind(self, what):
        copy = blinded("thuyết minh.docx", planted.docx(**BESIDE_THE_TEXT[what]))
        assert SECRET not in words_of(copy)
        assert "tưới chè" in words_of(copy)

    @pytest.mark.parametrize(("what", "word"), [("a comment", "comments"), ("a header", "headers")])
    def test_and_is_told(self, what, word):
        copy = blinded("thuyết minh.docx", planted.docx(**BESIDE_THE_TEXT[what]))
        assert word in copy.removed
        assert word not in blinded("x.docx", planted.docx()).removed

    def test_words_put_in_are_part_of_the_text(self):
        body = f'<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>{SEEN}</w:t></w:r></w:ins></w:p>'
        assert SEEN in words_of(blinded("x.docx", planted.docx(body)))

    def test_a_name_in_hidden_words_is_taken_out_and_told(self):
        body = planted._run(planted.NAME, "<w:vanish/>")
        copy = blinded("x.docx", planted.docx(body), *blinding.named([planted.PERSON]))
        assert [hit["what"] for hit in copy.hits] == ["name"]
        assert "found" in copy.eye[0]["why"]
        assert copy.lost == ["hidden"]


@pytest.mark.django_db
@pytest.mark.data
class TestWhoeverSeals:
    """A copy from which something was left behind is never sealed without being looked at."""

    @pytest.fixture
    def copy(self) -> Sealing:
        """Prepared from a dossier with one spreadsheet, in which a column was hidden."""
        entry = EntryFactory(edition=EditionFactory(), status="accepted")
        report = {"removed": [], "hits": [], "eye": [], "lost": ["hidden"]}
        made = BlindCopyFactory(report=report)
        content = {
            "title": "Máy hái chè",
            "summary": "",
            "unit": "",
            "answers": [],
            "authors": [],
            "files": [{"name": "số liệu.xlsx", "blob": made.blob_id}],
        }
        made.identities = copies.copy_digest(blinding.identities(content))
        made.save()
        EntryVersionFactory(entry=entry, content=content)
        secretary = secretary_of(entry.edition)
        return sealing.prepare(entry=entry, by=secretary, at=NOON)

    def test_the_loss_stands_in_the_leak_report(self, copy):
        name = "ban-an-danh-1.pdf"
        assert {"what": "lost", "where": name, "page": None} in copy.leaks

    def test_it_is_not_among_the_clean_ones(self, copy):
        edition = copy.version.entry.edition
        by = secretary_of(edition)
        with unchanged(), pytest.raises(WrongState, match="Chưa niêm phong"):
            batch.seal_clean(edition=edition, by=by, at=NOON)
