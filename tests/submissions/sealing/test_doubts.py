"""What may tell whose work it is, and what is as harmless as it looks: one rule a test."""

import unicodedata

import pypdfium2
import pytest

from submissions.sealing import blinding
from submissions.sealing.blinding import doubts, mask, named
from submissions.sealing.blinding.across import across
from tests.submissions import harder_forms
from tests.submissions.sealing import planted, seen

WHO = named([{"full_name": "Nguyễn Thị Bích Ngọc", "phone": "0912345678"}])


def asked(text: str) -> list[tuple[str, str]]:
    """(why, the words) about which a person is asked."""
    return [(doubt.why, doubt.word) for doubt in doubts(text, WHO)]


@pytest.mark.parametrize("written", ["NTBN", "N.T.B.N", "N. T. B. N", "n.t.b.n", "Ngọc NTB"])
def test_initials_of_an_author_ask(written):
    assert asked(f"Bản vẽ {written} năm 2024") == [("initials", written)]


@pytest.mark.parametrize("written", ["ntbn", "NTBNG", "NTB", "NT", "N.T.", "UBND"])
def test_other_letters_do_not(written):
    assert asked(f"Bản vẽ {written} năm 2024") == []


def test_initials_that_are_short_for_a_thing_do_not():
    who = named([{"full_name": "Trần Hà Phương Thảo"}])
    assert doubts("Học sinh THPT thao tác dễ", who) == []


@pytest.mark.parametrize(
    "written",
    [
        "Nguyeenx Thij Bichs Ngocj",
        "Nguyeexn Thij Bisch Ngojc",
        "Nguye6n4 Thi5 Bich1 Ngoc5",
        "Nguye^~n Thi. Bi'ch Ngo.c",
        "Nguy3n Thi B1ch Ng0c",
        "cọgN hcíB ịhT nễyugN",
        "ɴɢᴜʏᴇɴ ᴛʜɪ ʙɪᴄʜ ɴɢᴏᴄ",
    ],
)
def test_a_disguised_name_is_masked(written):
    assert mask(f"Do {written} làm", WHO)[0] == "Do ▇▇▇▇▇ làm"


@pytest.mark.parametrize("written", ["Ngocj", "Ng0c", "Ngос", "N g ọ c", "N.g.ọ.c", "N-g-ọ-c"])
def test_one_disguised_word_of_it_asks(written):
    assert [word for _why, word in asked(f"Bản {written} cuối")] == [written]


@pytest.mark.parametrize("plain", ["Ngọc", "H2O", "12kg", "M10", "a b c d", "ngọc trai"])
def test_a_plain_word_does_not(plain):
    assert asked(f"Bản {plain} cuối") == []


@pytest.mark.parametrize("written", ["Bích Ngọc", "Thị Bích Ngọc", "cọgN hcíB", "bichngoc92"])
def test_a_part_of_it_asks(written):
    assert [why for why, _word in asked(f"bản {written} cuối")] == ["part"]


@pytest.mark.parametrize("plain", ["ngọc bích", "bích ngọc", "Thị Lan"])
def test_the_same_words_in_another_sense_do_not(plain):
    assert asked(f"màu {plain} đẹp") == []


class TestOthers:
    """People of whom nothing is known."""

    @pytest.mark.parametrize(
        "written",
        [
            "ĐT: 0987 654 321",
            "Zalo: 0987654321",
            "+84 987 654 321",
            "lan.anh@gmail.com",
            "lan.anh (a) gmail cham com",
            "lan[at]gmail.com",
        ],
    )
    def test_what_only_reaches_somebody_is_masked(self, written):
        assert "▇▇▇▇▇" in mask(f"hỏi {written} nhé", [])[0]

    @pytest.mark.parametrize(
        "written",
        [
            "0987 654 321",
            "1900 1234",
            "không chín tám bảy sáu năm bốn ba hai một",
            "bo-phan@xa.gov.vn",
            "@lan_anh",
            "Facebook: Lan Anh",
            "https://vien.vn/profile/lan",
        ],
    )
    def test_what_may_be_an_offices_or_a_things_asks(self, written):
        assert mask(written, [])[1] == []
        assert len(asked(f"ghi {written} nhé")) == 1

    @pytest.mark.parametrize(
        "plain",
        [
            "0,35 0,40 0,45 0,50 0,55",
            "1.849.849.000 đồng",
            "ngày 03/05/2024 08:30",
            "01 02 03 04 05 06",
            "qua Zalo, Facebook",
            "https://vnexpress.net/khoa-hoc",
        ],
    )
    def test_other_numbers_and_pages_do_not(self, plain):
        assert asked(f"ghi {plain} nhé") == []

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("Người hướng dẫn: Trần Văn Bình.", "Trần Văn Bình"),
            ("GIÁO VIÊN HƯỚNG DẪN: TRẦN VĂN BÌNH", "TRẦN VĂN BÌNH"),
            ("cảm ơn thầy Bình đã giúp", "Bình"),
            ("ThS. Lê Hoa đo lại", "Lê Hoa"),
            ("Tác giả:\nLê Hoa", "Lê Hoa"),
        ],
    )
    def test_a_person_in_a_role_asks(self, text, word):
        assert asked(text) == [("person", word)]

    @pytest.mark.parametrize("text", ["theo Phạm Gia Bảo và máy", "PHẠM GIA BẢO"])
    def test_a_full_name_asks_wherever_it_stands(self, text):
        assert [word.title() for _why, word in asked(text)] == ["Phạm Gia Bảo"]

    @pytest.mark.parametrize("plain", ["phố Trần Hưng Đạo", "Hồ Chí Minh", "Bàn Ghế Gỗ", "Lê Lợi"])
    def test_streets_places_and_two_words_do_not(self, plain):
        assert asked(f"tại {plain} có máy") == []

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("tại Trường THPT chuyên Hùng Vương", "Hùng Vương"),
            ("Công ty TNHH MTV Sao Mai sản xuất", "Sao Mai"),
            ("HTX chè Hảo Đạt", "Hảo Đạt"),
            ("học sinh trường Chu Văn An", "Chu Văn An"),
        ],
    )
    def test_a_school_or_company_asks(self, text, word):
        assert asked(text) == [("unit", word)]

    @pytest.mark.parametrize(
        "plain",
        [
            "bán cho hợp tác xã. Các hộ đều dùng",
            "Thầy cô\nMáy tưới",
            "Tác giả: Không",
            "Trường hợp Anh Quốc, môi trường Việt Nam",
            "Công ty nào cũng làm. Máy chạy",
            "THPT, THCS",
        ],
    )
    def test_the_same_words_without_a_name_do_not(self, plain):
        assert asked(plain) == []

    def test_a_text_in_pieces_asks_at_its_own_place(self):
        text = unicodedata.normalize("NFD", "Người hướng dẫn: Trần Bình")
        (doubt,) = doubts(text, [])
        assert text[doubt.start : doubt.stop] == unicodedata.normalize("NFD", "Trần Bình")


class TestAcross:
    @pytest.mark.parametrize("between", ["", "\n1", "\nTrang 1/9\n"])
    def test_a_name_over_two_pages_is_found_on_both(self, between):
        for who, before, after in harder_forms.split_names():
            known = named([who])
            first = across("", before + between, after, known)
            second = across(before + between, after, "", known)
            assert first, before
            assert second[0][0] == 0, after

    def test_a_name_of_one_page_is_left_to_it(self):
        assert across("Nguyễn Thị Bích Ngọc", "đã thử", "", WHO) == []

    def test_halves_of_two_names_are_none(self):
        assert across("của Nguyễn Thị", "Ngọc trai Bích", "", WHO) == []

    def test_both_halves_are_painted_over_on_their_pages(self):
        words = planted.NAME.split()
        half = " ".join(words[:2]), " ".join(words[2:])
        filler = "Máy hái chè chạy bằng pin, nhẹ và bền, dễ sửa tại nhà."
        html = f"<p>{filler} {half[0]}</p><p style='break-before:page'>{half[1]} {filler}</p>"
        copy = blinding.blind("x.pdf", seen._page(html), named([planted.PERSON]))
        pages = [
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(copy.content)
        ]
        assert half[0] not in pages[0]
        assert half[1] not in pages[1]


def test_a_page_says_which_words_ask():
    html = "<p>Người hướng dẫn: Trần Văn Bình. Máy hái chè chạy bằng pin.</p>"
    copy = blinding.blind("x.pdf", seen._page(html), [])
    assert copy.eye[0]["doubts"] == [{"why": "person", "word": "Trần Văn Bình"}]
    assert "doubt" in copy.eye[0]["why"]
