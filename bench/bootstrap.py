"""What it costs to say how sure a result is (rank intervals and chances of a prize from 1,000
draws), and whether it is so: in worlds whose truth is known. Its limit is to sort that many columns
of numbers.
"""

import numpy as np

from bench import report
from bench.calibration import SIZES, least_ms, world
from judging.arithmetic import calibration
from judging.arithmetic.calibration import Certainty, Sheets

PRIZES, DRAWS = 10, 1000
WORLDS = range(1000, 1100)  # seeds


def certainty(sheets: Sheets, seed: int = 57) -> Certainty:
    fitted = calibration.fit(sheets)
    return calibration.certainty(calibration.draws(sheets, fitted, DRAWS, seed), PRIZES)


def cost() -> None:
    for entries, judges in SIZES:
        sheets, _worth = world(entries, judges, 5)
        fitted = calibration.fit(sheets)

        def draw(sheets=sheets, fitted=fitted):
            calibration.certainty(calibration.draws(sheets, fitted, DRAWS), PRIZES)

        numbers = np.random.default_rng(1).normal(size=(entries, DRAWS))
        bare = least_ms(lambda numbers=numbers: np.argsort(-numbers, axis=0), 3)
        case = f"1,000 draws, {entries} × {judges} × 5"
        report.line("bootstrap", case, least_ms(draw, 3), "ms CPU", bare)


def truth() -> None:
    """How often the true rank lies in its interval, and whether as many prizes are won as open
    chances promise.
    """
    inside = entries = 0
    promised = won = 0.0
    for seed in WORLDS:
        sheets, worth = world(500, 60, 5, seed)
        found = certainty(sheets, seed + 10_000)
        rank = np.empty(len(worth), dtype=int)
        rank[np.argsort(-worth)] = np.arange(1, len(worth) + 1)
        inside += ((found.lowest <= rank) & (rank <= found.highest)).sum()
        entries += len(rank)
        is_open = (found.in_prize >= 0.2) & (found.in_prize <= 0.8)
        promised += found.in_prize[is_open].sum()
        won += (rank[is_open] <= PRIZES).sum()
    among = f"{len(WORLDS)} worlds of 500 × 60 × 5"
    case = f"true ranks within their interval of 95 %, {among}"
    report.line("bootstrap", case, 100 * inside / entries, "%", 95)
    case = f"prizes won less those that chances of 20–80 % promise, {among}"
    report.line("bootstrap", case, 100 * abs(won - promised) / promised, "%", 0)


def main() -> None:
    cost()
    truth()
