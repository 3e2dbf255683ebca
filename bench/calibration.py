"""What it costs to say how sure a result is."""

import time

import numpy as np

from bench import report
from judging import calibration
from judging.calibration import Sheets


def world(entries: int, judges: int, each: int) -> Sheets:
    """Sheets by the model, from a fixed seed."""
    rng = np.random.default_rng(57)
    worth, bias = rng.normal(0, 6, entries), rng.normal(0, 4, judges)
    entry = np.repeat(np.arange(entries), each)
    judge = np.concatenate([rng.choice(judges, each, replace=False) for _ in range(entries)])
    return Sheets(judge, entry, 60 + worth[entry] + bias[judge] + rng.normal(0, 4, len(entry)), judges, entries)


def main() -> None:
    for entries, judges, bar in ((500, 60, None), (5000, 300, 10)):
        sheets = world(entries, judges, 5)
        started = time.process_time()
        fitted = calibration.fit(sheets)
        report.line("calibration", f"fit, {entries} × {judges} × 5", time.process_time() - started, "s CPU", "", ok=True)
        started = time.process_time()
        found = calibration.certainty(calibration.draws(sheets, fitted), 10)
        seconds = time.process_time() - started
        report.line("bootstrap", f"1,000 draws, {entries} × {judges} × 5", seconds, "s CPU", f"≤ {bar}" if bar else "", not bar or seconds <= bar)
        gap = abs(found.in_prize.sum() - 10)
        report.line("bootstrap", "chances of a prize less the prizes", gap, "", "≤ 0.01", bool(gap <= 0.01))
