"""The assignment on problems that are small enough to try every plan."""

import itertools
import math

import numpy as np
import pytest

from judging.arithmetic import matching
from judging.arithmetic.matching import Problem, Relaxation

SEEDS = range(14)


def problem_of(preference, needs, *, most=None, load=None, blocked=()) -> Problem:
    preference = np.array(preference, dtype=float)
    judges = len(preference)
    return Problem(needs, most or [9] * judges, load or [0] * judges, set(blocked), preference)


def random_problem(seed: int) -> Problem:
    """Three or four judges, three or four entries, one of which may ask for nothing."""
    rng = np.random.default_rng(seed)
    judges, entries = int(rng.integers(3, 5)), int(rng.integers(3, 5))
    pairs = itertools.product(range(judges), range(entries))
    return problem_of(
        rng.random((judges, entries)),
        [int(need) for need in rng.integers(0, 3, entries - 1)] + [1],
        most=[int(bound) for bound in rng.integers(1, 6, judges)],
        load=[int(load) for load in rng.integers(0, 3, judges)],
        blocked=[pair for pair in pairs if rng.random() < 0.2],
    )


def plans(problem: Problem):
    """Every plan that gives each entry its sheets and leaves out the blocked pairs."""
    judges, entries = problem.preference.shape
    of_entry = []
    for entry in range(entries):
        free = [judge for judge in range(judges) if (judge, entry) not in problem.blocked]
        chosen = itertools.combinations(free, problem.needs[entry])
        of_entry.append([[(judge, entry) for judge in some] for some in chosen])
    for parts in itertools.product(*of_entry):
        yield list(itertools.chain(*parts))


def sheets_of(problem: Problem, plan) -> list[int]:
    return [sum(judge == other for other, _ in plan) for judge in range(len(problem.load))]


def is_between(problem: Problem, plan, lowest: int, highest: int) -> bool:
    """Whether every load is, as far as the judge's bound and the pairs that are free allow."""
    for judge, sheets in enumerate(sheets_of(problem, plan)):
        free = sum(
            need > 0 and (judge, entry) not in problem.blocked
            for entry, need in enumerate(problem.needs)
        )
        bound, load = problem.most[judge], problem.load[judge]
        upper = max(0, min(bound, highest) - load)
        if not min(upper, free, max(0, min(bound, lowest) - load)) <= sheets <= upper:
            return False
    return True


def best_total(problem: Problem) -> float | None:
    """The best plan in the narrowest band, by trying all of them."""
    every = list(plans(problem))
    even = (sum(problem.needs) + sum(problem.load)) / len(problem.load)
    bands = [(int(even), math.ceil(even))]
    for highest in range(math.ceil(even), 20):
        if any(is_between(problem, plan, 0, highest) for plan in every):
            bands += [(lowest, highest) for lowest in range(highest, -1, -1)]
            break
    for lowest, highest in bands:
        inside = [plan for plan in every if is_between(problem, plan, lowest, highest)]
        if inside:
            return max(matching.total_of(problem, plan) for plan in inside)
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_the_best_of_all_in_the_narrowest_band(seed):
    problem = random_problem(seed)
    best = best_total(problem)
    if best is None:
        with pytest.raises(matching.Infeasible):
            matching.solve(problem)
        return
    plan = matching.solve(problem)
    assert sorted(plan) in [sorted(other) for other in plans(problem)]
    assert matching.total_of(problem, plan) == pytest.approx(best, abs=1e-8)


def cost_of(relaxation: Relaxation) -> int:
    return sum(relaxation.more_load.values()) + 1000 * sum(relaxation.fewer_sheets.values())


def cheapest(problem: Problem) -> int:
    """The least cost of all plans, with any number of sheets left out."""
    best = 10**9
    wants = [range(need + 1) for need in problem.needs]
    for needs in itertools.product(*wants):
        missing = sum(problem.needs) - sum(needs)
        less = matching.replace(problem, needs=list(needs))
        for plan in plans(less):
            more = 0
            for judge, sheets in enumerate(sheets_of(problem, plan)):
                more += max(0, sheets - max(0, problem.most[judge] - problem.load[judge]))
            best = min(best, 1000 * missing + more)
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_the_way_out_is_the_cheapest_of_all_and_leads_out(seed):
    problem = random_problem(seed)
    found = matching.cheapest_relaxation(problem)
    assert cost_of(found) == cheapest(problem)
    assert not matching.cheapest_relaxation(matching.relaxed(problem, found))


def test_nothing_gives_way_where_nothing_must():
    found = matching.cheapest_relaxation(problem_of([[1, 0], [0, 1]], [1, 1]))
    assert found == Relaxation({}, {})
    assert not found


def test_a_way_out_is_told_by_judge_and_by_entry():
    """Judge 1 alone is free for entry 0 and has no room; nobody is free for entry 2."""
    blocked = [(0, 0), (0, 2), (1, 2)]
    problem = problem_of(np.ones((2, 3)), [1, 1, 1], most=[1, 3], load=[0, 3], blocked=blocked)
    found = matching.cheapest_relaxation(problem)
    assert found == Relaxation({1: 1}, {2: 1})
    assert found
    with pytest.raises(matching.Infeasible, match=r"^infeasible$") as refused:
        matching.solve(problem)
    assert refused.value.relaxation == found


@pytest.mark.parametrize("way_out", [Relaxation({1: 1}, {}), Relaxation({}, {1: 1})])
def test_either_half_is_a_way_out(way_out):
    assert way_out


def test_what_gives_way_is_added_to_what_a_judge_has_and_taken_from_what_an_entry_asks():
    problem = problem_of(np.ones((3, 2)), [2, 3], most=[1, 4, 5], load=[3, 0, 0])
    found = matching.relaxed(problem, Relaxation({0: 2, 1: 1}, {1: 2}))
    assert found.most == [5, 5, 5]
    assert found.needs == [2, 1]
    assert found.load == [3, 0, 0]


def test_nothing_asked_is_no_plan():
    assert matching.solve(problem_of([[1, 1]], [0, 0], most=[1])) == []


def test_what_a_judge_has_counts_towards_even_loads():
    problem = problem_of([[1, 1], [0, 0]], [1, 1], load=[2, 0])
    assert sorted(matching.solve(problem)) == [(1, 0), (1, 1)]


def test_the_highest_load_is_the_least_that_conflicts_allow():
    """Judges 1 and 2 may take entry 0 alone, and one of them gets it: judge 0, who suits it best,
    has three others.
    """
    blocked = [(judge, entry) for judge in (1, 2) for entry in (1, 2, 3)]
    preference = [[0.9] * 4, [0.2, 0, 0, 0], [0.1, 0, 0, 0]]
    plan = matching.solve(problem_of(preference, [1] * 4, blocked=blocked))
    assert sorted(plan) == [(0, 1), (0, 2), (0, 3), (1, 0)]


def test_below_the_highest_load_the_least_is_the_greatest_that_conflicts_allow():
    """Judge 2 may take entry 0 alone, and gets it though it suits the others better."""
    blocked = [(2, entry) for entry in range(1, 6)]
    preference = [[0.9] * 6, [0.8] * 6, [0.1] + [0] * 5]
    plan = matching.solve(problem_of(preference, [1] * 6, blocked=blocked))
    assert (2, 0) in plan
    assert sheets_of(problem_of(preference, [1] * 6), plan) == [3, 2, 1]


# In parts of sheets


def test_with_the_whole_for_most_the_parts_are_a_plan():
    problem = problem_of([[0.9, 0.1], [0.2, 0.8]], [1, 1])
    assert sorted(matching.solve_in_shares(problem, 8, 8)) == [(0, 0, 8), (1, 1, 8)]


def test_no_judge_takes_more_of_an_entry_than_was_said():
    problem = problem_of([[0.9, 0.1], [0.2, 0.8]], [1, 1])
    shares = matching.solve_in_shares(problem, 8, 5)
    assert sorted(shares) == [(0, 0, 5), (0, 1, 3), (1, 0, 3), (1, 1, 5)]


def test_parts_that_are_too_small_have_no_way_out():
    problem = problem_of(np.ones((2, 1)), [1])
    with pytest.raises(matching.Infeasible) as refused:
        matching.solve_in_shares(problem, 8, 3)
    assert refused.value.relaxation == Relaxation({}, {})


def test_parts_go_past_an_even_load_where_conflicts_ask_for_it():
    blocked = [(1, 0), (1, 1), (2, 1)]
    problem = problem_of(np.ones((3, 3)), [1, 1, 1], blocked=[*blocked, (2, 2)])
    shares = matching.solve_in_shares(problem, 4, 4)
    sheets = [sum(part for judge, _entry, part in shares if judge == one) for one in range(3)]
    assert sheets == [4, 4, 4]


@pytest.mark.parametrize(
    ("judges", "needs", "blocked", "least"),
    [(2, [1], [], 4), (3, [1], [], 3), (4, [1, 3], [], 6), (3, [1, 1], [(0, 1), (1, 1)], 8)],
)
def test_the_least_part_for_which_there_are_chances(judges, needs, blocked, least):
    problem = problem_of(np.ones((judges, len(needs))), needs, blocked=blocked)
    assert matching.least_share(problem, 8) == least


def test_the_least_part_minds_what_judges_have():
    """The first judge has no room, so each of two others takes a half."""
    problem = problem_of(np.ones((3, 1)), [1], most=[2, 9, 9], load=[2, 5, 0])
    assert matching.least_share(problem, 8) == 4


# The fair mode


def worst_by_hand(problem: Problem, plan) -> float:
    means = []
    for entry, need in enumerate(problem.needs):
        if need:
            means.append(sum(problem.preference[pair] for pair in plan if pair[1] == entry) / need)
    return min(means)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_worst_entry_is_told_by_its_mean(seed):
    problem = random_problem(seed)
    plan = next(plans(matching.replace(problem, blocked=set())))
    assert matching.worst_of(problem, plan) == pytest.approx(worst_by_hand(problem, plan))


def test_without_a_plan_the_worst_entry_gets_nothing():
    assert matching.worst_of(problem_of([[1]], [1]), []) == 0.0


def test_the_total_is_the_sum_of_the_preferences():
    problem = problem_of([[0.25, 0.5], [1, 2]], [1, 1])
    assert matching.total_of(problem, [(0, 1), (1, 0)]) == 1.5


def test_the_fair_mode_lifts_the_worst_entry():
    """The best plan gives entry 1 nothing; the other loses 0.1 in all."""
    problem = problem_of([[1.0, 0.4], [0.5, 0.0]], [1, 1])
    assert sorted(matching.solve(problem)) == [(0, 0), (1, 1)]
    assert sorted(matching.solve_fairly(problem)) == [(0, 1), (1, 0)]


def test_a_plan_that_is_fair_already_is_left_alone():
    problem = problem_of([[1.0, 0.4], [0.5, 0.9]], [1, 1])
    assert matching.solve_fairly(problem) == matching.solve(problem)


def test_nothing_asked_is_no_fair_plan():
    assert matching.solve_fairly(problem_of([[1, 1]], [0, 0])) == []


def fair_total(problem: Problem) -> tuple[float, float]:
    """(its least mean, its total): the best plan above the highest floor that some plan reaches, of
    those in the loads of the plain one.
    """
    plain = matching.solve(problem)
    task = matching._FairTask(problem, plain)
    bound = task.bound()
    inside = []
    for plan in plans(problem):
        sheets = sheets_of(problem, plan)
        loads = [*map(int, task.band.lower)], [*map(int, task.band.upper)]
        if all(a <= n <= b for a, n, b in zip(loads[0], sheets, loads[1], strict=True)):
            inside.append(plan)
    for share in matching.FAIR_SHARES:
        above = [plan for plan in inside if worst_by_hand(problem, plan) >= share * bound]
        if above:
            if plain in above or worst_by_hand(problem, plain) >= share * bound:
                return matching.total_of(problem, plain)
            return max(matching.total_of(problem, plan) for plan in above)
    return matching.total_of(problem, plain)


@pytest.mark.parametrize("seed", range(40))
def test_the_fair_plan_is_the_best_of_all_above_the_floor(seed):
    problem = matching.replace(random_problem(seed), most=[9] * 4)
    problem.most = problem.most[: len(problem.load)]
    if matching.cheapest_relaxation(problem):
        return
    plan = matching.solve_fairly(problem)
    assert matching.total_of(problem, plan) == pytest.approx(fair_total(problem), rel=1e-3)


def test_no_judge_counts_twice_for_what_the_worst_entry_could_get():
    problem = problem_of([[0.9], [0.1], [0.3]], [2])
    task = matching._FairTask(problem, matching.solve(problem))
    assert task.bound() == pytest.approx(0.6)


def test_the_floor_is_the_mean_of_all_sheets_of_an_entry():
    """The best plan gives entry 1 a mean of 0.2; above a floor of 0.4 it gets the first judge."""
    preference = [[1.0, 0.7], [0.9, 0.2], [0.8, 0.2], [0.8, 0.2]]
    problem = problem_of(preference, [2, 2])
    task = matching._FairTask(problem, matching.solve(problem))
    found = task.best_above(0.4, 10)
    assert matching.worst_of(problem, found) == pytest.approx(0.45)


def test_loads_of_the_fair_mode_stay_between_those_of_the_plan():
    problem = problem_of(np.ones((3, 3)), [1, 2, 2], most=[2, 4, 4], load=[1, 0, 2])
    band = matching._band_of(problem, [(0, 1), (1, 0), (1, 1), (1, 2), (2, 2)])
    assert band.lower.tolist() == [1, 1, 1]
    assert band.upper.tolist() == [1, 3, 2]
