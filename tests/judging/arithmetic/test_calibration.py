"""How sure a result is: the fit against a dense one, intervals that cover, chances that add up,
reliability by its definition.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from judging.arithmetic import calibration
from judging.arithmetic.calibration import Sheets
from tests.rehearsed import SCALE


def world(
    rng, entries=60, judges=12, each=4, *, spread=6.0, severity=4.0, noise=4.0
) -> tuple[Sheets, np.ndarray]:
    """Sheets by the model, and the entries' true worth."""
    worth, bias = rng.normal(0, spread, entries), rng.normal(0, severity, judges)
    pairs = [(j, e) for e in range(entries) for j in rng.choice(judges, each, replace=False)]
    judge, entry = np.array([j for j, _ in pairs]), np.array([e for _, e in pairs])
    return Sheets(
        judge,
        entry,
        60 + worth[entry] + bias[judge] + rng.normal(0, noise, len(pairs)),
        judges,
        entries,
    ), worth


def dense(sheets: Sheets, noise: float, judge: float, entry: float):
    """Generalised least squares and BLUP by the whole covariance matrix, written independently."""
    size = len(sheets.total)
    by_judge, by_entry = np.zeros((size, sheets.judges)), np.zeros((size, sheets.entries))
    by_judge[np.arange(size), sheets.judge] = 1
    by_entry[np.arange(size), sheets.entry] = 1
    inverse = np.linalg.inv(
        noise * np.eye(size) + judge * by_judge @ by_judge.T + entry * by_entry @ by_entry.T
    )
    ones = np.ones(size)
    mean = ones @ inverse @ sheets.total / (ones @ inverse @ ones)
    rest = inverse @ (sheets.total - mean)
    return mean, judge * by_judge.T @ rest, entry * by_entry.T @ rest


@pytest.mark.parametrize("seed", range(5))
def test_the_fit_equals_a_dense_reference(seed):
    sheets, _worth = world(np.random.default_rng(seed))
    found = calibration.fit(sheets)
    mean, judge, entry = dense(sheets, found.noise**2, found.judge_spread**2, found.entry_spread**2)
    assert abs(found.mean - mean) < 1e-8
    assert np.abs(found.judge - judge).max() < 1e-8
    assert np.abs(found.entry - entry).max() < 1e-8


def test_the_variances_are_those_of_the_world():
    sheets, _worth = world(np.random.default_rng(3), entries=600, judges=60)
    found = calibration.fit(sheets)
    assert found.entry_spread == pytest.approx(6, rel=0.1)
    assert found.noise == pytest.approx(4, rel=0.1)
    assert found.judge_spread == pytest.approx(4, rel=0.3)


def test_a_severe_judge_no_longer_decides():
    rng = np.random.default_rng(8)
    better = []
    for _ in range(20):
        sheets, worth = world(rng, entries=100, judges=15, each=3, severity=8)
        plain = np.bincount(sheets.entry, sheets.total) / np.bincount(sheets.entry)
        top = lambda values: set(np.argsort(-values)[:10].tolist())  # noqa: E731
        better.append(
            len(top(calibration.fit(sheets).entry) & top(worth)) - len(top(plain) & top(worth))
        )
    assert np.mean(better) > 0.5


@pytest.mark.soak
def test_rank_intervals_cover_the_truth():
    """95 % intervals over simulated contests: the truth lies inside in at least 92 of a hundred
    cases.
    """
    rng, inside = np.random.default_rng(21), []
    for _ in range(max(10, 200 * SCALE // 100)):
        sheets, worth = world(rng, entries=80, judges=14, each=4)
        found = calibration.certainty(calibration.draws(sheets, calibration.fit(sheets)), 10)
        truth = np.empty(80, dtype=int)
        truth[np.argsort(-worth)] = np.arange(1, 81)
        inside.append(np.mean((found.lowest <= truth) & (truth <= found.highest)))
    assert np.mean(inside) >= 0.92


def posterior(sheets: Sheets, fitted: calibration.Fit) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the entries' worth given the sheets, with an unknown mean, by the
    whole covariance matrix (Searle, Casella and McCulloch 1992, ch. 7), written independently.
    """
    size = len(sheets.total)
    by_judge, by_entry = np.zeros((size, sheets.judges)), np.zeros((size, sheets.entries))
    by_judge[np.arange(size), sheets.judge] = 1
    by_entry[np.arange(size), sheets.entry] = 1
    judge, entry = fitted.judge_spread**2, fitted.entry_spread**2
    whole = fitted.noise**2 * np.eye(size) + judge * by_judge @ by_judge.T
    inverse = np.linalg.inv(whole + entry * by_entry @ by_entry.T)
    ones = np.ones((size, 1))
    projected = inverse - inverse @ ones @ ones.T @ inverse / (ones.T @ inverse @ ones)
    known = entry**2 * by_entry.T @ projected @ by_entry
    return entry * by_entry.T @ projected @ sheets.total, entry * np.eye(sheets.entries) - known


def test_chances_and_intervals_are_those_of_the_posterior():
    """Against 20,000 draws from the normal distribution that the model gives in closed form."""
    sheets, _worth = world(np.random.default_rng(4))
    fitted = calibration.fit(sheets)
    found = calibration.certainty(calibration.draws(sheets, fitted), 7)
    mean, covariance = posterior(sheets, fitted)
    drawn = np.random.default_rng(5).multivariate_normal(mean, covariance, 20_000)
    ranks = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    chances = (ranks <= 7).mean(axis=0)
    # The standard error of a chance from 1,000 draws is 0.016 at most.
    assert np.abs(found.in_prize - chances).max() < 0.06
    assert ((chances > 0.1) & (chances < 0.9)).sum() >= 5, "some are near the line"
    assert np.abs(found.lowest - np.quantile(ranks, 0.025, axis=0)).max() <= 2
    assert np.abs(found.highest - np.quantile(ranks, 0.975, axis=0)).max() <= 2
    best, worst = int(np.argmax(fitted.entry)), int(np.argmin(fitted.entry))
    assert found.in_prize[best] > 0.7
    assert found.in_prize[worst] < 0.01
    assert found.lowest[best] == 1


def test_the_draws_scatter_as_the_posterior_does():
    sheets, _worth = world(np.random.default_rng(4), entries=12, judges=5, each=3)
    fitted = calibration.fit(sheets)
    drawn = calibration.draws(sheets, fitted, count=40_000)
    mean, covariance = posterior(sheets, fitted)
    assert np.abs(drawn.mean(axis=1) - mean).max() < 0.1
    assert np.abs(np.cov(drawn) / covariance.max() - covariance / covariance.max()).max() < 0.03


def test_ranks_and_chances_are_counted_over_the_draws():
    """Four draws of three entries, counted by hand: ranks 1 1 3 1, 2 3 1 2 and 3 2 2 3."""
    drawn = np.array([[9.0, 9, 1, 9], [5, 1, 9, 5], [1, 5, 5, 1]])
    one = calibration.certainty(drawn, 1, level=0.5)
    assert one.in_prize.tolist() == [0.75, 0.25, 0]
    assert one.lowest.tolist() == [1, 1, 2]
    assert one.highest.tolist() == [1, 2, 3]
    assert calibration.certainty(drawn, 2).in_prize.tolist() == [0.75, 0.75, 0.5]
    assert calibration.certainty(drawn, 2).highest.tolist() == [3, 3, 3]


def test_entries_that_no_judge_links_are_not_compared():
    judge, entry = np.array([0, 1, 0, 1, 2, 3, 2, 3]), np.array([0, 0, 1, 1, 2, 2, 3, 3])
    apart = calibration.fit(Sheets(judge, entry, np.arange(8.0), 4, 4))
    assert not apart.is_comparable
    assert apart.part[0] == apart.part[1] != apart.part[2]
    linked = calibration.fit(Sheets(np.append(judge, 0), np.append(entry, 3), np.arange(9.0), 4, 4))
    assert linked.is_comparable
    with pytest.raises(ValueError):
        calibration.fit(Sheets(judge[:2], entry[:2], np.ones(2), 2, 1))


def alpha_by_definition(sheets: Sheets) -> float:
    """Krippendorff (2011): coincidences of all pairs of values within units, squared
    differences.
    """
    units = [sheets.total[sheets.entry == e] for e in range(sheets.entries)]
    units = [unit for unit in units if len(unit) > 1]
    values = np.concatenate(units)
    observed = sum(
        sum((a - b) ** 2 for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1)
        for unit in units
    ) / len(values)
    expected = sum((a - b) ** 2 for a, b in itertools.permutations(values, 2)) / (
        len(values) * (len(values) - 1)
    )
    return 1 - observed / expected


@pytest.mark.parametrize("seed", range(4))
def test_alpha_is_what_its_definition_says(seed):
    rng = np.random.default_rng(seed)
    sheets, _worth = world(rng, entries=20, judges=6, each=3)
    kept = rng.random(len(sheets.total)) > 0.2  # some are missing
    thinned = Sheets(sheets.judge[kept], sheets.entry[kept], sheets.total[kept], 6, 20)
    assert calibration.alpha(thinned) == pytest.approx(alpha_by_definition(thinned), abs=1e-9)


ORACLES = json.loads((Path(__file__).parent / "oracles.json").read_text())["cases"]


@pytest.mark.parametrize("oracle", ORACLES)
def test_agreement_is_what_the_field_s_own_programs_say(oracle):
    """`krippendorff` and `pingouin` on twelve tables (`oracles.py`), within 1e-6."""
    judge, entry, total = np.array(oracle["sheets"]).T
    sheets = Sheets(
        judge.astype(int), entry.astype(int), total, oracle["judges"], oracle["entries"]
    )
    assert calibration.alpha(sheets) == pytest.approx(oracle["alpha"], abs=1e-6)
    if oracle["icc1"] is not None:
        assert calibration.intraclass(sheets) == pytest.approx(oracle["icc1"], abs=1e-6)


def test_a_published_example_of_the_intraclass_correlation():
    """Shrout and Fleiss 1979, table 2: six targets, four judges; ICC(1) is 0.17 (0.1657)."""
    table = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
        dtype=float,
    )
    entry, judge = np.divmod(np.arange(24), 4)
    assert calibration.intraclass(Sheets(judge, entry, table.ravel(), 4, 6)) == pytest.approx(
        0.165742, abs=1e-6
    )
    assert np.isnan(calibration.alpha(Sheets(judge, entry, np.ones(24), 4, 6)))


@pytest.mark.soak
def test_a_favour_is_found_and_fairness_is_not_accused():
    """One judge gives one of six groups 1.5 standard deviations more: found in at least 80 of a
    hundred contests, FDR at most 5 %.
    """
    rng, found, false = np.random.default_rng(12), 0, []
    runs = max(10, 200 * SCALE // 100)
    for _ in range(runs):
        sheets, _worth = world(rng, entries=180, judges=18, each=5)
        group = rng.integers(0, 6, 180)
        total = sheets.total.copy()
        total[(sheets.judge == 0) & (group[sheets.entry] == 0)] += 1.5 * np.std(sheets.total)
        changed = Sheets(sheets.judge, sheets.entry, total, sheets.judges, sheets.entries)
        told = calibration.favours(changed, group, calibration.fit(changed))
        hit = any(favour.judge == 0 and favour.group == 0 and favour.points > 0 for favour in told)
        found += hit
        false.append(sum(favour.judge != 0 for favour in told) / max(1, len(told)))
    assert found / runs >= 0.8
    assert np.mean(false) <= 0.05
