"""Judges in one web: only those who are linked by common entries can be compared in severity, and
the better linked, the surer.

An assignment that fits best is poorly linked, since experts of one field read the same entries.
Exchanges of two sheets link it better at the least loss of fit; loads stay as they are.
"""

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from judging.arithmetic.matching import Problem, total_of, worst_of

# algebraic connectivity from which on more links help the comparison little (bench: assignment)
WELL_LINKED = 0.05
PRICE = 0.005  # the share of the total preference that may be given for links beyond the first
_AT_ONCE = 4  # exchanges between two looks at the weakest direction
_LOOKED_AT = 300  # sheets at each end of the weakest direction


def _graph(problem: Problem, pairs) -> csr_matrix:
    judges, entries = problem.preference.shape
    every = [*pairs, *problem.kept]
    ends = np.array([(judge, judges + entry) for judge, entry in every], dtype=int).reshape(-1, 2)
    size = judges + entries
    graph = coo_matrix(
        (
            np.ones(2 * len(ends)),
            (np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])),
        ),
        shape=(size, size),
    ).tocsr()
    used = np.unique(ends)
    return graph[used][:, used]


def components(problem: Problem, pairs) -> int:
    """Into how many parts the graph of judges and entries falls: scores of judges in different
    parts cannot be compared.
    """
    graph = _graph(problem, pairs)
    return connected_components(graph, directed=False)[0] if graph.shape[0] else 0


def bridged(problem: Problem, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs after the cheapest exchanges that join all parts, where exchanges can; loads stay
    as they are.

    An exchange gives two judges of different parts one of each other's entries.
    """
    pairs = list(pairs)
    parts = components(problem, pairs)
    while parts > 1:
        changed = _cheapest_exchange(problem, pairs, parts)
        if changed is None:
            return pairs
        pairs, parts = changed, components(problem, changed)
    return pairs


def _cheapest_exchange(problem: Problem, pairs, parts: int) -> list[tuple[int, int]] | None:
    """The pairs after the exchange that costs least and joins two parts, tried from the smallest
    part; None if there is none.
    """
    judges, entries = problem.preference.shape
    every = [*pairs, *problem.kept]
    graph = coo_matrix(
        (np.ones(len(every)), ([j for j, _e in every], [judges + e for _j, e in every])),
        shape=(judges + entries,) * 2,
    )
    label = connected_components(graph, directed=False)[1]
    held, taken = set(every), []
    sizes = np.bincount(label[[judge for judge, _entry in pairs]])
    smallest = int(np.argmin(np.where(sizes > 0, sizes, len(pairs) + 1)))
    for first, (j1, e1) in enumerate(pairs):
        if label[j1] != smallest:
            continue
        for second, (j2, e2) in enumerate(pairs):
            if label[j1] == label[j2] or {(j1, e2), (j2, e1)} & (problem.blocked | held):
                continue
            price = (
                problem.preference[j1, e1]
                + problem.preference[j2, e2]
                - problem.preference[j1, e2]
                - problem.preference[j2, e1]
            )
            taken.append((price, first, second))
    taken.sort()
    for _price, first, second in taken[:200]:
        (j1, e1), (j2, e2) = pairs[first], pairs[second]
        changed = [pair for place, pair in enumerate(pairs) if place not in (first, second)] + [
            (j1, e2),
            (j2, e1),
        ]
        if components(problem, changed) < parts:
            return changed
    return None


def _weakest(problem: Problem, every: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """(algebraic connectivity, place of each judge, place of each entry along the weakest direction
    of the web).

    From the second singular value of the normalised judge-entry matrix: it is 1 less the second
    eigenvalue of the normalised Laplacian.
    """
    held = np.zeros(problem.preference.shape)
    held[every[:, 0], every[:, 1]] = 1
    judges, entries = (np.sqrt(np.maximum(held.sum(axis=axis), 1)) for axis in (1, 0))
    matrix = held / judges[:, None] / entries[None, :]
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    busy = np.flatnonzero(held.sum(axis=1))  # a judge without sheets is no part of the web
    if len(busy) < 2:
        return 1.0, np.zeros(len(judges)), np.zeros(len(entries))
    second = np.sqrt(max(values[-2], 1e-12))
    along = vectors[:, -2]
    return float(max(0.0, 1 - second)), along / judges, matrix.T @ along / second / entries


def connectivity(problem: Problem, pairs) -> float:
    """The algebraic connectivity (second eigenvalue of the normalised Laplacian) of judges and
    entries: 0 for a graph in parts, 1 at most.
    """
    every = np.array([*pairs, *problem.kept], dtype=int).reshape(-1, 2)
    return _weakest(problem, every)[0] if len(every) else 0.0


def linked(
    problem: Problem,
    pairs: list[tuple[int, int]],
    wanted: float = WELL_LINKED,
    price: float = PRICE,
) -> list[tuple[int, int]]:
    """The pairs after exchanges that join all parts, and then link them until `wanted` is reached
    or `price` is spent.

    An exchange crosses the weakest direction of the web (its Fiedler vector): of those that link
    nearly best, the cheapest. No entry falls below the worst one, so that a fair assignment stays
    fair.
    """
    pairs = bridged(problem, pairs)
    budget, floor = price * total_of(problem, pairs), worst_of(problem, pairs)
    while True:
        every = np.array([*pairs, *problem.kept], dtype=int).reshape(-1, 2)
        if not pairs or len(every) < 2:
            return pairs
        reached, *along = _weakest(problem, every)
        if reached >= wanted:
            return pairs
        changes, cost = _exchanges(problem, np.array(pairs), every, along, budget, floor)
        changed = _exchanged(pairs, changes)
        if not changes or connectivity(problem, changed) <= reached:
            return pairs
        pairs, budget = changed, budget - cost


def _exchanges(
    problem: Problem, pairs: np.ndarray, every: np.ndarray, along, budget: float, floor: float
) -> tuple[list[tuple[int, int]], float]:
    """([(place of a sheet, place of the one it is exchanged with)], their cost): disjoint, across
    the weakest direction, within the budget.
    """
    judge_at, entry_at = along
    order = np.argsort(judge_at[pairs[:, 0]], kind="stable")
    low, high = (
        order[: min(_LOOKED_AT, len(order) // 2)],
        order[-min(_LOOKED_AT, len(order) // 2) :],
    )
    (j1, e1), (j2, e2) = pairs[low].T[:, :, None], pairs[high].T[:, None, :]
    value, free = problem.preference, np.ones(problem.preference.shape, dtype=bool)
    barred = np.array([*every.tolist(), *problem.blocked], dtype=int)
    free[barred[:, 0], barred[:, 1]] = False
    worth, sheets = (
        np.bincount(pairs[:, 1], value[pairs[:, 0], pairs[:, 1]]),
        np.bincount(pairs[:, 1]),
    )
    cost = value[j1, e1] + value[j2, e2] - value[j1, e2] - value[j2, e1]
    gain = (
        (judge_at[j1] - entry_at[e2]) ** 2
        + (judge_at[j2] - entry_at[e1]) ** 2
        - (judge_at[j1] - entry_at[e1]) ** 2
        - (judge_at[j2] - entry_at[e2]) ** 2
    )
    keeps = [
        worth[e] - value[old, e] + value[new, e] >= floor * sheets[e] - 1e-9
        for e, old, new in ((e1, j1, j2), (e2, j2, j1))
    ]
    possible = free[j1, e2] & free[j2, e1] & (cost <= budget) & keeps[0] & keeps[1] & (gain > 0)
    if not possible.any():
        return [], 0.0
    best = np.argwhere(possible & (gain >= gain[possible].max() / 2))
    chosen, ends, spent = [], set(), 0.0
    for x, y in best[np.argsort(cost[best[:, 0], best[:, 1]], kind="stable")].tolist():
        touched = {
            *(("judge", judge) for judge in (j1[x, 0], j2[0, y])),
            *(("entry", entry) for entry in (e1[x, 0], e2[0, y])),
        }
        if len(chosen) < _AT_ONCE and not touched & ends and spent + cost[x, y] <= budget:
            ends |= touched
            spent += max(0.0, float(cost[x, y]))
            chosen.append((int(low[x]), int(high[y])))
    return chosen, spent


def _exchanged(
    pairs: list[tuple[int, int]], changes: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    gone = {place for change in changes for place in change}
    crossed = [
        pair
        for x, y in changes
        for pair in ((pairs[x][0], pairs[y][1]), (pairs[y][0], pairs[x][1]))
    ]
    return [pair for place, pair in enumerate(pairs) if place not in gone] + crossed
