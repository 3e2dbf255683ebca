"""Scenes under the sky: tea, forest, lake, water wheel, the road to a clinic."""

import math
from collections.abc import Callable
from random import Random

from cms.art import hills, people, svg, things
from cms.art.scenes import HEIGHT, WIDTH
from cms.art.things import FLAME, GOLD, INK, PAPER


def _sky(*tones: str) -> str:
    return svg.fade("sky", *tones) + svg.box(0, 0, WIDTH, HEIGHT, "url(#sky)")


def _sun(x: float, y: float, r: float, tone: str = GOLD) -> str:
    return svg.circle(x, y, r * 1.6, tone, opacity=0.2) + svg.circle(x, y, r, tone)


def _drawing(*marks: str) -> str:
    return svg.document(WIDTH, HEIGHT, "".join(marks))


def tea() -> str:
    """Rings of bushes, sensors among them, a picker at work."""
    mist = svg.fade("mist", "#fdf6e2", "#fdf6e2", "#fdf6e2", ends=(0, 0.9, 0))
    light = ("#4f8d68", "#5f9d76", "#86b98f")
    return _drawing(
        _sky("#f7dfb0", "#fbf0d6", "#f3ead0"),
        _sun(590, 120, 44),
        hills.range_of_hills(WIDTH, HEIGHT, 214, [(26, 96, 0.4), (11, 41, 1.2)], "#c6d5c4"),
        hills.range_of_hills(WIDTH, HEIGHT, 240, [(22, 120, 2.2), (9, 50, 0.3)], "#a5c2ae"),
        mist + svg.box(0, 220, WIDTH, 90, "url(#mist)"),
        things.palm(96, 300, 0.62, "#3f7359") + things.palm(120, 304, 0.5, "#3f7359"),
        hills.slope(WIDTH, HEIGHT, 306, [(13, 155, 1.1), (5, 65, 0.4)], light, 6, 9, 7, "s"),
        hills.mound((150, 420, 190, 84), ("#1d5b3e", "#76b277"), 8, 10, "a", 3),
        hills.mound((520, 440, 250, 108), ("#1b593c", "#7bb778"), 9, 12, "b", 5),
        hills.mound((806, 430, 150, 92), ("#184f36", "#6fae74"), 7, 11, "c", 8),
        things.sensor(466, 364, 0.72) + things.sensor(628, 372, 0.6),
        people.standing(350, 440, 0.92, people.PICKER),
        hills.mound((60, 556, 260, 100), ("#0e3927", "#3a8457"), 7, 16, "d", 11),
        hills.mound((430, 586, 300, 110), ("#0c3524", "#327a51"), 7, 17, "e", 21),
        hills.mound((790, 560, 250, 108), ("#0e3927", "#3f8a5b"), 7, 16, "f", 14),
    )


def _fir(x: float, y: float, size: float, tone: str) -> str:
    lit = svg.mixed(tone, "#ffffff", 0.1)
    marks = ""
    for k in range(3):
        top = -100 + 26 * k
        half = 15 + 8 * k
        marks += f"M0 {top}L{half} {top + 42}H{-half}Z"
    left = "M0-100L-15-58H0ZM0-74L-23-32H0ZM0-48L-31-6H0Z"
    trunk = svg.box(-4, -8, 8, 12, svg.mixed(tone, "#2a1b10", 0.5))
    return svg.at(x, y, trunk + svg.fill(marks, tone) + svg.fill(left, lit), size)


def _firs(count: int, base: float, size: float, tone: str, seed: int) -> str:
    chance = Random(seed)
    marks = ""
    for k in range(count):
        x = WIDTH * (k + chance.uniform(-0.3, 0.3)) / (count - 1)
        marks += _fir(x, base + chance.uniform(-8, 12), size * chance.uniform(0.8, 1.2), tone)
    return marks


def _tower() -> str:
    """A watch tower with a camera that looks over the trees."""
    legs = "M-44 0L-20-196M44 0L20-196M-38-46L34-92M38-46L-34-92M-31-100L26-146M31-100L-26-146"
    marks = svg.stroke(legs, "#3b2a1e", 6)
    marks += svg.box(-34, -206, 68, 12, "#4c3626", 2) + svg.box(-26, -252, 52, 46, "#e9dcc0", 3)
    marks += svg.box(6, -252, 20, 46, "#cbb98f", 3) + svg.box(-16, -242, 20, 22, "#2f5b57", 2)
    marks += svg.fill("M-40-250L0-280 40-250Z", FLAME) + svg.fill("M0-280L40-250H12Z", "#a02818")
    marks += svg.stroke("M0-280V-318", INK, 4) + svg.fill(
        "M-38-322L24-342 36-312-26-292Z", "#1d3f58"
    )
    marks += svg.stroke("M-18-328l12 30M4-335l12 30M-32-307l62-20", "#7fa6bd", 1.6)
    camera = svg.box(-10, -9, 34, 18, PAPER, 5) + svg.circle(26, 0, 7, INK)
    return marks + svg.at(40, -226, camera, 1, 10)


def forest() -> str:
    """A tower sees the first smoke over the forest."""
    smoke = "M604 300C586 270 634 258 616 226C602 200 650 190 634 156C626 138 642 128 648 116"
    beam = svg.fill("M246 158L640 262 612 314Z", FLAME, opacity=0.16)
    beam += svg.shape(
        "path", d="M246 158L622 288", stroke=FLAME, stroke_width=2.4, stroke_dasharray="3 8"
    )
    plume = svg.stroke(smoke, "#f7f1e2", 26, opacity=0.75) + svg.stroke(
        smoke, "#ffffff", 11, opacity=0.7
    )
    return _drawing(
        _sky("#f4cf8d", "#fae6bb", "#f2efd6"),
        _sun(128, 118, 46),
        things.birds(390, 84, 1, "#6b5a3a"),
        hills.range_of_hills(WIDTH, HEIGHT, 232, [(32, 104, 0.2), (14, 46, 2)], "#d3d9b4"),
        hills.range_of_hills(WIDTH, HEIGHT, 274, [(26, 130, 2.4), (11, 57, 0.9)], "#a9c29b"),
        plume,
        hills.range_of_hills(WIDTH, HEIGHT, 318, [(18, 110, 4.1), (8, 47, 1.4)], "#78a682"),
        _firs(27, 362, 0.52, "#5a9272", 2),
        _firs(21, 412, 0.74, "#37755a", 5),
        beam,
        svg.at(206, 432, _tower()),
        _firs(17, 474, 1, "#1f5a43", 8),
        _firs(12, 548, 1.42, "#103f2e", 4),
    )


def _boat() -> str:
    marks = svg.shape("ellipse", cx=0, cy=26, rx=190, ry=8, fill="#1c4f55", opacity=0.35)
    marks += svg.fills(
        ("#6b4023", "M-196-12C-150 34 150 34 204-14C150 2-146 4-196-12Z"),
        ("#8a5a35", "M-196-12C-146 4 150 2 204-14L198-20C140-8-140-6-188-18Z"),
        ("#4c2c16", "M20 21C110 22 178 8 204-14C168-4 96 0 20 0Z"),
    )
    return marks


def _rower() -> str:
    coat = "#3c2f52"
    marks = svg.stroke("M54-108L-66 40", "#4c2c16", 6) + svg.fill(
        "M-58 26l-30 34 12 8 26-36Z", "#4c2c16"
    )
    marks += svg.fill("M-36-8C-40-52-28-88-2-92C26-90 36-52 34-8Z", coat)
    marks += svg.fill("M8-92C28-86 36-52 34-8H14C20-40 20-74 8-92Z", "#2c2140")
    marks += svg.box(-6, -108, 13, 20, "#b98359", 5) + svg.circle(0, -114, 15, people.HAIR)
    hat = svg.fills(
        (people.STRAW, "M-42-110L0-148 42-110C20-102-20-102-42-110Z"),
        (people.STRAW_SHADE, "M0-148L42-110C30-106 18-104 6-104Z"),
    )
    marks += hat + svg.circle(34, -80, 7, people.SKIN) + svg.circle(-12, -28, 7, people.SKIN)
    arms = svg.stroke("M20-78Q34-70 34-80", coat, 14) + svg.stroke("M-26-72Q-34-44-12-30", coat, 15)
    return marks + arms


def _buoy(x: float, y: float) -> str:
    marks = svg.shape("ellipse", cx=0, cy=16, rx=52, ry=7, fill="#1c4f55", opacity=0.35)
    marks += svg.fills((PAPER, "M-38 0H38L28 16H-28Z"), (FLAME, "M-34 6H34L31 11H-31Z"))
    marks += svg.stroke("M0 0V-58", "#e9ece4", 5) + svg.fill(
        "M-30-62L14-76 26-52-18-38Z", "#1d3f58"
    )
    marks += svg.stroke("M-14-67l12 24M2-72l12 24M-24-50l44-14", "#7fa6bd", 1.4)
    return svg.at(x, y, marks + svg.circle(0, -84, 5, GOLD))


def lake() -> str:
    """Ba Bể in the morning: a dugout, a buoy that measures the water."""
    glints = (
        "M120 372h64M230 398h40M560 356h80M640 410h52M330 452h70M70 446h48M520 482h96M700 470h46"
    )
    return _drawing(
        _sky("#a9d0d6", "#dcebdd", "#f1efd9"),
        _sun(610, 92, 36, "#f5c765"),
        hills.karst(
            WIDTH,
            HEIGHT,
            292,
            [(80, 90, 120), (250, 80, 168), (430, 90, 96), (640, 90, 150)],
            "#b4d0c6",
        ),
        hills.karst(
            WIDTH,
            HEIGHT,
            306,
            [(10, 80, 110), (170, 70, 86), (350, 60, 120), (760, 90, 170)],
            "#82b0a4",
        ),
        hills.karst(
            WIDTH,
            HEIGHT,
            318,
            [(-10, 70, 76), (500, 60, 66), (600, 60, 92), (800, 60, 120)],
            "#4f8a7e",
        ),
        svg.fade("water", "#8fc0bb", "#4f9499", "#2b6d75")
        + svg.box(0, 312, WIDTH, 208, "url(#water)"),
        svg.fill(
            "M0 312C90 318 200 308 320 316S640 308 800 314V330C620 322 260 326 0 328Z", "#3f7c70"
        ),
        svg.stroke("M580 338h60M592 352h36M600 366h20", "#f5dfa0", 5, opacity=0.55),
        svg.stroke(glints, "#d9efe6", 3, opacity=0.6),
        _buoy(690, 424),
        svg.at(300, 428, _boat() + svg.at(-20, 0, _rower()), 1.12),
        svg.at(
            402,
            410,
            svg.box(-28, -40, 56, 36, PAPER, 4)
            + svg.stroke("M-18-14l10-12 10 8 14-16", "#23815a", 3),
        ),
    )


def _wheel(x: float, y: float, r: float) -> str:
    """A bamboo water wheel; its hub turns a small generator."""
    marks = svg.stroke(
        f"M{x - 14} {y}L{x - 76} {y + 152}M{x + 14} {y}L{x + 76} {y + 152}", "#4a2f1b", 12
    )
    marks += svg.circle(x, y, r, "none", stroke="#8a5f33", stroke_width=9)
    marks += svg.circle(x, y, r - 24, "none", stroke="#a97b46", stroke_width=5)
    spokes = ""
    cups = ""
    for k in range(20):
        angle = 2 * math.pi * k / 20
        outer = f"{x + r * math.cos(angle):.0f} {y + r * math.sin(angle):.0f}"
        inner = f"{x + 18 * math.cos(angle + 0.3):.0f} {y + 18 * math.sin(angle + 0.3):.0f}"
        spokes += f"M{inner}L{outer}"
        cup = svg.box(-7, -17, 14, 34, "#c99a58", 5) + svg.box(-7, -17, 14, 8, "#7cc0c4", 3)
        px = x + r * math.cos(angle)
        py = y + r * math.sin(angle)
        cups += svg.at(px, py, cup, turn=math.degrees(angle) + 62)
    marks += svg.stroke(spokes, "#9a6d3b", 4) + cups
    marks += svg.circle(x, y, 20, "#553620") + svg.circle(x, y, 8, FLAME)
    marks += svg.box(x + 40, y - 22, 68, 44, "#174f5c", 8)
    return marks + svg.fill(f"M{x + 80} {y - 15}l-16 18h11l-5 13 17-19h-11Z", GOLD)


def _drops(x: float, y: float) -> str:
    chance = Random(1)
    marks = ""
    for _drop in range(34):
        place = x - chance.uniform(0, 34), y + chance.uniform(0, 130)
        marks += svg.circle(*place, chance.uniform(2, 4.5), "#d8f0ee", opacity=0.9)
    return marks


def wheel() -> str:
    """A stilt house among ripe terraces, and the water wheel that lights it."""
    terraces = ""
    for k, tone in enumerate(("#dcb94f", "#cba33d", "#e4c768", "#bd9433", "#d9b44a", "#a98229")):
        y = 300 + 28 * k + 2.4 * k * k
        edge = f"M-10 {y:.0f}C180 {y - 22:.0f} 360 {y + 22:.0f} 560 {y - 6:.0f}"
        edge += f"S740 {y + 6:.0f} 810 {y - 4:.0f}"
        terraces += svg.fill(edge + "V530H-10Z", tone) + svg.stroke(edge, "#75812f", 5, opacity=0.7)
    stream = svg.fill("M410 524C460 470 520 450 640 444L810 438V524Z", "#6fb3b7")
    stream += svg.stroke(
        "M470 506C540 478 660 470 810 464M560 512C640 494 720 490 806 488",
        "#e9f6f1",
        4,
        opacity=0.7,
    )
    return _drawing(
        _sky("#f3d9a4", "#fbf1d8", "#f6efd6"),
        _sun(416, 104, 40),
        hills.karst(
            WIDTH, HEIGHT, 262, [(150, 150, 90), (420, 130, 150), (700, 160, 120)], "#c3d3b2"
        ),
        hills.karst(WIDTH, HEIGHT, 290, [(60, 120, 60), (330, 140, 90), (600, 130, 70)], "#94b98a"),
        terraces,
        things.palm(36, 430, 1.4, "#3f6b3a") + things.palm(404, 414, 1.1, "#3f6b3a"),
        things.stilt_house(206, 424, 0.96, "#5a3a26", "#b98a55", "#f9dc92"),
        stream,
        _wheel(610, 326, 150),
        _drops(514, 346),
        people.standing(
            452,
            470,
            0.8,
            people.Person("#26305e", "#1b2148", hat="khan", skirt=True, right="point"),
        ),
    )


def _motorbike() -> str:
    marks = svg.shape("ellipse", cx=0, cy=52, rx=180, ry=9, fill="#6b4f2c", opacity=0.3)
    for hub in (-104, 104):
        marks += svg.circle(hub, 8, 44, INK) + svg.circle(hub, 8, 25, "#d8dcd2")
        marks += svg.circle(hub, 8, 6, "#7b867c")
    marks += svg.stroke("M-104 8L-60-34H40L104 8M40-34L76-96M-60-34L-20 14H50L76-60", "#7b867c", 10)
    marks += svg.fill("M-74-44C-30-62 30-56 58-30C40-4-40-2-62-26Z", FLAME)
    marks += svg.fill("M0-56C26-54 44-44 58-30C44-10 16-6-10-8Z", "#a02818")
    return marks + svg.stroke("M70-100l34-8", INK, 8) + svg.fill("M84-80l32 4-10 26-26-6Z", PAPER)


def _nurse_riding() -> str:
    marks = svg.fill("M-40-52C-46-96-36-132-10-142C18-148 36-136 40-112L26-56Z", "#f7f4ea")
    marks += svg.fill("M12-143C34-138 40-124 40-112L26-56H8C16-90 20-116 12-143Z", "#dcdccb")
    marks += svg.circle(88, -100, 8, people.SKIN) + svg.stroke(
        "M24-120C50-110 66-106 82-101", "#f7f4ea", 19
    )
    marks += svg.stroke("M-20-50C12-48 32-42 40-12L46 24", "#357884", 22)
    marks += svg.box(0, -158, 16, 22, "#b98359", 6) + svg.circle(10, -170, 21, people.SKIN)
    marks += svg.fill("M-14-164C-22-210 42-212 36-172C20-180 6-176-4-160Z", "#1c6b47")
    return marks + svg.fill("M24-178C34-176 38-170 36-160L16-152C8-164 14-174 24-178Z", "#bfd9dc")


def _medicine_box() -> str:
    marks = svg.box(-160, -142, 112, 92, PAPER, 12) + svg.box(-72, -142, 24, 92, "#dfe3d8", 10)
    marks += svg.box(-160, -142, 112, 22, "#357884", 8)
    cross = "M-112-110h16v16h16v16h-16v16h-16v-16h-16v-16h16Z"
    marks += svg.fill(cross, "#23815a") + svg.stroke("M-164-150h120", "#174f5c", 8)
    panel = svg.fill("M-150-176l84-10 8 26-84 10Z", "#1d3f58")
    return marks + panel + svg.stroke("M-122-180l8 26M-94-183l8 26M-146-163l84-10", "#7fa6bd", 1.8)


def clinic() -> str:
    """Vaccines on the road to a clinic in the hills."""
    house = svg.box(-64, -70, 128, 70, PAPER, 2) + svg.box(30, -70, 34, 70, "#dcd8c6")
    house += svg.fills(
        ("#a5532f", "M-80-66L-50-112H50L80-66Z"), ("#83401f", "M20-112H50L80-66H40Z")
    )
    house += svg.box(-14, -40, 28, 40, "#357884", 2) + svg.fill(
        "M-6-98h12v9h9v12h-9v9H-6v-9h-9v-12h9Z", PAPER
    )
    house += svg.box(-52, -48, 26, 22, "#bfd9dc", 2) + svg.box(34, -48, 22, 22, "#8fb7bd", 2)
    verge = "M-10 520C120 470 250 452 420 436C560 422 640 396 676 330"
    road = verge + "H700C690 420 600 462 470 484C380 498 330 508 300 524Z"
    tones = ("#4f8d68", "#62a279", "#8fc596")
    return _drawing(
        _sky("#bcdde5", "#e9f0e2", "#f6efdb"),
        _sun(150, 92, 40, "#f5c765"),
        things.cloud(520, 88, 0.9, "#ffffff") + things.cloud(330, 130, 0.6, "#ffffff"),
        hills.karst(
            WIDTH,
            HEIGHT,
            268,
            [(120, 130, 120), (340, 120, 176), (560, 120, 110), (760, 110, 160)],
            "#b5cfbf",
        ),
        hills.karst(
            WIDTH,
            HEIGHT,
            304,
            [(40, 120, 90), (260, 120, 104), (500, 140, 84), (720, 130, 96)],
            "#83b196",
        ),
        hills.slope(WIDTH, HEIGHT, 322, [(20, 170, 0.4), (8, 60, 1)], tones, 6, 14, 10, "s"),
        svg.at(690, 326, house, 1.1),
        things.palm(606, 326, 0.9, "#3f7359") + things.palm(780, 330, 0.76, "#3f7359"),
        svg.fill(road, "#d3b588") + svg.stroke(verge, "#b48e5f", 5),
        hills.mound((64, 452, 150, 104), ("#1c5a3d", "#79b577"), 7, 12, "a", 4),
        svg.at(390, 412, _motorbike() + _medicine_box() + _nurse_riding(), 1, -6),
        hills.mound((760, 548, 200, 124), ("#14482f", "#5fa36c"), 7, 16, "b", 7),
    )


DRAWN: dict[str, Callable[[], str]] = {
    "doi-che": tea,
    "rung": forest,
    "ba-be": lake,
    "con-nuoc": wheel,
    "tram-y-te": clinic,
}
