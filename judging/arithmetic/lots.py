"""Draw an assignment by lot, and check such a draw without the database: python3 verify_lottery.py
FOLDER

Needs Python 3.11 or later and nothing else. A pair of judge and entry has a chance in 1/1024; what
is drawn gives every entry exactly its sheets and every judge the rounded number of theirs, and each
pair comes out with its chance. The seed is the digest of a secret, whose digest was written down
before, and of a public number, which was named then and known later: compare it yourself with what
was published under that name. The check draws every lottery of an exported result again, and says
the first thing that does not fit.

Method: dependent rounding along cycles (Gandhi, Khuller, Parthasarathy and Srinivasan 2006), one
binary digit at a time; capped chances against collusion after Jecmen et al. (2020).
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

UNITS = 1024  # a chance of 1, in units; a power of two


def digest_of(value) -> str:
    """SHA-256 (hex) of the canonical JSON of plain lists, numbers and texts."""
    return hashlib.sha256(
        json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def seed_of(secret: str, public_number: str) -> str:
    """What the draw follows from: the committed secret and what was known only afterwards."""
    return digest_of([secret, public_number])


def _tosses(seed: str) -> Iterator[int]:
    """1 or -1 without end: the bits of SHA-256 over the seed and a counter."""
    number = 0
    while True:
        for byte in hashlib.sha256(f"{seed}|{number}".encode()).digest():
            for place in range(8):
                yield 1 if byte >> place & 1 else -1
        number += 1


def drawn(chances: list[list], seed: str) -> list[list]:
    """[[judge, entry], …] drawn from [[judge, entry, units], …] by the seed, sorted.

    The units of an entry add up to a multiple of UNITS (its sheets); those of a judge need not:
    such a judge gets the number rounded up or down, with the fitting chance. Raises ValueError
    where an entry's do not.
    """
    edges, loads, sheets = [], defaultdict(int), defaultdict(int)
    for judge, entry, units in sorted(chances):
        edges.append([("judge", judge), ("entry", entry), units])
        loads[judge] += units
        sheets[entry] += units
    if any(units % UNITS for units in sheets.values()):
        raise ValueError("the chances of an entry do not add up to whole sheets")
    pairs = len(edges)
    edges += [[("all", ""), ("judge", judge), units] for judge, units in sorted(loads.items())]
    toss, digit = _tosses(seed), 1
    while digit < UNITS:
        for cycle in _cycles(
            [number for number, edge in enumerate(edges) if edge[2] & digit], edges
        ):
            sign = next(toss)
            for number, forward in cycle:
                edges[number][2] += sign * digit if forward else -sign * digit
        digit *= 2
    return sorted([judge, entry] for (_j, judge), (_e, entry), units in edges[:pairs] if units)


def _cycles(numbers: list[int], edges: list[list]) -> Iterator[list[tuple[int, bool]]]:
    """The edges of these numbers, of which every node has an even count, as cycles of (number,
    whether along its direction).
    """
    at = defaultdict(list)
    for number in reversed(numbers):
        at[edges[number][0]].append(number)
        at[edges[number][1]].append(number)
    used = set()
    for first in numbers:
        if first in used:
            continue
        way, path, place = [edges[first][0]], [], {edges[first][0]: 0}
        while True:
            node = way[-1]
            while at[node] and at[node][-1] in used:
                at[node].pop()
            if not at[node]:
                break
            number = at[node].pop()
            used.add(number)
            forward = edges[number][0] == node
            following = edges[number][1 if forward else 0]
            path.append((number, forward))
            if (
                following in place
            ):  # a cycle is closed: it is told, and the way goes on from where it began
                start = place[following]
                yield path[start:]
                for left in way[start + 1 :]:
                    del place[left]
                del way[start + 1 :], path[start:]
            else:
                place[following] = len(way)
                way.append(following)


def committed(lottery: dict) -> dict:
    """What the ledger says of a lottery before it is drawn."""
    return {name: lottery[name] for name in ("commitment", "most_percent", "source")} | {
        "chances": digest_of(lottery["chances"])
    }


def shown(lottery: dict) -> dict:
    """What the ledger says of it once it is drawn."""
    return {name: lottery[name] for name in ("secret", "public_number")} | {
        "plan": digest_of(lottery["plan"])
    }


def fault_of(lottery: dict) -> str:
    """What does not fit in a drawn lottery as it is exported; empty when all of it does."""
    if digest_of(lottery["secret"]) != lottery["commitment"]:
        return "the secret is not the one that was committed"
    most = lottery["most_percent"] * UNITS // 100
    if any(units > most for _judge, _entry, units in lottery["chances"]):
        return "a chance is greater than was said"
    if drawn(lottery["chances"], seed_of(lottery["secret"], lottery["public_number"])) != sorted(
        lottery["plan"]
    ):
        return "the plan is not what is drawn by this secret and number"
    return ""


def _events(folder: Path) -> dict[tuple[str, int], dict]:
    lines = [
        json.loads(line)
        for line in (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return {
        (line["verb"], line["payload"]["lottery"]): line["payload"]
        for line in lines
        if line["verb"].startswith("lottery.")
    }


def main() -> int:
    """0 when every lottery in the folder fits, 1 when one does not, 2 without a folder."""
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    folder = Path(sys.argv[1])
    events, lotteries = (
        _events(folder),
        json.loads((folder / "lotteries.json").read_text(encoding="utf-8")),
    )
    missing = {number for verb, number in events if verb == "lottery.drawn"} - {
        lottery["number"] for lottery in lotteries
    }
    if missing:
        sys.stdout.write(f"NOT IN ORDER: lottery {min(missing)}: was drawn, and is not here\n")
        return 1
    for lottery in lotteries:
        number = lottery["number"]
        fault = fault_of(lottery)
        for verb, said in (("lottery.committed", committed), ("lottery.drawn", shown)):
            if not said(lottery).items() <= events.get((verb, number), {}).items():
                fault = fault or f"is not what the ledger says under {verb}"
        if fault:
            sys.stdout.write(f"NOT IN ORDER: lottery {number}: {fault}\n")
            return 1
        sys.stdout.write(
            f"lottery {number}: drawn with {lottery['public_number']}, which is to be: "
            f"{lottery['source']}\n"
        )
    sys.stdout.write(f"IN ORDER: {len(lotteries)} lotteries\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
