"""The medal of a prize: rosettes around a ring of leaves and the mark, in the prize's own metal."""

import math
from collections.abc import Callable
from functools import partial

from cms.art import hills, svg, things

# ground, line, pale line
METALS = {
    "vang": ("#0f3d2a", "#d9a441", "#f6e3b0"),
    "bac": ("#22322c", "#aebbb6", "#f1f5f3"),
    "dong": ("#3a2115", "#c98a58", "#f3d8bf"),
    "la": ("#123f2c", "#6fae88", "#dcefdf"),
}
SIZE = 320
LEAVES = 28
MOST_IN_A_ROW = 14


def rosette(r: float, swing: float, petals: int, turns: int, steps: int) -> str:
    """The path of a guilloche around (0, 0): `turns` waves of `petals`, each shifted."""
    d = ""
    for turn in range(turns):
        points = []
        for k in range(steps):
            angle = 2 * math.pi * k / steps
            far = r + swing * math.sin(petals * angle + 2 * math.pi * turn / turns)
            points.append((far * math.cos(angle), far * math.sin(angle)))
        d += svg.ring(points, 1)
    return d


def medal(metal: str) -> str:
    """A medal in one metal, 320 units across."""
    ground, line, pale = METALS[metal]
    r = SIZE / 2 - 4
    light = svg.mixed(line, "#ffffff", 0.38)
    marks = svg.circle(0, 0, r, "url(#rim)") + svg.circle(0, 0, r * 0.965, ground)
    marks += svg.shape(
        "path",
        d=rosette(r * 0.905, r * 0.036, 36, 3, 216),
        fill="none",
        stroke=line,
        stroke_width=0.9,
    )
    for far, width in ((0.845, 1.6), (0.825, 0.6), (0.6, 1), (0.42, 1.6)):
        marks += svg.circle(0, 0, r * far, "none", stroke=line, stroke_width=width)
    marks += svg.shape(
        "path",
        d=rosette(r * 0.51, r * 0.075, 18, 4, 144),
        fill="none",
        stroke=line,
        stroke_width=0.7,
        stroke_opacity=0.7,
    )
    marks += _wreath(r * 0.715, line, light)
    marks += svg.circle(0, 0, r * 0.405, "url(#heart)")
    marks += things.bud(0, 8, r * 0.0098, (pale, line, light))
    rim = svg.fade("rim", pale, line, svg.mixed(line, "#000000", 0.4), across=True)
    heart = svg.glow("heart", (0, svg.mixed(ground, line, 0.3), 1), (1, ground, 1))
    return svg.document(SIZE, SIZE, rim + heart + svg.at(SIZE / 2, SIZE / 2, marks))


def _wreath(r: float, line: str, light: str) -> str:
    """Tea leaves around the ring, from the foot up both sides."""
    marks = ""
    for side in (-1, 1):
        for k in range(LEAVES // 2):
            angle = 90 - side * (10 + 158 * k / (LEAVES / 2 - 1))
            x = r * math.cos(math.radians(angle))
            y = r * math.sin(math.radians(angle))
            turn = angle + (180 if side > 0 else 0)
            leaf = svg.fills(
                (line, "M0 0C-12-2-17-10-15-21C-5-19 1-10 0 0Z"),
                (light, "M0 0C12-2 17-10 15-21C5-19-1-10 0 0Z"),
            )
            marks += svg.at(x, y, leaf, 0.62, turn)
    return marks + svg.circle(0, r, 5, light)


def _coin(x: float, y: float, r: float, metal: str) -> str:
    """A small medal that stands on the hill."""
    ground, line, pale = METALS[metal]
    light = svg.mixed(line, "#ffffff", 0.5)
    shade = {"fill": "#0a2b1e", "opacity": 0.4}
    marks = svg.shape("ellipse", cx=0, cy=r * 1.02, rx=r * 0.8, ry=r * 0.16, **shade)
    marks += svg.circle(0, 0, r, svg.mixed(line, "#000000", 0.35))
    marks += svg.circle(0, 0, r * 0.88, line)
    marks += svg.circle(0, 0, r * 0.74, svg.mixed(ground, line, 0.25))
    return svg.at(x, y, marks + things.bud(0, r * 0.1, r * 0.0165, (pale, light, "#ffffff")))


def prize_hill(counts: tuple[int, ...]) -> str:
    """The prizes on the rows of a tea hill; counts from the highest tier, on its top, down."""
    hill = hills.Mound(320, 372, 300, 268, 3)
    marks = hill.drawn(10, "#0f3d2a", "#6fae74", 15, "h")
    for tier, count in enumerate(counts):
        metal = list(METALS)[min(tier, len(METALS) - 1)]
        r = max(13, 31 - 6 * tier)
        shown = min(count, MOST_IN_A_ROW)
        for x, y in hill.places(0.92 - 0.86 * tier / max(len(counts), 2), shown):
            marks += _coin(x, y - r * (1 if tier else 1.2), r, metal)
    return svg.document(640, 480, marks)


DRAWN: dict[str, Callable[[], str]] = {
    f"huy-chuong-{metal}": partial(medal, metal) for metal in METALS
}
