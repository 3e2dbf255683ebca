"""The formula at the edges that random editions seldom reach."""

from decimal import Decimal

import pytest

from awards.formula import MOST_COMPARED, Line, Tier, ties_at_the_line

SCHEME = {
    "vote_max": "0",
    "vote_formula": "none",
    "decimals": 2,
    "rounding": "ROUND_HALF_UP",
    "pass_mark": "0",
    "tie_rules": ["pairs"],
    "criteria": [],
}


@pytest.mark.parametrize(
    ("equals", "groups"), [(1, 0), (2, 1), (MOST_COMPARED, 1), (MOST_COMPARED + 1, 0)]
)
def test_as_many_as_people_can_compare_in_pairs_are_a_tie(equals, groups):
    lines = [
        Line(code=f"HS-{number:02}", field=1, council=Decimal(70), criterion_means=(), votes=0)
        for number in range(equals)
    ]
    assert len(ties_at_the_line(lines, SCHEME, [Tier(key=1, count=1)])) == groups
