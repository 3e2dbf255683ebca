"""Words that are longer than what is kept of them, and short ways of naming somebody."""

import pytest

from submissions.sealing import blinding
from submissions.sealing.blinding.identities import LONGEST, Identity

NGOC = {
    "full_name": "Nguyễn Thị Ngọc",
    "phone": "0912345678",
    "unit": "Công ty TNHH MTV Hồng Phát",
}
HUNG = {"full_name": "Trần Văn Hùng", "unit": "Công ty Cổ phần Khá Sơn"}
KNOWN = blinding.named([NGOC, HUNG])


class TestAWordThatIsLongerThanWhatIsKeptOfIt:
    LONG = "w" * 150 + "Ngoc" * 40

    def masked(self, text):
        return blinding.mask(text, [Identity("word", self.LONG[:LONGEST])])[0]

    def test_is_masked_to_its_end(self):
        assert self.masked(f"Xin {self.LONG} hết") == "Xin ▇▇▇▇▇ hết"

    def test_and_no_word_beside_it(self):
        assert self.masked(f"Ngoc {self.LONG} Ngoc") == "Ngoc ▇▇▇▇▇ Ngoc"

    def test_a_shorter_word_ends_where_it_ends(self):
        masked = blinding.mask("khason-rieng", [Identity("word", "khason")])[0]
        assert masked == "▇▇▇▇▇-rieng"


@pytest.mark.parametrize(
    "text",
    [
        "Tác giả chính là Ngọc Nguyễn ở xã.",
        "Liên hệ Ms. Ngọc để biết thêm.",
        "Miss Ngọc và Mr. Hùng đo số liệu.",
        "Nhóm cảm ơn GVHD Hùng đã giúp.",
        "Do ∩guyễn Thị Ngọc làm.",
        "Sản xuất bởi MTV Hồng Phát năm 2024.",
        "Gọi 8765432190 để hỏi.",
        "Gọi 876 543 2190 để hỏi.",
        "Xem thêm tại khason.vn nhé.",
        "Xem www.khason.vn/san-pham",
    ],
)
def test_what_passed_once_is_masked_or_asked_about(text):
    assert blinding.mask(text, KNOWN)[1] or blinding.doubts(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    ["Liên hệ Ms. Ngọc.", "Cảm ơn GVHD Hùng.", "Do MTV Hồng Phát làm."],
)
def test_also_of_people_of_whom_nothing_is_known(text):
    assert blinding.doubts(text, [])


@pytest.mark.parametrize(
    "text",
    [
        "Ngọc trai nuôi ở hồ.",
        "Sách hướng dẫn sử dụng máy.",
        "Mục tiêu: tăng 2190 lít.",
        "Máy hỏng một van.",
    ],
)
def test_harmless_words_are_not_asked_about(text):
    assert not blinding.doubts(text, [])
