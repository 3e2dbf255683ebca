"""The head of the front page and of the rules: the same hills in three lights, each drawn wide
for a desk and narrow for a phone. The sky stays calm on the left, where the words stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from cms.art import hills, people, svg, things
from cms.art.lights import DAWN, DUSK, MORNING, Light

STARS = 60


@dataclass(frozen=True)
class Frame:
    """A crop: its size, where the sun stands (parts of it), where the middle mound is, and how
    large things are.
    """

    width: int
    height: int
    sun: tuple[float, float]
    middle: float
    horizon: float
    scale: float
    is_wide: bool


WIDE = Frame(1600, 900, (0.86, 0.27), 0.60, 0.50, 1, True)
NARROW = Frame(780, 1500, (0.93, 0.56), 0.50, 0.62, 0.95, False)
Crowd = Callable[[Frame, float, float], str]  # drawn at a place on the crest of the middle mound


def hero(light: Light, frame: Frame, crowd: Crowd) -> str:
    """The hills in a light, with people on the middle mound."""
    x = frame.middle * frame.width
    crest = _level(frame, 0.315)
    return svg.document(
        frame.width,
        frame.height,
        _sky(light, frame)
        + _far(light, frame)
        + _mounds(light, frame)
        + crowd(frame, x, crest)
        + _near(light, frame),
    )


def _level(frame: Frame, below: float) -> float:
    """So far below the horizon, as a part of a wide picture's height (900)."""
    room = frame.height - frame.horizon * frame.height
    return frame.horizon * frame.height + below / 0.5 * min(room, 470)


def _sky(light: Light, frame: Frame) -> str:
    width = frame.width
    height = frame.height
    x = frame.sun[0] * width
    y = frame.sun[1] * height
    bright = 0.45 if light.is_night else 0.9
    marks = "<defs>" + svg.fade("sky", *light.sky) + "</defs>"
    marks += svg.glow(
        "halo", (0, light.halo, bright), (0.4, light.halo, bright / 2), (1, light.halo, 0)
    )
    marks += svg.fade("mist", light.mist, light.mist, light.mist, ends=(0, 0.8, 0))
    marks += svg.box(0, 0, width, height, "url(#sky)")
    if light.is_night:
        marks += _stars(frame)
    size = 68 * frame.scale
    marks += svg.circle(x, y, size * 5, "url(#halo)") + svg.circle(x, y, size, light.sun)
    if light.is_night:
        moon = svg.circle(x - 18, y - 14, 9, "#d9c891") + svg.circle(x + 20, y + 16, 13, "#d9c891")
        marks += svg.group(moon + svg.circle(x + 14, y - 26, 6, "#d9c891"), opacity=0.5)
    return marks


def _stars(frame: Frame) -> str:
    chance = Random(7)
    marks = []
    for _star in range(STARS):
        x = chance.uniform(0.57, 1) * frame.width
        y = chance.uniform(0, 0.4) * frame.height
        size = chance.choice((0.9, 1.3, 1.8))
        faint = round(chance.uniform(0.35, 0.9), 2)
        marks.append(svg.circle(x, y, size, "#f6f0d8", opacity=faint))
    return "".join(marks) if frame.is_wide else ""


def _far(light: Light, frame: Frame) -> str:
    w = frame.width
    h = frame.height
    line = frame.horizon * frame.height
    far, middle, near = light.ridges
    marks = hills.range_of_hills(w, h, line - 28, [(40, 190, 0.4), (20, 83, 1.2)], far)
    marks += hills.range_of_hills(w, h, line + 14, [(34, 240, 2.2), (15, 97, 0.3)], middle)
    marks += hills.range_of_hills(w, h, line + 56, [(26, 300, 4.1), (11, 120, 1.3)], near)
    marks += svg.box(-10, line, w + 20, 150, "url(#mist)")
    for place, down, size in ((0.39, 102, 0.6), (0.405, 106, 0.48), (0.875, 92, 0.62)):
        marks += things.palm(place * w, line + down, size, light.palms)
    marks += things.palm(0.9 * w, line + 98, 0.78, light.palms)
    waves = [(22, 310, 1.1), (9, 130, 0.4)]
    marks += hills.slope(w, h, line + 122, waves, light.slope, 7, 11, 8, "s")
    return marks + svg.box(-10, line + 122, w + 20, 110, "url(#mist)", opacity=0.5)


def _mounds(light: Light, frame: Frame) -> str:
    line = frame.horizon * frame.height
    w = frame.width
    middle = frame.middle * w
    places = [
        ((middle - 640, line + 270, 330, 140), 9, 13, 3),
        ((middle + 590, line + 297, 275, 150), 9, 14, 8),
        ((middle, line + 296, 400, 166), 10, 14, 5),
    ]
    return "".join(
        hills.mound(place, light.far, rings, bush, f"m{seed}", seed)
        for place, rings, bush, seed in places
    )


def _near(light: Light, frame: Frame) -> str:
    """What is closest; the slip of the page covers its middle."""
    line = frame.horizon * frame.height
    w = frame.width
    h = frame.height
    edge = f"M-10 {line + 370:.0f}Q{w * 0.25:.0f} {line + 312:.0f} {w * 0.5:.0f} {line + 360:.0f}"
    marks = svg.fill(f"{edge}T{w + 10} {line + 348:.0f}V{h}H-10Z", light.near[0])
    places = [
        ((frame.middle * w - 912, line + 450, 480, 152), 21, 11),
        ((frame.middle * w + 420, line + 476, 470, 176), 23, 14),
        ((frame.middle * w - 250, line + 520, 480, 170), 23, 21),
    ]
    for place, bush, seed in places:
        marks += hills.mound(place, light.near, 8, bush, f"n{seed}", seed)
    if frame.is_wide:
        return marks
    foot = (w * 0.5, h - 20, w * 0.8, 150)
    return marks + hills.mound(foot, light.near, 8, 25, "n31", 31)


def callers(frame: Frame, x: float, crest: float) -> str:
    """Those whom the call is for: elder with a tablet, engineer, nurse, picker, pupil."""
    k = 1.3 * frame.scale
    tablet = svg.box(-3, -74, 27, 20, things.INK, 3) + svg.box(-0.5, -72, 22, 16, "#cfe6d2", 2)
    elder = people.Person(
        "#4a2d5e", "#241d3a", hat="khan", skirt=True, left="down", right="hold", held=tablet
    )
    marks = people.standing(x - 182 * k, crest - 44, 1.02 * k, elder)
    marks += people.standing(x - 94 * k, crest - 84, 1.1 * k, people.ENGINEER)
    marks += people.standing(x - 4 * k, crest - 96, 1.06 * k, people.NURSE)
    marks += people.standing(x + 80 * k, crest - 82, 1.06 * k, people.PICKER)
    marks += people.standing(x + 152 * k, crest - 54, 0.84 * k, people.PUPIL)
    if not frame.is_wide:
        return marks
    hand_x = x + 152 * k + 21 * k
    hand_y = crest - 54 - 94 * k
    far_x = x + 236 * k
    far_y = crest - 262 * k
    line = f"M{hand_x:.0f} {hand_y:.0f}Q{hand_x + 26:.0f} {hand_y - 80:.0f} "
    line += f"{far_x:.0f} {far_y:.0f}"
    string = svg.stroke(line, things.INK, 1.4, opacity=0.65)
    flying = things.drone(x + 106 * k, crest - 312 * k, 0.84 * k) + things.kite(far_x, far_y, k)
    return string + flying + marks


def voters(frame: Frame, x: float, crest: float) -> str:
    """People around a ballot box, the province's mark on it."""
    k = 1.3 * frame.scale
    paper = svg.fill("M-24-146L18-154 24-98-18-90Z", things.PAPER)
    paper += things.bud(2, -120, 0.5, ("#23815a", "#6fae74", "#1c6b47"))
    front = svg.fills(
        ("#a02818", "M-58-92H58L66-80H-66Z"),
        (things.FLAME, "M-62-80H62L52 0H-52Z"),
        ("#8f2114", "M24-80H62L52 0H30Z"),
    )
    front += svg.box(-32, -89, 64, 5, "#5d140b", 2) + things.bud(0, -42, 0.78)
    ballot = svg.at(x + 56 * k, crest - 82, paper + front, 0.94 * k)
    giver = people.Person("#357884", "#1d3f58", right="point")
    child = people.Person("#fbfaf5", "#357884", scarf=people.FLAME)
    glad = people.Person("#f4f1e6", "#22382c", right="up", skirt=True)
    marks = people.standing(x - 182 * k, crest - 48, 1.02 * k, people.PICKER)
    marks += people.standing(x - 106 * k, crest - 74, 1.04 * k, people.ELDER)
    marks += people.standing(x - 24 * k, crest - 90, 1.1 * k, giver)
    marks += people.standing(x + 142 * k, crest - 76, 1.04 * k, glad)
    return ballot + marks + people.standing(x + 204 * k, crest - 46, 0.82 * k, child)


def nobody(frame: Frame, x: float, crest: float) -> str:
    """Only what measures the soil."""
    marks = things.sensor(x - 120, crest - 76, 1.1) + things.sensor(x + 108, crest - 88, 0.9)
    return marks if frame.is_wide else ""


CROWDS = {
    "goi-binh-minh": (DAWN, callers),
    "goi-hoang-hon": (DUSK, callers),
    "binh-chon-sang": (MORNING, voters),
    "binh-chon-toi": (DUSK, voters),
    "doi-binh-minh": (DAWN, nobody),
    "doi-hoang-hon": (DUSK, nobody),
}
FRAMES = {"rong": WIDE, "hep": NARROW}
DRAWN: dict[str, Callable[[], str]] = {
    f"{name}-{crop}": partial(hero, light, frame, crowd)
    for name, (light, crowd) in CROWDS.items()
    for crop, frame in FRAMES.items()
}
