"""What an assignment costs and how good it is: the balanced optimum, the fair mode, bridges, and
the way out of the impossible.

Its limit is the same task as a linear programme over all free pairs, in time and in quality.
"""

import resource
import time

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack
from scipy.sparse.csgraph import connected_components, laplacian

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
    """(what it gives, its CPU in ms)."""
    started = time.process_time()
    found = work()
    return found, (time.process_time() - started) * 1000


def quickly(work, runs: int = 5):
    """As `timed`, of several runs the least: for what is over in some milliseconds."""
    tries = [timed(work) for _run in range(runs)]
    return tries[0][0], min(spent for _found, spent in tries)


def loads_of(pairs) -> tuple[int, int]:
    """(fewest, most) sheets of a judge."""
    loads = np.bincount([judge for judge, _entry in pairs])
    return loads.min(), loads.max()


def graph_of(problem: Problem, pairs) -> csr_matrix:
    """Judges, then entries; an edge for each sheet. Not the web that the linking itself draws."""
    judges, entries = problem.preference.shape
    graph = np.zeros((judges + entries, judges + entries))
    for judge, entry in pairs:
        graph[judge, judges + entry] = graph[judges + entry, judge] = 1
    return csr_matrix(graph)


def second_eigenvalue(graph: csr_matrix) -> float:
    """Of the normalised Laplacian."""
    return float(np.linalg.eigvalsh(laplacian(graph, normed=True).toarray())[1])


def main() -> None:
    small = instance(500, 60, 5)
    balanced(small)
    at_size(instance(5000, 300, 5))
    fair_among_equals(small)
    fair_among_hard(instance(500, 60, 5, hard=True))
    best = matching.solve(small)
    linked(small, best)
    way_out()
    by_lot(small, matching.total_of(small, best))


def balanced(problem: Problem) -> None:
    pairs, spent = quickly(lambda: matching.solve(problem))
    optimum, bare = timed(lambda: linear_optimum(problem, *loads_of(pairs)))
    report.line("assignment", "500 entries × 60 judges × 5", spent, "ms CPU", bare)
    gap = abs(matching.total_of(problem, pairs) - optimum)
    case = "total less that of an independent linear programme"
    report.line("assignment", case, gap, "", 0)
    report.line("assignment", "pairs in conflict", len(set(pairs) & problem.blocked), "", 0)


def at_size(problem: Problem) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _pairs, spent = timed(lambda: matching.solve(problem))
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    wishes = problem.preference.nbytes / 2**20
    report.line("assignment", "5,000 entries × 300 judges × 5", spent, "ms CPU")
    report.line("assignment", "memory that it adds", memory, "MB", wishes)


def fair_among_equals(problem: Problem) -> None:
    plain = matching.solve(problem)
    fair, spent = timed(lambda: matching.solve_fairly(problem))
    bound, bare = timed(lambda: linear_optimum(problem, *loads_of(plain), None))
    reached = 100 * matching.worst_of(problem, fair) / bound
    loss = 100 * (1 - matching.total_of(problem, fair) / matching.total_of(problem, plain))
    among = "no entry harder than another"
    case = f"worst entry, of the best that any plan could give it, {among}"
    report.line("assignment", f"fair mode, {among}", spent, "ms CPU", bare)
    report.line("assignment", case, reached, "%", 100)
    report.line("assignment", f"price of fairness, {among}", loss, "% of the total")


def fair_among_hard(problem: Problem) -> None:
    plain = matching.solve(problem)
    fair, spent = timed(lambda: matching.solve_fairly(problem))
    bound, bare = timed(lambda: linear_optimum(problem, *loads_of(plain), None))
    total = matching.total_of(problem, plain)
    worst = matching.worst_of(problem, fair)
    loss = 1 - matching.total_of(problem, fair) / total
    must = 1 - linear_optimum(problem, *loads_of(plain), 0.98 * bound) / total
    among = "some hard entries"
    case = f"worst entry, of the best that any plan could give it, {among}"
    report.line("assignment", f"fair mode, {among}", spent, "ms CPU", bare)
    gain = worst / matching.worst_of(problem, plain)
    report.line("assignment", "worst entry, fair : balanced", gain, "×")
    report.line("assignment", case, 100 * worst / bound, "%", 100)
    report.line(
        "assignment", f"price of fairness, {among}", 100 * loss, "% of the total", 100 * must
    )
    case = "of it, more than a plan with this floor must cost"
    report.line("assignment", case, 100 * (loss - must), "% of the total", 0)


def linked(problem: Problem, best: list) -> None:
    joined, spent = timed(lambda: linking.linked(problem, best))
    graph = graph_of(problem, joined)
    parts = connected_components(graph, directed=False)[0]
    report.line("assignment", "parts of the graph of judges and entries", parts, "", 1)
    barely = second_eigenvalue(graph_of(problem, linking.bridged(problem, best)))
    case = "algebraic connectivity of the optimum joined only"
    report.line("assignment", case, barely, "")
    report.line("assignment", "algebraic connectivity", second_eigenvalue(graph), "")
    price = 100 * (1 - matching.total_of(problem, joined) / matching.total_of(problem, best))
    _value, bare = timed(lambda: second_eigenvalue(graph))
    report.line("assignment", "price of linking", price, "% of the total", 0)
    report.line("assignment", "linking", spent, "ms CPU", bare)


def way_out() -> None:
    tight = instance(500, 60, 5)
    tight.most = [30] * 60
    relaxation, spent = quickly(lambda: matching.cheapest_relaxation(tight))
    assert relaxation
    report.line("assignment", "the way out of an impossible plan", spent, "ms CPU")


def by_lot(problem: Problem, best: float) -> None:
    """An assignment drawn by lot, nobody's chance above a half: what it costs in fit and time, and
    how well it links.
    """
    shares, spent = quickly(lambda: matching.solve_in_shares(problem, lots.UNITS, lots.UNITS // 2))
    report.line("assignment", "chances of a lottery, at most 50 %", spent, "ms CPU")
    chances = [[judge, str(entry), units] for judge, entry, units in shares]
    plan, spent = quickly(lambda: lots.drawn(chances, "0"))
    report.line("assignment", "the draw", spent, "ms CPU")
    pairs = [(judge, int(entry)) for judge, entry in plan]
    expected = (
        sum(problem.preference[judge, entry] * units for judge, entry, units in shares) / lots.UNITS
    )
    price = 100 * (1 - expected / best)
    report.line("assignment", "price of the lottery, expected", price, "% of the total")
    price = 100 * (1 - matching.total_of(problem, pairs) / best)
    report.line("assignment", "price of the lottery, as drawn", price, "% of the total")
    reached = second_eigenvalue(graph_of(problem, pairs))
    report.line("assignment", "algebraic connectivity as drawn", reached, "")
