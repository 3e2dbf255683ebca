"""Each rule of the page of proofs beside that of the script, on invented contests that meet what
few real ones do: halves, extremes, pass marks, ties of every kind, caps and tiers with a minimum.
"""

import json
from decimal import Context, Decimal
from random import Random

import pytest

from awards.bundle import verify_bundle
from tests.awards.recounting import ran

CONTESTS = 150
NUMBERS = 600
ROUNDINGS = ["ROUND_HALF_UP", "ROUND_HALF_EVEN"]
TIES = ["council", "first_criterion", "votes", "pairs", "shared"]


def a_number(rng: Random) -> str:
    digits = str(rng.randrange(1, 10 ** rng.choice([1, 2, 4, 9, 20])))
    places = rng.choice([0, 1, 2, 4])
    padded = digits.zfill(places + 1)
    return f"{padded[:-places]}.{padded[-places:]}" if places else digits


def a_pair_of_numbers(rng: Random) -> list:
    """Often one whose quotient is a half at its last place."""
    places = rng.choice([0, 1, 2, 4])
    if rng.random() < 0.4:
        half = Decimal(rng.randrange(2000) * 2 + 1).scaleb(-places - 1) * 5
        divisor = rng.choice([1, 2, 4, 8])
        return [format(half * divisor, "f"), str(divisor), places, rng.choice(ROUNDINGS)]
    return [a_number(rng), a_number(rng), places, rng.choice(ROUNDINGS)]


def a_contest(rng: Random) -> dict:
    """Few different points, so that many entries are equal."""
    codes = [f"HS-{number}" for number in range(rng.randrange(2, 7))]
    criteria = [
        {
            "key": str(number),
            "max": "20.00",
            "pass_mark": rng.choice(["0.00", "0.00", "8.00"]),
            "zero_disqualifies": rng.random() < 0.3,
        }
        for number in range(1, rng.randrange(2, 4))
    ]
    scheme = {
        "criteria": criteria,
        "aggregate": rng.choice(["mean", "median"]),
        "drop_extremes_from": rng.choice([0, 0, 3, 5]),
        "decimals": rng.choice([0, 1, 2]),
        "council_decimals": rng.choice([0, 1, 2]),
        "rounding": rng.choice(ROUNDINGS),
        "vote_formula": rng.choice(["share_of_highest", "share_of_highest", "none"]),
        "vote_max": "20.00",
        "without_vote": rng.choice(["mean", "nothing"]),
        "pass_mark": rng.choice(["0.00", "15.00"]),
        "tie_rules": rng.sample(TIES, rng.randrange(len(TIES))),
    }
    sheets = {
        code: [_points(rng, criteria) for _judge in range(rng.randrange(1, 6))] for code in codes
    }
    entries = [
        {"code": code, "field": rng.randrange(2), "votes": rng.choice([None, 0, 3, 7, 7])}
        for code in codes
    ]
    tiers = [
        {
            "key": key,
            "name": f"Giải {key}",
            "count": rng.randrange(1, 3),
            "cap": rng.choice([None, 1]),
            "minimum": rng.choice(["0.00", "20.00"]),
        }
        for key in (1, 2, 3)
    ]
    choices = [rng.sample(codes, 2) for _choice in range(rng.randrange(6))]
    return {
        "scheme": scheme,
        "sheets": sheets,
        "entries": entries,
        "tiers": tiers,
        "choices": choices,
    }


def _points(rng: Random, criteria: list[dict]) -> dict[str, str]:
    """Now and then a criterion is left out."""
    given = {row["key"]: rng.choice(["0", "7.25", "7.5", "12", "12.5"]) for row in criteria}
    if len(given) > 1 and rng.random() < 0.2:
        del given[rng.choice(list(given))]
    return given


def by_script(contest: dict) -> list[list]:
    scheme = contest["scheme"]
    strengths = verify_bundle.strengths_of(sorted(contest["sheets"]), contest["choices"])
    entries = [
        verify_bundle.scores_of(contest["sheets"][entry["code"]], scheme) | entry
        for entry in contest["entries"]
    ]
    lines = verify_bundle.final_lines(entries, scheme, [{"strengths": strengths}])
    prizes = verify_bundle.prizes_of(lines, contest["tiers"])
    text = verify_bundle.decimal_text
    return [
        [
            line["code"],
            line["rank"],
            *(text(line[key]) for key in ("council", "vote_points", "final")),
            line["passed"],
            prizes.get(line["code"]),
        ]
        for line in lines
    ]


def by_python(pair: list) -> list[str]:
    left, right = Decimal(pair[0]), Decimal(pair[1])
    share = left / right
    results = [left + right, left - right, left * right, share]
    rounded = verify_bundle.rounded(share, pair[2], pair[3])
    text = verify_bundle.decimal_text
    return [*map(text, results), str(Context(prec=9).plus(share)), text(rounded)]


@pytest.fixture(scope="module")
def compared() -> tuple[dict, dict]:
    """What was asked, and what the page makes of it."""
    rng = Random(11)
    asked = {
        "numbers": [a_pair_of_numbers(rng) for _number in range(NUMBERS)],
        "contests": [a_contest(rng) for _contest in range(CONTESTS)],
    }
    return asked, json.loads(ran("recount_rules.mjs", json.dumps(asked)))


def test_numbers_are_those_of_python(compared):
    asked, told = compared
    assert told["numbers"] == [by_python(pair) for pair in asked["numbers"]]


def test_every_rule_gives_the_same(compared):
    asked, told = compared
    for contest, lines in zip(asked["contests"], told["contests"], strict=True):
        assert lines == by_script(contest), contest


def test_the_contests_meet_every_rule(compared):
    """Shared ranks, entries that did not pass, and tiers that stay empty are all there."""
    told = [line for lines in compared[1]["contests"] for line in lines]
    ranks = [[line[1] for line in lines] for lines in compared[1]["contests"]]
    assert any(len(set(each)) < len(each) for each in ranks)
    assert {line[5] for line in told} == {True, False}
    assert {line[6] for line in told} == {None, 1, 2, 3}
