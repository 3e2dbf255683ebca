"""What stands in several pictures: palms, sensors, the bud with two leaves, windows, houses."""

import math

from cms.art import hills, svg

GOLD = "#f0b24a"
PALE = "#f6e3b0"
FLAME = "#c8321f"
PAPER = "#fbfaf5"
INK = "#16241c"


def bud(
    x: float,
    y: float,
    scale: float,
    tones: tuple[str, str, str] = (GOLD, "#d5e6d6", "#ffffff"),
) -> str:
    """The mark: a bud with two leaves; tones of the bud, the left and the right leaf."""
    top, left, right = tones
    marks = svg.stroke("M0 30C0 18-1 8 0-2", top, 3.2) + svg.fills(
        (left, "M-1 6C-22 8-30-6-31-24C-12-24 1-14-1 6Z"),
        (right, "M1 2C2-18 14-28 33-28C33-8 20 4 1 2Z"),
        (top, "M0-2C-7-14-5-28 1-38C7-28 8-13 0-2Z"),
    )
    return svg.at(x, y, marks, scale)


def palm(x: float, y: float, scale: float, tone: str) -> str:
    """An areca palm, 130 high."""
    marks = svg.stroke("M0 0C2-40-2-80 0-118", tone, 3.4)
    for degrees, long in ((-170, 32), (-148, 40), (-122, 43), (-96, 36), (-68, 40), (-42, 44)):
        marks += _frond(degrees, long, tone)
    marks += _frond(-18, 38, tone) + _frond(-4, 30, tone)
    return svg.at(x, y, marks, scale)


def _frond(degrees: int, long: int, tone: str) -> str:
    angle = math.radians(degrees)
    x = long * math.cos(angle)
    y = -104 + long * math.sin(angle)
    bend = f"{svg.number(x * 0.55)} {svg.number(-118 + long * 0.9 * math.sin(angle))}"
    return svg.stroke(f"M0-118Q{bend} {svg.number(x)} {svg.number(y)}", tone, 4.6)


def sensor(x: float, y: float, scale: float) -> str:
    """A station that measures the soil: post, small solar panel, box."""
    marks = svg.box(-2, -70, 4, 70, "#e9ece4")
    marks += svg.fill("M-26-74L14-88 24-66-16-52Z", "#1d3f58", stroke="#e9ece4", stroke_width=2)
    marks += svg.strokes(1.2, ("#7fa6bd", "M-13-78L-3-57M0-83L10-61M-21-63L19-77"))
    marks += svg.box(-8, -46, 16, 20, PAPER, 3) + svg.circle(0, -36, 3, "#23815a")
    return svg.at(x, y, marks, scale)


def drone(x: float, y: float, scale: float) -> str:
    marks = svg.stroke("M-36 0H36M-36-4V-11M36-4V-11", INK, 4.6)
    marks += svg.box(-16, -9, 32, 18, INK, 7) + svg.circle(0, 12, 5, FLAME)
    for side in (-36, 36):
        blade = {"cx": side, "cy": -13, "rx": 27, "ry": 3}
        marks += svg.shape("ellipse", **blade, fill=INK, opacity=0.5)
    return svg.at(x, y, marks, scale)


def kite(x: float, y: float, scale: float) -> str:
    """A flute kite; its line is tied at (x, y)."""
    marks = svg.fills(
        (FLAME, "M0-26C22-18 40-14 58-18C46 4 22 12 0 10C-22 12-46 4-58-18C-40-14-22-18 0-26Z"),
        (PALE, "M0-26C10-12 10 0 0 10C-10 0-10-12 0-26Z"),
        ("#a02818", "M-4 10L-12 44 0 34 12 44 4 10Z"),
    )
    return svg.at(x, y, marks, scale, -18)


def cloud(x: float, y: float, scale: float, tone: str, opacity: float = 0.7) -> str:
    d = "M-70 12C-92 12-92-12-68-14C-64-40-24-44-12-24C8-40 40-30 40-10C66-14 78 12 54 12Z"
    return svg.at(x, y, svg.fill(d, tone, opacity=opacity), scale)


def birds(x: float, y: float, scale: float, tone: str) -> str:
    d = "M0 0q8-9 16 0q8-9 16 0M44-16q7-8 14 0q7-8 14 0M62 14q6-7 12 0q6-7 12 0"
    return svg.at(x, y, svg.stroke(d, tone, 2.6), scale)


def window(x: float, y: float, w: float, h: float, frame: str, name: str, sky: str) -> str:
    """A window onto the tea hills."""
    view = svg.box(x, y, w, h, sky) + svg.circle(x + w * 0.72, y + h * 0.3, h * 0.11, GOLD)
    far = f"M{x} {y + h * 0.6:.0f}Q{x + w * 0.3:.0f} {y + h * 0.34:.0f} {x + w * 0.6:.0f} "
    far += f"{y + h * 0.56:.0f}T{x + w} {y + h * 0.5:.0f}V{y + h}H{x}Z"
    view += svg.fill(far, "#a5c2ae")
    left = (x + w * 0.36, y + h * 1.02, w * 0.6, h * 0.36)
    right = (x + w, y + h * 1.06, w * 0.44, h * 0.3)
    view += hills.mound(left, ("#2c6e4b", "#79b577"), 6, 9, f"{name}l")
    view += hills.mound(right, ("#1f5d40", "#5fa36c"), 5, 9, f"{name}r", 8)
    pane = svg.clipped(name, f"M{x} {y}h{w}v{h}h{-w}Z", view)
    bars = f"M{x + w / 2:.0f} {y}v{h}M{x} {y + h * 0.42:.0f}h{w}"
    pane += svg.stroke(bars, frame, 6)
    pane += svg.box(x, y, w, h, "none", 6, stroke=frame, stroke_width=11)
    return pane + svg.box(x - 12, y + h, w + 24, 12, svg.mixed(frame, "#000000", 0.18), 3)


def stilt_house(x: float, y: float, scale: float, roof: str, wall: str, lit: str) -> str:
    """A house on posts, 360 wide, its foot on (x, y)."""
    post = "#553620"
    dark = svg.mixed(roof, "#000000", 0.24)
    marks = "".join(svg.box(p - 5, -76, 10, 76, post) for p in (-116, -70, -24, 24, 70, 116))
    marks += svg.fill("M-118-70H118V-40C60-58-60-58-118-40Z", "#2a1b10", opacity=0.35)
    marks += svg.box(-136, -84, 272, 12, svg.mixed(post, "#000000", 0.15))
    marks += svg.box(-124, -152, 248, 68, wall)
    slats = "".join(f"M{p}-150v66" for p in range(-112, 124, 14))
    marks += svg.stroke(slats, svg.mixed(wall, "#000000", 0.15), 2)
    for left in (-92, -21, 50):
        marks += svg.box(left, -138, 42, 36, lit, 2)
        marks += svg.stroke(f"M{left + 21}-138v36M{left}-120h42", post, 3)
    marks += svg.fill("M40-152H124V-84H60Z", "#000000", opacity=0.1)
    marks += svg.fills((roof, "M-172-146L-108-238H108L172-146Z"), (dark, "M60-238H108L172-146H96Z"))
    thatch = "".join(f"M{-108 - 13 * r}{-238 + 18 * r}H{108 + 13 * r}" for r in range(1, 5))
    marks += svg.stroke(thatch, dark, 2.4, opacity=0.8)
    marks += svg.stroke("M-112-240H112", svg.mixed(roof, "#000000", 0.35), 8)
    steps = "M132-78L166 0M148-80L182 0M139-62h16M145-47h16M152-31h16M159-15h16"
    return svg.at(x, y, marks + svg.stroke(steps, post, 4.6), scale)


def brocade(width: float, y: float, high: float, ground: str = "#26305e") -> str:
    """A woven band: diamonds in two colours between two dashed edges."""
    unit = high * 0.62
    middle = y + high / 2
    marks = [svg.box(0, y, width, high, ground)]
    outer = ""
    reds = ""
    golds = ""
    small = ""
    for k in range(int(width / unit) + 2):
        x = k * unit
        half = unit * 0.4
        outer += _diamond(x, middle, half)
        inner = _diamond(x, middle, half * 0.5)
        reds, golds = (reds + inner, golds) if k % 2 else (reds, golds + inner)
        small += _diamond(x + unit / 2, middle, half * 0.28)
    marks.append(svg.stroke(outer, "#f4ead0", 3))
    marks.append(svg.fills((FLAME, reds), ("#e0a93f", golds), ("#f4ead0", small)))
    for edge in (y + high * 0.07, y + high * 0.93):
        dashes = {"stroke_dasharray": "10 5", "stroke": "#e0a93f", "stroke_width": 2.5}
        marks.append(svg.shape("path", d=f"M0 {edge:.0f}H{width:.0f}", **dashes))
    return "".join(marks)


def _diamond(x: float, y: float, half: float) -> str:
    h = svg.number(half, 1)
    return f"M{svg.number(x - half, 1)} {svg.number(y, 1)}l{h}-{h} {h} {h}-{h} {h}Z"
