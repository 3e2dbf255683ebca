"""Four small pictures of how to send an entry: 480 × 300, one thing each in front of the hill."""

from collections.abc import Callable
from functools import partial

from cms.art import hills, svg, things
from cms.art.things import FLAME, GOLD, INK, PAPER

WIDTH = 480
HEIGHT = 300
SAGE = "#bcd3bf"
GREEN = "#23815a"


def _spot(thing: Callable[[], str], turn: float) -> str:
    place = (240, 284, 330, 92)
    ground = hills.range_of_hills(WIDTH, HEIGHT, 214, [(22, 70, 0.6), (8, 33, 2)], "#c6d5c4")
    return svg.document(
        WIDTH,
        HEIGHT,
        svg.fade("sky", "#f7e2b4", "#fbf0d6")
        + svg.box(0, 0, WIDTH, HEIGHT, "url(#sky)")
        + svg.circle(384, 78, 34, GOLD)
        + ground
        + hills.mound(place, ("#1c5a3d", "#62a06c"), 6, 12, "m")
        + svg.shape("ellipse", cx=240, cy=252, rx=74, ry=9, fill="#0e3927", opacity=0.4)
        + svg.at(240, 148, thing(), 1, turn),
    )


def _tick(x: float, y: float, r: float) -> str:
    begin = f"M{svg.number(x - r * 0.42)} {svg.number(y)}"
    d = f"{begin}l{r * 0.3:.0f} {r * 0.32:.0f} {r * 0.56:.0f}{-r * 0.64:.0f}"
    return svg.circle(x, y, r, GREEN) + svg.stroke(d, "#ffffff", r * 0.2)


def code() -> str:
    """A phone with four figures of a code."""
    marks = svg.box(-52, -102, 104, 204, INK, 18) + svg.box(-44, -92, 88, 184, PAPER, 11)
    marks += svg.stroke("M-24-62H24", SAGE, 9)
    for k in range(4):
        marks += svg.box(-37 + 19 * k, -34, 16, 26, "#e8f3e6", 3, stroke=GREEN, stroke_width=2)
        marks += svg.circle(-29 + 19 * k, -21, 3.4, GREEN)
    return marks + _tick(0, 38, 26)


def writing() -> str:
    """A sheet, its chart and a pencil."""
    marks = svg.box(-66, -96, 132, 192, "#dfe3d8", 10) + svg.box(-70, -100, 132, 192, "#ffffff", 10)
    marks += svg.stroke("M-50-74H6", INK, 10)
    marks += svg.stroke("M-50-48H42M-50-30H42M-50-12H16", SAGE, 7)
    marks += svg.box(-52, 8, 96, 62, "#e8f3e6", 6) + svg.stroke(
        "M-42 54l22-22 18 12 34-28", GREEN, 5
    )
    pencil = svg.fills(
        (FLAME, "M-10-72H10V34H-10Z"),
        ("#a02818", "M2-72H10V34H2Z"),
        ("#f0cf9a", "M-10 34H10L0 60Z"),
        (INK, "M-4 50H4L0 60Z"),
        ("#7b867c", "M-10-84H10V-70H-10Z"),
    )
    return marks + svg.at(84, -40, pencil, 1, 30)


def agreeing() -> str:
    """A paper signed, and the round mark of the unit."""
    marks = svg.box(-94, -70, 196, 134, "#dfe3d8", 10) + svg.box(-98, -74, 196, 134, "#ffffff", 10)
    marks += svg.stroke("M-78-46H10", INK, 9) + svg.stroke("M-78-24H56M-78-8H20", SAGE, 6)
    marks += svg.stroke("M-78 36c14-34 22-34 20-10s14 8 20-6 8 18 16 8 12-14 18-4", "#174f5c", 5)
    marks += svg.stroke("M-80 48H16", SAGE, 3)
    for r in (31, 23):
        marks += svg.circle(58, 22, r, "none", stroke=FLAME, stroke_width=4)
    marks += svg.at(58, 26, things.bud(0, 0, 0.4, (FLAME, FLAME, FLAME)))
    stamp = svg.box(-30, -8, 60, 18, FLAME, 4) + svg.box(6, -8, 24, 18, "#a02818", 4)
    stamp += svg.fill("M-11-8C-8-24-18-32-14-46C-10-58 10-58 14-46C18-32 8-24 11-8Z", "#8a5a2b")
    return marks + svg.at(92, -58, stamp, 1.1, 20)


def receipt() -> str:
    """The slip of receipt with its code to look things up."""
    edge = "M-64-104H64V88L51 102 38 88 25 102 12 88-1 102-14 88-27 102-40 88-52 102-64 88Z"
    marks = svg.at(5, 5, svg.fill(edge, "#dfe3d8")) + svg.fill(edge, "#ffffff")
    marks += svg.stroke("M-44-80H20", INK, 9) + svg.stroke("M-44-58H44", SAGE, 6)
    cells = ("111101", "100111", "101010", "110110", "001011", "111001")
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if cell == "1":
                marks += svg.box(-44 + 10 * column, -38 + 10 * row, 10.3, 10.3, INK)
    return marks + svg.stroke("M-44 52H10", SAGE, 6) + _tick(38, 46, 24)


DRAWN: dict[str, Callable[[], str]] = {
    f"buoc-{name}": partial(_spot, thing, turn)
    for name, thing, turn in (
        ("xac-nhan-so", code, -6),
        ("viet", writing, 4),
        ("xac-nhan", agreeing, -3),
        ("tiep-nhan", receipt, 5),
    )
}
