"""Compare the choices behind the ballots: python3 verify_choices.py FOLDER CHOICES

FOLDER is the exported result, which verify_bundle.py has found in order; CHOICES is the
file that was handed to an inspector by two people, and to nobody else: it says which
receipt stands for which work. Needs Python 3.11 or later and nothing else. It compares
every ballot with the seal of its choice that was noted in the ledger, counts the
choices, compares them with the rule of the ballots, and prints the count, or the first
thing that does not fit, and ends with 1.
"""

import hashlib
import itertools
import json
import sys
from collections import Counter
from pathlib import Path

LOOKS = ("ballots.quarantined", "ballots.restored")
# Receipt, result code, nonce, whether it is set aside, number of the voter.
Choice = tuple[str, str, str, bool, int]


class Fault(Exception):
    """The first thing that does not fit."""


def need(holds: object, fault: str) -> None:
    if not holds:
        raise Fault(fault)


def digest_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# Rule: the seal of a choice is H(result code, nonce), and there is one choice a ballot.
def check_choices(folder: Path, choices: Path) -> list[Choice]:
    """The choices of the ballots that were not taken back."""
    standing = []
    with (folder / "ballots.jsonl").open() as ballots, choices.open() as lines:
        for ballot, line in itertools.zip_longest(ballots, lines, fillvalue="null"):
            need("null" not in (ballot, line), "a ballot or a choice is missing")
            receipt, seal, _noted, ended, counts = json.loads(ballot)
            named, code, nonce, is_aside, voter = json.loads(line)
            fits = [named, digest_of([code, nonce])] == [receipt, seal]
            need(fits, f"ballot {receipt}: another choice than was noted")
            need(is_aside in (True, False), f"ballot {receipt}: is aside or is not")
            need(not (counts and is_aside), f"ballot {receipt}: is set aside")
            if not ended:
                standing.append((receipt, code, nonce, is_aside, voter))
    return standing


# Rule: choices that are not set aside give the votes, those set aside one number for
# all works; choices for a work that has left the contest give nothing.
def check_count(votes: dict, standing: list[Choice]) -> None:
    found = Counter((choice[1], choice[3]) for choice in standing)
    aside = 0
    for code, told in votes["rows"]:
        counted = found[code, False]
        need(told == counted, f"{code}: {told} told, {counted} chosen")
        aside += found[code, True]
    told = votes["set_aside"]
    need(aside == told, f"{told} told set aside, {aside} chosen so")


# Rule: nobody votes twice for a work, nor oftener than the scheme says: for so many
# works at most, once in each field, or for exactly so many; then fewer do not count.
# Choices for works that have left the contest are not held against it. Which ballots
# are one person's is the site's own word: no seal covers it.
def check_rule(folder: Path, standing: list[Choice]) -> None:
    rankings = json.loads((folder / "rankings.json").read_text(encoding="utf-8"))
    told = json.loads((folder / "standing.json").read_text(encoding="utf-8"))
    fields = {row["result_code"]: row["field"] for row in told["entries"]}
    rule = rankings[-1]["scheme"].get("ballots", {"rule": "works", "number": None})
    chosen: dict[int, list[str]] = {}
    counts: set[int] = set()
    for _receipt, code, _nonce, is_aside, voter in standing:
        chosen.setdefault(voter, []).append(code)
        if not is_aside:
            counts.add(voter)
    for voter, codes in chosen.items():
        need(len(codes) == len(set(codes)), f"voter {voter}: voted twice for a work")
        present = [fields[code] for code in codes if code in fields]
        if rule["rule"] == "fields":
            once = len(present) == len(set(present))
            need(once, f"voter {voter}: voted twice in a field")
        elif rule["number"]:
            need(len(present) <= rule["number"], f"voter {voter}: chose too many works")
        if rule["rule"] == "picks" and voter in counts:
            enough = len(codes) >= rule["number"]
            need(enough, f"voter {voter}: counts, and chose too few works")


# Rule: the ledger holds the digest of all that stood aside after each look at them.
def check_aside(folder: Path, choices: Path) -> None:
    told = ""
    with (folder / "ledger.jsonl").open(encoding="utf-8") as lines:
        for event in map(json.loads, lines):
            if event["verb"] in LOOKS:
                told = event["payload"]["aside"]
    aside = []
    with choices.open() as lines:
        for receipt, _code, nonce, is_aside, _of in map(json.loads, lines):
            if is_aside:
                aside.append([receipt, nonce])
    found = digest_of(aside) if aside else ""
    need(found == told, "others were set aside than the ledger knows")


def verify(folder: Path, choices: Path) -> dict:
    """The votes: {"rows": [[code, votes]], "set_aside"}. Raises Fault."""
    try:
        standing = (folder / "standing.json").read_text(encoding="utf-8")
        votes = json.loads(standing)["votes"]
        chosen = check_choices(folder, choices)
        check_count(votes, chosen)
        check_rule(folder, chosen)
        check_aside(folder, choices)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise Fault(f"cannot be read: {type(error).__name__} {error}") from error
    return votes


def main() -> int:
    if len(sys.argv) != 3:
        sys.stderr.write(__doc__)
        return 2
    try:
        votes = verify(Path(sys.argv[1]), Path(sys.argv[2]))
    except Fault as fault:
        sys.stdout.write(f"NOT IN ORDER: {fault}\n")
        return 1
    for code, number in votes["rows"]:
        sys.stdout.write(f"{code}: {number}\n")
    sys.stdout.write(f"set aside: {votes['set_aside']}\n")
    sys.stdout.write("IN ORDER\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
