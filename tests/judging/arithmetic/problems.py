"""Problems of assignment at random."""

import numpy as np

from judging.arithmetic.matching import Problem


def random_problem(rng: np.random.Generator, *, tight: bool = False) -> Problem:
    """A few judges and entries, with conflicts; `tight`: with limits that may leave no plan."""
    judges = int(rng.integers(3, 9))
    entries = int(rng.integers(2, 14))
    sheets = int(rng.integers(1, 4))
    conflict_rate = 0.4 if tight else 0.15
    blocked = {
        (judge, entry)
        for judge in range(judges)
        for entry in range(entries)
        if rng.random() < conflict_rate
    }
    most = [40] * judges
    if tight:
        most = [int(rng.integers(0, 2 + entries * sheets // judges)) for _ in range(judges)]
    return Problem([sheets] * entries, most, [0] * judges, blocked, rng.random((judges, entries)))
