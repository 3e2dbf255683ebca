"""Judges in one web: only those who are linked by common entries can be compared in severity.

The better linked, the surer. An assignment that fits best is poorly linked, since experts of one
field read the same entries. Exchanges of two sheets link it better at the least loss of fit; loads
stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from judging.arithmetic.matching import Pair, Problem, total_of, worst_of

# algebraic connectivity from which on more links help the comparison little (bench: assignment)
WELL_LINKED = 0.05
PRICE = 0.005  # the share of the total preference that may be given for links beyond the first
_AT_ONCE = 4  # exchanges between two looks at the weakest direction
_LOOKED_AT = 300  # sheets at each end of the weakest direction
_TRIED = 200  # exchanges that may join two parts, from the cheapest


def _with_kept(problem: Problem, pairs: Iterable[Pair]) -> np.ndarray:
    """(pairs, 2): the pairs and those that stand already."""
    return np.array([*pairs, *problem.kept], dtype=int).reshape(-1, 2)


def _web(problem: Problem, pairs: Iterable[Pair]) -> csr_matrix:
    """Judges and entries as one graph: a node each, judges first, an edge for each sheet."""
    judges, entries = problem.preference.shape
    sheets = _with_kept(problem, pairs)
    ends = (sheets[:, 0], judges + sheets[:, 1])
    size = judges + entries
    return coo_matrix((np.ones(len(sheets)), ends), shape=(size, size)).tocsr()


def components(problem: Problem, pairs: Iterable[Pair]) -> int:
    """Into how many parts the graph of judges and entries falls; those without a sheet are none.

    Scores of judges in different parts cannot be compared.
    """
    sheets = _with_kept(problem, pairs)
    part = connected_components(_web(problem, pairs), directed=False)[1]
    return len(np.unique(part[sheets[:, 0]]))


def bridged(problem: Problem, pairs: list[Pair]) -> list[Pair]:
    """The pairs after the cheapest exchanges that join all parts, where exchanges can.

    An exchange gives two judges of different parts one of each other's entries; loads stay as they
    are.
    """
    pairs = list(pairs)
    if not pairs:  # all sheets stand already, in however many parts
        return pairs
    parts = components(problem, pairs)
    while parts > 1:
        changed = _cheapest_exchange(problem, pairs, parts)
        if changed is None:
            return pairs
        pairs = changed
        parts = components(problem, pairs)
    return pairs


def _cheapest_exchange(problem: Problem, pairs: list[Pair], parts: int) -> list[Pair] | None:
    """The pairs after the exchange that costs least and joins two parts.

    Tried from the smallest part. None if there is none.
    """
    for _price, first, second in _possible_exchanges(problem, pairs)[:_TRIED]:
        changed = _exchanged(pairs, [(first, second)])
        if components(problem, changed) < parts:
            return changed
    return None


def _possible_exchanges(problem: Problem, pairs: list[Pair]) -> list[tuple[float, int, int]]:
    """(price, place of a sheet of the smallest part, place of one of another), the cheapest first.

    None gives a judge an entry twice, or one that is blocked.
    """
    value = problem.preference
    barred = problem.blocked | problem.kept | set(pairs)
    part = connected_components(_web(problem, pairs), directed=False)[1]
    smallest = _smallest_part(part, pairs)
    exchanges = []
    for first, (judge, entry) in enumerate(pairs):
        if part[judge] != smallest:
            continue
        for second, (other, theirs) in enumerate(pairs):
            if part[other] == smallest or (judge, theirs) in barred or (other, entry) in barred:
                continue
            price = (
                value[judge, entry]
                + value[other, theirs]
                - value[judge, theirs]
                - value[other, entry]
            )
            exchanges.append((price, first, second))
    return sorted(exchanges)


def _smallest_part(part: np.ndarray, pairs: list[Pair]) -> int:
    """The part with the fewest of these sheets, one at least."""
    sheets = np.bincount(part[[judge for judge, _entry in pairs]])
    return int(np.argmin(np.where(sheets > 0, sheets, len(pairs) + 1)))


@dataclass(frozen=True)
class _Direction:
    """The weakest direction of the web (its Fiedler vector), and how strong the web is along it."""

    connectivity: float
    judge: np.ndarray  # place of each judge along it
    entry: np.ndarray  # place of each entry along it


def _weakest(problem: Problem, sheets: np.ndarray) -> _Direction:
    """From the second singular value of the normalised judge-entry matrix.

    It is 1 less the second eigenvalue of the normalised Laplacian.
    """
    held = np.zeros(problem.preference.shape)
    held[sheets[:, 0], sheets[:, 1]] = 1
    root_of_judge = np.sqrt(np.maximum(held.sum(axis=1), 1))
    root_of_entry = np.sqrt(np.maximum(held.sum(axis=0), 1))
    busy = np.flatnonzero(held.sum(axis=1))  # a judge without sheets is no part of the web
    if len(busy) < 2:
        return _Direction(1.0, np.zeros(len(root_of_judge)), np.zeros(len(root_of_entry)))
    matrix = held / root_of_judge[:, None] / root_of_entry[None, :]
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    second = np.sqrt(max(values[-2], 1e-12))
    along = vectors[:, -2]
    return _Direction(
        connectivity=float(max(0.0, 1 - second)),
        judge=along / root_of_judge,
        entry=matrix.T @ along / second / root_of_entry,
    )


def connectivity(problem: Problem, pairs: Iterable[Pair]) -> float:
    """The algebraic connectivity of judges and entries: 0 for a graph in parts, 1 at most.

    The second eigenvalue of the normalised Laplacian.
    """
    sheets = _with_kept(problem, pairs)
    if not len(sheets):
        return 0.0
    return _weakest(problem, sheets).connectivity


def linked(
    problem: Problem, pairs: list[Pair], wanted: float = WELL_LINKED, price: float = PRICE
) -> list[Pair]:
    """The pairs after exchanges that join all parts, and then link them better.

    Until `wanted` is reached or `price`, a share of the total preference, is spent. An exchange
    crosses the weakest direction of the web: of those that link nearly best, the cheapest. No entry
    falls below the worst one, so that a fair assignment stays fair.
    """
    pairs = bridged(problem, pairs)
    budget = price * total_of(problem, pairs)
    floor = worst_of(problem, pairs)
    while True:
        sheets = _with_kept(problem, pairs)
        if not pairs or len(sheets) < 2:
            return pairs
        weakest = _weakest(problem, sheets)
        if weakest.connectivity >= wanted:
            return pairs
        changes, cost = _exchanges(problem, np.array(pairs), sheets, weakest, budget, floor)
        changed = _exchanged(pairs, changes)
        if not changes or connectivity(problem, changed) <= weakest.connectivity:
            return pairs
        pairs = changed
        budget -= cost


@dataclass(frozen=True)
class _Ends:
    """Sheets near one end of the weakest direction: their places among the pairs."""

    place: np.ndarray
    judge: np.ndarray
    entry: np.ndarray


def _ends(pairs: np.ndarray, weakest: _Direction) -> tuple[_Ends, _Ends]:
    """The sheets at the low end as a column, those at the high end as a row."""
    order = np.argsort(weakest.judge[pairs[:, 0]], kind="stable")
    size = min(_LOOKED_AT, len(order) // 2)
    low = order[:size]
    high = order[-size:]
    return (
        _Ends(low, pairs[low, 0][:, None], pairs[low, 1][:, None]),
        _Ends(high, pairs[high, 0][None, :], pairs[high, 1][None, :]),
    )


def _exchanges(
    problem: Problem,
    pairs: np.ndarray,
    sheets: np.ndarray,
    weakest: _Direction,
    budget: float,
    floor: float,
) -> tuple[list[tuple[int, int]], float]:
    """([(place of a sheet, place of the one it is exchanged with)], their cost).

    Disjoint, across the weakest direction, within the budget. Every array here is sheets at the low
    end × sheets at the high end.
    """
    low, high = _ends(pairs, weakest)
    cost = _costs(problem, low, high)
    gain = _gains(weakest, low, high)
    possible = (
        _are_free(problem, sheets, low, high)
        & _keep_the_floor(problem, pairs, low, high, floor)
        & (cost <= budget)
        & (gain > 0)
    )
    if not possible.any():
        return [], 0.0
    nearly_best = np.argwhere(possible & (gain >= gain[possible].max() / 2))
    by_cost = np.argsort(cost[nearly_best[:, 0], nearly_best[:, 1]], kind="stable")
    return _disjoint(nearly_best[by_cost], low, high, cost, budget)


def _costs(problem: Problem, low: _Ends, high: _Ends) -> np.ndarray:
    """What the total preference loses by each exchange."""
    value = problem.preference
    return (
        value[low.judge, low.entry]
        + value[high.judge, high.entry]
        - value[low.judge, high.entry]
        - value[high.judge, low.entry]
    )


def _gains(weakest: _Direction, low: _Ends, high: _Ends) -> np.ndarray:
    """How much further apart judge and entry stand along the weakest direction after it."""
    judge = weakest.judge
    entry = weakest.entry
    return (
        (judge[low.judge] - entry[high.entry]) ** 2
        + (judge[high.judge] - entry[low.entry]) ** 2
        - (judge[low.judge] - entry[low.entry]) ** 2
        - (judge[high.judge] - entry[high.entry]) ** 2
    )


def _are_free(problem: Problem, sheets: np.ndarray, low: _Ends, high: _Ends) -> np.ndarray:
    """Whether both judges may take, and do not have, the other's entry."""
    free = np.ones(problem.preference.shape, dtype=bool)
    barred = np.array([*sheets.tolist(), *problem.blocked], dtype=int)
    free[barred[:, 0], barred[:, 1]] = False
    return free[low.judge, high.entry] & free[high.judge, low.entry]


def _keep_the_floor(
    problem: Problem, pairs: np.ndarray, low: _Ends, high: _Ends, floor: float
) -> np.ndarray:
    """Whether both entries still get `floor` as the mean preference of their judges."""
    value = problem.preference
    worth = np.bincount(pairs[:, 1], value[pairs[:, 0], pairs[:, 1]])
    count = np.bincount(pairs[:, 1])

    def keeps(entry: np.ndarray, old: np.ndarray, new: np.ndarray) -> np.ndarray:
        after = worth[entry] - value[old, entry] + value[new, entry]
        return after >= floor * count[entry] - 1e-9

    return keeps(low.entry, low.judge, high.judge) & keeps(high.entry, high.judge, low.judge)


def _disjoint(
    exchanges: np.ndarray, low: _Ends, high: _Ends, cost: np.ndarray, budget: float
) -> tuple[list[tuple[int, int]], float]:
    """The first exchanges that share no judge and no entry and fit the budget; and their cost."""
    chosen: list[tuple[int, int]] = []
    judges: set[int] = set()
    entries: set[int] = set()
    spent = 0.0
    for row, column in exchanges.tolist():
        its_judges = {int(low.judge[row, 0]), int(high.judge[0, column])}
        its_entries = {int(low.entry[row, 0]), int(high.entry[0, column])}
        is_touched = its_judges & judges or its_entries & entries
        if len(chosen) == _AT_ONCE or is_touched or spent + cost[row, column] > budget:
            continue
        judges |= its_judges
        entries |= its_entries
        spent += max(0.0, float(cost[row, column]))
        chosen.append((int(low.place[row]), int(high.place[column])))
    return chosen, spent


def _exchanged(pairs: list[Pair], changes: list[tuple[int, int]]) -> list[Pair]:
    """The pairs after each two sheets at these places have changed judges; those stand last."""
    gone: set[int] = set()
    crossed: list[Pair] = []
    for first, second in changes:
        judge, entry = pairs[first]
        other, theirs = pairs[second]
        gone |= {first, second}
        crossed += [(judge, theirs), (other, entry)]
    return [pair for place, pair in enumerate(pairs) if place not in gone] + crossed
