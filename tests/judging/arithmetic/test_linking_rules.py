"""Exchanges that link the judges, on plans that are small enough to see what each should be."""

import itertools

import numpy as np
import pytest

from judging.arithmetic import linking
from judging.arithmetic.linking import _Direction, _Ends
from judging.arithmetic.matching import Problem, total_of, worst_of

CAMPS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3)]


def problem_of(preference, *, blocked=(), kept=()) -> Problem:
    preference = np.array(preference, dtype=float)
    judges, entries = preference.shape
    return Problem([2] * entries, [9] * judges, [0] * judges, set(blocked), preference, set(kept))


def random_problem(seed: int, judges: int = 5, entries: int = 8, **columns) -> Problem:
    return problem_of(np.random.default_rng(seed).random((judges, entries)), **columns)


def loads(pairs) -> list[int]:
    return sorted(judge for judge, _entry in pairs)


def sheets(pairs) -> list[int]:
    return sorted(entry for _judge, entry in pairs)


# Parts


@pytest.mark.parametrize(
    ("pairs", "kept", "parts"),
    [
        ([], [], 0),
        ([(0, 0)], [], 1),
        ([(0, 0), (1, 1)], [], 2),
        ([(0, 0), (1, 0)], [], 1),
        ([(0, 0), (0, 1), (1, 1), (2, 2)], [], 2),
        ([(0, 0), (1, 1)], [(0, 1)], 1),
        ([], [(2, 3)], 1),
        # Judge 1 and entry 1 have the same number and nothing in common.
        ([(1, 0), (0, 1)], [], 2),
    ],
)
def test_parts_are_joined_by_common_entries_and_by_what_stands_already(pairs, kept, parts):
    problem = problem_of(np.ones((4, 5)), kept=kept)
    assert linking.components(problem, pairs) == parts


def test_the_smallest_part_has_the_fewest_of_these_sheets_and_one_at_least():
    part = np.array([0, 1, 1, 2, 3])
    pairs = [(0, 0), (0, 1), (1, 0), (3, 1), (3, 2)]
    assert linking._smallest_part(part, [*pairs, (1, 3)]) == 0
    assert linking._smallest_part(part, pairs) == 1


def test_a_part_without_these_sheets_is_not_the_smallest():
    part = np.array([0, 1, 2])
    assert linking._smallest_part(part, [(1, 0), (2, 1)]) == 1


def cheapest_joining(problem: Problem, pairs) -> float | None:
    """The least loss of all exchanges of two sheets that join two parts."""
    losses = []
    for (judge, entry), (other, theirs) in itertools.combinations(pairs, 2):
        new = {(judge, theirs), (other, entry)}
        if new & (problem.blocked | problem.kept | set(pairs)):
            continue
        changed = [*(set(pairs) - {(judge, entry), (other, theirs)}), *new]
        if linking.components(problem, changed) < linking.components(problem, pairs):
            losses.append(total_of(problem, pairs) - total_of(problem, changed))
    return min(losses, default=None)


@pytest.mark.parametrize("seed", range(12))
def test_two_parts_are_joined_by_the_cheapest_exchange_of_all(seed):
    rng = np.random.default_rng(seed)
    blocked = {(int(rng.integers(0, 2)), int(rng.integers(2, 4))) for _ in range(2)}
    problem = random_problem(seed, 4, 4, blocked=blocked)
    joined = linking.bridged(problem, CAMPS)
    assert linking.components(problem, joined) == 1
    assert loads(joined) == loads(CAMPS)
    assert sheets(joined) == sheets(CAMPS)
    assert not blocked & set(joined)
    loss = total_of(problem, CAMPS) - total_of(problem, joined)
    assert loss == pytest.approx(cheapest_joining(problem, CAMPS))


def test_every_part_is_joined():
    pairs = [(judge, 2 * judge + place) for judge in range(5) for place in (0, 1)]
    pairs += [(judge, entry) for judge, entry in ((5, 0), (5, 1))]
    problem = random_problem(4, 6, 10)
    joined = linking.bridged(problem, pairs)
    assert linking.components(problem, pairs) == 5
    assert linking.components(problem, joined) == 5 - 1
    assert loads(joined) == loads(pairs)


def test_where_no_exchange_is_allowed_nothing_changes():
    walls = {(judge, entry) for judge in range(4) for entry in range(4)} - set(CAMPS)
    problem = problem_of(np.ones((4, 4)), blocked=walls)
    assert linking.bridged(problem, CAMPS) == CAMPS


def test_parts_that_are_joined_by_what_stands_already_exchange_nothing():
    assert linking.bridged(problem_of(np.ones((4, 4)), kept=[(0, 2)]), CAMPS) == CAMPS


def test_possible_exchanges_are_told_with_their_price_and_the_cheapest_first():
    preference = [[0.9, 0.2], [0.3, 0.5]]
    problem = problem_of(preference)
    found = linking._possible_exchanges(problem, [(0, 0), (1, 1)])
    assert [(round(float(price), 6), first, second) for price, first, second in found] == [
        (0.9, 0, 1)
    ]


def test_exchanges_are_between_the_smallest_part_and_the_others():
    pairs = [(0, 0), (1, 1), (1, 2), (2, 3), (2, 4)]
    rng = np.random.default_rng(1)
    problem = problem_of(rng.random((3, 5)), blocked=[(0, 1), (2, 0)])
    found = linking._possible_exchanges(problem, pairs)
    assert [(first, second) for _price, first, second in found] == [(0, 2)]
    value = problem.preference
    assert found[0][0] == pytest.approx(value[0, 0] + value[1, 2] - value[0, 2] - value[1, 0])


def test_the_exchanged_sheets_stand_last():
    pairs = [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]
    assert linking._exchanged(pairs, [(0, 3), (4, 1)]) == [
        (2, 2),
        (0, 3),
        (3, 0),
        (4, 1),
        (1, 4),
    ]


def test_without_exchanges_the_pairs_are_as_they_were():
    assert linking._exchanged(CAMPS, []) == CAMPS


# The web


def laplacian_s_second(judges: int, pairs) -> float:
    """The second eigenvalue of the normalised Laplacian, by its definition."""
    nodes = judges + 20
    graph = np.zeros((nodes, nodes))
    for judge, entry in pairs:
        graph[judge, judges + entry] = graph[judges + entry, judge] = 1
    graph = graph[graph.sum(axis=0) > 0][:, graph.sum(axis=0) > 0]
    root = graph.sum(axis=0) ** -0.5
    return float(np.linalg.eigvalsh(np.eye(len(graph)) - root[:, None] * graph * root)[1])


def web(seed: int) -> list[tuple[int, int]]:
    """Four of five judges with three sheets each; the last judge and entry have none."""
    rng = np.random.default_rng(seed)
    return [(j, int(e)) for j in range(4) for e in rng.choice(7, 3, replace=False)]


@pytest.mark.parametrize("seed", range(6))
def test_the_web_is_as_strong_as_its_laplacian_says(seed):
    pairs = web(seed)
    expected = laplacian_s_second(5, pairs)
    assert linking.connectivity(random_problem(1), pairs) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    "pairs", [[(0, 0), (0, 1), (1, 1)], [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]]
)
def test_a_web_of_two_judges_and_one_with_a_single_sheet(pairs):
    expected = laplacian_s_second(5, pairs)
    assert linking.connectivity(random_problem(1), pairs) == pytest.approx(expected, abs=1e-9)


def test_what_stands_already_is_of_the_web():
    pairs = web(3)
    problem = random_problem(1, kept=pairs[:5])
    expected = laplacian_s_second(5, pairs)
    assert linking.connectivity(problem, pairs[5:]) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("pairs", "strength"), [([], 0.0), ([(0, 0), (0, 1)], 1.0), (CAMPS, 0.0)])
def test_a_web_of_nobody_of_one_judge_and_of_two_parts(pairs, strength):
    assert linking.connectivity(random_problem(1), pairs) == pytest.approx(strength, abs=1e-9)


def test_one_busy_judge_stands_nowhere_along_it():
    found = linking._weakest(random_problem(1), np.array([(0, 0), (0, 1)]))
    assert found.judge.tolist() == [0] * 5
    assert found.entry.tolist() == [0] * 8


@pytest.mark.parametrize("seed", range(4))
def test_the_weakest_direction_is_the_one_of_the_laplacian(seed):
    """Along it, a sheet pulls judge and entry together: the sum of the squared distances is the
    connectivity, by the mean of degrees; and an entry stands where the mean of its judges does.
    """
    pairs = np.array(web(seed))
    problem = random_problem(1)
    found = linking._weakest(problem, pairs)
    judge, entry = found.judge[pairs[:, 0]], found.entry[pairs[:, 1]]
    weight = (judge**2 + entry**2).sum()
    assert ((judge - entry) ** 2).sum() / weight == pytest.approx(found.connectivity)
    for one in set(pairs[:, 1].tolist()):
        mean = judge[pairs[:, 1] == one].mean()
        assert found.entry[one] * (1 - found.connectivity) == pytest.approx(mean)
    assert judge.sum() == pytest.approx(0, abs=1e-9)


def test_who_has_no_sheet_stands_nowhere():
    found = linking._weakest(random_problem(1), np.array(web(2)))
    assert found.judge[4] == pytest.approx(0)
    assert found.entry[7] == pytest.approx(0)


# One exchange

LOW = _Ends(np.array([0, 1]), np.array([[0], [1]]), np.array([[0], [1]]))
HIGH = _Ends(np.array([2, 3]), np.array([[2, 3]]), np.array([[2, 3]]))


def test_the_ends_are_the_sheets_of_the_judges_that_stand_lowest_and_highest():
    pairs = np.array([(0, 5), (1, 4), (2, 3), (3, 2), (1, 1)])
    direction = _Direction(0.1, np.array([0.5, -0.5, 0.9, 0.1]), np.zeros(6))
    low, high = linking._ends(pairs, direction)
    assert low.place.tolist() == [1, 4]
    assert low.judge.tolist() == [[1], [1]]
    assert low.entry.tolist() == [[4], [1]]
    assert high.place.tolist() == [0, 2]
    assert high.judge.tolist() == [[0, 2]]
    assert high.entry.tolist() == [[5, 3]]


def test_three_hundred_sheets_of_each_end_are_looked_at():
    pairs = np.array([(judge, 0) for judge in range(700)])
    low, high = linking._ends(pairs, _Direction(0.1, np.arange(700.0), np.zeros(1)))
    assert low.place.tolist() == list(range(300))
    assert high.place.tolist() == list(range(400, 700))


def test_the_cost_is_what_the_preferences_lose():
    problem = random_problem(2, 4, 4)
    value = problem.preference
    cost = linking._costs(problem, LOW, HIGH)
    assert cost.shape == (2, 2)
    for row, column in itertools.product((0, 1), (0, 1)):
        j, k = row, column + 2
        assert cost[row, column] == pytest.approx(
            value[j, j] + value[k, k] - value[j, k] - value[k, j]
        )


def test_the_gain_is_how_much_further_apart_they_stand():
    rng = np.random.default_rng(5)
    judge, entry = rng.random(4), rng.random(4)
    gain = linking._gains(_Direction(0.1, judge, entry), LOW, HIGH)
    for row, column in itertools.product((0, 1), (0, 1)):
        j, k = row, column + 2
        after = (judge[j] - entry[k]) ** 2 + (judge[k] - entry[j]) ** 2
        before = (judge[j] - entry[j]) ** 2 + (judge[k] - entry[k]) ** 2
        assert gain[row, column] == pytest.approx(after - before)


def test_who_has_an_entry_or_must_not_meet_it_does_not_get_it():
    sheets = np.array([(0, 0), (1, 1), (2, 2), (3, 3), (0, 3)])
    problem = problem_of(np.ones((4, 4)), blocked=[(2, 1)])
    free = linking._are_free(problem, sheets, LOW, HIGH)
    assert free.tolist() == [[True, False], [False, True]]


def test_no_entry_falls_below_the_floor_of_the_mean():
    """Entry 0 has 0.5 and 0.7 of judges 0 and 1; in place of 0's, judge 2's 0.3 is a mean of 0.5,
    judge 3's 0.2 is one of 0.45.
    """
    preference = np.ones((4, 4))
    preference[:, 0] = [0.5, 0.7, 0.3, 0.2]
    pairs = np.array([(0, 0), (1, 0), (2, 2), (3, 3), (1, 1)])
    low = _Ends(np.array([0]), np.array([[0]]), np.array([[0]]))
    keeps = linking._keep_the_floor(problem_of(preference), pairs, low, HIGH, 0.5)
    assert keeps.tolist() == [[True, False]]


def test_the_entry_of_the_other_end_does_not_fall_below_it_either():
    preference = np.ones((4, 4))
    preference[0, 2], preference[2, 2], preference[0, 3] = 0.4, 0.9, 0.6
    pairs = np.array([(0, 0), (1, 1), (2, 2), (3, 3)])
    low = _Ends(np.array([0]), np.array([[0]]), np.array([[0]]))
    keeps = linking._keep_the_floor(problem_of(preference), pairs, low, HIGH, 0.6)
    assert keeps.tolist() == [[False, True]]


def disjoint(cost, budget: float, judges=((0, 1, 2, 3, 4, 5), (10, 11, 12, 13, 14, 15))):
    """The exchanges of the sheets at places 0 to 5 with those at 20 to 25, the first with the
    first.
    """
    low = _Ends(np.arange(6), np.array(judges[0])[:, None], np.arange(6)[:, None])
    high = _Ends(np.arange(20, 26), np.array(judges[1])[None, :], np.arange(10, 16)[None, :])
    wanted = np.array([(place, place) for place in range(6)])
    return linking._disjoint(wanted, low, high, np.diag(cost), budget)


def test_four_exchanges_are_made_at_once():
    chosen, spent = disjoint([0.5] * 6, 10)
    assert chosen == [(0, 20), (1, 21), (2, 22), (3, 23)]
    assert spent == 2


def test_no_judge_exchanges_twice_at_once():
    chosen, _spent = disjoint([0.5] * 6, 10, ((0, 0, 2, 3, 4, 5), (10, 11, 12, 12, 14, 15)))
    assert chosen == [(0, 20), (2, 22), (4, 24), (5, 25)]


def test_no_entry_is_exchanged_twice_at_once():
    low = _Ends(np.arange(3), np.arange(3)[:, None], np.array([[7], [7], [8]]))
    high = _Ends(np.arange(20, 23), np.arange(10, 13)[None, :], np.array([[9, 6, 9]]))
    wanted = np.array([(place, place) for place in range(3)])
    chosen, _spent = linking._disjoint(wanted, low, high, np.ones((3, 3)), 9)
    assert chosen == [(0, 20)]


def test_an_exchange_that_does_not_fit_the_budget_lets_a_cheaper_one_pass():
    chosen, spent = disjoint([1.0, 1.5, 1.0, 0.5, 0.5, 0.0], 2.0)
    assert chosen == [(0, 20), (2, 22), (5, 25)]
    assert spent == 2


def test_an_exchange_that_gains_preference_buys_no_other():
    chosen, spent = disjoint([-1.0, 1.0, 1.0, 9.0, 9.0, 9.0], 1.5)
    assert chosen == [(0, 20), (1, 21)]
    assert spent == 1


def test_of_the_exchanges_that_link_nearly_best_the_cheapest_come_first():
    """Of the gains 7.22, 6.48, 4 and 3.42 the last, which costs least, is less than half the best.
    Judge 1's sheet for judge 2's comes first; judge 0's for judge 3's shares nobody with it.
    """
    preference = np.full((4, 4), 0.5)
    preference[1, 2] = preference[1, 3] = preference[3, 1] = 0.9
    preference[3, 0] = 0.1
    pairs = np.array([(0, 0), (1, 1), (2, 2), (3, 3)])
    direction = _Direction(0.0, np.array([-1.0, -0.9, 0.9, 1.0]), np.array([-1, -0.9, 0.9, 0.0]))
    chosen, spent = linking._exchanges(problem_of(preference), pairs, pairs, direction, 1.0, 0.0)
    assert chosen == [(1, 2), (0, 3)]
    assert spent == pytest.approx(0.4)


def test_nothing_is_exchanged_that_costs_more_than_is_left():
    preference = np.eye(4)
    pairs = np.array([(0, 0), (1, 1), (2, 2), (3, 3)])
    direction = _Direction(0.0, np.array([-1.0, -1, 1, 1]), np.array([-1.0, -1, 1, 1]))
    problem = problem_of(preference)
    assert linking._exchanges(problem, pairs, pairs, direction, 1.99, 0.0) == ([], 0.0)
    chosen, spent = linking._exchanges(problem, pairs, pairs, direction, 2.0, 0.0)
    assert len(chosen) == 1
    assert spent == 2.0


def test_nothing_is_exchanged_that_links_no_better():
    pairs = np.array([(0, 0), (1, 1), (2, 2), (3, 3)])
    direction = _Direction(0.0, np.zeros(4), np.zeros(4))
    found = linking._exchanges(problem_of(np.ones((4, 4))), pairs, pairs, direction, 9.0, 0.0)
    assert found == ([], 0.0)


# All of it

# Two camps of four judges and six entries that one exchange has joined.
WEB = [(0, 6), (4, 0)]
WEB += [(judge, (judge + step) % 6) for judge in range(4) for step in range(4) if judge + step]
WEB += [(judge + 4, entry + 6) for judge, entry in WEB[2:]]


# A sheet that is worth nothing and can be given to nobody: the floor is 0.
LOOSE = [*WEB, (0, 12)]


def valued(own: float) -> Problem:
    """The sheets of the web are worth `own`, all others 1, and the loose one 0."""
    problem = problem_of(np.ones((8, 13)), blocked=[(judge, 12) for judge in range(1, 8)])
    for pair in WEB:
        problem.preference[pair] = own
    problem.preference[:, 12] = 0
    return problem


@pytest.mark.parametrize("seed", range(6))
def test_a_poor_web_is_linked_better_within_the_price_and_above_the_floor(seed):
    problem = problem_of(0.5 + np.random.default_rng(seed).random((8, 12)) / 2)
    found = linking.linked(problem, WEB, wanted=0.3, price=0.05)
    assert linking.connectivity(problem, found) > linking.connectivity(problem, WEB)
    assert total_of(problem, found) >= 0.95 * total_of(problem, WEB)
    assert worst_of(problem, found) >= worst_of(problem, WEB) - 1e-9
    assert loads(found) == loads(WEB)
    assert sheets(found) == sheets(WEB)
    assert len(set(found)) == len(found)


def test_a_web_in_parts_is_joined_and_then_linked():
    problem = problem_of(np.ones((8, 12)))
    apart = [*WEB[2:], (0, 0), (4, 6)]
    found = linking.linked(problem, apart, wanted=0.2)
    assert linking.components(problem, apart) == 2
    assert linking.connectivity(problem, found) >= 0.2


def test_links_are_made_until_there_are_as_many_as_wanted_and_no_more():
    problem = problem_of(np.ones((8, 12)))
    once = linking.linked(problem, WEB, wanted=linking.connectivity(problem, WEB) + 1e-6)
    assert len(set(once) - set(WEB)) == 6, "three exchanges at once"
    more = linking.linked(problem, WEB, wanted=linking.connectivity(problem, once) + 1e-6)
    assert linking.connectivity(problem, more) > linking.connectivity(problem, once)


def test_links_end_where_no_exchange_links_better():
    problem = problem_of(np.ones((8, 12)))
    found = linking.linked(problem, WEB, wanted=2.0)
    assert linking.connectivity(problem, found) < 2.0


def test_a_web_that_is_as_strong_as_wanted_is_left_alone():
    problem = random_problem(1, 8, 12)
    there = linking.connectivity(problem, WEB)
    assert linking.linked(problem, WEB, wanted=there) == WEB


def test_no_price_buys_no_link_that_costs():
    assert linking.linked(valued(2), LOOSE, wanted=0.9, price=0.0) == LOOSE


@pytest.mark.parametrize(("price", "paid"), [(0.03, 0), (0.04, 2), (0.07, 4)])
def test_the_price_is_spent_once_for_all_steps(price, paid):
    """Each exchange costs 2 of 64."""
    found = linking.linked(valued(2), LOOSE, wanted=0.9, price=price)
    assert total_of(valued(2), found) == 64 - paid


def test_entries_at_the_floor_keep_what_they_have():
    """Without the loose sheet every mean is 2, and any exchange would make it less."""
    assert linking.linked(valued(2), WEB, wanted=0.9, price=1.0) == WEB


def test_without_new_sheets_nothing_is_exchanged_whatever_stands():
    assert linking.linked(random_problem(1, kept=CAMPS), []) == []


@pytest.mark.parametrize("pairs", [[], [(0, 0)]])
def test_what_has_no_two_sheets_is_left_alone(pairs):
    assert linking.linked(random_problem(1), pairs) == pairs
