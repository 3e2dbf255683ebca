"""What an assignment costs and how good it is: the balanced optimum, the fair mode, bridges, and
the way out of the impossible.
"""

import resource
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

from bench import report
from judging.arithmetic import linking, lots, matching
from judging.arithmetic.matching import Problem


def instance(entries: int, judges: int, sheets: int, *, hard: bool = False) -> Problem:
    """Fields and tastes by a fixed seed; `hard`: some entries suit few judges, whom everybody
    wants.
    """
    rng = np.random.default_rng(57)
    fields, taste = rng.integers(0, 6, entries), rng.integers(0, 6, judges)
    preference = 0.5 * (fields[None, :] == taste[:, None]) + 0.5 * rng.random((judges, entries))
    if hard:
        preference[:, : entries // 20] *= 0.3
    blocked = set(
        zip(
            rng.integers(0, judges, judges * entries // 50).tolist(),
            rng.integers(0, entries, judges * entries // 50).tolist(),
            strict=True,
        )
    )
    return Problem(
        [sheets] * entries, [entries * sheets] * judges, [0] * judges, blocked, preference
    )


def linear_optimum(problem: Problem, lowest: int, highest: int, floor: float | None = 0.0) -> float:
    """The same task as a linear programme over the free pairs, by HiGHS; every entry gets at least
    `floor` a sheet.

    With floor None: the largest floor that there is.
    """
    judges, entries = problem.preference.shape
    pairs = [(j, e) for j in range(judges) for e in range(entries) if (j, e) not in problem.blocked]
    columns, ones = np.arange(len(pairs)), np.ones(len(pairs))
    value, needs = (
        np.array([problem.preference[pair] for pair in pairs]),
        np.array(problem.needs, dtype=float),
    )
    by_entry = coo_matrix((ones, ([e for _, e in pairs], columns)), shape=(entries, len(pairs)))
    by_judge = coo_matrix((ones, ([j for j, _ in pairs], columns)), shape=(judges, len(pairs)))
    worth = coo_matrix((-value, ([e for _, e in pairs], columns)), shape=(entries, len(pairs)))
    sought = floor is None
    shares = csr_matrix(np.concatenate([np.zeros(2 * judges), needs]).reshape(-1, 1) * sought)
    found = linprog(
        np.append(np.zeros(len(pairs)) if sought else -value, -1.0 * sought),
        A_ub=hstack([vstack([by_judge, -by_judge, worth]), shares]),
        b_ub=np.concatenate([[highest] * judges, [-lowest] * judges, -(floor or 0) * needs]),
        A_eq=hstack([by_entry, csr_matrix((entries, 1))]),
        b_eq=needs,
        bounds=[(0, 1)] * len(pairs) + [(0, 1)],
        method="highs",
    )
    return -found.fun


def timed(work):
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


def main() -> None:
    small, large, hard = (
        instance(500, 60, 5),
        instance(5000, 300, 5),
        instance(500, 60, 5, hard=True),
    )
    pairs, seconds = timed(lambda: matching.solve(small))
    report.line(
        "assignment", "500 entries × 60 judges × 5", seconds, "s CPU", "≤ 0.5", seconds <= 0.5
    )
    loads = np.bincount([j for j, _ in pairs])
    gap = abs(matching.total_of(small, pairs) - linear_optimum(small, loads.min(), loads.max()))
    report.line(
        "assignment",
        "total against an independent linear programme",
        gap,
        "",
        "≤ 1e-6",
        gap <= 1e-6,
    )
    report.line(
        "assignment",
        "pairs in conflict",
        len(set(pairs) & small.blocked),
        "",
        "0",
        not set(pairs) & small.blocked,
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pairs, seconds = timed(lambda: matching.solve(large))
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report.line(
        "assignment", "5,000 entries × 300 judges × 5", seconds, "s CPU", "≤ 5", seconds <= 5
    )
    report.line("assignment", "memory that it adds", memory, "MB", "≤ 500", memory <= 500)
    plain = matching.solve(small)
    fair, seconds = timed(lambda: matching.solve_fairly(small))
    loads = np.bincount([j for j, _ in plain])
    reached = (
        100 * matching.worst_of(small, fair) / linear_optimum(small, loads.min(), loads.max(), None)
    )
    loss = 100 * (1 - matching.total_of(small, fair) / matching.total_of(small, plain))
    report.line(
        "assignment",
        "fair mode, 500 × 60 × 5, no entry harder than another",
        seconds,
        "s CPU",
        "≤ 10",
        seconds <= 10,
    )
    report.line(
        "assignment",
        "the same: worst entry, of the best that any plan could give it",
        reached,
        "%",
        "≥ 98",
        reached >= 98,
    )
    report.line(
        "assignment", "the same: price of fairness", loss, "% of the total", "≤ 0.1", loss <= 0.1
    )
    plain = matching.solve(hard)
    fair, seconds = timed(lambda: matching.solve_fairly(hard))
    loss = 1 - matching.total_of(hard, fair) / matching.total_of(hard, plain)
    report.line("assignment", "fair mode, 500 × 60 × 5", seconds, "s CPU", "≤ 10", seconds <= 10)
    report.line(
        "assignment",
        "worst entry, fair : balanced",
        matching.worst_of(hard, fair) / matching.worst_of(hard, plain),
        "×",
        "",
        ok=True,
    )
    loads = np.bincount([j for j, _ in plain])
    bound = linear_optimum(hard, loads.min(), loads.max(), None)
    reached = 100 * matching.worst_of(hard, fair) / bound
    report.line(
        "assignment",
        "worst entry, of the best that any plan could give it",
        reached,
        "%",
        "≥ 98",
        reached >= 98,
    )
    report.line("assignment", "price of fairness", 100 * loss, "% of the total", "", ok=True)
    beyond = 100 * (
        linear_optimum(hard, loads.min(), loads.max(), 0.98 * bound)
        / matching.total_of(hard, plain)
        - 1
        + loss
    )
    report.line(
        "assignment",
        "of it, more than a plan with this floor must cost",
        beyond,
        "% of the total",
        "≤ 0.1",
        beyond <= 0.1,
    )
    best = matching.solve(small)
    joined, seconds = timed(lambda: linking.linked(small, best))
    parts = linking.components(small, joined)
    report.line(
        "assignment", "parts of the graph of judges and entries", parts, "", "1", parts == 1
    )
    report.line(
        "assignment",
        "algebraic connectivity of the optimum joined only",
        linking.connectivity(small, linking.bridged(small, best)),
        "",
        "",
        ok=True,
    )
    reached = linking.connectivity(small, joined)
    report.line(
        "assignment",
        "algebraic connectivity",
        reached,
        "",
        "≥ 0.05",
        reached >= linking.WELL_LINKED,
    )
    price = 100 * (1 - matching.total_of(small, joined) / matching.total_of(small, best))
    report.line("assignment", "price of linking", price, "% of the total", "≤ 0.5", price <= 0.5)
    report.line("assignment", "linking", seconds, "s CPU", "", ok=True)
    tight = instance(500, 60, 5)
    tight.most = [30] * 60
    relaxation, seconds = timed(lambda: matching.cheapest_relaxation(tight))
    report.line(
        "assignment",
        "the way out of an impossible plan",
        seconds,
        "s CPU",
        "≤ 2",
        seconds <= 2 and bool(relaxation),
    )
    by_lot(small, matching.total_of(small, best))


def by_lot(problem: Problem, best: float) -> None:
    """An assignment drawn by lot, nobody's chance above a half: what it costs in fit and time, and
    how well it links.
    """
    shares, seconds = timed(lambda: matching.solve_in_shares(problem, lots.UNITS, lots.UNITS // 2))
    report.line(
        "assignment", "chances of a lottery, at most 50 %", seconds, "s CPU", "≤ 5", seconds <= 5
    )
    chances = [[judge, str(entry), units] for judge, entry, units in shares]
    plan, seconds = timed(lambda: lots.drawn(chances, "0"))
    report.line("assignment", "the draw", seconds, "s CPU", "≤ 1", seconds <= 1)
    pairs = [(judge, int(entry)) for judge, entry in plan]
    expected = (
        sum(problem.preference[judge, entry] * units for judge, entry, units in shares) / lots.UNITS
    )
    report.line(
        "assignment",
        "price of the lottery, expected",
        100 * (1 - expected / best),
        "% of the total",
        "",
        ok=True,
    )
    report.line(
        "assignment",
        "price of the lottery, as drawn",
        100 * (1 - matching.total_of(problem, pairs) / best),
        "% of the total",
        "",
        ok=True,
    )
    report.line(
        "assignment",
        "algebraic connectivity as drawn",
        linking.connectivity(problem, pairs),
        "",
        "",
        ok=True,
    )
