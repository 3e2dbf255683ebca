"""What an assignment costs and how good it is: the balanced optimum, the fair mode, bridges, and the way out of the impossible."""

import resource
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack

from bench import report
from judging import matching
from judging.matching import Problem


def instance(entries: int, judges: int, sheets: int, *, hard: bool = False) -> Problem:
    """Fields and tastes by a fixed seed; `hard`: some entries suit few judges, whom everybody wants."""
    rng = np.random.default_rng(57)
    fields, taste = rng.integers(0, 6, entries), rng.integers(0, 6, judges)
    preference = 0.5 * (fields[None, :] == taste[:, None]) + 0.5 * rng.random((judges, entries))
    if hard:
        preference[:, : entries // 20] *= 0.3
    blocked = set(zip(rng.integers(0, judges, judges * entries // 50).tolist(), rng.integers(0, entries, judges * entries // 50).tolist(), strict=True))
    return Problem([sheets] * entries, [entries * sheets] * judges, [0] * judges, blocked, preference)


def linear_optimum(problem: Problem, lowest: int, highest: int) -> float:
    """The same task as a linear programme over the free pairs, by HiGHS."""
    judges, entries = problem.preference.shape
    pairs = [(j, e) for j in range(judges) for e in range(entries) if (j, e) not in problem.blocked]
    columns, ones = np.arange(len(pairs)), np.ones(len(pairs))
    by_entry = coo_matrix((ones, ([e for _, e in pairs], columns)), shape=(entries, len(pairs)))
    by_judge = coo_matrix((ones, ([j for j, _ in pairs], columns)), shape=(judges, len(pairs)))
    found = linprog(
        -np.array([problem.preference[pair] for pair in pairs]), A_ub=vstack([by_judge, -by_judge]), b_ub=[highest] * judges + [-lowest] * judges,
        A_eq=by_entry, b_eq=problem.needs, bounds=(0, 1), method="highs-ds",
    )  # fmt: skip
    return -found.fun


def timed(work):
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


def main() -> None:
    small, large, hard = instance(500, 60, 5), instance(5000, 300, 5), instance(500, 60, 5, hard=True)
    pairs, seconds = timed(lambda: matching.solve(small))
    report.line("assignment", "500 entries × 60 judges × 5", seconds, "s CPU", "≤ 0.5", seconds <= 0.5)
    loads = np.bincount([j for j, _ in pairs])
    gap = abs(matching.total_of(small, pairs) - linear_optimum(small, loads.min(), loads.max()))
    report.line("assignment", "total against an independent linear programme", gap, "", "≤ 1e-6", gap <= 1e-6)
    report.line("assignment", "pairs in conflict", len(set(pairs) & small.blocked), "", "0", not set(pairs) & small.blocked)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pairs, seconds = timed(lambda: matching.solve(large))
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report.line("assignment", "5,000 entries × 300 judges × 5", seconds, "s CPU", "≤ 5", seconds <= 5)
    report.line("assignment", "memory that it adds", memory, "MB", "≤ 500", memory <= 500)
    plain = matching.solve(hard)
    fair, seconds = timed(lambda: matching.solve_fairly(hard))
    loss = 1 - matching.total_of(hard, fair) / matching.total_of(hard, plain)
    report.line("assignment", "fair mode, 500 × 60 × 5", seconds, "s CPU", "≤ 10", seconds <= 10)
    report.line("assignment", "worst entry, fair : balanced", matching.worst_of(hard, fair) / matching.worst_of(hard, plain), "×", "", ok=True)
    report.line("assignment", "price of fairness", 100 * loss, "% of the total", "≤ 0.1", loss <= 0.001)
    joined = matching.bridged(small, matching.solve(small))
    parts = matching.components(small, joined)
    report.line("assignment", "parts of the graph of judges and entries", parts, "", "1", parts == 1)
    report.line("assignment", "algebraic connectivity", matching.connectivity(small, joined), "", "", ok=True)
    tight = instance(500, 60, 5)
    tight.most = [30] * 60
    relaxation, seconds = timed(lambda: matching.cheapest_relaxation(tight))
    report.line("assignment", "the way out of an impossible plan", seconds, "s CPU", "≤ 2", seconds <= 2 and bool(relaxation))
