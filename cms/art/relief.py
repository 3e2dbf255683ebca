"""A hill country as a function of the place, and its lines of equal height."""

import hashlib
import math
from collections.abc import Callable
from random import Random

from cms.art.svg import Point

Height = Callable[[float, float], float]
Corner = tuple[str, int, int]  # an edge of the grid: along ("h") or down ("v"), column, row

OUTSIDE = -1e3  # lower than any hill, so that every line closes
EDGE = 2  # rows of the grid outside the picture

# Which edges of a cell a line joins, by the corners that lie above: upper left 1, upper right 2,
# lower right 4, lower left 8.
_JOINED = {
    1: ["TL"],
    2: ["RT"],
    3: ["RL"],
    4: ["BR"],
    5: ["TL", "BR"],
    6: ["BT"],
    7: ["BL"],
    8: ["LB"],
    9: ["TB"],
    10: ["RT", "LB"],
    11: ["RB"],
    12: ["LR"],
    13: ["TR"],
    14: ["LT"],
}


def seed_of(code: str) -> int:
    """A number that the code alone decides."""
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:6], "big")


def country(seed: int, width: int, height: int, peaks: int, breadth: float) -> Height:
    """Hills of a country; `breadth`: of one hill, as a part of the width."""
    chance = Random(seed)
    hills = []
    for _hill in range(peaks):
        x = chance.uniform(-0.05, 1.05) * width
        y = chance.uniform(-0.1, 1.1) * height
        long, short = (chance.uniform(*span) * breadth * width for span in ((0.7, 1.3), (0.5, 0.9)))
        hills.append((x, y, long, short, chance.uniform(0.55, 1), chance.uniform(0, math.pi)))
    waves = []
    for _wave in range(3):
        lengths = chance.uniform(5, 13) / width, chance.uniform(5, 13) / width
        waves.append((*lengths, chance.uniform(0, 6)))

    def rise(x: float, y: float) -> float:
        total = 0.0
        for left, top, long, short, high, turn in hills:
            along = (x - left) * math.cos(turn) + (y - top) * math.sin(turn)
            beside = (y - top) * math.cos(turn) - (x - left) * math.sin(turn)
            total += high * math.exp(-(along**2 / long**2 + beside**2 / short**2) / 2)
        for a, b, shift in waves:
            total += 0.045 * math.sin(a * x + b * y + shift) * math.cos(b * x - a * y + 2 * shift)
        return total

    return rise


def _edges(i: int, j: int) -> dict[str, Corner]:
    """The edges of a cell: top, below, left, right."""
    return {"T": ("h", i, j), "B": ("h", i, j + 1), "L": ("v", i, j), "R": ("v", i + 1, j)}


class Survey:
    """The heights of a country at the points of a grid, and its lines."""

    def __init__(self, rise: Height, width: int, height: int, step: int):
        self.step = step
        self.columns = math.ceil(width / step) + 2 * EDGE + 2
        self.rows = math.ceil(height / step) + 2 * EDGE + 2
        self.heights = [self._row(rise, j) for j in range(self.rows)]
        self.sorted = sorted(high for row in self.heights for high in row if high > OUTSIDE)

    def _row(self, rise: Height, j: int) -> list[float]:
        return [self._at(rise, i, j) for i in range(self.columns)]

    def _at(self, rise: Height, i: int, j: int) -> float:
        if 0 < i < self.columns - 1 and 0 < j < self.rows - 1:
            return rise((i - EDGE) * self.step, (j - EDGE) * self.step)
        return OUTSIDE

    def level(self, share: float) -> float:
        """The height that this share of the country lies under."""
        return self.sorted[int((len(self.sorted) - 1) * share)]

    def lines(self, level: float) -> list[list[Point]]:
        """The closed lines of this height."""
        following = self._steps(level)
        found = []
        while following:
            start = here = next(iter(following))
            points = []
            while here in following:
                points.append(self._place(here, level))
                here = self._go(following, here)
                if here == start:
                    break
            if len(points) > 4:
                found.append(points)
        return found

    @staticmethod
    def _go(following: dict[Corner, list[Corner]], here: Corner) -> Corner:
        after = following[here].pop()
        if not following[here]:
            del following[here]
        return after

    def _steps(self, level: float) -> dict[Corner, list[Corner]]:
        following: dict[Corner, list[Corner]] = {}
        for j in range(self.rows - 1):
            for i in range(self.columns - 1):
                above = self._above(i, j, level)
                edges = _edges(i, j)
                for joined in _JOINED.get(above, []):
                    begin = edges[joined[0]]
                    end = edges[joined[1]]
                    following.setdefault(begin, []).append(end)
        return following

    def _above(self, i: int, j: int, level: float) -> int:
        upper = self.heights[j]
        lower = self.heights[j + 1]
        corners = (upper[i], upper[i + 1], lower[i + 1], lower[i])
        return sum(2**k for k, high in enumerate(corners) if high > level)

    def _place(self, edge: Corner, level: float) -> Point:
        way, i, j = edge
        here = self.heights[j][i]
        there = self.heights[j][i + 1] if way == "h" else self.heights[j + 1][i]
        share = min(0.98, max(0.02, (level - here) / (there - here)))
        x, y = (i + share, j) if way == "h" else (i, j + share)
        return (x - EDGE) * self.step, (y - EDGE) * self.step
