"""`./run bench NAME --against COMMIT`: the figures of one bench, before and after.

The commit's bench of that name runs with the commit's own code, the current one with the current
code, both at the same time, so that what slows the machine for a while slows both; those that would
get in each other's way run in turn. One JSON line a figure: its least before and after (what a busy
machine adds is never negative), and after : before. Pages are asked in turn instead
(`bench.paired`): theirs are the medians.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable

from bench import paired, sides

ROUNDS_AT_LEAST = 2  # with one round, whoever runs while the machine is busy looks slower
PAIRED = {"pages"}  # milliseconds: one request here, one there (`bench.paired`)
IN_TURN = {"vote"}  # listen on a port, or count what the whole machine does in a second


def main(name: str, commit: str, rounds: int) -> int:
    """Exit status: 1 when a measurement failed, 2 when there is nothing to compare."""
    try:
        _look_for_bench(name, commit)
        with sides.both(commit) as (before, after):
            if name in PAIRED:
                _print(paired.compared((before, after)))
                return 0
            measured = _measure(name, (before, after), max(rounds, ROUNDS_AT_LEAST))
    except sides.Unusable as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    except sides.Failed as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    _print(compared(measured["before"], measured["after"]))
    return 0


def _print(rows: Iterable[dict]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _look_for_bench(name: str, commit: str) -> None:
    """Both sides have a bench of that name. Raises Unusable."""
    file = f"bench/{name.replace('-', '_')}.py"
    if not (sides.ROOT / file).is_file():
        raise sides.Unusable(f"There is no bench “{name}” ({file}) in the current tree.")
    try:
        sides.git("cat-file", "-e", f"{sides.resolved(commit)}:{file}")
    except subprocess.CalledProcessError:
        raise sides.Unusable(
            f"The commit “{commit}” has no bench “{name}” ({file}): nothing to compare with."
        ) from None


def _measure(name: str, both: tuple[sides.Side, ...], rounds: int) -> dict[str, list[list[dict]]]:
    """{side: the lines of each round}."""
    measured = {side.name: [] for side in both}
    for _round in range(rounds):
        outputs = _in_turn(name, both) if name in IN_TURN else _at_once(name, both)
        for side, output in zip(both, outputs, strict=True):
            measured[side.name].append(figures(output))
    return measured


def _in_turn(name: str, both: tuple[sides.Side, ...]) -> list[str]:
    return [side.run(side.python, "-m", "bench", name) for side in both]


def _at_once(name: str, both: tuple[sides.Side, ...]) -> list[str]:
    started = [side.start(side.python, "-m", "bench", name) for side in both]
    return [side.result(process) for side, process in zip(both, started, strict=True)]


def figures(output: str) -> list[dict]:
    """The JSON lines among what a bench printed."""
    lines = [line for line in output.splitlines() if line.startswith("{")]
    return [row for row in map(json.loads, lines) if "figure" in row]


def keyed(rows: list[dict]) -> dict[tuple, float]:
    """{what a figure is: the figure}. A line that comes twice is told apart by its place."""
    found: dict[tuple, float] = {}
    for row in rows:
        place = 1
        while (key := (row["bench"], row["case"], row["unit"], place)) in found:
            place += 1
        found[key] = row["figure"]
    return found


def undisturbed(rounds: list[list[dict]]) -> dict[tuple, float]:
    """{what a figure is: its least over the rounds, or the most that was done in a second}."""
    values: dict[tuple, list[float]] = {}
    for rows in rounds:
        for key, figure in keyed(rows).items():
            values.setdefault(key, []).append(figure)
    return {key: round(_best(key[2])(several), 4) for key, several in values.items()}


def _best(unit: str) -> Callable[[list[float]], float]:
    return max if unit == "1/s" else min


def ratio(before: float | None, after: float | None) -> float | None:
    """after : before; none where a side has no such figure or nothing can be divided by."""
    if before is None or after is None:
        return None
    if before == after:
        return 1.0
    return round(after / before, 3) if before else None


def compared(before: list[list[dict]], after: list[list[dict]]) -> list[dict]:
    """One row a figure, in the order of the current bench; figures that only were come last."""
    old, new = undisturbed(before), undisturbed(after)
    rows = []
    for key in [*new, *(key for key in old if key not in new)]:
        bench, case, unit, _place = key
        row = {"bench": bench, "case": case, "unit": unit}
        row |= {"before": old.get(key), "after": new.get(key)}
        rows.append(row | {"ratio": ratio(old.get(key), new.get(key)), "rounds": len(after)})
    return rows
