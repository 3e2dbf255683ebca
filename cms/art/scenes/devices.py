"""Scenes of one large new thing: a phone that speaks Tày, a chip."""

import math
from collections.abc import Callable
from random import Random

from cms.art import hills, svg, things
from cms.art.relief import Survey
from cms.art.scenes import HEIGHT, WIDTH
from cms.art.things import FLAME, PAPER

GREEN = "#23815a"
LEAF = "#1c6b47"
MINT = "#e8f3e6"


def _voice(x: float, y: float, count: int, tone: str, loud: float) -> str:
    """A spoken sentence as bars."""
    bars = ""
    for k in range(count):
        half = 3 + loud * abs(math.sin(k * 0.9 + 0.4)) * (0.6 + 0.4 * math.cos(k * 1.7))
        bars += f"M{x + 7 * k:.0f} {y - half:.0f}V{y + half:.0f}"
    return svg.stroke(bars, tone, 4)


def _talk() -> str:
    marks = svg.fill("M-82-116H36a14 14 0 0 1 14 14v34a14 14 0 0 1-14 14H-68l-14 12Z", MINT)
    marks += _voice(-66, -85, 15, GREEN, 13)
    marks += svg.fill("M82-30H-22a14 14 0 0 0-14 14v52a14 14 0 0 0 14 14H68l14 12Z", LEAF)
    marks += svg.stroke("M-18-12H58M-18 8H62M-18 28H30", "#d5e6d6", 7)
    marks += svg.fill("M-82 78H14a14 14 0 0 1 14 14v30a14 14 0 0 1-14 14H-68l-14 12Z", MINT)
    marks += _voice(-66, 107, 11, GREEN, 9)
    marks += svg.circle(0, 172, 20, FLAME) + svg.box(-5, 159, 10, 17, "#ffffff", 5)
    return marks + svg.stroke("M-9 170a9 9 0 0 0 18 0M0 179v5", "#ffffff", 2.4)


def _phone() -> str:
    marks = svg.box(-100, -194, 216, 416, "#081820", 32, opacity=0.35)
    marks += svg.box(-107, -203, 214, 414, "#0d2230", 31) + svg.box(-95, -189, 190, 386, PAPER, 21)
    marks += svg.fill("M-95-168a21 21 0 0 1 21-21H74a21 21 0 0 1 21 21v32H-95Z", LEAF)
    marks += svg.circle(-66, -162, 14, "#ffffff")
    marks += things.bud(-66, -159, 0.27, ("#c98a1c", GREEN, LEAF))
    marks += svg.stroke("M-40-168H46", "#ffffff", 7) + svg.stroke("M-40-154H14", "#a9d3b4", 6)
    return marks + _talk()


def phone() -> str:
    """A phone that answers in the language of the house behind it."""
    near = [(30, 80, 110), (260, 64, 130), (420, 60, 80), (600, 70, 130), (720, 60, 90)]
    far = [(90, 60, 130), (190, 48, 180), (300, 70, 110), (520, 70, 150), (690, 80, 190)]
    return svg.document(
        WIDTH,
        HEIGHT,
        svg.fade("sky", "#1b4a5c", "#4d8c93", "#a9cbbd")
        + svg.box(0, 0, WIDTH, HEIGHT, "url(#sky)")
        + svg.circle(196, 104, 62, "#f7e3ae", opacity=0.14)
        + svg.circle(196, 104, 40, "#f7e3ae")
        + hills.karst(WIDTH, HEIGHT, 380, far, "#3d7d86")
        + hills.karst(WIDTH, HEIGHT, 420, near, "#2c6570")
        + svg.fill("M-10 410C160 380 300 420 460 404S700 410 810 398V530H-10Z", "#1d4f54")
        + things.palm(420, 420, 1, "#173f45")
        + things.stilt_house(218, 434, 0.98, "#4a2d22", "#a97b4a", "#ffd98a")
        + things.brocade(WIDTH, 456, 64)
        + svg.at(606, 256, _phone(), 1, 7),
    )


def _track(k: int, side: int, chance: Random) -> tuple[str, tuple[float, float]]:
    """A line from a pin outwards, turned to its side of the chip; its path and its end."""
    away = 20 * k - 100
    straight = 146 + (100 - abs(away)) * 0.35
    bend = (away > 0) - (away < 0)
    slant = (60 + abs(k - 5) * 13) * 0.55
    far = straight + slant + 20 + 34 * (abs(k - 5) % 4) + chance.randint(0, 3) * 40
    points: list[svg.Point] = [(away, -132), (away, -straight)]
    points += [(away + bend * slant, -straight - slant), (away + bend * slant, -far)]
    turned = [((x, y), (-y, x), (x, -y), (y, -x))[side] for x, y in points]
    path = " ".join(f"{400 + x:.0f} {260 + y:.0f}" for x, y in turned)
    return f"M{path}", (400 + turned[-1][0], 260 + turned[-1][1])


def _tracks() -> str:
    chance = Random(8)
    gold = ""
    blue = ""
    ends = ""
    for side in range(4):
        for k in range(11):
            d, end = _track(k, side, chance)
            is_hot = (k + 3 * side) % 7 == 0
            gold, blue = (gold + d, blue) if is_hot else (gold, blue + d)
            tone = "#e0b15a" if is_hot else "#5fa0a6"
            ends += svg.circle(*end, 6, "#0a2730", stroke=tone, stroke_width=2.6)
    return svg.stroke(blue, "#5fa0a6", 2.4, opacity=0.7) + svg.stroke(gold, "#e0b15a", 3.4) + ends


def _core() -> str:
    """The hill under the lid: its contour lines are the chip."""

    def rise(x: float, y: float) -> float:
        angle = math.atan2(y - 270, x - 400)
        bend = 0.1 * math.sin(3 * angle + 0.8) + 0.05 * math.sin(5 * angle)
        return bend - math.hypot(x - 400, (y - 270) * 0.9) / 70

    survey = Survey(rise, 500, 380, 9)
    marks = svg.box(318, 178, 164, 164, "#0f3d2a")
    for k, level in enumerate((-1.5, -1.22, -0.97, -0.74, -0.53, -0.34, -0.17)):
        d = "".join(svg.ring(line) for line in survey.lines(level))
        tone = svg.mixed("#14553a", "#8fcf8d", k / 6)
        marks += svg.fill(d, tone, stroke="#e9f3d8", stroke_opacity=0.7, stroke_width=1.3)
    marks = svg.clipped("core", "M318 178h164v164H318Z", marks)
    marks += svg.box(318, 178, 164, 164, "none", 6, stroke="#e0b15a", stroke_width=3)
    return marks + things.bud(400, 270, 0.64, ("#f6e3b0", "#ffffff", MINT))


def chip() -> str:
    """A chip whose core is a tea hill."""
    pins = ""
    for k in range(11):
        x = 295 + 20 * k
        y = 155 + 20 * k
        pins += f"M{x} 124h10v272h-10Z"
        pins += f"M264 {y}h272v10H264Z"
    return svg.document(
        WIDTH,
        HEIGHT,
        svg.glow("ground", (0, "#22707d", 1), (0.6, "#103a46", 1), (1, "#0a2730", 1))
        + svg.fade("metal", "#e4ebe7", "#9fb2ae", across=True)
        + svg.box(0, 0, WIDTH, HEIGHT, "url(#ground)")
        + _tracks()
        + svg.fill(pins, "url(#metal)")
        + svg.box(278, 138, 244, 244, "#0b1a1c", 16)
        + svg.box(286, 146, 228, 228, "#182c2f", 12)
        + svg.fill("M298 146H450L286 330V158a12 12 0 0 1 12-12Z", "#ffffff", opacity=0.05)
        + svg.circle(303, 163, 7, FLAME)
        + _core(),
    )


DRAWN: dict[str, Callable[[], str]] = {"dien-thoai": phone, "chip": chip}
