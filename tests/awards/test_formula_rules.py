"""The published formula, each rule alone, by numbers that are worked out by hand."""

from decimal import Decimal

import pytest

from awards import formula
from awards.formula import Line, Tier

SCHEME = {
    "vote_max": "20",
    "vote_formula": "share_of_highest",
    "decimals": 1,
    "rounding": "ROUND_HALF_UP",
    "pass_mark": "50",
    "tie_rules": ["council", "first_criterion", "votes"],
    "criteria": [{"pass_mark": "10"}, {"pass_mark": "0", "zero_disqualifies": True}],
}
PAIRS = SCHEME | {"vote_formula": "none", "tie_rules": ["votes", "pairs", "council"]}


def line(code: str, council: str = "60", **columns) -> Line:
    means = (Decimal(20), Decimal(20))
    return Line(
        **{"code": code, "field": 1, "council": Decimal(council), "votes": 0}
        | {"criterion_means": means}
        | columns
    )


def placed(scheme: dict, *lines: Line) -> list[tuple[str, int, str]]:
    """(code, rank, deciding rule) from the first line to the last."""
    found = formula.final_lines(list(lines), scheme)
    return [(one.code, one.rank, one.tie_rule) for one in found]


@pytest.mark.parametrize(
    ("votes", "highest", "points"),
    [(7, 7, "20.0"), (1, 3, "6.7"), (0, 7, "0.0"), (1, 16, "1.3"), (1, 1, "20.0")],
)
def test_vote_points_are_the_share_of_the_highest_rounded_once(votes, highest, points):
    assert str(formula.vote_points(votes, highest, SCHEME)) == points


def test_the_rounding_of_vote_points_is_the_schemes():
    assert formula.vote_points(1, 16, SCHEME | {"rounding": "ROUND_DOWN"}) == Decimal("1.2")


def test_the_digits_of_vote_points_are_the_schemes():
    assert formula.vote_points(1, 3, SCHEME | {"decimals": 3}) == Decimal("6.667")


def test_nobody_has_vote_points_where_nobody_has_a_vote():
    assert formula.vote_points(0, 0, SCHEME) == 0


def test_nobody_has_vote_points_where_there_is_no_public_vote():
    assert formula.vote_points(5, 5, SCHEME | {"vote_formula": "none"}) == 0


VOTED = [line("HS-1", votes=10), line("HS-2", votes=3), line("HS-3", votes=0)]


def instead(rule: str, *lines: Line) -> Decimal:
    """The vote points of a work that was kept out of the vote, beside these."""
    scheme = SCHEME | {"without_vote": rule}
    found = formula.final_lines([*lines, line("HS-9", votes=None)], scheme)
    return next(one.vote_points for one in found if one.code == "HS-9")


def test_a_work_kept_out_of_the_vote_gets_the_mean_of_the_others_rounded():
    assert instead("mean", *VOTED) == Decimal("8.7")


def test_another_one_kept_out_is_not_in_the_mean():
    assert instead("mean", *VOTED, line("HS-8", votes=None)) == Decimal("8.7")


def test_a_work_kept_out_of_the_vote_gets_nothing_where_the_rules_say_so():
    assert instead("nothing", *VOTED) == 0


def test_where_nothing_was_voted_on_there_is_no_mean():
    assert instead("mean") == 0


def test_a_work_kept_out_of_the_vote_has_no_votes_in_a_tie():
    scheme = SCHEME | {"tie_rules": ["votes"], "without_vote": "nothing", "vote_max": "0"}
    lines = [line("HS-1", votes=1), line("HS-2", votes=None), line("HS-3", votes=0)]
    assert placed(scheme, *lines) == [("HS-1", 1, ""), ("HS-2", 2, "votes"), ("HS-3", 2, "shared")]


@pytest.mark.parametrize(
    ("columns", "passed"),
    [
        ({"council": Decimal("50")}, True),
        ({"council": Decimal("49.99")}, False),
        ({"criterion_means": (Decimal(10), Decimal(1))}, True),
        ({"criterion_means": (Decimal("9.99"), Decimal(1))}, False),
        ({"criterion_means": (Decimal(10), Decimal(0))}, False),
        ({"criterion_means": (Decimal(10), None)}, True),
        ({"criterion_means": (None, Decimal(1))}, True),
        # What was left out is passed over; what stands behind it is still looked at.
        ({"criterion_means": (None, Decimal(0))}, False),
    ],
)
def test_a_work_passes_by_its_score_and_by_each_criterion(columns, passed):
    (found,) = formula.final_lines([line("A", **columns)], SCHEME)
    assert found.passed is passed


def test_nothing_of_a_criterion_passes_where_nothing_disqualifies():
    criteria = [{"pass_mark": "0"}, {"pass_mark": "0", "zero_disqualifies": False}]
    means = (Decimal(0), Decimal(0))
    scheme = SCHEME | {"criteria": criteria}
    (found,) = formula.final_lines([line("A", criterion_means=means)], scheme)
    assert found.passed is True


def test_a_criterion_between_nothing_and_one_is_not_nothing():
    means = (Decimal(10), Decimal("0.5"))
    (found,) = formula.final_lines([line("A", criterion_means=means)], SCHEME)
    assert found.passed is True


def test_a_work_without_a_mean_for_each_criterion_is_no_work_of_this_scheme():
    with pytest.raises(ValueError, match="zip"):
        formula.final_lines([line("A", criterion_means=(Decimal(20),))], SCHEME)


def test_the_final_score_is_council_and_vote_together():
    found = formula.final_lines([line("A", "60", votes=3), line("B", "75", votes=1)], SCHEME)
    assert [(one.code, one.vote_points, one.final) for one in found] == [
        ("B", Decimal("6.7"), Decimal("81.7")),
        ("A", Decimal("20.0"), Decimal("80.0")),
    ]


def test_the_first_line_has_no_tie_rule_whatever_it_had_before():
    assert placed(SCHEME, line("A", tie_rule="votes")) == [("A", 1, "")]


def test_no_works_make_no_lines():
    assert formula.final_lines([], SCHEME) == []


def test_equal_works_share_a_rank_and_the_next_rank_is_left_out():
    works = [line("C"), line("A", "70"), line("D"), line("B"), line("E", "55")]
    assert placed(SCHEME, *works) == [
        ("A", 1, ""),
        ("B", 2, ""),
        ("C", 2, "shared"),
        ("D", 2, "shared"),
        ("E", 5, ""),
    ]


def test_the_council_breaks_a_tie_of_final_scores():
    works = [line("A", "60", votes=2), line("B", "80"), line("C", "70", votes=1)]
    assert placed(SCHEME, *works) == [("B", 1, ""), ("C", 2, "council"), ("A", 3, "council")]


def test_the_first_criterion_breaks_what_the_council_leaves():
    works = [line("A"), line("B", criterion_means=(Decimal(21), Decimal(1)))]
    assert placed(SCHEME, *works) == [("B", 1, ""), ("A", 2, "first_criterion")]


def test_a_first_criterion_that_all_left_out_counts_as_nothing():
    least = line("A", criterion_means=(Decimal("0.5"), Decimal(1)))
    works = [line("B", criterion_means=(None, Decimal(1))), least]
    assert placed(SCHEME, *works) == [("A", 1, ""), ("B", 2, "first_criterion")]


def test_a_first_criterion_left_out_is_equal_to_nothing_given():
    nothing = line("A", criterion_means=(Decimal(0), Decimal(1)))
    works = [nothing, line("B", criterion_means=(None, Decimal(1)))]
    assert placed(SCHEME, *works) == [("A", 1, ""), ("B", 1, "shared")]


def test_votes_break_what_is_left_where_they_bear_no_points():
    scheme = SCHEME | {"vote_formula": "none"}
    works = [line("A", votes=1), line("B", votes=2)]
    assert placed(scheme, *works) == [("B", 1, ""), ("A", 2, "votes")]


def test_the_comparison_in_pairs_breaks_what_is_left_where_it_is_named():
    works = [line("A", strength=Decimal("0.2")), line("B", strength=Decimal("0.8"))]
    assert placed(PAIRS, *works) == [("B", 1, ""), ("A", 2, "pairs")]


def test_the_comparison_in_pairs_breaks_nothing_where_it_is_not_named():
    works = [line("A", strength=Decimal("0.2")), line("B", strength=Decimal("0.8"))]
    assert placed(SCHEME, *works) == [("A", 1, ""), ("B", 1, "shared")]


def test_the_rules_break_ties_in_the_schemes_order():
    first = line("A", votes=2, criterion_means=(Decimal(20), Decimal(1)))
    other = line("B", votes=1, criterion_means=(Decimal(21), Decimal(1)))
    by_votes = SCHEME | {"vote_formula": "none", "tie_rules": ["votes", "first_criterion"]}
    assert placed(by_votes, first, other) == [("A", 1, ""), ("B", 2, "votes")]


def test_a_rule_that_is_none_of_ours_breaks_nothing():
    scheme = SCHEME | {"tie_rules": ["shared", "lottery", "council"]}
    assert placed(scheme, line("A"), line("B")) == [("A", 1, ""), ("B", 1, "shared")]


def test_strengths_come_from_the_last_comparison_of_all_on_the_rank():
    works = [line("A"), line("B"), line("C", "70"), line("D", "70")]
    comparisons = [
        {"A": Decimal("0.1"), "B": Decimal("0.9")},
        {"C": Decimal("0.7"), "D": Decimal("0.3")},
        {"A": Decimal("0.6"), "B": Decimal("0.4")},
        {"A": Decimal("0.5"), "D": Decimal("0.5")},  # covers no rank
    ]
    found = formula.compared(works, PAIRS, comparisons)
    assert [(one.code, one.strength) for one in found] == [
        ("A", Decimal("0.6")),
        ("B", Decimal("0.4")),
        ("C", Decimal("0.7")),
        ("D", Decimal("0.3")),
    ]


def test_works_that_no_comparison_covers_keep_no_strength():
    (found,) = formula.compared([line("A", strength=Decimal(1))], PAIRS, [])
    assert found.strength == 0


def test_only_the_rules_before_the_comparison_say_who_stands_on_a_rank():
    """The first criterion, named after the comparison, does not part A from C; the votes, named
    before it, part B from both.
    """
    scheme = PAIRS | {"tie_rules": ["votes", "pairs", "first_criterion"]}
    more = (Decimal(30), Decimal(1))
    works = [line("A", votes=2), line("B", votes=1), line("C", votes=2, criterion_means=more)]
    whole = {"A": Decimal("0.6"), "C": Decimal("0.4")}
    part = {"A": Decimal("0.1"), "B": Decimal("0.9")}  # A alone would be covered by it
    found = formula.compared(works, scheme, [whole, part])
    assert [one.strength for one in found] == [Decimal("0.6"), Decimal("0.9"), Decimal("0.4")]


def test_a_scheme_without_the_comparison_leaves_the_lines_as_they_are():
    works = [line("A", strength=Decimal(1)), line("B")]
    assert formula.compared(works, SCHEME, [{"A": Decimal(0), "B": Decimal(1)}]) == works


def tied(*works: Line, tiers: list[Tier], scheme: dict = PAIRS) -> list[list[str]]:
    found = formula.ties_at_the_line(list(works), scheme, tiers)
    return [[one.code for one in group] for group in found]


def test_equals_of_whom_one_alone_can_win_are_a_tie():
    assert tied(line("A"), line("B"), tiers=[Tier(1, 1)]) == [["A", "B"]]


def test_equals_who_all_win_the_same_are_no_tie():
    assert tied(line("A"), line("B"), tiers=[Tier(1, 2)]) == []


def test_equals_below_the_last_prize_are_no_tie():
    works = [line("A", "70"), line("B"), line("C")]
    assert tied(*works, tiers=[Tier(1, 1)]) == []


def test_of_equals_in_two_fields_the_cap_of_the_field_makes_a_tie():
    works = [line("A"), line("B"), line("C", field=2)]
    assert tied(*works, tiers=[Tier(1, 3, cap=1)]) == [["A", "B", "C"]]


def test_who_was_compared_is_no_tie_any_more():
    works = [line("A", strength=Decimal("0.5")), line("B", strength=Decimal("0.5"))]
    assert tied(*works, tiers=[Tier(1, 1)]) == []


def test_who_failed_is_in_no_tie():
    assert tied(line("A", "40"), line("B", "40"), tiers=[Tier(1, 1)]) == []


def test_who_failed_is_in_no_tie_with_equals_who_passed():
    means = (Decimal(9), Decimal(20))
    works = [line("A"), line("B", criterion_means=means), line("C")]
    assert tied(*works, tiers=[Tier(1, 1)]) == [["A", "C"]]


def test_a_rule_after_the_comparison_does_not_untie():
    scheme = PAIRS | {"tie_rules": ["pairs", "votes"]}
    works = [line("A", votes=2), line("B", votes=1)]
    assert tied(*works, tiers=[Tier(1, 1)], scheme=scheme) == [["A", "B"]]


def test_a_rule_before_the_comparison_unties():
    assert tied(line("A", votes=2), line("B", votes=1), tiers=[Tier(1, 1)]) == []


def test_a_scheme_without_the_comparison_has_no_ties_to_break():
    assert tied(line("A"), line("B"), tiers=[Tier(1, 1)], scheme=SCHEME) == []


def test_every_tie_is_told_from_the_highest_down():
    works = [line("D"), line("C"), line("B", "70"), line("A", "70"), line("E", "65")]
    tiers = [Tier(1, 1), Tier(2, 2), Tier(3, 1)]
    assert tied(*works, tiers=tiers) == [["A", "B"], ["C", "D"]]


def test_a_tie_of_others_does_not_make_one_of_ours():
    """C and D share the second prize whoever of A and B stands first: both of those win it."""
    works = [line("A", "70"), line("B", "70"), line("C"), line("D")]
    assert tied(*works, tiers=[Tier(1, 2), Tier(2, 2)]) == []


def ranked(*ranks: int, **columns) -> list[Line]:
    codes = "ABCDEFGH"
    return [
        line(code, rank=rank, final=Decimal(100 - rank), **columns)
        for code, rank in zip(codes, ranks, strict=False)
    ]


def test_prizes_go_from_the_highest_rank_down():
    tiers = [Tier(7, 1), Tier(8, 2)]
    assert formula.propose_prizes(ranked(1, 2, 3, 4), tiers) == {"A": 7, "B": 8, "C": 8}


def test_a_shared_rank_that_does_not_fit_goes_on_whole_and_leaves_the_place_empty():
    tiers = [Tier(7, 2), Tier(8, 2)]
    assert formula.propose_prizes(ranked(1, 2, 2, 4), tiers) == {"A": 7, "B": 8, "C": 8}


def test_a_shared_rank_that_fits_wins_together():
    assert formula.propose_prizes(ranked(1, 1, 3), [Tier(7, 2)]) == {"A": 7, "B": 7}


def test_a_full_fields_next_work_goes_on_alone():
    lines = ranked(1, 2, 3)
    lines[2] = formula.replace(lines[2], field=2)
    tiers = [Tier(7, 2, cap=1), Tier(8, 1)]
    assert formula.propose_prizes(lines, tiers) == {"A": 7, "C": 7, "B": 8}


def test_the_cap_counts_each_field_by_itself_over_the_whole_tier():
    lines = ranked(1, 2, 3, 4, 5)
    for place in (1, 3):
        lines[place] = formula.replace(lines[place], field=2)
    assert formula.propose_prizes(lines, [Tier(7, 5, cap=2)]) == {"A": 7, "B": 7, "C": 7, "D": 7}


def test_who_failed_wins_nothing_and_keeps_no_place():
    lines = ranked(1, 2)
    lines[0] = formula.replace(lines[0], passed=False)
    assert formula.propose_prizes(lines, [Tier(7, 1)]) == {"B": 7}


def test_below_the_least_score_of_a_tier_nobody_wins_it():
    tiers = [Tier(7, 3, minimum=Decimal(98)), Tier(8, 1)]
    assert formula.propose_prizes(ranked(1, 2, 3), tiers) == {"A": 7, "B": 7, "C": 8}
