"""How sure a result is: judges' severity taken out, rank intervals, the chance of a prize,
reliability, influence, favour.

Advice beside the official rank, never instead of it. Model: points = mean + entry + judge + noise,
with entries and judges as random effects (shrunk, BLUP; Henderson's mixed model equations,
variances by EM-REML; see MacKay et al. 2017 on calibrating panels with confidence). Pure functions
on arrays: judges and entries are numbered from 0.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.stats import norm

_STEPS = 200  # of EM at most
_SMALL = 1e-8  # relative change of the variances at which it has converged
_CHUNK = 100  # draws at a time
FEWEST = 3  # sheets of a group below which nothing is said about favour


@dataclass(frozen=True)
class Sheets:
    """The locked sheets: parallel arrays of judge, entry and total."""

    judge: np.ndarray
    entry: np.ndarray
    total: np.ndarray
    judges: int
    entries: int


@dataclass(frozen=True)
class Fit:
    """The fitted model, in points: `entry` and `judge` are deviations from `mean`; `errors` their
    standard errors.
    """

    mean: float
    entry: np.ndarray
    judge: np.ndarray
    entry_error: np.ndarray
    judge_error: np.ndarray
    noise: float  # standard deviations
    entry_spread: float
    judge_spread: float
    part: (
        np.ndarray
    )  # of each entry: those in different parts have no judge in common, directly or by others

    @property
    def is_comparable(self) -> bool:
        """Whether all entries hang together; otherwise scores of different parts must not be
        compared.
        """
        return len(set(self.part.tolist())) <= 1


class _Equations:
    """Henderson's equations with the entries absorbed: one dense system of mean and judges,
    whatever the number of entries.
    """

    def __init__(self, sheets: Sheets, judge_ratio: float, entry_ratio: float):
        size = len(sheets.total)
        rows = np.arange(size)
        self.of_judge = coo_matrix(
            (np.ones(size), (rows, sheets.judge)), shape=(size, sheets.judges)
        ).tocsr()
        self.of_entry = coo_matrix(
            (np.ones(size), (rows, sheets.entry)), shape=(size, sheets.entries)
        ).tocsr()
        a_judge, a_entry = (
            np.asarray(self.of_judge.sum(0)).ravel(),
            np.asarray(self.of_entry.sum(0)).ravel(),
        )
        self.cross = csr_matrix(
            np.vstack([a_entry[None, :], (self.of_judge.T @ self.of_entry).toarray()])
        )
        self.diagonal = a_entry + entry_ratio
        fixed = np.zeros((sheets.judges + 1, sheets.judges + 1))
        fixed[0, 0], fixed[0, 1:], fixed[1:, 0] = size, a_judge, a_judge
        fixed[np.arange(1, sheets.judges + 1), np.arange(1, sheets.judges + 1)] = (
            a_judge + judge_ratio
        )
        weighted = self.cross.multiply(1 / self.diagonal[None, :]).tocsr()
        self.inverse = np.linalg.inv(fixed - (weighted @ self.cross.T).toarray())

    def solve(self, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(mean, judges, entries) for one or many columns of totals."""
        right_entry = self.of_entry.T @ total
        right = np.concatenate([total.sum(0, keepdims=True), self.of_judge.T @ total])
        scaled = right_entry / (self.diagonal if total.ndim == 1 else self.diagonal[:, None])
        upper = self.inverse @ (right - self.cross @ scaled)
        lower = scaled - (self.cross.T @ upper) / (
            self.diagonal if total.ndim == 1 else self.diagonal[:, None]
        )
        return upper[0], upper[1:], lower

    def entry_variances(self) -> np.ndarray:
        """The diagonal of the inverse for the entries, in units of the noise's variance."""
        spread = self.cross.T @ self.inverse
        return (
            1 / self.diagonal
            + np.asarray(self.cross.T.multiply(spread).sum(1)).ravel() / self.diagonal**2
        )


def fit(sheets: Sheets) -> Fit:
    """Entries and judges with their errors. Raises ValueError with fewer than two entries or two
    judges.
    """
    if sheets.entries < 2 or sheets.judges < 2 or len(sheets.total) < 4:
        raise ValueError("too few sheets to say anything")
    noise, judge, entry = _variances(sheets)
    equations = _Equations(sheets, noise / judge, noise / entry)
    mean, judges, entries = equations.solve(sheets.total)
    graph = coo_matrix(
        (np.ones(len(sheets.total)), (sheets.judge, sheets.judges + sheets.entry)),
        shape=(sheets.judges + sheets.entries,) * 2,
    )
    part = connected_components(graph, directed=False)[1][sheets.judges :]
    return Fit(
        float(mean),
        entries,
        judges,
        np.sqrt(noise * equations.entry_variances()),
        np.sqrt(noise * np.diag(equations.inverse)[1:]),
        float(np.sqrt(noise)),
        float(np.sqrt(entry)),
        float(np.sqrt(judge)),
        part,
    )


def _variances(sheets: Sheets) -> tuple[float, float, float]:
    """(noise, judge, entry) by EM-REML (Dempster, Laird and Rubin 1977; Searle, Casella and
    McCulloch 1992, ch. 8).
    """
    spread = max(float(np.var(sheets.total)), 1e-9)
    noise, judge, entry = spread / 3, spread / 3, spread / 3
    centred = sheets.total - sheets.total.mean()
    for _ in range(_STEPS):
        equations = _Equations(sheets, noise / judge, noise / entry)
        mean, judges, entries = equations.solve(centred)
        fitted = (
            mean * centred.sum()
            + judges @ (equations.of_judge.T @ centred)
            + entries @ (equations.of_entry.T @ centred)
        )
        new_judge = (judges @ judges + noise * np.trace(equations.inverse[1:, 1:])) / sheets.judges
        new_entry = (entries @ entries + noise * equations.entry_variances().sum()) / sheets.entries
        new_noise = (centred @ centred - fitted) / (len(centred) - 1)
        change = (
            max(abs(new_judge - judge), abs(new_entry - entry), abs(new_noise - noise)) / spread
        )
        noise, judge, entry = (
            max(new_noise, 1e-9 * spread),
            max(new_judge, 1e-9 * spread),
            max(new_entry, 1e-9 * spread),
        )
        if change < _SMALL:
            break
    return noise, judge, entry


def draws(sheets: Sheets, fitted: Fit, count: int = 1000, seed: int = 57) -> np.ndarray:
    """Draws of the entries' true worth given the sheets: (entries, count). Exact under the model,
    by perturbed solves.

    A world is drawn from the model and solved like the real one; what the solution missed there is
    added to the real solution.
    """
    rng = np.random.default_rng(seed)
    noise, judge, entry = fitted.noise**2, fitted.judge_spread**2, fitted.entry_spread**2
    equations = _Equations(sheets, noise / judge, noise / entry)
    found = np.empty((sheets.entries, count))
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        entries = rng.normal(0, fitted.entry_spread, (sheets.entries, size))
        judges = rng.normal(0, fitted.judge_spread, (sheets.judges, size))
        totals = (
            entries[sheets.entry]
            + judges[sheets.judge]
            + rng.normal(0, fitted.noise, (len(sheets.total), size))
        )
        _mean, _judges, solved = equations.solve(totals)
        found[:, start : start + size] = fitted.entry[:, None] + entries - solved
    return found


@dataclass(frozen=True)
class Certainty:
    """By entry: the interval of its rank (95 %), and the chance that it is among the first
    `prizes`.
    """

    lowest: np.ndarray
    highest: np.ndarray
    in_prize: np.ndarray


def certainty(drawn: np.ndarray, prizes: int, level: float = 0.95) -> Certainty:
    """Rank intervals and chances from draws of (entries, count); rank 1 is the best."""
    ranks = np.empty(drawn.shape, dtype=np.int32)
    order = np.argsort(-drawn, axis=0)
    np.put_along_axis(
        ranks, order, np.arange(1, drawn.shape[0] + 1, dtype=np.int32)[:, None], axis=0
    )
    tail = (1 - level) / 2
    lowest, highest = np.quantile(ranks, [tail, 1 - tail], axis=1, method="inverted_cdf")
    return Certainty(lowest.astype(int), highest.astype(int), (ranks <= prizes).mean(axis=1))


def alpha(sheets: Sheets) -> float:
    """Krippendorff's alpha for interval data: 1 is perfect agreement, 0 what chance gives; NaN
    where nothing can be compared.
    """
    counts = np.bincount(sheets.entry, minlength=sheets.entries)
    kept = counts[sheets.entry] > 1
    total, entry = sheets.total[kept], sheets.entry[kept]
    size = len(total)
    if size < 2 or np.ptp(total) == 0:
        return float("nan")
    sums = np.bincount(entry, total, sheets.entries)
    squares = np.bincount(entry, total**2, sheets.entries)
    several = counts > 1
    observed = (2 * (counts * squares - sums**2)[several] / (counts[several] - 1)).sum() / size
    expected = 2 * (size * (total**2).sum() - total.sum() ** 2) / (size * (size - 1))
    return float(1 - observed / expected)


def intraclass(sheets: Sheets) -> float:
    """ICC(1): the share of the variance of single sheets that is the entries' own (one-way, also
    for unequal numbers).
    """
    counts = np.bincount(sheets.entry, minlength=sheets.entries)
    used = counts > 0
    size, groups = len(sheets.total), int(used.sum())
    if groups < 2 or size <= groups:
        return float("nan")
    means = np.bincount(sheets.entry, sheets.total, sheets.entries)[used] / counts[used]
    between = (counts[used] * (means - sheets.total.mean()) ** 2).sum() / (groups - 1)
    full = np.zeros(sheets.entries)
    full[used] = means
    within = ((sheets.total - full[sheets.entry]) ** 2).sum() / (size - groups)
    each = (size - (counts**2).sum() / size) / (groups - 1)
    return (
        float((between - within) / (between + (each - 1) * within))
        if between + (each - 1) * within
        else float("nan")
    )


@dataclass(frozen=True)
class Favour:
    """A judge who gives one group of entries more (or less) than the model expects, in points; `p`
    is two-sided.
    """

    judge: int
    group: int
    points: float
    p: float


def favours(
    sheets: Sheets, group_of_entry: np.ndarray, fitted: Fit, rate: float = 0.05
) -> list[Favour]:
    """Judges with a leaning towards a group of entries, false discoveries kept to `rate` (Benjamini
    and Hochberg 1995).
    """
    left = sheets.total - fitted.mean - fitted.entry[sheets.entry] - fitted.judge[sheets.judge]
    group = group_of_entry[sheets.entry]
    found = []
    for judge in range(sheets.judges):
        mine = sheets.judge == judge
        for one in np.unique(group[mine]):
            inside, outside = left[mine & (group == one)], left[mine & (group != one)]
            if len(inside) >= FEWEST and len(outside) >= FEWEST:
                points = inside.mean() - outside.mean()
                error = fitted.noise * np.sqrt(1 / len(inside) + 1 / len(outside))
                found.append(
                    Favour(judge, int(one), float(points), float(2 * norm.sf(abs(points) / error)))
                )
    found.sort(key=lambda favour: favour.p)
    kept = max(
        (
            place
            for place, favour in enumerate(found, start=1)
            if favour.p <= rate * place / len(found)
        ),
        default=0,
    )
    return found[:kept]
