"""The page of receipts looks a code up and computes the root by itself, as the server does."""

import json

import pytest

from foundation.ledger import chain
from tests.awards.recounting import ran
from voting import receipts

RECEIPTS = [chain.digest_of(number) for number in range(9)]
FATES = ["counted"] * 6 + ["set_aside", "taken_back", "counted"]
ROWS = sorted(zip(RECEIPTS, FATES, strict=True))
COUNTED = [receipt for receipt, fate in ROWS if fate == "counted"]
ROOT = chain.merkle_root(COUNTED)


def a_file(rows=ROWS, root: str = ROOT) -> str:
    lines = [{"root": root}, *map(list, rows)]
    return "".join(f"{chain.canonical(line)}\n" for line in lines)


def said(*cases: tuple[str | None, str]) -> list[list[str]]:
    """What the page says to each (file, what is typed)."""
    asked = {"root": ROOT, "cases": [{"file": file, "typed": typed} for file, typed in cases]}
    told = json.loads(ran("receipts.mjs", json.dumps(asked)))
    assert not any(one["hidden"] for one in told)
    return [one["lines"] for one in told]


def of_fate(fate: str) -> str:
    return next(receipt for receipt, each in ROWS if each == fate)


def test_each_fate_is_told_and_the_list_is_whole():
    typed = [(a_file(), of_fate(fate)) for fate in ("counted", "set_aside", "taken_back")]
    assert said(*typed) == [["counted", "whole"], ["setAside", "whole"], ["takenBack", "whole"]]


def test_a_code_is_found_however_it_is_written():
    code = COUNTED[0]
    ways = [receipts.short(code), f" {code[:12].upper()} ", "–".join([code[:6], code[6:14]])]
    assert said(*[(a_file(), way) for way in ways]) == [["counted", "whole"]] * 3


@pytest.mark.parametrize("typed", ["0" * 64, "abc", "<script>", RECEIPTS[0][:11]])
def test_what_is_no_code_of_the_list_is_told(typed):
    assert said((a_file(), typed)) == [["unknown", "whole"]]


def test_nothing_typed_only_the_list_is_judged():
    assert said((a_file(), " ")) == [["whole"]]


CHANGED = {
    "a ballot is gone": a_file([row for row in ROWS if row[0] != COUNTED[2]]),
    "one more": a_file(sorted([*ROWS, ("f" * 64, "counted")])),
    "twice": a_file(sorted([*ROWS, (COUNTED[0], "counted")])),
    "set aside counts": a_file([(receipt, "counted") for receipt, _fate in ROWS]),
    "another digit": a_file(
        [(f"0{ROWS[0][0][1:]}" if not at else row[0], row[1]) for at, row in enumerate(ROWS)]
    ),
    "another root is told": a_file(root="0" * 64),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_list_that_was_changed_does_not_fit(what):
    assert said((CHANGED[what], "")) == [["broken"]]


def test_the_order_of_the_lines_says_nothing():
    assert said((a_file(ROWS[::-1]), COUNTED[0])) == [["counted", "whole"]]


@pytest.mark.parametrize("file", ["", "x", "[]\n[1]", '{"root": "1"}\n["a", "b", "c"]', "null"])
def test_what_is_no_such_file_is_told(file):
    assert said((file, "")) == [["unreadable"]]


def test_without_a_file_nothing_is_said():
    assert said((None, COUNTED[0])) == [[]]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7, 8, 33])
def test_the_root_is_that_of_the_ledger(number):
    codes = sorted(chain.digest_of(["of many", each]) for each in range(number))
    root = chain.merkle_root(codes)
    asked = {"root": root, "cases": [{"file": a_file([(c, "counted") for c in codes], root)}]}
    asked["cases"][0]["typed"] = ""
    (told,) = json.loads(ran("receipts.mjs", json.dumps(asked)))
    assert told["lines"] == ["whole"]
