"""Check whose votes are whose in an exported result: python3 verify_pairs.py FOLDER

FOLDER is the exported result, which verify_bundle.py has found in order. Needs Python
3.11 or later and nothing else. It checks that each entry's code in the count was bound
to its code in the judging before anybody voted. It prints how many are, or the first
thing that does not fit, and ends with 1.
"""

import hashlib
import json
import sys
from pathlib import Path

USED_VERBS = {"entry.sealed", "pairs.bound", "ballots.noted", "tally.closed"}


class Fault(Exception):
    """The first thing that does not fit."""


def need(holds: object, fault: str) -> None:
    if not holds:
        raise Fault(fault)


def digest_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# Rule: the root is that of RFC 9162: a leaf is H(0, text), a node is H(1, left, right).
def merkle_root(leaves: list[str]) -> str:
    level = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        above = []
        for place in range(0, len(level), 2):
            pair = level[place : place + 2]
            node = hashlib.sha256(b"\1" + b"".join(pair)).digest()
            above.append(node if len(pair) == 2 else pair[0])
        level = above
    return level[0].hex() if level else hashlib.sha256(b"").hexdigest()


def events_of(folder: Path) -> list[dict]:
    """The lines of the ledger that the pairs rest on, in order."""
    with (folder / "ledger.jsonl").open(encoding="utf-8") as lines:
        events = map(json.loads, lines)
        return [event for event in events if event["verb"] in USED_VERBS]


def numbers_of(events: list[dict], verb: str) -> list[int]:
    return [event["number"] for event in events if event["verb"] == verb]


# Rule: before the vote the ledger takes a root over H(code, result code, nonce) of
# every sealed copy, and another one when copies were sealed later. A root stands over
# the pairs of all roots before it and those that are new: as many as copies were sealed
# until then, so that nobody's pair is kept back until the votes are known.
def check_roots(bound: list, events: list[dict]) -> dict[str, int]:
    """{a pair: the line of the ledger that bound it}"""
    roots = [event for event in events if event["verb"] == "pairs.bound"]
    numbers = [event["number"] for event in roots]
    need(numbers == [number for number, _new in bound], "pairs: not those of the roots")
    sealed = []
    for event in events:
        if event["verb"] != "entry.sealed":
            continue
        if event["payload"].keys() & {"codes", "pair"}:
            sealed.append(event["number"])
    line_of: dict[str, int] = {}
    for (number, new), event in zip(bound, roots, strict=True):
        fault = f"pairs of ledger line {number}: one is changed, missing or added"
        need(new == sorted(set(new) - line_of.keys()), fault)
        line_of |= dict.fromkeys(new, number)
        told = {"count": len(line_of), "root": merkle_root(sorted(line_of))}
        need(told == event["payload"], fault)
        until_then = [line for line in sealed if line < number]
        as_many = len(line_of) == len(until_then)
        need(as_many, f"ledger line {number}: other pairs than sealed")
    return line_of


# Rule: the first root stands before the first ballot, and no entry has votes whose pair
# was bound after the count. Pairs that are older than roots stand in the lines of the
# sealings themselves.
def check_entries(entries: list[dict], events: list[dict], line_of: dict) -> None:
    lines = dict(line_of)
    for event in events:
        if event["verb"] == "entry.sealed" and "pair" in event["payload"]:
            lines[event["payload"]["pair"]] = event["number"]
    first_ballots = min(numbers_of(events, "ballots.noted"), default=None)
    end = min(numbers_of(events, "tally.closed"), default=None)
    if first_ballots is not None:
        first = min(lines.values(), default=first_ballots)
        need(first < first_ballots, "pairs: bound only after the first ballot")
    for row in entries:
        code = row["code"]
        number = lines.get(digest_of([code, row["result_code"], row["nonce"]]))
        need(number is not None, f"standing: the codes of {code} are exchanged")
        is_late = end is not None and number is not None and number > end
        need(not (is_late and row["votes"]), f"standing: {code} was bound too late")


def verify(folder: Path) -> int:
    """How many entries' codes were bound. Raises Fault."""
    try:
        standing = json.loads((folder / "standing.json").read_text(encoding="utf-8"))
        bound = json.loads((folder / "pairs.json").read_text(encoding="utf-8"))
        events = events_of(folder)
        check_entries(standing["entries"], events, check_roots(bound, events))
    except (LookupError, AttributeError, ValueError, TypeError, OSError) as error:
        raise Fault(f"cannot be read: {error!r}") from error
    return len(standing["entries"])


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    try:
        number = verify(Path(sys.argv[1]))
    except Fault as fault:
        sys.stdout.write(f"NOT IN ORDER: {fault}\n")
        return 1
    sys.stdout.write(f"{number} pairs\nIN ORDER\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
