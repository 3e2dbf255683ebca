"""Who scores what, as numbers: balanced optima by minimum-cost flow, a fair mode, ways out.

Judges and entries are numbered from 0. Maximise the total preference over x[j,e] in {0,1} subject
to: each entry gets its sheets; each judge stays within a balanced load; no blocked pair. The matrix
of such a transportation problem is totally unimodular, so the flow's integral optimum is the
optimum of the linear programme.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

_SCALE = 10**9  # preferences in [0, 1] as whole numbers
_MISSING_SHEET = 1000  # what an entry's missing sheet costs, where a judge's extra sheet costs 1
# Of the best that the worst entry could get in fractions; whole sheets may allow less.
FAIR_SHARES = (0.98, 0.95, 0.9, 0.8, 0.65, 0.5)

Pair = tuple[int, int]  # (judge, entry)
Share = tuple[int, int, int]  # (judge, entry, parts of a sheet)


@dataclass
class Problem:
    """One panel's task; `load` is what a judge already has, `kept` the pairs that stand already."""

    needs: list[int]  # missing sheets of each entry
    most: list[int]  # load bound of each judge, what they already have not yet subtracted
    load: list[int]
    blocked: set[Pair]  # pairs that must not meet
    preference: np.ndarray  # judges × entries, in [0, 1]
    kept: set[Pair] = field(default_factory=set)


@dataclass(frozen=True)
class Relaxation:
    """The cheapest way to make the impossible possible."""

    more_load: dict[int, int]  # judge -> sheets beyond the bound
    # entry -> sheets for which a further judge is needed, or fewer sheets are asked
    fewer_sheets: dict[int, int]

    def __bool__(self) -> bool:
        return bool(self.more_load or self.fewer_sheets)


class Infeasible(Exception):
    """No assignment satisfies the bounds; `relaxation` is the cheapest way out."""

    def __init__(self, relaxation: Relaxation):
        super().__init__("infeasible")
        self.relaxation = relaxation


@dataclass(frozen=True)
class Band:
    """Least and greatest load of each judge, beyond what they already have."""

    lower: np.ndarray
    upper: np.ndarray


def _free_pairs(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """(judges, entries) of every pair that may be made, as parallel arrays."""
    judges, entries = problem.preference.shape
    free = np.zeros((judges, entries), dtype=bool)
    free[:, np.array(problem.needs) > 0] = True
    for judge, entry in problem.blocked:
        free[judge, entry] = False
    judge_of_pair, entry_of_pair = np.nonzero(free)
    return judge_of_pair, entry_of_pair


def _band(
    problem: Problem, judge_of_pair: np.ndarray, lowest: int, highest: int, whole: int, most: int
) -> Band:
    """Loads from `lowest` to `highest`, as far as each judge's bound and free pairs allow.

    A judge takes at most `most`/`whole` of each free pair: who may take few entries is not asked
    for more.
    """
    bound = np.array(problem.most)
    load = np.array(problem.load)
    upper = np.maximum(0, np.minimum(bound, highest) - load)
    wanted = np.maximum(0, np.minimum(bound, lowest) - load)
    possible = np.bincount(judge_of_pair, minlength=len(load)) * most // whole
    lower = np.minimum(np.minimum(upper, possible), wanted)
    return Band(lower, upper)


def _shares(
    problem: Problem, lowest: int, highest: int, whole: int, most: int
) -> list[Share] | None:
    """The optimum with every judge's load between `lowest` and `highest`, where bounds allow.

    A sheet may be shared out in parts of 1/`whole`, of which no judge takes more than `most` of one
    entry. None if there is no such assignment.
    """
    judge_of_pair, entry_of_pair = _free_pairs(problem)
    band = _band(problem, judge_of_pair, lowest, highest, whole, most)
    total = sum(problem.needs)
    if band.lower.sum() > total or band.upper.sum() < total:
        return None
    flow, arcs = _network(problem, judge_of_pair, entry_of_pair, band, whole, most)
    if flow.solve() != flow.OPTIMAL:
        return None
    parts = flow.flows(arcs)
    taken = parts > 0
    return list(
        zip(
            judge_of_pair[taken].tolist(),
            entry_of_pair[taken].tolist(),
            parts[taken].tolist(),
            strict=True,
        )
    )


def _network(
    problem: Problem,
    judge_of_pair: np.ndarray,
    entry_of_pair: np.ndarray,
    band: Band,
    whole: int,
    most: int,
) -> tuple[SimpleMinCostFlow, np.ndarray]:
    """Source -> judges -> entries, in parts of 1/`whole`; and the arcs of the pairs.

    A judge's least load is a supply of their own; what is left comes from the source.
    """
    judges, entries = problem.preference.shape
    source = judges + entries
    value = problem.preference[judge_of_pair, entry_of_pair]
    cost = np.rint(-value * (_SCALE // whole)).astype(np.int64)
    needs = np.array(problem.needs)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        judge_of_pair,
        judges + entry_of_pair,
        np.full(len(judge_of_pair), most, dtype=np.int64),
        cost,
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(judges, source),
        np.arange(judges),
        (band.upper - band.lower) * whole,
        np.zeros(judges, dtype=np.int64),
    )
    left = needs.sum() - band.lower.sum()
    supplies = np.concatenate([band.lower, -needs, [left]]) * whole
    flow.set_nodes_supplies(np.arange(source + 1), supplies)
    return flow, arcs


def solve(problem: Problem) -> list[Pair]:
    """The pairs of the best assignment in the narrowest band of loads. Raises Infeasible."""
    return [(judge, entry) for judge, entry, _share in solve_in_shares(problem, 1, 1)]


def solve_in_shares(problem: Problem, whole: int, most: int) -> list[Share]:
    """(judge, entry, parts of 1/`whole`), none above `most`.

    The best chances of a lottery (Jecmen et al. 2020), and with 1, 1 a plan. Raises Infeasible:
    with an empty relaxation where only `most` is too small.
    """
    if sum(problem.needs) == 0:
        return []
    relaxation = cheapest_relaxation(problem)
    if relaxation:
        raise Infeasible(relaxation)
    even = (sum(problem.needs) + sum(problem.load)) / len(problem.load)
    best = _shares(problem, int(even), int(np.ceil(even)), whole, most)
    if best is None:  # conflicts and limits leave no room for equal loads
        best = _in_narrowest_band(problem, int(np.ceil(even)), whole, most)
    return best


def _in_narrowest_band(problem: Problem, even: int, whole: int, most: int) -> list[Share]:
    """The optimum with the least highest load, and of those the largest least one.

    Raises Infeasible, with an empty relaxation, where `most` is too small for any band.
    """

    def works(lowest: int, highest: int) -> bool:
        return _shares(problem, lowest, highest, whole, most) is not None

    widest = _widest(problem)
    if most < whole and not works(0, widest):
        raise Infeasible(Relaxation({}, {}))
    highest = _least(even, widest, lambda load: works(0, load))
    width = _least(0, highest, lambda load: works(highest - load, highest))
    best = _shares(problem, highest - width, highest, whole, most)
    if best is None:  # cannot be: this band was tried
        raise Infeasible(Relaxation({}, {}))
    return best


def _widest(problem: Problem) -> int:
    """A load that no judge can have more of: everything missing on top of the greatest load."""
    return sum(problem.needs) + max(problem.load)


def least_share(problem: Problem, whole: int) -> int:
    """The least `most` of `solve_in_shares` for which there are chances at all.

    `whole` always does where there is a plan.
    """
    widest = _widest(problem)
    return _least(1, whole, lambda most: _shares(problem, 0, widest, whole, most) is not None)


def _least(first: int, last: int, holds: Callable[[int], bool]) -> int:
    """The least number from `first` to `last` for which a monotone condition holds.

    It is taken to hold for the last.
    """
    while first < last:
        middle = (first + last) // 2
        if holds(middle):
            last = middle
        else:
            first = middle + 1
    return first


def cheapest_relaxation(problem: Problem) -> Relaxation:
    """What must give way, at the least cost; empty when nothing must.

    Source -> judges -> entries, with two ways past the bounds: the source gives a judge sheets
    beyond the bound for 1 each, and a judge who is nobody gives an entry sheets for more.
    """
    judges, entries = problem.preference.shape
    source = judges + entries
    nobody = source + 1
    needs = np.array(problem.needs)
    total = int(needs.sum())
    room = np.maximum(0, np.array(problem.most) - np.array(problem.load))
    judge_of_pair, entry_of_pair = _free_pairs(problem)
    pairs = len(judge_of_pair)
    every_judge = np.arange(judges)
    from_source = np.full(judges, source)
    free_of_cost = np.zeros(judges, dtype=np.int64)

    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        judge_of_pair,
        judges + entry_of_pair,
        np.ones(pairs, dtype=np.int64),
        np.zeros(pairs, dtype=np.int64),
    )
    flow.add_arcs_with_capacity_and_unit_cost(from_source, every_judge, room, free_of_cost)
    extra = flow.add_arcs_with_capacity_and_unit_cost(
        from_source, every_judge, np.full(judges, total), np.ones(judges, dtype=np.int64)
    )
    flow.add_arc_with_capacity_and_unit_cost(source, nobody, total, 0)
    missing = flow.add_arcs_with_capacity_and_unit_cost(
        np.full(entries, nobody),
        judges + np.arange(entries),
        needs,
        np.full(entries, _MISSING_SHEET),
    )
    supplies = np.concatenate([np.zeros(judges, dtype=np.int64), -needs, [total, 0]])
    flow.set_nodes_supplies(np.arange(nobody + 1), supplies)
    flow.solve()
    return Relaxation(_not_zero(flow.flows(extra)), _not_zero(flow.flows(missing)))


def _not_zero(amounts: np.ndarray) -> dict[int, int]:
    """{place: amount} of the places that have any."""
    return {place: int(amounts[place]) for place in np.nonzero(amounts)[0].tolist()}


def relaxed(problem: Problem, relaxation: Relaxation) -> Problem:
    """The problem after its way out was taken."""
    most = []
    for judge, (bound, load) in enumerate(zip(problem.most, problem.load, strict=True)):
        most.append(max(bound, load) + relaxation.more_load.get(judge, 0))
    needs = [
        need - relaxation.fewer_sheets.get(entry, 0) for entry, need in enumerate(problem.needs)
    ]
    return replace(problem, needs=needs, most=most)


def total_of(problem: Problem, pairs: Iterable[Pair]) -> float:
    """The sum of the preferences of some pairs."""
    return float(sum(problem.preference[pair] for pair in pairs))


def worst_of(problem: Problem, pairs: Iterable[Pair]) -> float:
    """The least that an entry gets, as the mean preference of its judges; 0 without any."""
    sums = np.zeros(len(problem.needs))
    counts = np.zeros(len(problem.needs))
    for judge, entry in pairs:
        sums[entry] += problem.preference[judge, entry]
        counts[entry] += 1
    asked = counts > 0
    if not asked.any():
        return 0.0
    return float((sums[asked] / counts[asked]).min())


def solve_fairly(problem: Problem, seconds: float = 10) -> list[Pair]:
    """As `solve`, but the worst entry gets nearly the best that it could get (MILP, by HiGHS).

    A floor of 0.98 of the bound of the linear programme, or of less where whole sheets allow no
    more. The loads stay in the band of the optimum. Falls back to it when no such assignment is
    found in `seconds`. Raises Infeasible.
    """
    plain = solve(problem)
    if not plain:
        return plain
    task = _FairTask(problem, plain)
    bound = task.bound()
    if bound is None:
        return plain
    for share in FAIR_SHARES:
        floor = share * bound
        if worst_of(problem, plain) >= floor:
            return plain
        fair = task.best_above(floor, seconds)
        if fair is not None:
            return fair
    return plain


class _FairTask:
    """The free pairs as columns of a programme; rows say what each entry and each judge gets.

    Loads stay in the band of a plain optimum.
    """

    def __init__(self, problem: Problem, plain: list[Pair]):
        judges, entries = problem.preference.shape
        judge_of_pair, entry_of_pair = _free_pairs(problem)
        size = len(judge_of_pair)
        columns = np.arange(size)
        ones = np.ones(size)
        value = problem.preference[judge_of_pair, entry_of_pair]
        asked = np.array(problem.needs) > 0
        by_entry = coo_matrix((ones, (entry_of_pair, columns)), shape=(entries, size)).tocsr()
        by_judge = coo_matrix((ones, (judge_of_pair, columns)), shape=(judges, size)).tocsr()
        worth = coo_matrix((value, (entry_of_pair, columns)), shape=(entries, size)).tocsr()
        self.judge_of_pair = judge_of_pair
        self.entry_of_pair = entry_of_pair
        self.value = value
        self.needs = np.array(problem.needs, dtype=float)[asked]
        self.by_entry = by_entry[asked]  # sheets of each entry that asks for some
        self.by_judge = by_judge
        self.worth = worth[asked]  # the sum of the preferences of its judges
        self.band = _band_of(problem, plain)

    def bound(self) -> float | None:
        """The largest mean preference that every entry can get, in the linear programme.

        The programme's last column is that mean t: an entry's worth is at least t × its sheets. It
        is degenerate: an interior point takes a tenth of the simplex's time.
        """
        pairs = len(self.value)
        entries = len(self.needs)
        judges = len(self.band.upper)
        one_column = (np.arange(entries), np.zeros(entries, dtype=int))
        times_sheets = coo_matrix((-self.needs, one_column), shape=(entries, 1))
        loads = vstack([self.by_judge, -self.by_judge])
        programme = linprog(
            np.concatenate([np.zeros(pairs), [-1.0]]),
            A_ub=vstack(
                [
                    -hstack([self.worth, times_sheets]),
                    hstack([loads, csr_matrix((2 * judges, 1))]),
                ]
            ),
            b_ub=np.concatenate([np.zeros(entries), self.band.upper, -self.band.lower]),
            A_eq=hstack([self.by_entry, csr_matrix((entries, 1))]),
            b_eq=self.needs,
            bounds=[(0, 1)] * pairs + [(0, None)],
            method="highs-ipm",
        )
        return -programme.fun if programme.status == 0 else None

    def best_above(self, floor: float, seconds: float) -> list[Pair] | None:
        """The best pairs in whole sheets where every entry's mean is at least `floor`.

        None when none is found in `seconds`.
        """
        programme = milp(
            -self.value,
            integrality=np.ones(len(self.value)),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 2e-4},
            constraints=[
                LinearConstraint(self.by_entry, self.needs, self.needs),
                LinearConstraint(self.by_judge, self.band.lower, self.band.upper),
                LinearConstraint(self.worth, floor * self.needs, np.inf),
            ],
        )
        if programme.x is None:
            return None
        taken = programme.x > 0.5
        judges = self.judge_of_pair[taken].tolist()
        entries = self.entry_of_pair[taken].tolist()
        return list(zip(judges, entries, strict=True))


def _band_of(problem: Problem, pairs: list[Pair]) -> Band:
    """From the least to the greatest load of these pairs, as far as each judge's bound allows."""
    loads = np.bincount([judge for judge, _entry in pairs], minlength=len(problem.load))
    room = np.array(problem.most) - np.array(problem.load)
    upper = np.minimum(np.maximum(loads, loads.max()), np.maximum(loads, room))
    lower = np.minimum(loads, loads.min())
    return Band(lower, upper)
