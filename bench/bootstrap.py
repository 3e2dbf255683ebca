"""What it costs to say how sure a result is: rank intervals and chances of a prize from 1,000
draws.
"""

import time

from bench import report
from bench.calibration import SIZES, world
from judging.arithmetic import calibration


def main() -> None:
    for (entries, judges), bar in zip(SIZES, (None, 10), strict=True):
        sheets = world(entries, judges, 5)
        fitted = calibration.fit(sheets)
        started = time.process_time()
        found = calibration.certainty(calibration.draws(sheets, fitted), 10)
        seconds = time.process_time() - started
        report.line(
            "bootstrap",
            f"1,000 draws, {entries} × {judges} × 5",
            seconds,
            "s CPU",
            f"≤ {bar}" if bar else "",
            not bar or seconds <= bar,
        )
        gap = abs(found.in_prize.sum() - 10)
        report.line(
            "bootstrap", "chances of a prize less the prizes", gap, "", "≤ 0.01", bool(gap <= 0.01)
        )
