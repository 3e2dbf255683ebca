"""One JSON line a figure, with the time of a fixed loop beside it, since absolute times move with
the machine.
"""

import json
import sys
import time


def calibration_ms() -> float:
    """Milliseconds of CPU for a fixed loop of arithmetic."""
    started = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number * number % 7
    return round((time.process_time() - started) * 1000, 1)


def line(bench: str, case: str, figure: float, unit: str, bar: str, ok: bool) -> None:
    """Print one figure. `bar` says in words what it is held against; `ok` whether it is within."""
    row = {
        "bench": bench,
        "case": case,
        "figure": round(figure, 3),
        "unit": unit,
        "bar": bar,
        "ok": ok,
        "calibration_ms": calibration_ms(),
    }
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
