"""The drawings of the public numbers, as numbers for their SVG: places are per cent of width and
height, so that one drawing fits every screen and its text keeps its size.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

DAY = datetime.timedelta(days=1)
TOP = 8  # per cent left free above the highest point
MOST_DAYS = 366


@dataclass(frozen=True)
class Line:
    """A curve of sums from the first day on; `end_x` and `end_y` where its last point is."""

    points: str
    total: int
    end_x: float
    end_y: float


@dataclass(frozen=True)
class Bar:
    day: datetime.date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Days:
    """The sums of this edition and of the last one on one axis, and the days below them."""

    now: Line
    before: Line | None
    bars: list[Bar]
    first: datetime.date
    last: datetime.date
    most: int  # on one day


def without_gaps(counts: Mapping[datetime.date, int], begins: datetime.date) -> list[int]:
    """How many on each day, from the beginning of the call (or the first one, if it came before)
    until the last one.
    """
    first = min(begins, *counts)
    length = min((max(counts) - first).days + 1, MOST_DAYS)
    return [counts.get(first + number * DAY, 0) for number in range(length)]


def days_of(
    counts: Mapping[datetime.date, int],
    begins: datetime.date,
    before: Mapping[datetime.date, int],
    before_begins: datetime.date | None,
) -> Days | None:
    """None where nothing was submitted yet."""
    if not counts:
        return None
    first = min(begins, *counts)
    daily = without_gaps(counts, begins)
    earlier = without_gaps(before, before_begins) if before and before_begins else []
    length = max(len(daily), len(earlier))
    highest = max(sum(daily), sum(earlier))
    return Days(
        now=_line(daily, length, highest),
        before=_line(earlier, length, highest) if earlier else None,
        bars=_bars(daily, length, first),
        first=first,
        last=first + (length - 1) * DAY,
        most=max(daily),
    )


def _line(daily: list[int], length: int, highest: int) -> Line:
    total = 0
    points = []
    x = y = 0.0
    for number, count in enumerate(daily):
        total += count
        x = 100 * (number + 0.5) / length
        y = 100 - (100 - TOP) * total / highest
        points.append(f"{x:.2f},{y:.2f}")
    return Line(" ".join(points), total, x, y)


def _bars(daily: list[int], length: int, first: datetime.date) -> list[Bar]:
    most = max(daily)
    bars = []
    for number, count in enumerate(daily):
        if count:
            height = (100 - TOP) * count / most
            bars.append(
                Bar(
                    day=first + number * DAY,
                    count=count,
                    x=100 * (number + 0.15) / length,
                    y=100 - height,
                    width=70 / length,
                    height=height,
                )
            )
    return bars


@dataclass(frozen=True)
class Pair:
    """Two editions of one thing, as dots on one line; places in per cent."""

    name: str
    now: int
    before: int | None
    now_x: float
    before_x: float


def pairs_of(now: Mapping[str, int], before: Mapping[str, int] | None) -> list[Pair]:
    """The most first; what there was only before stands too."""
    earlier = before or {}
    most = max([*now.values(), *earlier.values()], default=1)
    names = sorted({*now, *earlier}, key=lambda name: (-now.get(name, 0), name))
    pairs = []
    for name in names:
        count = now.get(name, 0)
        was = earlier.get(name, 0)
        told = was if before is not None else None
        pairs.append(Pair(name, count, told, 94 * count / most + 2, 94 * was / most + 2))
    return pairs
