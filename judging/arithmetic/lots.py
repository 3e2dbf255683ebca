"""Draw an assignment by lot, and check it: python3 verify_lottery.py FOLDER

Needs Python 3.11 or later and nothing else, no database. A pair of judge and entry has
a chance in 1/1024; what is drawn gives every entry exactly its sheets and every judge
the rounded number of theirs, and each pair comes out with its chance. The seed is the
digest of a secret, whose digest was written down before, and of a public number, which
was named then and known later: compare it yourself with what was published under that
name. The check draws every lottery of an exported result again, and says the first
thing that does not fit.

Method: dependent rounding along cycles (Gandhi, Khuller, Parthasarathy and Srinivasan
2006), one binary digit at a time; capped chances against collusion after Jecmen et al.
(2020).
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

UNITS = 1024  # a chance of 1, in units; a power of two

Node = tuple  # ("judge", number), ("entry", code), or ("all", "") before all judges
Edge = list  # [node, node, units]
Cycle = list[tuple[int, bool]]  # numbers of edges; whether each is walked forward


class Fault(Exception):
    """The first thing that does not fit."""


# Rule: the digest of a value is the SHA-256 of its JSON text: sorted keys, no spaces.
def digest_of(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# Rule: the draw follows from the committed secret and what was known only after it.
def seed_of(secret: str, public_number: str) -> str:
    return digest_of([secret, public_number])


# Rule: the tosses are the bits of SHA-256 over seed and counter, the lowest bit first.
def _tosses(seed: str) -> Iterator[int]:
    """1 or -1 without end."""
    counter = 0
    while True:
        for byte in hashlib.sha256(f"{seed}|{counter}".encode()).digest():
            for place in range(8):
                yield 1 if byte >> place & 1 else -1
        counter += 1


# Rule: chances are rounded to 0 or 1 one binary digit at a time, the lowest first. The
# pairs whose chance has that digit form cycles of judges and entries; along each cycle
# one toss says which pairs gain the digit and which lose it, by turns: every sum stays
# as it is. One more edge for each judge, with the sum of their chances, closes cycles
# where that sum is not whole: it is rounded up or down with the fitting chance.
def drawn(chances: list[list], seed: str) -> list[list]:
    """[[judge, entry], …] drawn from [[judge, entry, units], …] by the seed, sorted.

    The units of an entry must add up to a multiple of UNITS (its sheets); raises
    ValueError where they do not.
    """
    edges: list[Edge] = []
    loads: dict[int, int] = defaultdict(int)
    sheets: dict[str, int] = defaultdict(int)
    for judge, entry, units in sorted(chances):
        edges.append([("judge", judge), ("entry", entry), units])
        loads[judge] += units
        sheets[entry] += units
    if any(units % UNITS for units in sheets.values()):
        raise ValueError("the chances of an entry do not add up to whole sheets")
    number_of_pairs = len(edges)
    for judge, units in sorted(loads.items()):
        edges.append([("all", ""), ("judge", judge), units])
    _round_all(edges, seed)
    pairs = []
    for (_judge, judge), (_entry, entry), units in edges[:number_of_pairs]:
        if units:
            pairs.append([judge, entry])
    return sorted(pairs)


def _round_all(edges: list[Edge], seed: str) -> None:
    """Round the units of all edges to 0 or a multiple of UNITS."""
    tosses = _tosses(seed)
    digit = 1
    while digit < UNITS:
        with_digit = [number for number, edge in enumerate(edges) if edge[2] & digit]
        for cycle in _cycles(with_digit, edges):
            toss = next(tosses)
            for number, is_forward in cycle:
                edges[number][2] += toss * digit if is_forward else -toss * digit
        digit *= 2


# Rule: cycles are found by walking. The walk begins at the first edge not used yet and
# goes on over unused edges, always the lowest number. Whenever it comes to a node that
# it has passed, the way since then is a cycle, and the walk goes on from there.
def _cycles(numbers: list[int], edges: list[Edge]) -> Iterator[Cycle]:
    """The edges of these numbers, of which every node has an even count, as cycles."""
    edges_at: dict[Node, list[int]] = defaultdict(list)
    for number in reversed(numbers):
        edges_at[edges[number][0]].append(number)
        edges_at[edges[number][1]].append(number)
    used: set[int] = set()
    for first in numbers:
        if first not in used:
            yield from _cycles_from(edges[first][0], edges_at, edges, used)


def _cycles_from(
    start: Node, edges_at: dict[Node, list[int]], edges: list[Edge], used: set[int]
) -> Iterator[Cycle]:
    """The cycles of one walk; it ends where no unused edge is left."""
    nodes = [start]
    path: Cycle = []
    place_of = {start: 0}
    while True:
        node = nodes[-1]
        waiting = edges_at[node]
        while waiting and waiting[-1] in used:
            waiting.pop()
        if not waiting:
            return
        number = waiting.pop()
        used.add(number)
        is_forward = edges[number][0] == node
        following = edges[number][1 if is_forward else 0]
        path.append((number, is_forward))
        if following not in place_of:
            place_of[following] = len(nodes)
            nodes.append(following)
            continue
        place = place_of[following]
        yield path[place:]
        for passed in nodes[place + 1 :]:
            del place_of[passed]
        del nodes[place + 1 :]
        del path[place:]


# Rule: before the draw the ledger says the chances, the digest of the secret, the bound
# of a chance, the round, and the name of the public number to come.
def committed(lottery: dict) -> dict:
    names = ("commitment", "most_percent", "source", "round")
    told = {name: lottery[name] for name in names}
    return told | {"chances": digest_of(lottery["chances"])}


# Rule: once it is drawn the ledger says the secret, the public number and the plan.
def shown(lottery: dict) -> dict:
    told = {name: lottery[name] for name in ("secret", "public_number")}
    return told | {"plan": digest_of(lottery["plan"])}


# Rule: the secret is the committed one, no chance is above the bound, and the plan is
# what this secret and this public number draw.
def fault_of(lottery: dict) -> str:
    """What does not fit in a drawn lottery as it is exported; empty when all fits."""
    if digest_of(lottery["secret"]) != lottery["commitment"]:
        return "the secret is not the one that was committed"
    most = lottery["most_percent"] * UNITS // 100
    if any(units > most for _judge, _entry, units in lottery["chances"]):
        return "a chance is greater than was said"
    seed = seed_of(lottery["secret"], lottery["public_number"])
    if drawn(lottery["chances"], seed) != sorted(lottery["plan"]):
        return "the plan is not what is drawn by this secret and number"
    return ""


# Rule: what is exported is what the ledger says, before the draw and after it.
def _fault_with_ledger(lottery: dict, events: dict[tuple[str, int], dict]) -> str:
    number = lottery["number"]
    says = {"lottery.committed": committed(lottery), "lottery.drawn": shown(lottery)}
    for verb, told in says.items():
        if not told.items() <= events.get((verb, number), {}).items():
            return f"is not what the ledger says under {verb}"
    return ""


# Rule: every lottery that the ledger says was drawn is here, once.
def _missing(numbers: list[int], events: dict[tuple[str, int], dict]) -> list[int]:
    in_ledger = {number for verb, number in events if verb == "lottery.drawn"}
    return sorted(in_ledger - set(numbers))


def _events(folder: Path) -> dict[tuple[str, int], dict]:
    """{(verb, number of the lottery): what the ledger says}."""
    events = {}
    text = (folder / "ledger.jsonl").read_text(encoding="utf-8")
    for line in filter(None, text.split("\n")):  # other line ends stand within words
        event = json.loads(line)
        if event["verb"].startswith("lottery."):
            events[event["verb"], event["payload"]["lottery"]] = event["payload"]
    return events


def verify(folder: Path) -> list[dict]:
    """The lotteries of an exported result. Raises Fault."""
    try:
        events = _events(folder)
        lotteries = json.loads((folder / "lotteries.json").read_text(encoding="utf-8"))
        numbers = [lottery["number"] for lottery in lotteries]
        for number in _missing(numbers, events):
            raise Fault(f"lottery {number}: was drawn, and is not here")
        for number, lottery in zip(numbers, lotteries, strict=True):
            fault = fault_of(lottery) or _fault_with_ledger(lottery, events)
            if fault:
                raise Fault(f"lottery {number}: {fault}")
            if numbers.count(number) > 1:
                raise Fault(f"lottery {number}: stands here twice")
    except (LookupError, AttributeError, ValueError, TypeError, OSError) as error:
        raise Fault(f"cannot be read: {error!r}") from error
    return lotteries


def main() -> int:
    """0 when every lottery in the folder fits, 1 when one does not, 2 without one."""
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    try:
        lotteries = verify(Path(sys.argv[1]))
    except Fault as fault:
        sys.stdout.write(f"NOT IN ORDER: {fault}\n")
        return 1
    for lottery in lotteries:
        sys.stdout.write(f"lottery {lottery['number']}: ")
        sys.stdout.write(f"drawn with {lottery['public_number']}, ")
        sys.stdout.write(f"which is to be: {lottery['source']}\n")
    sys.stdout.write(f"IN ORDER: {len(lotteries)} lotteries\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
