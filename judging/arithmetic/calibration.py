"""How sure a result is: judges' severity taken out, rank intervals, chances, reliability.

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
    """The fitted model, in points.

    `entry` and `judge` are deviations from `mean`; `entry_error` and `judge_error` their standard
    errors; `noise` and the spreads are standard deviations.
    """

    mean: float
    entry: np.ndarray
    judge: np.ndarray
    entry_error: np.ndarray
    judge_error: np.ndarray
    noise: float
    entry_spread: float
    judge_spread: float
    # Of each entry: those in different parts have no judge in common, directly or by others.
    part: np.ndarray

    @property
    def is_comparable(self) -> bool:
        """All entries hang together; scores of different parts must not be compared."""
        return len(set(self.part.tolist())) <= 1


class _Equations:
    """Henderson's equations with the entries absorbed.

    One dense system of mean and judges, whatever the number of entries. A ratio is the noise's
    variance by that of the judges, or of the entries.
    """

    def __init__(self, sheets: Sheets, judge_ratio: float, entry_ratio: float):
        self.of_judge = _indicator(sheets.judge, sheets.judges)
        self.of_entry = _indicator(sheets.entry, sheets.entries)
        sheets_of_judge = np.asarray(self.of_judge.sum(0)).ravel()
        sheets_of_entry = np.asarray(self.of_entry.sum(0)).ravel()
        met = (self.of_judge.T @ self.of_entry).toarray()
        # Of mean and judges (rows) with the entries (columns).
        self.cross = csr_matrix(np.vstack([sheets_of_entry[None, :], met]))
        self.diagonal = sheets_of_entry + entry_ratio
        fixed = np.zeros((sheets.judges + 1, sheets.judges + 1))
        fixed[0, 0] = len(sheets.total)
        fixed[0, 1:] = sheets_of_judge
        fixed[1:, 0] = sheets_of_judge
        judges = np.arange(1, sheets.judges + 1)
        fixed[judges, judges] = sheets_of_judge + judge_ratio
        weighted = self.cross.multiply(1 / self.diagonal[None, :]).tocsr()
        self.inverse = np.linalg.inv(fixed - (weighted @ self.cross.T).toarray())

    def solve(self, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(mean, judges, entries) for one or many columns of totals."""
        diagonal = self.diagonal if total.ndim == 1 else self.diagonal[:, None]
        right = np.concatenate([total.sum(0, keepdims=True), self.of_judge.T @ total])
        scaled = self.of_entry.T @ total / diagonal
        mean_and_judges = self.inverse @ (right - self.cross @ scaled)
        entries = scaled - (self.cross.T @ mean_and_judges) / diagonal
        return mean_and_judges[0], mean_and_judges[1:], entries

    def entry_variances(self) -> np.ndarray:
        """The diagonal of the inverse for the entries, in units of the noise's variance."""
        spread = self.cross.T @ self.inverse
        absorbed = np.asarray(self.cross.T.multiply(spread).sum(1)).ravel()
        return 1 / self.diagonal + absorbed / self.diagonal**2


def _indicator(number: np.ndarray, size: int) -> csr_matrix:
    """(sheets, size): 1 where the sheet is of that judge or entry."""
    rows = np.arange(len(number))
    return coo_matrix((np.ones(len(number)), (rows, number)), shape=(len(number), size)).tocsr()


@dataclass(frozen=True)
class _Variances:
    noise: float
    judge: float
    entry: float

    def equations(self, sheets: Sheets) -> _Equations:
        return _Equations(sheets, self.noise / self.judge, self.noise / self.entry)


def fit(sheets: Sheets) -> Fit:
    """Entries and judges with their errors.

    Raises ValueError with fewer than two entries, two judges or four sheets.
    """
    if sheets.entries < 2 or sheets.judges < 2 or len(sheets.total) < 4:
        raise ValueError("too few sheets to say anything")
    variances = _variances(sheets)
    equations = variances.equations(sheets)
    mean, judges, entries = equations.solve(sheets.total)
    return Fit(
        mean=float(mean),
        entry=entries,
        judge=judges,
        entry_error=np.sqrt(variances.noise * equations.entry_variances()),
        judge_error=np.sqrt(variances.noise * np.diag(equations.inverse)[1:]),
        noise=float(np.sqrt(variances.noise)),
        entry_spread=float(np.sqrt(variances.entry)),
        judge_spread=float(np.sqrt(variances.judge)),
        part=_parts(sheets),
    )


def _parts(sheets: Sheets) -> np.ndarray:
    """The part of each entry in the graph of judges and entries that sheets join."""
    size = sheets.judges + sheets.entries
    ends = (sheets.judge, sheets.judges + sheets.entry)
    graph = coo_matrix((np.ones(len(sheets.total)), ends), shape=(size, size))
    return connected_components(graph, directed=False)[1][sheets.judges :]


def _variances(sheets: Sheets) -> _Variances:
    """By EM-REML (Dempster, Laird and Rubin 1977; Searle, Casella and McCulloch 1992, ch. 8)."""
    spread = max(float(np.var(sheets.total)), 1e-9)
    variances = _Variances(noise=spread / 3, judge=spread / 3, entry=spread / 3)
    for _ in range(_STEPS):
        after = _expected(sheets, variances)
        change = max(
            abs(after.judge - variances.judge),
            abs(after.entry - variances.entry),
            abs(after.noise - variances.noise),
        )
        least = 1e-9 * spread
        variances = _Variances(
            noise=max(after.noise, least),
            judge=max(after.judge, least),
            entry=max(after.entry, least),
        )
        if change / spread < _SMALL:
            break
    return variances


def _expected(sheets: Sheets, variances: _Variances) -> _Variances:
    """One step of EM: the variances that are expected when the present ones were right."""
    centred = sheets.total - sheets.total.mean()
    equations = variances.equations(sheets)
    mean, judges, entries = equations.solve(centred)
    fitted = (
        mean * centred.sum()
        + judges @ (equations.of_judge.T @ centred)
        + entries @ (equations.of_entry.T @ centred)
    )
    noise = variances.noise
    judge_errors = noise * np.trace(equations.inverse[1:, 1:])
    entry_errors = noise * equations.entry_variances().sum()
    return _Variances(
        noise=(centred @ centred - fitted) / (len(centred) - 1),
        judge=(judges @ judges + judge_errors) / sheets.judges,
        entry=(entries @ entries + entry_errors) / sheets.entries,
    )


def draws(sheets: Sheets, fitted: Fit, count: int = 1000, seed: int = 57) -> np.ndarray:
    """Draws of the entries' true worth given the sheets: (entries, count).

    Exact under the model, by perturbed solves: a world is drawn from the model and solved like the
    real one; what the solution missed there is added to the real solution.
    """
    rng = np.random.default_rng(seed)
    variances = _Variances(
        noise=fitted.noise**2, judge=fitted.judge_spread**2, entry=fitted.entry_spread**2
    )
    equations = variances.equations(sheets)
    worth = np.empty((sheets.entries, count))
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        entries = rng.normal(0, fitted.entry_spread, (sheets.entries, size))
        judges = rng.normal(0, fitted.judge_spread, (sheets.judges, size))
        noise = rng.normal(0, fitted.noise, (len(sheets.total), size))
        totals = entries[sheets.entry] + judges[sheets.judge] + noise
        _mean, _judges, solved = equations.solve(totals)
        worth[:, start : start + size] = fitted.entry[:, None] + entries - solved
    return worth


@dataclass(frozen=True)
class Certainty:
    """By entry: the interval of its rank (95 %), and its chance to be among the first `prizes`."""

    lowest: np.ndarray
    highest: np.ndarray
    in_prize: np.ndarray


def certainty(drawn: np.ndarray, prizes: int, level: float = 0.95) -> Certainty:
    """Rank intervals and chances from draws of (entries, count); rank 1 is the best."""
    ranks = np.empty(drawn.shape, dtype=np.int32)
    places = np.arange(1, drawn.shape[0] + 1, dtype=np.int32)
    best_first = np.argsort(-drawn, axis=0)
    np.put_along_axis(ranks, best_first, places[:, None], axis=0)
    tail = (1 - level) / 2
    lowest, highest = np.quantile(ranks, [tail, 1 - tail], axis=1, method="inverted_cdf")
    return Certainty(lowest.astype(int), highest.astype(int), (ranks <= prizes).mean(axis=1))


def alpha(sheets: Sheets) -> float:
    """Krippendorff's alpha for interval data: 1 is perfect agreement, 0 what chance gives.

    NaN where nothing can be compared.
    """
    counts = np.bincount(sheets.entry, minlength=sheets.entries)
    several = counts > 1
    is_comparable = several[sheets.entry]
    total = sheets.total[is_comparable]
    entry = sheets.entry[is_comparable]
    size = len(total)
    if size < 2 or np.ptp(total) == 0:
        return float("nan")
    sums = np.bincount(entry, total, sheets.entries)
    squares = np.bincount(entry, total**2, sheets.entries)
    differences = (counts * squares - sums**2)[several]
    observed = (2 * differences / (counts[several] - 1)).sum() / size
    expected = 2 * (size * (total**2).sum() - total.sum() ** 2) / (size * (size - 1))
    return float(1 - observed / expected)


def intraclass(sheets: Sheets) -> float:
    """ICC(1): the share of the variance of single sheets that is the entries' own.

    One-way, also for unequal numbers of sheets. NaN where nothing can be compared.
    """
    counts = np.bincount(sheets.entry, minlength=sheets.entries)
    has_sheets = counts > 0
    size = len(sheets.total)
    groups = int(has_sheets.sum())
    if groups < 2 or size <= groups:
        return float("nan")
    of_group = counts[has_sheets]
    sums = np.bincount(sheets.entry, sheets.total, sheets.entries)
    means = np.zeros(sheets.entries)
    means[has_sheets] = sums[has_sheets] / of_group
    from_whole = means[has_sheets] - sheets.total.mean()
    between = (of_group * from_whole**2).sum() / (groups - 1)
    within = ((sheets.total - means[sheets.entry]) ** 2).sum() / (size - groups)
    each = (size - (counts**2).sum() / size) / (groups - 1)
    whole = between + (each - 1) * within
    return float((between - within) / whole) if whole else float("nan")


@dataclass(frozen=True)
class Favour:
    """A judge who gives one group of entries more (or less) than the model expects, in points.

    `p` is two-sided.
    """

    judge: int
    group: int
    points: float
    p: float


def favours(
    sheets: Sheets, group_of_entry: np.ndarray, fitted: Fit, rate: float = 0.05
) -> list[Favour]:
    """Judges with a leaning towards a group of entries.

    False discoveries are held to `rate` (Benjamini and Hochberg 1995).
    """
    left = sheets.total - fitted.mean - fitted.entry[sheets.entry] - fitted.judge[sheets.judge]
    group_of_sheet = group_of_entry[sheets.entry]
    tested = []
    for judge in range(sheets.judges):
        of_judge = sheets.judge == judge
        for group in np.unique(group_of_sheet[of_judge]):
            inside = left[of_judge & (group_of_sheet == group)]
            outside = left[of_judge & (group_of_sheet != group)]
            if len(inside) >= FEWEST and len(outside) >= FEWEST:
                points = inside.mean() - outside.mean()
                error = fitted.noise * np.sqrt(1 / len(inside) + 1 / len(outside))
                p = float(2 * norm.sf(abs(points) / error))
                tested.append(Favour(judge, int(group), float(points), p))
    tested.sort(key=lambda favour: favour.p)
    discoveries = 0
    for place, favour in enumerate(tested, start=1):
        if favour.p <= rate * place / len(tested):
            discoveries = place
    return tested[:discoveries]
