"""Tea country from the ground: ridges behind mist, rows along a slope, mounds of bushes in rings.
The light comes from the upper left.
"""

import math
from collections.abc import Sequence
from random import Random

from cms.art import svg
from cms.art.svg import Point

Wave = tuple[float, float, float]  # how high, how long, where it begins
TIP = "#f6f0c4"  # the light on a bush


def ridge(width: float, base: float, waves: Sequence[Wave], step: int = 20) -> list[Point]:
    """The upper edge of a hill, from left of the picture to right of it."""
    points = []
    for x in range(-step, int(width) + 2 * step, step):
        rise = sum(high * math.sin(x / long + shift) for high, long, shift in waves)
        points.append((float(x), base - rise))
    return points


def range_of_hills(
    width: float, height: float, base: float, waves: Sequence[Wave], colour: str
) -> str:
    """A hill in one colour, down to the foot of the picture."""
    return svg.fill(f"{svg.curve(ridge(width, base, waves))}V{height}H-20Z", colour)


def karst(
    width: float, height: float, base: float, peaks: Sequence[tuple[float, float, float]], tone: str
) -> str:
    """Limestone: steep round heads (centre, half width, height) over a low line."""
    points = []
    for x in range(-20, int(width) + 30, 10):
        rise = sum(up * math.exp(-(abs((x - c) / half) ** 2.6)) for c, half, up in peaks)
        points.append((float(x), base - rise - 5 * math.sin(x / 37) - 3 * math.sin(x / 17)))
    return svg.fill(f"{svg.curve(points)}V{height}H-20Z", tone)


def _bushes(d: str, size: float, body: str, tip: str, name: str, shade: str = "") -> str:
    """Bushes along one line: their shade below, the body, the light on their upper left."""
    gap = f"0 {svg.number(size * 0.88, 1)}"
    row = f'<path id="{name}" d="{d}" fill="none" stroke-linecap="round" stroke-dasharray="{gap}"/>'

    def again(colour: str, width: float, dx: float, dy: float) -> str:
        move = {"x": svg.number(dx, 1), "y": svg.number(dy, 1)}
        return svg.shape("use", href=f"#{name}", **move, stroke=colour, stroke_width=width)

    marks = f"<defs>{row}</defs>"
    if shade:
        marks += again(shade, round(size * 1.2, 1), 0, size * 0.3)
    marks += again(body, round(size, 1), 0, 0)
    return marks + again(tip, round(size * 0.42, 1), -size * 0.15, -size * 0.22)


def slope(
    width: float,
    height: float,
    base: float,
    waves: Sequence[Wave],
    tones: tuple[str, str, str],
    rows: int,
    gap: float,
    bush: float,
    name: str,
) -> str:
    """A hillside whose rows follow its edge and grow towards us; tones: ground, bush, light."""
    ground, body, tip = tones
    top = ridge(width, base, waves, 32)
    marks = [svg.fill(f"{svg.curve(top)}V{height}H-20Z", ground)]
    down = gap * 0.7
    size = bush
    for row in range(rows):
        points = [(x, y + down * (1 + 0.1 * math.sin(x / 260 + row / 5))) for x, y in top]
        marks.append(_bushes(svg.curve(points), size, body, tip, f"{name}{row}"))
        down += gap
        gap *= 1.13
        size *= 1.1
    return "".join(marks)


class Mound:
    """One bowl-shaped tea hill: rings of bushes that narrow to the top."""

    def __init__(self, x: float, base: float, reach: float, high: float, seed: int):
        self.x = x
        self.base = base
        self.reach = reach
        self.high = high
        chance = Random(seed)
        self.shifts = [chance.uniform(0, 6) for _shift in range(2)]

    def _points(self, up: float, begin: float, end: float, count: int) -> list[Point]:
        half = self.reach * (1 - 0.9 * up**1.25)
        level = self.base - self.high * up**0.92
        points = []
        for k in range(count + 1):
            angle = begin + (end - begin) * k / count
            bend = 1 + 0.035 * math.sin(3 * angle + self.shifts[0])
            bend += 0.02 * math.sin(5 * angle + self.shifts[1])
            x = self.x + half * bend * math.cos(angle)
            points.append((x, level + 0.27 * half * bend * math.sin(angle)))
        return points

    def places(self, up: float, count: int) -> list[Point]:
        """So many places along the front of the ring at this height (0 the foot, 1 the top)."""
        if count == 1:
            return self._points(up, math.pi / 2, math.pi / 2, 1)[:1]
        return self._points(up, 0.88 * math.pi, 0.12 * math.pi, count - 1)

    def drawn(self, rings: int, dark: str, light: str, bush: float, name: str) -> str:
        """From the widest ring to the top; the higher, the lighter and the smaller its bushes."""
        marks = []
        for k in range(rings):
            up = k / (rings - 1)
            ground = svg.mixed(dark, light, up * 0.95 - 0.28)
            body = svg.mixed(dark, light, up * 0.95)
            marks.append(svg.fill(svg.ring(self._points(up, 0, 2 * math.pi * 0.97, 30)), ground))
            front = self._points(up, -0.04 * math.pi, 1.04 * math.pi, 22)
            size = bush * (1 - 0.42 * up)
            tip = svg.mixed(body, TIP, 0.34)
            shade = svg.mixed(dark, light, up * 0.95 - 0.16)
            marks.append(_bushes(svg.curve(front), size, body, tip, f"{name}{k}", shade))
        return "".join(marks)


def mound(
    place: tuple[float, float, float, float],
    tones: tuple[str, str],
    rings: int,
    bush: float,
    name: str,
    seed: int = 5,
) -> str:
    """A mound at (x, base, reach, height), tones dark and light."""
    return Mound(*place, seed).drawn(rings, *tones, bush, name)
