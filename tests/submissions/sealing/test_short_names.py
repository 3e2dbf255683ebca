"""Names of five to seven letters, which stand in other words and names: they are hidden, matched
and found as whole names, with and without accents, and nothing else is.
"""

import io
import unicodedata

import pypdfium2
import pytest
from pptx import Presentation

from foundation.papers import pdf
from submissions.models import Entry
from submissions.sealing import blinding, sealing
from submissions.sealing.blinding import mask
from submissions.sealing.blinding.identities import MASK
from submissions.sealing.kinship import Index, Person, Work, name_of
from tests.factories.submissions import AuthorFactory, EntryFactory
from tests.submissions.sealing import planted

NAMES = ["Lê An", "Hà My", "Đỗ Ân", "Vũ Thu", "Lý Hoa", "Bùi Hà", "Đỗ Đức", "Tạ Nhung"]
JUDGE = 7


def known_of(*names: str) -> list[blinding.Identity]:
    return blinding.named([{"full_name": name} for name in names])


def forms_of(name: str) -> dict[str, str]:
    """A name as people and machines write it."""
    return {
        "as it is": name,
        "in capitals": name.upper(),
        "small": name.lower(),
        "without accents": planted.plain(name),
        "in capitals without accents": planted.plain(name).upper(),
        "decomposed": unicodedata.normalize("NFD", name),
        "over two lines": name.replace(" ", "\n"),
        "with wide spaces": name.replace(" ", "\u00a0 "),
        "with a hyphen": name.replace(" ", "-"),
        "as a file": planted.plain(name).replace(" ", "_"),
    }


FORMS = list(forms_of("Lê An"))


class TestMasking:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("name", NAMES)
    def test_a_short_name_is_masked_in_every_form(self, name, form):
        written = forms_of(name)[form]
        masked, hits = mask(f"Tác giả: {written}, xã Đại Từ", known_of(name))
        assert masked == f"Tác giả: {MASK}, xã Đại Từ"
        assert [hit.text for hit in hits] == [name]

    @pytest.mark.parametrize("name", ["Lê Ý", "Hà Y", "Lý Á", "Đỗ Ổn"])
    def test_a_name_of_two_words_is_masked_however_short(self, name):
        assert mask(f"Tác giả: {name}.", known_of(name))[0] == f"Tác giả: {MASK}."

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Lê An", "Anh Lê Anh trồng lê ở An Khánh"),
            ("Lê An", "Chị Lệ Anna"),
            ("Lê An", "quản trị Lean, l e a n"),
            ("Lê An", "nhà Bùi Ble An"),
            ("Hà My", "Hà Myn và Nhà My"),
            ("Đỗ Ân", "đổ ăng-ten, độ anh"),
            ("Đỗ Ân", "đỗ xanh và ân cần"),
            ("Vũ Thu", "vũ khúc mùa thu, Vũ Thuận"),
            ("Đỗ Đức", "Đỗ đ. đức, đỗ đứcs, Đ Đức"),
        ],
    )
    def test_words_and_names_that_hold_it_stay(self, name, text):
        assert mask(text, known_of(name)) == (text, [])

    def test_each_of_two_short_names_is_masked_alone(self):
        text = "Lê An và Hà My, cũng là An Lê hay My Hà, không phải an lê hay my hà"
        left = f"{MASK} và {MASK}, cũng là {MASK} hay {MASK}, không phải an lê hay my hà"
        assert mask(text, known_of("Lê An", "Hà My"))[0] == left

    def test_the_longer_of_two_names_is_masked_whole(self):
        assert mask("Bà Lê An Hà ký", known_of("Lê An", "Lê An Hà"))[0] == f"Bà {MASK} ký"

    @pytest.mark.parametrize("unit", ["Xã", "Tổ 1"])
    def test_a_short_word_of_a_workplace_is_no_identity(self, unit):
        known = blinding.named([{"full_name": "Đỗ Ân", "unit": unit, "title": "KS"}])
        assert [identity.text for identity in known] == ["Đỗ Ân"]

    def test_a_single_short_word_is_no_name_to_be_masked(self):
        assert known_of("An", "Hà", "Ân") == []


def content_of(name: str, **columns) -> dict:
    """A version's content as it is submitted."""
    author = {"full_name": name, "email": "", "phone": "", "workplace": ""}
    usual = {"title": "", "summary": "", "unit": "Xã Đại Từ", "answers": [], "authors": [author]}
    return usual | columns


class TestTheLeakReport:
    def test_a_short_name_is_told_with_the_place_where_it_stood(self):
        answer = {
            "key": "novelty",
            "label": "Tính mới",
            "label_en": "",
            "judges_see": True,
            "answer": "Do LE AN nghĩ ra, tại vườn lê Anh Sơn",
        }
        content = content_of("Lê An", title="Máy của Lê An", answers=[answer])
        texts = sealing.blinded_texts(content, blinding.identities(content))
        assert texts["title"] == f"Máy của {MASK}"
        assert texts["sections"][0]["text"] == f"Do {MASK} nghĩ ra, tại vườn lê Anh Sơn"
        assert [(leak["what"], leak["where"]) for leak in texts["leaks"]] == [
            ("name", "title"),
            ("name", "novelty"),
        ]

    def test_a_text_without_the_name_is_clean(self):
        content = content_of("Hà My", title="Máy ở Hà Myn", summary="Nhà My")
        texts = sealing.blinded_texts(content, blinding.identities(content))
        assert texts["leaks"] == []


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def slides(title: str) -> bytes:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


class TestFiles:
    @pytest.mark.parametrize("written", ["Lê An", "LE AN", "le  an"])
    def test_the_name_is_taken_out_of_a_page_of_a_pdf(self, written):
        content = pdf.document(
            f"<p>Do {written} vẽ.</p><p style='break-before:page'>Lê Anh trồng lê.</p>"
        ).write_pdf()
        copy = blinding.blind("bản vẽ.pdf", content, known_of("Lê An"))
        assert copy.hits == [{"what": "name", "where": "text", "page": 1}]
        assert "Lê Anh" in words_of(copy.content)
        assert f"Do {MASK} vẽ." in words_of(copy.content)

    def test_nor_does_it_stay_on_a_slide(self):
        copy = blinding.blind("x.pptx", slides("Nhóm Ha My"), known_of("Hà My"))
        assert copy.hits == [{"what": "name", "where": "text", "page": 1}]
        assert "My" not in words_of(copy.content)

    @pytest.mark.parametrize(
        ("file", "is_told"),
        [("Máy_của_Đỗ_Ân.pptx", True), ("do an.pptx", True), ("đồ ăng-ten.pptx", False)],
    )
    def test_a_file_named_after_the_author_is_told(self, file, is_told):
        copy = blinding.blind(file, slides("Máy hái chè"), known_of("Đỗ Ân"))
        assert ("file name" in copy.removed) is is_told
        assert copy.hits == []


def ties(author: Person, **judge) -> set[str]:
    """Why the judge may not judge a work of this author."""
    of_judge = Person(JUDGE, **{"name": "Vũ Thị Xa Lạ"} | judge)
    return {tie.reason for tie in Index([of_judge]).relations_of(Work(1, (author,)))}


class TestKinship:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("name", NAMES)
    def test_a_short_name_is_one_in_every_form(self, name, form):
        assert ties(Person(0, forms_of(name)[form]), name=name) == {"same_name"}

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Lê An", "An Lê"),
            ("TS. Lê An", "Ông Lê An"),
            ("Bà Hà My", "Hà Mỹ"),
            ("Hà My", "Hà Mi"),
            ("PGS.TS. Đỗ Ân", "Do An"),
        ],
    )
    def test_the_same_short_name(self, one, other):
        assert name_of(one) == name_of(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Lê An", "Lê Anh"),
            ("Lê An", "Lê Văn An"),
            ("Lê An", "Lê"),
            ("Lê An", "Lệ Na"),
            ("Hà My", "Hà Mây"),
            ("Đỗ Ân", "Đỗ Anh"),
            ("Đỗ Ân", "Độ Na"),
            ("Ông Hà", "Bà Hà"),
            ("Chi Lê", "Lê"),
            ("Hà My", "Hà"),
        ],
    )
    def test_another_short_name(self, one, other):
        assert name_of(one) != name_of(other)
        assert ties(Person(0, other), name=one) == set()

    def test_titles_go_until_two_words_are_left(self):
        assert name_of("ThS Ba An") == ("an", "ba")
        assert name_of("Ba An") == ("an", "ba")

    @pytest.mark.parametrize(
        ("declared", "author", "is_tied"),
        [("Hà My", "HA MY", True), ("Hà My", "Hà Mây", False), ("Lê An", "Lê Văn An", False)],
    )
    def test_a_short_name_that_a_judge_has_declared(self, declared, author, is_tied):
        found = ties(Person(0, author), interests=(declared,))
        assert found == ({"declared"} if is_tied else set())

    def test_a_companion_with_a_short_name(self):
        index = Index([Person(JUDGE, "Đỗ Ân")], [["Do An", "Lê An"], ["Hà My", "Lê Anh"]])
        for name, reasons in (
            ("LE AN", ["co_author"]),
            ("Đỗ Ân", ["same_name"]),
            ("Hà My", []),
            ("Lê Anh", []),
        ):
            found = index.relations_of(Work(1, (Person(0, name),)))
            assert [tie.reason for tie in found] == reasons


@pytest.mark.django_db
@pytest.mark.data
class TestSearching:
    @pytest.fixture
    def entry(self) -> Entry:
        """By Đỗ Ân; others have names that are like it."""
        for name in ("Đỗ Vũ", "Tạ Ân", "Bùi Đoan"):
            self.by(name)
        return self.by("Đỗ Ân")

    def by(self, name: str) -> Entry:
        entry = EntryFactory(title="Máy hái")
        AuthorFactory(entry=entry, full_name=name)
        entry.index_words()
        return entry

    @pytest.mark.parametrize(
        "words", ["Đỗ Ân", "do an", "ĐỖ ÂN", "ân đỗ", unicodedata.normalize("NFD", "Đỗ Ân")]
    )
    def test_a_short_name_is_found_in_every_form(self, entry, words):
        assert Entry.objects.search(words).get() == entry

    @pytest.mark.parametrize("words", ["do anh", "d o a n n", "oan do"])
    def test_another_one_is_not(self, entry, words):
        assert not Entry.objects.search(words).exists()
