"""The first page's drawings, as numbers for its SVG: nothing is drawn in the browser."""

import datetime
from dataclasses import dataclass

from cms.workbench.figures import Figures

WIDTH = 480
HEIGHT = 140
FOOT = 22  # for the dates below the bars
HEAD = 14
GAP = 0.25  # of a bar's place


@dataclass
class Bar:
    """One day. Coordinates in units of the drawing."""

    day: datetime.date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass
class Days:
    """Bars of all days, the highest one as high as there is room."""

    bars: list[Bar]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - FOOT
    foot: int = HEIGHT - 6  # where the dates stand


def days_of(figures: Figures) -> Days | None:
    """None where nothing was submitted yet."""
    if not figures.days:
        return None
    most = max(count for _day, count in figures.days)
    if most == 0:
        return None
    place = WIDTH / len(figures.days)
    room = HEIGHT - FOOT - HEAD
    bars = []
    for number, (day, count) in enumerate(figures.days):
        height = room * count / most
        bars.append(
            Bar(
                day,
                count,
                x=number * place,
                y=HEIGHT - FOOT - height,
                width=max(place * (1 - GAP), 1),
                height=height,
            )
        )
    return Days(bars, most)
