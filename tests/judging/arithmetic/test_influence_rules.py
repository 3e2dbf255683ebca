"""Which prizes hang on one judge: against the whole ranking, computed anew without the judge."""

from random import Random

import pytest

from judging.arithmetic import engine
from judging.arithmetic.influence import Influence

SCHEME = {
    "criteria": [{"key": "a", "max": "10"}, {"key": "b", "max": "10"}],
    "rounding": "ROUND_HALF_UP",
    "council_decimals": 2,
    "aggregate": "mean",
    "drop_extremes_from": 0,
}


def sheet(code, judge, points) -> dict:
    return {"code": code, "judge": judge, "points": {"a": str(points), "b": "5"}}


def winners(scheme, sheets, prizes) -> set[str]:
    return {place.code for place in engine.ranking(scheme, sheets) if place.rank <= prizes}


def drawn(seed: int, most: int = 10) -> list[dict]:
    """Some thirty entries, three to five sheets each, of eight judges; many ties."""
    rng = Random(seed)
    return [
        sheet(f"E{number:02d}", judge, rng.randint(0, most))
        for number in range(30)
        for judge in rng.sample(range(8), rng.randint(1, 5))
    ]


@pytest.mark.parametrize("prizes", [0, 1, 3, 10, 29, 30, 50])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "rules",
    [{}, {"aggregate": "median"}, {"drop_extremes_from": 4}, {"council_decimals": 0}],
    ids=["mean", "median", "without extremes", "whole points"],
)
def test_as_the_ranking_without_the_judge(seed, prizes, rules):
    scheme = SCHEME | rules
    sheets = drawn(seed, most=4 if rules else 10)
    influence = Influence(scheme, sheets, prizes)
    full = winners(scheme, sheets, prizes)
    assert influence.winners == full
    for judge in range(8):
        others = [one for one in sheets if one["judge"] != judge]
        expected = sorted(full ^ winners(scheme, others, prizes))
        assert influence.changed_without(judge) == expected


def test_some_judge_of_these_decides_a_prize():
    influence = Influence(SCHEME, drawn(0), 3)
    assert any(influence.changed_without(judge) for judge in range(8))


def test_and_some_judge_decides_none():
    influence = Influence(SCHEME, drawn(0), 30)
    assert not all(influence.changed_without(judge) for judge in range(8))


def test_what_only_this_judge_scored_is_no_longer_ranked():
    sheets = [sheet("A", 1, 9), sheet("B", 2, 5), sheet("C", 2, 4)]
    assert Influence(SCHEME, sheets, 1).changed_without(1) == ["A", "B"]


def test_equals_at_the_line_all_win():
    sheets = [sheet("A", 1, 9), sheet("B", 2, 5), sheet("C", 3, 5), sheet("D", 3, 2)]
    assert Influence(SCHEME, sheets, 2).winners == {"A", "B", "C"}


def test_without_a_sheet_nobody_wins():
    assert Influence(SCHEME, [], 3).winners == set()


def test_of_a_judge_without_sheets_nothing_hangs():
    assert Influence(SCHEME, [sheet("A", 1, 9)], 1).changed_without(7) == []


def test_without_the_only_judge_nobody_is_left():
    assert Influence(SCHEME, [sheet("A", 1, 9)], 1).changed_without(1) == ["A"]
