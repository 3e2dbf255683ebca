import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.vietnamese.calendar import add_working_days, is_working_day
from foundation.vietnamese.numbers import in_words, money_in_words, parse_decimal
from foundation.vietnamese.templatetags.vietnamese import money, score
from foundation.vietnamese.text import fold, name_key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đổi MỚI", "doi moi"),
        ("đường  ĐỒI", "duong doi"),
        ("Nguyễn Thị Ường", "nguyen thi uong"),
        ("ẤM ÁP", "am ap"),
    ],
)
def test_fold_drops_marks_and_case_in_either_normal_form(typed, folded):
    assert fold(unicodedata.normalize("NFC", typed)) == fold(unicodedata.normalize("NFD", typed))
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_names_are_sorted_by_given_name_then_family_name():
    names = [
        "Trần Văn Bình",
        "Nguyễn Thị Ánh",
        "Lê An",
        "Đỗ Đức",
        "Hoàng Dũng",
        "Bùi An",
        "Phạm Ân",
    ]
    assert sorted(names, key=name_key) == [
        "Bùi An",
        "Lê An",
        "Nguyễn Thị Ánh",
        "Phạm Ân",
        "Trần Văn Bình",
        "Hoàng Dũng",
        "Đỗ Đức",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm linh năm"),
        (1_000_000, "một triệu"),
        (2_005_000, "hai triệu không trăm linh năm nghìn"),
    ],
)
def test_numbers_in_words(number, words):
    assert in_words(number) == words


def test_money_as_offices_write_it():
    assert money_in_words(30_000_000) == "Ba mươi triệu đồng"
    assert money(30_000_000) == "30.000.000 đ"


@pytest.mark.parametrize("typed", ["17,5", "17.5", " 17,5 "])
def test_decimal_comma_and_point_are_both_read(typed):
    assert str(parse_decimal(typed)) == "17.5"
    assert score(typed.strip().replace(",", ".")) == "17,5"


@pytest.mark.parametrize("typed", ["", "mười", "1,2,3", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        parse_decimal(typed)


def test_working_days_skip_weekends_and_tet():
    friday_before_tet = datetime.date(2026, 2, 13)
    assert add_working_days(friday_before_tet, 1) == datetime.date(2026, 2, 23)
    assert not is_working_day(datetime.date(2026, 4, 30))
