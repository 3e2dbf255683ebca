"""`./run bench NAME --against COMMIT`: the figures of one bench, before and after.

The commit's bench of that name runs with the commit's own code, the current one with the current
code, in turn (before, after, before, after …), so that what slows the machine for a while slows
both. One JSON line a figure: its median before and after, and after : before.
"""

import json
import statistics
import subprocess
import sys

from bench import sides

ROUNDS_AT_LEAST = 2  # with one round, whoever runs while the machine is busy looks slower


def main(name: str, commit: str, rounds: int) -> int:
    """Exit status: 1 when a measurement failed, 2 when there is nothing to compare."""
    try:
        _look_for_bench(name, commit)
        with sides.both(commit) as (before, after):
            measured = _measure(name, (before, after), max(rounds, ROUNDS_AT_LEAST))
    except sides.Unusable as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    except sides.Failed as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    for row in compared(measured["before"], measured["after"]):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


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
        for side in both:
            output = side.run(side.python, "-m", "bench", name)
            measured[side.name].append(figures(output))
    return measured


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


def medians(rounds: list[list[dict]]) -> dict[tuple, float]:
    """{what a figure is: its median over the rounds}."""
    values: dict[tuple, list[float]] = {}
    for rows in rounds:
        for key, figure in keyed(rows).items():
            values.setdefault(key, []).append(figure)
    return {key: round(statistics.median(several), 4) for key, several in values.items()}


def ratio(before: float | None, after: float | None) -> float | None:
    """after : before; none where a side has no such figure or nothing can be divided by."""
    if before is None or after is None:
        return None
    if before == after:
        return 1.0
    return round(after / before, 3) if before else None


def compared(before: list[list[dict]], after: list[list[dict]]) -> list[dict]:
    """One row a figure, in the order of the current bench; figures that only were come last."""
    old, new = medians(before), medians(after)
    rows = []
    for key in [*new, *(key for key in old if key not in new)]:
        bench, case, unit, _place = key
        row = {"bench": bench, "case": case, "unit": unit}
        row |= {"before": old.get(key), "after": new.get(key)}
        rows.append(row | {"ratio": ratio(old.get(key), new.get(key)), "rounds": len(after)})
    return rows
