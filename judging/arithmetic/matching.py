"""Who scores what, as numbers: balanced optima by minimum-cost flow, a fair mode, ways out.

Judges and entries are numbered from 0. Maximise the total preference over x[j,e] in {0,1} subject
to: each entry gets its sheets; each judge stays within a balanced load; no blocked pair. The matrix
of such a transportation problem is totally unimodular, so the flow's integral optimum is the
optimum of the linear programme.
"""

from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

_SCALE = 10**9  # preferences in [0, 1] as whole numbers
FAIR_SHARES = (
    0.98,
    0.95,
    0.9,
    0.8,
    0.65,
    0.5,
)  # of the best that the worst entry could get in fractions; whole sheets may allow less


@dataclass
class Problem:
    """One panel's task; `load` is what a judge already has, `kept` the pairs that stand already."""

    needs: list[int]  # missing sheets of each entry
    most: list[int]  # load bound of each judge, what they already have not yet subtracted
    load: list[int]
    blocked: set[tuple[int, int]]  # (judge, entry) pairs that must not meet
    preference: np.ndarray  # judges × entries, in [0, 1]
    kept: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Relaxation:
    """The cheapest way to make the impossible possible: sheets beyond the bounds, and sheets that
    no judge can give.
    """

    more_load: dict[int, int]  # judge -> sheets beyond the bound
    fewer_sheets: dict[
        int, int
    ]  # entry -> sheets for which a further judge is needed, or fewer sheets are asked

    def __bool__(self) -> bool:
        return bool(self.more_load or self.fewer_sheets)


class Infeasible(Exception):
    """No assignment satisfies the bounds; `relaxation` is the cheapest way out."""

    def __init__(self, relaxation: Relaxation):
        super().__init__("infeasible")
        self.relaxation = relaxation


def _pairs(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """(judge, entry) of every pair that may be made."""
    judges, entries = problem.preference.shape
    free = np.zeros((judges, entries), dtype=bool)
    free[:, np.array(problem.needs) > 0] = True
    for judge, entry in problem.blocked:
        free[judge, entry] = False
    return np.nonzero(free)


def _shares(
    problem: Problem, lowest: int, highest: int, whole: int, most: int
) -> list[tuple[int, int, int]] | None:
    """The optimum with every judge's load between `lowest` and `highest` (as far as the bounds
    allow); None if there is none.

    (judge, entry, parts): a sheet may be shared out in parts of 1/`whole`, of which no judge takes
    more than `most` of one entry.
    """
    judges, entries = problem.preference.shape
    needs, load = np.array(problem.needs), np.array(problem.load)
    upper = np.maximum(0, np.minimum(problem.most, highest) - load)
    who, what = _pairs(problem)
    possible = (
        np.bincount(who, minlength=judges) * most // whole
    )  # a judge who may take few entries is not asked for more
    lower = np.minimum(
        np.minimum(upper, possible), np.maximum(0, np.minimum(lowest, problem.most) - load)
    )
    total = int(needs.sum())
    if lower.sum() > total or upper.sum() < total:
        return None
    cost = np.rint(-problem.preference[who, what] * (_SCALE // whole)).astype(np.int64)
    source = judges + entries
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        who, judges + what, np.full(len(who), most, dtype=np.int64), cost
    )
    free = (upper - lower) * whole
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(judges, source), np.arange(judges), free, np.zeros(judges, dtype=np.int64)
    )
    # A judge's least load is a supply of their own; what is left comes from the source.
    supplies = np.concatenate([lower, -needs, [total - lower.sum()]]) * whole
    flow.set_nodes_supplies(np.arange(source + 1), supplies)
    if flow.solve() != flow.OPTIMAL:
        return None
    parts = flow.flows(arcs)
    chosen = parts > 0
    return list(
        zip(who[chosen].tolist(), what[chosen].tolist(), parts[chosen].tolist(), strict=True)
    )


def solve(problem: Problem) -> list[tuple[int, int]]:
    """The pairs of the best assignment in the narrowest band of loads that there is. Raises
    Infeasible.
    """
    return [(judge, entry) for judge, entry, _share in solve_in_shares(problem, 1, 1)]


def solve_in_shares(problem: Problem, whole: int, most: int) -> list[tuple[int, int, int]]:
    """(judge, entry, parts of 1/`whole`), none above `most`: the best chances of a lottery (Jecmen
    et al. 2020), and with 1, 1 a plan.

    Raises Infeasible: with an empty relaxation where only `most` is too small.
    """
    total, judges = sum(problem.needs), len(problem.load)
    if total == 0:
        return []
    if relaxation := cheapest_relaxation(problem):
        raise Infeasible(relaxation)
    target = (total + sum(problem.load)) / judges
    low, high = int(target), int(np.ceil(target))
    best = _shares(problem, low, high, whole, most)
    if (
        best is None
    ):  # conflicts and limits leave no room: the least highest load, then the largest least one
        widest = total + max(problem.load)
        if most < whole and _shares(problem, 0, widest, whole, most) is None:
            raise Infeasible(Relaxation({}, {}))
        high = _least(
            high, widest, lambda highest: _shares(problem, 0, highest, whole, most) is not None
        )
        low = high - _least(
            0, high, lambda less: _shares(problem, high - less, high, whole, most) is not None
        )
        best = _shares(problem, low, high, whole, most)
    return best


def least_share(problem: Problem, whole: int) -> int:
    """The least `most` of `solve_in_shares` for which there are chances at all; `whole` always does
    where there is a plan.
    """
    widest = sum(problem.needs) + max(problem.load)
    return _least(1, whole, lambda most: _shares(problem, 0, widest, whole, most) is not None)


def _least(first: int, last: int, holds) -> int:
    """The least number from `first` to `last` for which a monotone condition holds; it holds for
    the last.
    """
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if holds(middle) else (middle + 1, last)
    return first


def cheapest_relaxation(problem: Problem) -> Relaxation:
    """What must give way, at the least cost; empty when nothing must. A judge's extra sheet costs
    less than an entry's missing one.
    """
    judges, entries = problem.preference.shape
    needs = np.array(problem.needs)
    room = np.maximum(0, np.array(problem.most) - np.array(problem.load))
    total = int(needs.sum())
    who, what = _pairs(problem)
    source, nobody = judges + entries, judges + entries + 1
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        who, judges + what, np.ones(len(who), dtype=np.int64), np.zeros(len(who), dtype=np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(judges, source), np.arange(judges), room, np.zeros(judges, dtype=np.int64)
    )
    extra = flow.add_arcs_with_capacity_and_unit_cost(
        np.full(judges, source),
        np.arange(judges),
        np.full(judges, total),
        np.ones(judges, dtype=np.int64),
    )
    flow.add_arc_with_capacity_and_unit_cost(source, nobody, total, 0)
    missing = flow.add_arcs_with_capacity_and_unit_cost(
        np.full(entries, nobody), judges + np.arange(entries), needs, np.full(entries, 1000)
    )
    flow.set_nodes_supplies(
        np.arange(nobody + 1),
        np.concatenate([np.zeros(judges, dtype=np.int64), -needs, [total, 0]]),
    )
    flow.solve()
    more, fewer = flow.flows(extra), flow.flows(missing)
    return Relaxation(
        {j: int(more[j]) for j in np.nonzero(more)[0].tolist()},
        {e: int(fewer[e]) for e in np.nonzero(fewer)[0].tolist()},
    )


def relaxed(problem: Problem, relaxation: Relaxation) -> Problem:
    """The problem after its way out was taken."""
    most = [
        max(bound, load) + relaxation.more_load.get(judge, 0)
        for judge, (bound, load) in enumerate(zip(problem.most, problem.load, strict=True))
    ]
    needs = [
        need - relaxation.fewer_sheets.get(entry, 0) for entry, need in enumerate(problem.needs)
    ]
    return Problem(needs, most, problem.load, problem.blocked, problem.preference, problem.kept)


def total_of(problem: Problem, pairs) -> float:
    """The sum of the preferences of some pairs."""
    return float(sum(problem.preference[pair] for pair in pairs))


def worst_of(problem: Problem, pairs) -> float:
    """The least that an entry gets, as the mean preference of its judges; 0 without any."""
    sums, counts = np.zeros(len(problem.needs)), np.zeros(len(problem.needs))
    for judge, entry in pairs:
        sums[entry] += problem.preference[judge, entry]
        counts[entry] += 1
    asked = counts > 0
    return float((sums[asked] / counts[asked]).min()) if asked.any() else 0.0


def solve_fairly(problem: Problem, seconds: float = 10) -> list[tuple[int, int]]:
    """As `solve`, but the worst entry gets nearly the best that it could get: a floor of 0.98 of
    the bound of the linear programme, or of less where whole sheets allow no more (MILP, by HiGHS).

    The loads stay in the band of the optimum. Falls back to it when no such assignment is found in
    time. Raises Infeasible.
    """
    plain = solve(problem)
    if not plain:
        return plain
    judges, entries = problem.preference.shape
    who, what = _pairs(problem)
    value = problem.preference[who, what]
    columns, ones = np.arange(len(who)), np.ones(len(who))
    by_entry = coo_matrix((ones, (what, columns)), shape=(entries, len(who))).tocsr()
    by_judge = coo_matrix((ones, (who, columns)), shape=(judges, len(who))).tocsr()
    worth = coo_matrix((value, (what, columns)), shape=(entries, len(who))).tocsr()
    asked = np.array(problem.needs) > 0
    needs = np.array(problem.needs, dtype=float)
    loads = np.bincount([judge for judge, _entry in plain], minlength=judges)
    upper = np.maximum(loads, loads.max())
    upper = np.minimum(upper, np.maximum(loads, np.array(problem.most) - np.array(problem.load)))
    lower = np.minimum(loads, loads.min())
    # The bound: the largest t with every entry's worth at least t × its sheets, in the linear
    # programme. It is degenerate: an interior point takes a tenth of the simplex's time.
    share = coo_matrix(
        (-needs[asked], (np.arange(asked.sum()), np.zeros(asked.sum(), dtype=int))),
        shape=(asked.sum(), 1),
    )
    found = linprog(
        np.concatenate([np.zeros(len(who)), [-1.0]]),
        A_ub=vstack(
            [
                -hstack([worth[asked], share]),
                hstack([vstack([by_judge, -by_judge]), csr_matrix((2 * judges, 1))]),
            ]
        ),
        b_ub=np.concatenate([np.zeros(asked.sum()), upper, -lower]),
        A_eq=hstack([by_entry[asked], csr_matrix((asked.sum(), 1))]),
        b_eq=needs[asked],
        bounds=[(0, 1)] * len(who) + [(0, None)],
        method="highs-ipm",
    )
    if found.status != 0:
        return plain
    bounds = [
        LinearConstraint(by_entry[asked], needs[asked], needs[asked]),
        LinearConstraint(by_judge, lower, upper),
    ]
    for share in FAIR_SHARES:
        floor = share * -found.fun
        if worst_of(problem, plain) >= floor:
            return plain
        worthy = LinearConstraint(worth[asked], floor * needs[asked], np.inf)
        fair = milp(
            -value,
            integrality=ones,
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 2e-4},
            constraints=[*bounds, worthy],
        )
        if fair.x is not None:
            chosen = fair.x > 0.5
            return list(zip(who[chosen].tolist(), what[chosen].tolist(), strict=True))
    return plain
