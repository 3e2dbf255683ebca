"""What it costs to fit judges and entries."""

import time

import numpy as np

from bench import report
from judging.arithmetic import calibration
from judging.arithmetic.calibration import Sheets

SIZES = ((500, 60), (5000, 300))


def world(entries: int, judges: int, each: int) -> Sheets:
    """Sheets by the model, from a fixed seed."""
    rng = np.random.default_rng(57)
    worth, bias = rng.normal(0, 6, entries), rng.normal(0, 4, judges)
    entry = np.repeat(np.arange(entries), each)
    judge = np.concatenate([rng.choice(judges, each, replace=False) for _ in range(entries)])
    return Sheets(
        judge,
        entry,
        60 + worth[entry] + bias[judge] + rng.normal(0, 4, len(entry)),
        judges,
        entries,
    )


def main() -> None:
    for entries, judges in SIZES:
        sheets = world(entries, judges, 5)
        started = time.process_time()
        calibration.fit(sheets)
        report.line(
            "calibration",
            f"fit, {entries} × {judges} × 5",
            time.process_time() - started,
            "s CPU",
            "",
            ok=True,
        )
