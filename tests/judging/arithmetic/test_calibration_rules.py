"""The calibration on worlds that are small enough for the whole equations, and its limits."""

import numpy as np
import pytest
from scipy.stats import norm

from judging.arithmetic import calibration
from judging.arithmetic.calibration import Favour, Fit, Sheets


def sheets_of(*rows: tuple[int, int, float], judges: int = 0, entries: int = 0) -> Sheets:
    """Of rows (judge, entry, total)."""
    judge, entry, total = (np.array(column) for column in zip(*rows, strict=True))
    size = judges or int(judge.max()) + 1, entries or int(entry.max()) + 1
    return Sheets(judge, entry, total.astype(float), *size)


def world(seed: int, entries: int = 12, judges: int = 5) -> Sheets:
    rng = np.random.default_rng(seed)
    worth, bias = rng.normal(0, 6, entries), rng.normal(0, 4, judges)
    rows = []
    for entry in range(entries):
        for judge in rng.choice(judges, 3, replace=False):
            rows.append((judge, entry, 60 + worth[entry] + bias[judge] + rng.normal(0, 3)))
    return sheets_of(*rows, judges=judges, entries=entries)


def whole(sheets: Sheets, noise: float, judge: float, entry: float):
    """(solution, inverse) of Henderson's equations with mean, judges and entries in one matrix."""
    size = len(sheets.total)
    design = np.zeros((size, 1 + sheets.judges + sheets.entries))
    design[:, 0] = 1
    design[np.arange(size), 1 + sheets.judge] = 1
    design[np.arange(size), 1 + sheets.judges + sheets.entry] = 1
    ratios = [0.0, *[noise / judge] * sheets.judges, *[noise / entry] * sheets.entries]
    inverse = np.linalg.inv(design.T @ design + np.diag(ratios))
    return inverse @ design.T @ sheets.total, inverse


@pytest.mark.parametrize("seed", range(3))
def test_the_fit_and_its_errors_are_those_of_the_whole_equations(seed):
    sheets = world(seed)
    found = calibration.fit(sheets)
    noise = found.noise**2
    solution, inverse = whole(sheets, noise, found.judge_spread**2, found.entry_spread**2)
    error = np.sqrt(noise * np.diag(inverse))
    assert found.mean == pytest.approx(solution[0])
    assert found.judge == pytest.approx(solution[1:6])
    assert found.entry == pytest.approx(solution[6:])
    assert found.judge_error == pytest.approx(error[1:6])
    assert found.entry_error == pytest.approx(error[6:])


def step(sheets: Sheets, noise: float, judge: float, entry: float) -> tuple[float, float, float]:
    """One step of EM by the whole equations: (noise, judge, entry)."""
    centred = Sheets(
        sheets.judge,
        sheets.entry,
        sheets.total - sheets.total.mean(),
        sheets.judges,
        sheets.entries,
    )
    solution, inverse = whole(centred, noise, judge, entry)
    of_judge, of_entry = slice(1, 1 + sheets.judges), slice(1 + sheets.judges, None)
    fitted = solution[0] + solution[of_judge][sheets.judge] + solution[of_entry][sheets.entry]
    spread = np.diag(inverse) * noise
    return (
        centred.total @ (centred.total - fitted) / (len(fitted) - 1),
        (solution[of_judge] @ solution[of_judge] + spread[of_judge].sum()) / sheets.judges,
        (solution[of_entry] @ solution[of_entry] + spread[of_entry].sum()) / sheets.entries,
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_step_of_the_variances_is_that_of_the_whole_equations(seed):
    sheets = world(seed)
    after = calibration._expected(sheets, calibration._Variances(noise=9, judge=16, entry=30))
    assert (after.noise, after.judge, after.entry) == pytest.approx(step(sheets, 9, 16, 30))


def test_the_variances_are_those_at_which_the_steps_stand_still():
    sheets = world(4)
    variances = (np.var(sheets.total) / 3,) * 3
    for _step in range(200):
        before, variances = variances, step(sheets, *variances)
        if max(map(abs, np.subtract(before, variances))) < 1e-8 * np.var(sheets.total):
            break
    found = calibration._variances(sheets)
    expected = pytest.approx(variances, rel=1e-9)
    assert (found.noise, found.judge, found.entry) == expected


def test_judges_who_agree_in_everything_have_next_to_no_spread():
    rows = [(judge, entry, 10.0 * entry) for judge in range(3) for entry in range(4)]
    found = calibration._variances(sheets_of(*rows))
    least = 1e-9 * 125
    assert found.noise >= least
    assert found.judge >= least
    assert found.noise < 1e-3
    assert found.entry > 100


def test_sheets_that_are_all_alike_can_be_fitted():
    rows = [(judge, entry, 60.0) for judge in range(3) for entry in range(4)]
    found = calibration.fit(sheets_of(*rows))
    assert found.mean == pytest.approx(60)
    assert found.entry == pytest.approx(np.zeros(4))


def test_who_has_no_sheet_is_as_the_model_takes_everybody_to_be():
    known = world(2)
    sheets = Sheets(known.judge, known.entry, known.total, known.judges + 1, known.entries + 1)
    found = calibration.fit(sheets)
    assert found.entry[-1] == 0
    assert found.judge[-1] == 0
    assert found.judge_error[-1] == pytest.approx(found.judge_spread)


@pytest.mark.parametrize(
    ("rows", "is_enough"),
    [
        ([(0, 0, 1), (1, 0, 2), (0, 1, 4), (1, 1, 8)], True),
        ([(0, 0, 1), (1, 0, 2), (0, 1, 4)], False),
        ([(0, 0, 1), (1, 0, 2), (2, 0, 4), (3, 0, 8)], False),
        ([(0, 0, 1), (0, 1, 2), (0, 2, 4), (0, 3, 8)], False),
    ],
)
def test_two_entries_two_judges_and_four_sheets_are_the_least(rows, is_enough):
    if is_enough:
        assert calibration.fit(sheets_of(*rows)).is_comparable
        return
    with pytest.raises(ValueError, match=r"^too few sheets to say anything$"):
        calibration.fit(sheets_of(*rows))


def test_entries_are_in_the_parts_that_sheets_join():
    rows = [(0, 0, 1), (0, 1, 2), (1, 1, 3), (2, 2, 4), (3, 2, 5), (2, 3, 6)]
    part = calibration._parts(sheets_of(*rows, entries=5)).tolist()
    assert part[0] == part[1]
    assert part[2] == part[3]
    assert len({part[0], part[2], part[4]}) == 3


# Draws


def test_the_same_seed_draws_the_same():
    sheets = world(1)
    fitted = calibration.fit(sheets)
    first = calibration.draws(sheets, fitted, count=250)
    assert first.shape == (12, 250)
    assert (first == calibration.draws(sheets, fitted, count=250)).all()
    assert (first == calibration.draws(sheets, fitted, count=250, seed=57)).all()
    assert (first != calibration.draws(sheets, fitted, count=250, seed=58)).all()


def test_a_thousand_are_drawn():
    sheets = world(1)
    assert calibration.draws(sheets, calibration.fit(sheets)).shape == (12, 1000)


def test_draws_scatter_about_the_fit_by_its_errors():
    """Of 20,000 draws a mean is known to 0.02, and a standard error to a fiftieth."""
    sheets = world(1)
    fitted = calibration.fit(sheets)
    drawn = calibration.draws(sheets, fitted, count=20_000)
    assert drawn.mean(axis=1) == pytest.approx(fitted.entry, abs=0.12)
    assert drawn.std(axis=1) == pytest.approx(fitted.entry_error, rel=0.04)


def test_ranks_lie_within_nineteen_of_twenty_draws():
    """Forty draws of three: the first is second in one of them, the last is first in two."""
    drawn = np.tile(np.array([[9.0], [5], [1]]), 40)
    drawn[:2, 0] = [5, 9]
    drawn[:, 1] = drawn[:, 2] = [5, 1, 9]
    found = calibration.certainty(drawn, 1)
    assert found.lowest.tolist() == [1, 2, 1]
    assert found.highest.tolist() == [2, 3, 3]
    assert found.in_prize.tolist() == [0.925, 0.025, 0.05]


# Agreement


def test_agreement_by_hand():
    """Two entries of two sheets, 1 2 and 3 5: half the squared differences within are 2.5, of all
    pairs the mean squared difference is 35/6; and an entry of one sheet counts for nothing.
    """
    rows = [(0, 0, 1), (1, 0, 2), (0, 1, 3), (1, 1, 5), (0, 2, 99)]
    assert calibration.alpha(sheets_of(*rows)) == pytest.approx(1 - 2.5 / (35 / 6))


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 0, 1), (0, 1, 2)],  # nothing was read twice
        [(0, 0, 5), (1, 0, 5), (0, 1, 5), (1, 1, 5)],  # nothing differs
        [(0, 0, 5), (1, 0, 5), (0, 1, 9)],  # what differs was not read twice
    ],
)
def test_where_nothing_can_be_compared_there_is_no_agreement(rows):
    assert np.isnan(calibration.alpha(sheets_of(*rows)))


def test_one_entry_that_was_read_twice_agrees_by_chance():
    assert calibration.alpha(sheets_of((0, 0, 1), (1, 0, 2))) == pytest.approx(0)


def test_the_share_of_the_entries_by_hand():
    """1 2 | 3 5 | 7: between (1.5² ·…)/2, within 2.5/2, n₀ = (5 − 9/5)/2 = 1.6."""
    rows = [(0, 0, 1), (1, 0, 2), (0, 1, 3), (1, 1, 5), (0, 2, 7)]
    between = (2 * (1.5 - 3.6) ** 2 + 2 * (4 - 3.6) ** 2 + (7 - 3.6) ** 2) / 2
    expected = (between - 1.25) / (between + 0.6 * 1.25)
    assert calibration.intraclass(sheets_of(*rows)) == pytest.approx(expected)
    assert calibration.intraclass(sheets_of(*rows, entries=5)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 0, 1), (1, 0, 2)],  # one entry
        [(0, 0, 1), (0, 1, 2)],  # one sheet each
        [(0, 0, 5), (1, 0, 5), (0, 1, 5), (1, 1, 5)],  # nothing differs
    ],
)
def test_where_nothing_can_be_compared_no_share_is_the_entries(rows):
    assert np.isnan(calibration.intraclass(sheets_of(*rows)))


def test_three_sheets_of_two_entries_can_be_compared():
    rows = [(0, 0, 1), (1, 0, 2), (0, 1, 4)]
    between, within = 2 * (1.5 - 7 / 3) ** 2 + (4 - 7 / 3) ** 2, 0.5
    each = 3 - 5 / 3
    expected = (between - within) / (between + (each - 1) * within)
    assert calibration.intraclass(sheets_of(*rows)) == pytest.approx(expected)


# Favour


def leaning(points: list[float], inside: int) -> tuple[Sheets, np.ndarray, Fit]:
    """Judge 0 gives these points to as many entries, the first `inside` of group 7, the others of
    group 8; judge 1 gives 50 to all. The model knows mean 50, judge 0 with 1 and each entry with 2.
    """
    size = len(points)
    rows = [(0, entry, value) for entry, value in enumerate(points)]
    rows += [(1, entry, 52) for entry in range(size)]
    group = np.array([7] * inside + [8] * (size - inside))
    zero = np.zeros(size)
    fitted = Fit(50, zero + 2, np.array([1.0, 0]), zero, zero, 2.0, 1, 1, zero)
    return sheets_of(*rows), group, fitted


def test_a_favour_is_what_a_group_gets_beyond_the_model_and_beyond_the_others():
    told = calibration.favours(*leaning([63, 63, 63, 53, 53, 53, 53], 3))
    p = 2 * norm.sf(10 / (2 * np.sqrt(1 / 3 + 1 / 4)))
    assert told == [
        Favour(0, 7, 10.0, pytest.approx(p)),
        Favour(0, 8, -10.0, pytest.approx(p)),
    ]


@pytest.mark.parametrize(("inside", "size"), [(2, 7), (5, 7), (2, 4)])
def test_of_fewer_than_three_sheets_nothing_is_said(inside, size):
    points = [90.0] * inside + [53.0] * (size - inside)
    assert calibration.favours(*leaning(points, inside)) == []


def test_three_sheets_beside_three_are_enough():
    assert len(calibration.favours(*leaning([63, 63, 63, 53, 53, 53], 3))) == 2


def test_a_small_difference_is_no_favour():
    assert calibration.favours(*leaning([54, 54, 54, 53, 53, 53], 3)) == []


@pytest.mark.parametrize(("factor", "found"), [(1.001, 2), (0.999, 0)])
def test_false_discoveries_are_held_to_the_rate(factor, found):
    """Of four tests two have the same p: both are told where it is at most half the rate."""
    sheets, group, fitted = leaning([56, 56, 56, 53, 53, 53], 3)
    p = 2 * norm.sf(3 / (2 * np.sqrt(2 / 3)))
    assert len(calibration.favours(sheets, group, fitted, rate=2 * p * factor)) == found


def test_the_surest_favour_is_told_first():
    sheets, group, fitted = leaning([56, 56, 56, 53, 53, 53], 3)
    total = sheets.total.copy()
    total[6:9] += 9
    sheets = Sheets(sheets.judge, sheets.entry, total, 2, 6)
    told = calibration.favours(sheets, group, fitted, rate=0.9)
    assert [favour.judge for favour in told] == [1, 1, 0, 0]
