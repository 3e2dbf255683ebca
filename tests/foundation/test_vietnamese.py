import datetime
import unicodedata
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from foundation.vietnamese.calendar import (
    add_working_days,
    is_working_day,
    years_without_holidays,
)
from foundation.vietnamese.numbers import in_words, money_in_words, parse_decimal
from foundation.vietnamese.templatetags.vietnamese import money, money_on_page, score
from foundation.vietnamese.text import fold, name_key, order_key


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


def test_places_are_sorted_by_the_alphabet():
    places = ["Đức Xuân", "Phổ Yên", "Đại Từ", "Bắc Kạn", "Phúc Thuận", "An Khánh", "Bách Quang"]
    assert sorted(places, key=order_key) == [
        "An Khánh",
        "Bách Quang",
        "Bắc Kạn",
        "Đại Từ",
        "Đức Xuân",
        "Phổ Yên",
        "Phúc Thuận",
    ]


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


@pytest.mark.parametrize(
    ("language", "dong", "written"),
    [
        ("vi", 252_000_000, "252.000.000 đ"),
        ("en", 252_000_000, "252,000,000 đ"),
        ("en", 0, "0 đ"),
        ("en", None, ""),
    ],
)
def test_money_on_a_page_has_the_readers_groups(language, dong, written):
    with override(language):
        assert money_on_page(dong) == written


def test_a_paper_has_those_of_here():
    with override("en"):
        assert money(252_000_000) == "252.000.000 đ"


def test_money_as_offices_write_it():
    assert money_in_words(30_000_000) == "Ba mươi triệu đồng"
    assert money(30_000_000) == "30.000.000 đ"


@pytest.mark.parametrize(
    ("points", "places", "written"),
    [
        (Decimal(185) / 3, 2, "61,67"),
        (Decimal(185) / 3, 1, "61,7"),
        (Decimal(185) / 3, None, "61,6667"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal(65), 2, "65,00"),
        (Decimal("65.00"), None, "65"),
        (0.1 + 0.2, None, "0,3"),
        (None, 2, "–"),
    ],
)
def test_points_are_rounded_half_up_and_never_endless(points, places, written):
    assert score(points, places) == written


@pytest.mark.parametrize("typed", ["17,5", "17.5", " 17,5 "])
def test_decimal_comma_and_point_are_both_read(typed):
    assert str(parse_decimal(typed)) == "17.5"
    assert score(typed.strip().replace(",", ".")) == "17,5"


@pytest.mark.parametrize("typed", ["", "mười", "1,2,3", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        parse_decimal(typed)


class TestWorkingDays:
    def test_tet_of_2027_is_left_out(self):
        thursday, monday = datetime.date(2027, 2, 4), datetime.date(2027, 2, 8)
        off = [thursday + datetime.timedelta(days=days) for days in range(7)]  # with the weekend
        assert not any(map(is_working_day, off))
        assert monday in off
        assert is_working_day(datetime.date(2027, 2, 3))
        assert add_working_days(datetime.date(2027, 2, 3), 1) == datetime.date(2027, 2, 11)

    def test_gio_to_moves_with_the_moon(self):
        days = [datetime.date(2027, 4, 16), datetime.date(2028, 4, 4)]
        assert not any(map(is_working_day, days))
        assert is_working_day(datetime.date(2027, 4, 15))
        assert is_working_day(datetime.date(2027, 4, 5))

    def test_one_on_a_sunday_is_made_good_on_monday(self):
        assert not is_working_day(datetime.date(2026, 4, 27))  # Giỗ Tổ was on Sunday
        assert is_working_day(datetime.date(2026, 4, 28))

    def test_a_day_exchanged_for_a_saturday(self):
        assert not is_working_day(datetime.date(2026, 8, 31))
        assert is_working_day(datetime.date(2026, 8, 22))
        assert not is_working_day(datetime.date(2026, 8, 29))

    def test_what_the_office_lists_counts_first(self, settings):
        closed, worked = datetime.date(2027, 10, 20), datetime.date(2027, 10, 23)
        assert is_working_day(closed)
        assert not is_working_day(worked)
        settings.DAYS_OFF, settings.DAYS_WORKED = {closed}, {worked}
        assert not is_working_day(closed)
        assert is_working_day(worked)
        assert add_working_days(datetime.date(2027, 10, 19), 1) == datetime.date(2027, 10, 21)

    def test_years_of_which_nothing_is_known_are_named(self, settings):
        assert years_without_holidays([2027, 2100, 2101, 2102]) == [2101, 2102]
        settings.DAYS_OFF = {datetime.date(2101, 1, 29)}
        assert years_without_holidays([2027, 2101, 2102]) == [2102]


def test_working_days_skip_weekends_and_tet():
    friday_before_tet = datetime.date(2026, 2, 13)
    assert add_working_days(friday_before_tet, 1) == datetime.date(2026, 2, 23)
    assert not is_working_day(datetime.date(2026, 4, 30))
