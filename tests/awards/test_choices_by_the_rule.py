"""What an inspector's script says of choices that the rule of the ballots does not allow."""

import json

import pytest

from awards.bundle import verify_choices
from awards.bundle.verify_choices import Choice, Fault

FIELDS = {"KQ-1": 1, "KQ-2": 1, "KQ-3": 2}


def choice(code: str, voter: int, *, is_aside: bool = False) -> Choice:
    return (f"{code}{voter}", code, "1f", is_aside, voter)


@pytest.fixture
def check(tmp_path):
    """The check of choices under a rule."""
    entries = [{"result_code": code, "field": field} for code, field in FIELDS.items()]
    (tmp_path / "standing.json").write_text(json.dumps({"entries": entries}))

    def checked(choices: list[Choice], rule: str = "works", number: int | None = None) -> None:
        ballots = {"rule": rule, "number": number, "voters": "any"}
        rankings = [{"scheme": {}}, {"scheme": {"ballots": ballots}}]
        (tmp_path / "rankings.json").write_text(json.dumps(rankings))
        verify_choices.check_rule(tmp_path, choices)

    return checked


def test_two_votes_for_a_work(check):
    with pytest.raises(Fault, match="voter 7: voted twice for a work"):
        check([choice("KQ-1", 7), choice("KQ-1", 7)])


def test_two_people_for_a_work(check):
    check([choice("KQ-1", 7), choice("KQ-1", 8)])


def test_two_votes_in_a_field(check):
    with pytest.raises(Fault, match="twice in a field"):
        check([choice("KQ-1", 7), choice("KQ-2", 7)], "fields")


def test_a_vote_in_each_field(check):
    check([choice("KQ-1", 7), choice("KQ-3", 7), choice("KQ-2", 8)], "fields")


@pytest.mark.parametrize("rule", ["works", "picks"])
def test_too_many(check, rule):
    with pytest.raises(Fault, match="too many"):
        check([choice("KQ-1", 7), choice("KQ-2", 7), choice("KQ-3", 7)], rule, 2)


def test_one_for_a_work_that_left_is_not_too_many(check):
    check([choice("KQ-1", 7), choice("KQ-2", 7), choice("KQ-gone", 7)], "works", 2)


def test_too_few_that_count(check):
    with pytest.raises(Fault, match="too few"):
        check([choice("KQ-1", 7)], "picks", 2)


def test_too_few_that_stand_aside(check):
    check([choice("KQ-1", 7, is_aside=True)], "picks", 2)


def test_one_for_a_work_that_left_makes_enough(check):
    check([choice("KQ-1", 7), choice("KQ-gone", 7)], "picks", 2)


def test_a_scheme_from_before_there_were_rules(check, tmp_path):
    (tmp_path / "rankings.json").write_text(json.dumps([{"scheme": {}}]))
    verify_choices.check_rule(tmp_path, [choice("KQ-1", 7), choice("KQ-2", 7)])
