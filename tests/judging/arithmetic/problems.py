"""Problems of assignment drawn by chance."""

from judging.arithmetic.matching import Problem


def random_problem(rng, *, tight: bool = False) -> Problem:
    judges, entries, k = int(rng.integers(3, 9)), int(rng.integers(2, 14)), int(rng.integers(1, 4))
    blocked = {
        (j, e)
        for j in range(judges)
        for e in range(entries)
        if rng.random() < (0.4 if tight else 0.15)
    }
    most = (
        [int(rng.integers(0, 2 + entries * k // judges)) for _ in range(judges)]
        if tight
        else [40] * judges
    )
    return Problem([k] * entries, most, [0] * judges, blocked, rng.random((judges, entries)))
