"""One JSON line a figure, with the time of a fixed loop beside it, since absolute times move with
the machine, and with the limit: what the least work of that kind costs in the same run.
"""

import json
import sys
import time

from bench import bars


def calibration_ms() -> float:
    """Milliseconds of CPU for a fixed loop of arithmetic."""
    started = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number * number % 7
    return round((time.process_time() - started) * 1000, 1)


def line(bench: str, case: str, figure: float, unit: str, limit: float | None = None) -> None:
    """Print one figure, its bar of `bench.bars`, and whether it is within.

    `limit`, in the same unit, is what nothing can be better than: a bare view, a bare query.
    """
    bar = bars.bar_of(bench, case, unit)
    figure = round(float(figure), 3)  # numpy has numbers of its own
    row = {"bench": bench, "case": case, "figure": figure, "unit": unit}
    row |= {} if limit is None else {"limit": round(limit, 3)}
    row |= {"bar": bar, "ok": bars.is_within(bar, figure), "calibration_ms": calibration_ms()}
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
