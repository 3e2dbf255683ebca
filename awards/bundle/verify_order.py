"""Check files and order of an exported result: python3 verify_order.py FOLDER

FOLDER is the exported result, of which verify_form.py has found the form in order.
Needs Python 3.11 or later and nothing else. It checks that the result has its files and
no other, and that every list whose order means nothing stands in the one order in which
it is exported. It prints the first thing that does not fit, and ends with 1.
"""

import json
import sys
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

FILES = {f"{name}.json" for name in ("heads", "rankings", "sheets", "comparisons")}
FILES |= {f"{name}.json" for name in ("lotteries", "pairs", "standing", "result")}
FILES |= {"ledger.jsonl", "ballots.jsonl"}


class Fault(Exception):
    """The first thing that does not fit."""


def need(holds: object, fault: str) -> None:
    if not holds:
        raise Fault(fault)


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


# Rule: the manifest names these files and no other; there is nothing else but it, and
# the scripts, which verify_bundle.py knows.
def check_files(folder: Path) -> None:
    named = read(folder, "manifest.json")["files"].keys()
    need(named == FILES, "manifest.json: names other files than belong to a result")
    for path in sorted(folder.iterdir()):
        need(path.is_file(), f"{path.name}: does not belong here")


# Rule: sheets stand by round, code and judge; rankings by round; lotteries by number;
# entries of the standing by code. None of them stands twice.
def check_order(what: str, values: list, key_of: Callable[[dict], Any]) -> None:
    keys = [key_of(value) for value in values]
    need(keys == sorted(set(keys)), f"{what}: in another order")


# Rule: of several comparisons the last one counts; they stand as they were closed.
def check_comparisons(folder: Path) -> None:
    closed = []
    with (folder / "ledger.jsonl").open(encoding="utf-8") as lines:
        for event in map(json.loads, lines):
            if event["verb"] == "comparison.closed":
                closed.append(event["payload"]["comparison"])
    given = [comparison["number"] for comparison in read(folder, "comparisons.json")]
    in_order = [number for number in closed if number in given]
    need(given == in_order, "comparisons.json: in another order")


def verify(folder: Path) -> None:
    """Raises Fault."""
    try:
        check_files(folder)
        sheets = read(folder, "sheets.json")
        check_order("sheets.json", sheets, itemgetter("round", "code", "judge"))
        rankings = read(folder, "rankings.json")
        check_order("rankings.json", rankings, itemgetter("round"))
        lotteries = read(folder, "lotteries.json")
        check_order("lotteries.json", lotteries, itemgetter("number"))
        entries = read(folder, "standing.json")["entries"]
        check_order("standing.json, entries", entries, itemgetter("code"))
        check_comparisons(folder)
    except (OSError, LookupError, AttributeError, ValueError, TypeError) as error:
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
