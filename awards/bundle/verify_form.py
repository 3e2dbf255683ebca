"""Check the form of an exported result: python3 verify_form.py FOLDER

Needs Python 3.11 or later and nothing else. It checks that every file is written as the
export writes it: all that belongs there and nothing else, each value of its kind, once,
and in one spelling. What the values say is checked by the other scripts, which need not
ask then whether 1 was true, or whether a key stood twice. It prints the first thing
that does not fit, and ends with 1.
"""

import json
import sys
from pathlib import Path
from typing import Any

# A shape says which kind a value is of: a type alone (never another one that is equal
# to it: true is no 1, and 0.0 is no 0); [shape] is a list of any length; (shape, …) is
# a list of these; {str: shape} has keys of any name, {"name": shape, …} these alone;
# `object` is anything, where a digest in the ledger covers its very text.
Shape = Any
NUMBER_OR_NONE = frozenset({int, type(None)})  # one of these types
PAIR = (str, str)

LINE = {
    "number": int,
    "verb": str,
    "payload": object,
    "at": str,
    "previous": str,
    "digest": str,
}
LINE_OF_SOMEBODY = LINE | {"who": str}  # H(nonce, person); earlier lines have none
SHEET = {
    "round": int,
    "assignment": int,
    "judge": int,
    "code": str,
    "points": {str: str},
    "comment": str,
    "remark": str,
    "nonce": str,
}
WORDS = ("comment", "remark", "nonce")  # a digest stands for them where all may read it
SHEET_WITHOUT_WORDS = {key: kind for key, kind in SHEET.items() if key not in WORDS}
SHEET_WITHOUT_WORDS |= {"digest": str}
RANKING = {"round": int, "scheme": object, "places": [(int, str, str)]}
PROMOTED = {"fields": {str: int}, "promoted": [(str, bool, bool, str)]}
RANKING_THAT_PROMOTES = RANKING | PROMOTED
COMPARISON = {
    "number": int,
    "ballots": [(int, [PAIR], str)],
    "left_out": [(int, str)],
    "strengths": {str: str},
}
LOTTERY = {
    "number": int,
    "round": int,
    "most_percent": int,
    "chances": [(int, str, int)],
    "commitment": str,
    "source": str,
    "secret": str,
    "public_number": str,
    "plan": [(int, str)],
}
TIER = {"key": int, "name": str, "count": int, "cap": NUMBER_OR_NONE, "minimum": str}
ENTRY = {
    "code": str,
    "field": int,
    "votes": NUMBER_OR_NONE,
    "result_code": str,
    "nonce": str,
}
STANDING = {
    "tally": str,
    "votes": {"rows": [(str, int)], "set_aside": int, "root": str},
    "tiers": [TIER],
    "entries": [ENTRY],
}
RESULT = {
    "rank": int,
    "code": str,
    "council": str,
    "votes": NUMBER_OR_NONE,
    "vote_points": str,
    "final": str,
    "prize": str,
}
# Of each file of lines: the shape of a line.
LINES: dict[str, Shape] = {
    "ledger.jsonl": LINE,
    "ballots.jsonl": (str, str, int, int, bool),
    "result.json": RESULT,
}
VALUES: dict[str, Shape] = {
    "sheets.json": [object],  # check_sheets knows more of them
    "manifest.json": {"files": {str: str}, "digest": str},
    "heads.json": {"length": int, "head": str, "published": [(int, str)]},
    "comparisons.json": [COMPARISON],
    "lotteries.json": [LOTTERY],
    "pairs.json": [(int, [str])],
    "standing.json": STANDING,
}


class Fault(Exception):
    """The first thing that does not fit."""


def need(holds: object, fault: str) -> None:
    if not holds:
        raise Fault(fault)


def fits(value: object, shape: Shape) -> bool:
    if shape is object:
        return True
    if isinstance(shape, type):
        return type(value) is shape
    if isinstance(shape, frozenset):
        return type(value) in shape
    if isinstance(shape, dict):
        return type(value) is dict and _has(value, shape)
    if type(value) is not list:
        return False
    if isinstance(shape, list):
        return all(fits(each, shape[0]) for each in value)
    return len(value) == len(shape) and all(map(fits, value, shape))


def _has(value: dict, shape: dict) -> bool:
    """Whether the object has these keys, each with what belongs to it."""
    if str in shape:
        return all(fits(each, shape[str]) for each in value.values())
    same_keys = value.keys() == shape.keys()
    return same_keys and all(fits(value[key], shape[key]) for key in shape)


# Rule: a line is JSON with sorted keys and no spaces, and ends with a line feed; any
# other file is one value with sorted keys, each line indented by one more space.
def check_lines(path: Path, shape: Shape) -> None:
    style: dict = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), 1):
        text = line.decode()
        value = json.loads(text)
        what = f"{path.name}, line {number}"
        is_so = fits(value, shape) or (shape is LINE and fits(value, LINE_OF_SOMEBODY))
        need(is_so, f"{what}: missing, added, or of another kind")
        need(text == json.dumps(value, **style) + "\n", f"{what}: in another writing")


def value_of(path: Path) -> Any:
    """The one value of a file, which is written as the export writes it."""
    text = path.read_bytes().decode()
    value = json.loads(text)
    style: dict = {"sort_keys": True, "indent": 1, "ensure_ascii": False}
    need(text == json.dumps(value, **style) + "\n", f"{path.name}: in another writing")
    return value


def check_value(path: Path, shape: Shape) -> None:
    is_so = fits(value_of(path), shape)
    need(is_so, f"{path.name}: missing, added, or of another kind")


# Rule: sheets are there with the words of their judges, or all of them without.
def check_sheets(path: Path) -> None:
    sheets = value_of(path)
    is_so = fits(sheets, [SHEET]) or fits(sheets, [SHEET_WITHOUT_WORDS])
    need(is_so, f"{path.name}: missing, added, or of another kind")


# Rule: a round of which entries went on says which, and of which field each entry was.
def check_rankings(path: Path) -> None:
    rankings = value_of(path)
    need(type(rankings) is list and rankings, f"{path.name}: there is no ranking")
    for number, ranking in enumerate(rankings, start=1):
        is_last = number == len(rankings)
        shape = RANKING if is_last else RANKING_THAT_PROMOTES
        is_so = fits(ranking, shape)
        need(is_so, f"{path.name}, {number}: missing, added, or of another kind")


def verify(folder: Path) -> None:
    """Raises Fault."""
    try:
        for name, shape in LINES.items():
            check_lines(folder / name, shape)
        for name, shape in VALUES.items():
            check_value(folder / name, shape)
        check_sheets(folder / "sheets.json")
        check_rankings(folder / "rankings.json")
    except (OSError, ValueError, RecursionError) as error:
        raise Fault(f"cannot be read: {error!r}") from error


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    try:
        verify(Path(sys.argv[1]))
    except Fault as fault:
        sys.stdout.write(f"NOT IN ORDER: {fault}\n")
        return 1
    sys.stdout.write("IN ORDER\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
