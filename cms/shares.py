"""Bars that compare counts: the longest one fills its place."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Share:
    """One line of a bar chart; `width` in percent of the longest."""

    name: str
    count: int
    width: float


def shares_of(rows: Iterable[tuple[str, int]]) -> list[Share]:
    """The rows with the length of their bars."""
    rows = list(rows)
    most = max((count for _name, count in rows), default=1)
    return [Share(name, count, 100 * count / most) for name, count in rows]
