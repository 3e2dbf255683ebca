"""What it costs to fit judges and entries. Its limit is one bare least-squares solution of the same
sheets, which knows no variances and no errors.
"""

import time

import numpy as np
from scipy.sparse import coo_matrix, hstack
from scipy.sparse.linalg import lsqr

from bench import report
from judging.arithmetic import calibration
from judging.arithmetic.calibration import Sheets

SIZES = ((500, 60), (5000, 300))


def world(entries: int, judges: int, each: int, seed: int = 57) -> tuple[Sheets, np.ndarray]:
    """(sheets by the model, what each entry is truly worth)."""
    rng = np.random.default_rng(seed)
    worth, bias = rng.normal(0, 6, entries), rng.normal(0, 4, judges)
    entry = np.repeat(np.arange(entries), each)
    judge = np.concatenate([rng.choice(judges, each, replace=False) for _ in range(entries)])
    total = 60 + worth[entry] + bias[judge] + rng.normal(0, 4, len(entry))
    return Sheets(judge, entry, total, judges, entries), worth


def least_squares(sheets: Sheets) -> None:
    rows, ones = np.arange(len(sheets.total)), np.ones(len(sheets.total))
    of_judge = coo_matrix((ones, (rows, sheets.judge)), shape=(len(rows), sheets.judges))
    of_entry = coo_matrix((ones, (rows, sheets.entry)), shape=(len(rows), sheets.entries))
    lsqr(hstack([of_judge, of_entry]).tocsr(), sheets.total - sheets.total.mean())


def least_ms(work, runs: int = 5) -> float:
    """The least CPU of several runs: what a busy machine adds is never negative."""
    times = []
    for _run in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times) * 1000


def main() -> None:
    for entries, judges in SIZES:
        sheets, _worth = world(entries, judges, 5)
        spent = least_ms(lambda sheets=sheets: calibration.fit(sheets))
        bare = least_ms(lambda sheets=sheets: least_squares(sheets))
        report.line("calibration", f"fit, {entries} × {judges} × 5", spent, "ms CPU", bare)
