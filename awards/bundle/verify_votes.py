"""Check the vote of an exported result: python3 verify_votes.py FOLDER

FOLDER is the exported result, which verify_bundle.py has found in order. Needs Python
3.11 or later and nothing else. It checks that every ballot is one that was noted in the
ledger while the vote ran, that those that count are the ones that were counted, and
that each entry has the votes of its code. It prints the votes, or the first thing that
does not fit, and ends with 1. Whose code it is: verify_pairs.py. The choices behind the
ballots are handed to an inspector alone: verify_choices.py.
"""

import hashlib
import json
import sys
from pathlib import Path

USED_VERBS = {"ballots.noted", "tally.closed"}


class Fault(Exception):
    """The first thing that does not fit."""


def need(holds: object, fault: str) -> None:
    if not holds:
        raise Fault(fault)


def digest_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def events_of(folder: Path) -> list[dict]:
    """The lines of the ledger that the vote rests on, in order."""
    with (folder / "ledger.jsonl").open(encoding="utf-8") as lines:
        events = map(json.loads, lines)
        return [event for event in events if event["verb"] in USED_VERBS]


def payloads_of(events: list[dict], verb: str) -> list[dict]:
    return [event["payload"] for event in events if event["verb"] == verb]


# Rule: ballots that were cast or taken back are noted in the ledger each minute, under
# the Merkle root of H(receipt, seal of the choice) and H("ended", receipt). A receipt
# stands here once, with the lines that noted it and its end (0: it was not taken back);
# for whom it counts, no file that is published says.
def check_noted(folder: Path, events: list[dict]) -> list[str]:
    """The receipts of the ballots that count, in order."""
    noted = [event for event in events if event["verb"] == "ballots.noted"]
    leaves: dict[int, list[str]] = {event["number"]: [] for event in noted}
    counted = []
    last = ""
    with (folder / "ballots.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            receipt, seal, number, ended, counts = json.loads(line)
            need(last < receipt, f"ballot {receipt}: stands twice, or out of order")
            need(len(receipt) == len(seal) == 64, f"ballot {receipt}: is no digest")
            last = receipt
            leaves[number].append(digest_of([receipt, seal]))
            if ended != 0:
                leaves[ended].append(digest_of(["ended", receipt]))
            need(counts in (True, False), f"ballot {receipt}: counts or does not")
            need(not (ended and counts), f"ballot {receipt}: was taken back")
            if counts:
                counted.append(receipt)
    for event in noted:
        root = merkle_root(sorted(leaves[event["number"]]))
        fault = f"ballots of ledger line {event['number']}: one is changed or missing"
        need(root == event["payload"]["root"], fault)
    return counted


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


# Rule: the votes are those that were counted when the vote was closed; each entry's
# result code leads to its count; a work that was kept out of the vote has none (null).
def check_votes(standing: dict, events: list[dict], receipts: list[str]) -> None:
    tally = standing["tally"]
    votes = standing["votes"]
    if not tally:
        nothing = {"rows": [], "set_aside": 0, "root": ""}
        need(votes == nothing, "standing: votes of no count")
        given = [row["votes"] for row in standing["entries"]]
        need(given == [0] * len(given), "standing: votes where none were counted")
        return
    closed = [payload["digest"] for payload in payloads_of(events, "tally.closed")]
    need(closed[-1:] == [tally], "standing: the votes are not those that were counted")
    need(digest_of(votes) == tally, "standing: the counted votes were changed")
    counted = dict(votes["rows"])
    for row in standing["entries"]:
        line = f"standing: votes of {row['code']}"
        are_counted = row["votes"] == counted.get(row["result_code"])
        need(are_counted, f"{line} are not those that were counted")
    need(merkle_root(receipts) == votes["root"], "ballots: not those that were counted")
    # More of them than votes are those for works that have left the contest meanwhile.
    need(len(receipts) >= sum(counted.values()), "ballots: fewer than the votes")


def verify(folder: Path) -> dict[str, int | None]:
    """{code of an entry: its votes; None where it was kept out}. Raises Fault."""
    try:
        standing = json.loads((folder / "standing.json").read_text(encoding="utf-8"))
        events = events_of(folder)
        check_votes(standing, events, check_noted(folder, events))
    except (LookupError, AttributeError, ValueError, TypeError, OSError) as error:
        raise Fault(f"cannot be read: {error!r}") from error
    return {row["code"]: row["votes"] for row in standing["entries"]}


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    try:
        votes = verify(Path(sys.argv[1]))
    except Fault as fault:
        sys.stdout.write(f"NOT IN ORDER: {fault}\n")
        return 1
    for code, number in sorted(votes.items()):
        sys.stdout.write(f"{code}: {number}\n")
    sys.stdout.write("IN ORDER\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
