"""The name of a contest within a sentence of a paper."""

import pytest

from competition.models import Contest


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Đổi mới sáng tạo", "Cuộc thi “Đổi mới sáng tạo”"),
        ("Cuộc thi sáng tạo trẻ", "Cuộc thi sáng tạo trẻ"),
        ("Hội thi Sáng tạo kỹ thuật", "Hội thi Sáng tạo kỹ thuật"),
    ],
)
def test_it_says_that_it_is_a_contest_once(name, told):
    assert Contest(name=name).in_sentence == told
