"""Writes oracles.json: agreement of twelve tables of sheets as `krippendorff` and `pingouin` count
it.

Both are GPL and no part of this project. In an environment of their own: pip install krippendorff
pingouin; python oracles.py > oracles.json
"""

import importlib.metadata
import json
import sys

import krippendorff
import numpy as np
import pandas
import pingouin


def table(rng: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    """(points by entry and judge, which of them were given): every third one full, the others with
    at least two sheets an entry.
    """
    entries, judges = int(rng.integers(4, 30)), int(rng.integers(3, 9))
    points = (
        60
        + 10 * rng.standard_normal((entries, 1))
        + 5 * rng.standard_normal((1, judges))
        + 4 * rng.standard_normal((entries, judges))
    )
    given = np.ones(points.shape, bool) if number % 3 == 0 else rng.random(points.shape) > 0.35
    given[given.sum(axis=1) < 2, :2] = True
    if number == 11:  # an entry that one judge read alone
        given[0] = np.arange(judges) == 0
    return points.round(1), given


def case(points: np.ndarray, given: np.ndarray) -> dict:
    """{"sheets": [[judge, entry, points], …], "judges", "entries", "alpha", "icc1": None where
    sheets are missing}.
    """
    rows = [
        (int(judge), int(entry), float(points[entry, judge])) for entry, judge in np.argwhere(given)
    ]
    alpha = krippendorff.alpha(
        reliability_data=np.where(given, points, np.nan).T, level_of_measurement="interval"
    )
    icc = None
    if given.all():
        long = pandas.DataFrame(rows, columns=["judge", "entry", "points"])
        found = pingouin.intraclass_corr(
            long, targets="entry", raters="judge", ratings="points"
        ).set_index("Type")
        icc = float(found.loc["ICC(1,1)", "ICC"])
    return {
        "sheets": rows,
        "judges": points.shape[1],
        "entries": points.shape[0],
        "alpha": float(alpha),
        "icc1": icc,
    }


rng = np.random.default_rng(20261125)
made_by = {name: importlib.metadata.version(name) for name in ("krippendorff", "pingouin")}
json.dump(
    {"made_by": made_by, "cases": [case(*table(rng, number)) for number in range(12)]}, sys.stdout
)
