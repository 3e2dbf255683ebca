"""The official arithmetic, each rule alone, by numbers that are worked out by hand."""

from decimal import Decimal

import pytest

from judging.arithmetic import engine

SCHEME = {
    "aggregate": "mean",
    "drop_extremes_from": 0,
    "council_decimals": 2,
    "rounding": "ROUND_HALF_UP",
    "criteria": [{"key": "new", "max": "30"}, {"key": "use", "max": "50"}],
}


def decimals(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def sheet(code: str, **points: str) -> dict:
    return {"code": code, "judge": 1, "points": points}


@pytest.mark.parametrize(
    ("value", "places", "mode", "expected"),
    [
        ("2.345", 2, "ROUND_HALF_UP", "2.35"),
        ("2.345", 2, "ROUND_HALF_EVEN", "2.34"),
        ("2.5", 0, "ROUND_HALF_UP", "3"),
        ("2.4", 0, "ROUND_UP", "3"),
        ("2", 3, "ROUND_HALF_UP", "2.000"),
    ],
)
def test_a_value_is_rounded_as_the_scheme_says(value, places, mode, expected):
    assert str(engine.rounded(Decimal(value), places, mode)) == expected


def test_the_points_of_a_sheet_are_added():
    assert engine.sheet_total({"new": "20.5", "use": "30.25"}, SCHEME) == Decimal("50.75")


def test_a_sheet_without_points_has_none():
    assert engine.sheet_total({}, SCHEME) == 0


@pytest.mark.parametrize(
    ("points", "total"), [({"new": "10"}, "26.67"), ({"use": "25"}, "40.00"), ({"new": "0"}, "0")]
)
def test_what_was_given_is_scaled_up_to_the_whole(points, total):
    """80 in all: 10 of 30 are 26.67 of 80, 25 of 50 are 40."""
    assert engine.sheet_total(points, SCHEME) == Decimal(total)


def test_what_is_scaled_up_is_rounded_as_the_scheme_says():
    down = SCHEME | {"rounding": "ROUND_DOWN"}
    assert engine.sheet_total({"new": "10"}, down) == Decimal("26.66")


@pytest.mark.parametrize(
    ("totals", "changes", "score"),
    [
        (("60", "70", "71"), {}, "67.00"),
        (("60", "70", "70"), {}, "66.67"),
        (("60", "70", "70"), {"rounding": "ROUND_DOWN"}, "66.66"),
        (("60", "70", "70"), {"council_decimals": 1}, "66.7"),
        (("71", "60", "62"), {"aggregate": "median"}, "62.00"),
        (("60", "63"), {"aggregate": "median"}, "61.50"),
        (("10", "60", "62"), {"drop_extremes_from": 3}, "60.00"),
        (("10", "60", "62", "99"), {"drop_extremes_from": 3}, "61.00"),
        (("10", "60", "62", "99"), {"drop_extremes_from": 4}, "61.00"),
        (("10", "60", "62", "99"), {"drop_extremes_from": 5}, "57.75"),
        # One highest and one lowest leave nothing of two.
        (("10", "60"), {"drop_extremes_from": 1}, "35.00"),
        (("10", "60"), {"drop_extremes_from": 2}, "35.00"),
        (("99", "10", "60", "62", "99"), {"drop_extremes_from": 3}, "73.67"),
        (("80",), {"drop_extremes_from": 1}, "80.00"),
    ],
)
def test_the_score_is_the_aggregate_of_the_sheets(totals, changes, score):
    assert str(engine.council_score(decimals(*totals), SCHEME | changes)) == score


def test_a_work_without_a_sheet_has_no_score():
    with pytest.raises(ValueError, match=r"^an entry without a sheet has no score$"):
        engine.council_score([], SCHEME)


def test_places_go_from_the_highest_score_down_and_equals_share_a_rank():
    sheets = [
        sheet("C", new="10", use="20"),
        sheet("D", new="1", use="1"),
        sheet("B", new="20", use="20"),
        sheet("A", new="15", use="15"),
        sheet("B", new="10", use="30"),
        sheet("E", new="5", use="25"),
    ]
    places = engine.ranking(SCHEME, sheets)
    assert [(place.code, place.score, place.rank) for place in places] == [
        ("B", Decimal("40.00"), 1),
        ("A", Decimal("30.00"), 2),
        ("C", Decimal("30.00"), 2),
        ("E", Decimal("30.00"), 2),
        ("D", Decimal("2.00"), 5),
    ]


def test_equals_share_the_rank_of_the_first_of_them_wherever_they_stand():
    points = {"A": "9", "B": "9", "C": "5", "D": "5"}
    sheets = [sheet(code, new=new, use="1") for code, new in points.items()]
    assert [place.rank for place in engine.ranking(SCHEME, sheets)] == [1, 1, 3, 3]


def test_no_sheets_make_no_places():
    assert engine.ranking(SCHEME, []) == []


def test_a_place_tells_its_sheets_its_means_and_its_spread():
    sheets = [
        sheet("A", new="10", use="30"),
        sheet("A", new="11", use="33"),
        sheet("B", new="1", use="1"),
        sheet("A", new="11", use="20"),
    ]
    place = engine.ranking(SCHEME, sheets)[0]
    assert place == engine.Place(
        code="A",
        score=Decimal("38.33"),
        sheets=3,
        criterion_means=(Decimal("10.6667"), Decimal("27.6667")),
        spread=Decimal(13),
        rank=1,
    )


def test_the_means_are_rounded_as_the_scheme_says():
    sheets = [sheet("A", new="10", use="1"), sheet("A", new="10", use="1")]
    sheets.append(sheet("A", new="12", use="1"))
    (place,) = engine.ranking(SCHEME | {"rounding": "ROUND_DOWN"}, sheets)
    assert [str(mean) for mean in place.criterion_means] == ["10.6666", "1.0000"]


def test_the_mean_of_a_criterion_is_of_the_sheets_that_gave_it():
    sheets = [sheet("A", new="10", use="30"), sheet("A", new="20")]
    (place,) = engine.ranking(SCHEME, sheets)
    assert place.criterion_means == (Decimal(15), Decimal(30))


def test_a_criterion_that_every_sheet_left_out_has_no_mean():
    (place,) = engine.ranking(SCHEME, [sheet("A", new="10")])
    assert place.criterion_means == (Decimal(10), None)


def test_what_was_never_compared_is_equally_strong():
    expected = dict.fromkeys("ABC", Decimal("0.333333333"))
    assert engine.strengths(["C", "A", "B"], []) == expected


def test_a_work_alone_has_all_the_strength():
    assert engine.strengths(["A"], []) == {"A": Decimal(1)}


def test_nobody_has_any_strength():
    assert engine.strengths([], []) == {}


def test_one_choice_of_two_is_one_and_a_half_wins_to_a_half():
    """Half a win each way is added: 1.5 of 2 and 0.5 of 2."""
    found = engine.strengths("BA", [("A", "B")])
    assert found == {"A": Decimal("0.75"), "B": Decimal("0.25")}


def test_every_choice_counts():
    found = engine.strengths("AB", [("A", "B"), ("A", "B"), ("B", "A")])
    assert found == {"A": Decimal("0.625"), "B": Decimal("0.375")}


FEW = [("A", "B"), ("A", "C"), ("B", "C"), ("B", "C"), ("D", "A"), ("A", "B")]
CHAIN = [("A", "B"), ("B", "C"), ("C", "D")] * 10  # far apart: many steps are walked


@pytest.mark.parametrize("choices", [FEW, CHAIN])
def test_the_strengths_are_the_likeliest(choices):
    """Of the likeliest, what each won is what it was to win: the sum of its chances in all pairs,
    with half a win each way in each of them.
    """
    found = engine.strengths("ABCD", choices)
    for code in "ABCD":
        won = sum(better == code for better, _other in choices) + Decimal("1.5")
        expected = Decimal(0)
        for other in set("ABCD") - {code}:
            met = sum({code, other} == set(choice) for choice in choices) + 1
            expected += met * found[code] / (found[code] + found[other])
        assert abs(won - expected) < Decimal("1e-7"), code


def test_strengths_have_nine_digits_and_are_one_together():
    found = engine.strengths("ABC", [("A", "B"), ("B", "C"), ("A", "C"), ("A", "C")])
    assert abs(sum(found.values()) - 1) < Decimal("1e-8")
    assert {len(value.as_tuple().digits) for value in found.values()} == {9}
