"""Pages of two sides, asked in turn: one request here, one there, so that what slows the machine
for a moment slows both. Compared are the medians; never more than one process works.
"""

import json
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench import place, sides

SIZE = 5000
TURNS = 80
WARM_UP = 3
INSIDE = Path(__file__).with_name("paired_inside.py")


class Asked:
    """One side's process, which answers with the CPU of a request."""

    def __init__(self, side: sides.Side, kind: str):
        self.side = side
        with open(side.home / f"paired-{kind}.err", "wb") as errors:
            self.process = subprocess.Popen(
                [side.python, str(INSIDE), kind, str(SIZE)],
                cwd=side.tree,
                env=side.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        side.processes.append(self.process)
        self.errors = side.home / f"paired-{kind}.err"

    def line(self) -> str:
        """What it says next. Raises sides.Failed when it has ended."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if not said:
            reason = self.errors.read_text(errors="replace")[-3000:]
            raise sides.Failed(f"{self.side.name} ended\n{reason}")
        return said

    def cpu_of(self, case: str) -> float:
        """Milliseconds of one request."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{case}\n")
        self.process.stdin.flush()
        return float(self.line())

    def end(self) -> None:
        """It drops its database by itself."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def compared(both: tuple[sides.Side, sides.Side]) -> Iterator[dict]:
    """A row a page and database: medians before and after, and their ratio."""
    for kind in place.databases():
        asked = [Asked(side, kind) for side in both]
        cases = [json.loads(process.line()) for process in asked][-1]
        for case in cases:
            before, after = medians(asked, case)
            yield {
                "bench": "pages",
                "case": f"{case}, {kind}, N = {SIZE}",
                "unit": "ms CPU",
                "before": round(before, 3),
                "after": round(after, 3),
                "ratio": round(after / before, 3),
                "rounds": TURNS,
            }
        for process in asked:
            process.end()


def medians(asked: list[Asked], case: str) -> tuple[float, float]:
    """Of both sides; who begins changes from turn to turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _turn in range(WARM_UP):
        for process in asked:
            process.cpu_of(case)
    for turn in range(TURNS):
        for number in (0, 1) if turn % 2 else (1, 0):
            times[number].append(asked[number].cpu_of(case))
    return statistics.median(times[0]), statistics.median(times[1])
