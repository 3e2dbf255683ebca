"""The ground of a certificate: paper, contour lines, guilloche border, corners and the medal of its
metal. Made once a process and metal; each certificate is laid on it.

No emblem and no seal of the authority: the mark is the contest's own bud with two leaves.
"""

import functools
import math
from pathlib import Path
from typing import NamedTuple

from foundation.papers import grounds, pdf

WIDTH = 297  # millimetres
HEIGHT = 210
PAPER = "#fffdf7"
GREEN = "#2c6e4b"
DEEP = "#0f3d2a"
GOLD = "#c0912f"
FOIL = "#d9b25a"
PALE_FOIL = "#f6e3b0"
EDGE = 9  # where the outer line stands
BAND = 7.2  # how wide the border is
CORNER = EDGE + 6.2
MEDAL = (148.5, 163.6, 14.6)  # centre and radius
LETTERS = ("Đổi mới sáng tạo", "Vì Thái Nguyên thân yêu")


class Metal(NamedTuple):
    """What of the medal shows the tier."""

    line: str
    pale: str
    ribbon: str


METALS = {
    "gold": Metal("#d9a441", "#f6e3b0", "#a8201a"),
    "silver": Metal("#8e9a96", "#eef1ef", "#1c6b47"),
    "bronze": Metal("#b0703f", "#f3d9c2", "#1c6b47"),
    "green": Metal("#6fae88", "#dcefdf", "#1c6b47"),
}


@functools.cache
def of(metal: str) -> bytes:
    """The ground in this metal as a PDF of one page."""
    page = (
        f"<style>@page {{ size: {WIDTH}mm {HEIGHT}mm; margin: 0 }} body {{ margin: 0 }} "
        f"svg {{ display: block }}</style>{drawn(metal)}"
    )
    return pdf.document(page).write_pdf()


def laid(content: bytes, metal: str) -> bytes:
    """A certificate's page on the ground of its metal."""
    return grounds.laid(content, of(metal))


def drawn(metal: str) -> str:
    """The ground as SVG, in millimetres."""
    lines = Path(__file__).with_name("contours.svg").read_text()
    marks = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
    marks += f'<g fill="none" stroke="{GOLD}">{lines}</g>'
    marks += _border() + _corners() + _medal(METALS.get(metal, METALS["gold"]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}mm" height="{HEIGHT}mm">{marks}</svg>'
    )


def _frame(inset: float, colour: str, width: float) -> str:
    return (
        f'<rect x="{inset:.1f}" y="{inset:.1f}" width="{WIDTH - 2 * inset:.1f}" '
        f'height="{HEIGHT - 2 * inset:.1f}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    )


def _border() -> str:
    """Four lines, and between them waves that cross each other."""
    inner = EDGE + BAND
    marks = _frame(EDGE, GREEN, 0.7) + _frame(EDGE + 0.9, GOLD, 0.2)
    marks += _frame(inner, GREEN, 0.45) + _frame(inner - 0.8, GOLD, 0.2)
    middle = EDGE + BAND / 2
    begin = EDGE + 13
    for y in (middle, HEIGHT - middle):
        marks += _band(begin, WIDTH - begin, y, is_upright=False)
    for x in (middle, WIDTH - middle):
        marks += _band(begin, HEIGHT - begin, x, is_upright=True)
    return marks


def _band(begin: float, end: float, middle: float, *, is_upright: bool) -> str:
    period = (end - begin) / round((end - begin) / BAND)
    marks = ""
    for colour, waves, high, length, width in (
        (GOLD, 8, 2.7, period, 0.17),
        (GREEN, 4, 1.55, period / 2, 0.2),
    ):
        d = "".join(
            _wave(begin, end, middle, high, length, 2 * math.pi * k / waves, is_upright)
            for k in range(waves)
        )
        marks += f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    return marks


def _wave(
    begin: float,
    end: float,
    middle: float,
    high: float,
    length: float,
    shift: float,
    is_upright: bool,
) -> str:
    steps = int((end - begin) / 0.8)
    points = []
    for k in range(steps + 1):
        along = begin + (end - begin) * k / steps
        aside = middle + high * math.sin(2 * math.pi * (along - begin) / length + shift)
        x, y = (aside, along) if is_upright else (along, aside)
        points.append(f"{x:.2f} {y:.2f}")
    return "M" + "L".join(points)


def _ring(x: float, y: float, r: float, fill: str, line: str = "none", width: float = 0) -> str:
    return (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:.2f}" fill="{fill}" stroke="{line}" '
        f'stroke-width="{width:.2f}"/>'
    )


def _rosette(
    x: float, y: float, r: float, swing: float, petals: int, turns: int, colour: str, width: float
) -> str:
    """Waves around a circle, each shifted against the one before."""
    d = ""
    steps = petals * 12
    for turn in range(turns):
        points = []
        for k in range(steps):
            angle = 2 * math.pi * k / steps
            far = r + swing * math.sin(petals * angle + 2 * math.pi * turn / turns)
            points.append(f"{x + far * math.cos(angle):.2f} {y + far * math.sin(angle):.2f}")
        d += "M" + "L".join(points) + "Z"
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.2f}"/>'


def _bud(x: float, y: float, scale: float, pale: str, line: str) -> str:
    """The bud with two leaves."""
    return (
        f'<g transform="translate({x:.2f} {y:.2f}) scale({scale:.3f})">'
        f'<path d="M0 30C0 18-1 8 0-2" fill="none" stroke="{line}" stroke-width="3.2"/>'
        f'<path d="M-1 6C-22 8-30-6-31-24-12-24 1-14-1 6Z" fill="{line}"/>'
        f'<path d="M1 2C2-18 14-28 33-28 33-8 20 4 1 2Z" fill="{pale}" fill-opacity="0.85"/>'
        f'<path d="M0-2C-7-14-5-28 1-38 7-28 8-13 0-2Z" fill="{pale}"/></g>'
    )


def _corners() -> str:
    marks = ""
    for x in (CORNER, WIDTH - CORNER):
        for y in (CORNER, HEIGHT - CORNER):
            marks += _ring(x, y, 9.4, PAPER) + _ring(x, y, 8.7, DEEP)
            marks += _rosette(x, y, 7.55, 0.75, 30, 4, FOIL, 0.16)
            marks += _ring(x, y, 6.35, "none", FOIL, 0.3)
            marks += _bud(x, y + 0.55, 0.142, PALE_FOIL, FOIL)
            marks += _ring(x, y, 9.05, "none", GOLD, 0.35)
    return marks


def _medal(metal: Metal) -> str:
    x, y, r = MEDAL
    marks = ""
    for side in (-1, 1):
        places = ((3, 10), (12.5, 26.5), (8.2, 25), (5.6, 28.7), (-1.2, 12.5))
        points = "L".join(f"{x + side * dx:.1f} {y + dy:.1f}" for dx, dy in places)
        marks += f'<path d="M{points}Z" fill="{metal.ribbon}"/>'
        marks += (
            f'<path d="M{x + side * 5.4:.1f} {y + 12:.1f}L{x + side * 10.6:.1f} {y + 25.8:.1f}" '
            f'stroke="{metal.line}" stroke-width="0.45"/>'
        )
    teeth = []
    for k in range(72):
        far = r + (1.15 if k % 2 else 0)
        angle = math.pi * k / 36
        teeth.append(f"{x + far * math.cos(angle):.2f} {y + far * math.sin(angle):.2f}")
    marks += f'<path d="M{"L".join(teeth)}Z" fill="{metal.line}"/>'
    r *= 0.97
    marks += _ring(x, y, r * 1.02, DEEP)
    marks += _rosette(x, y, r * 0.965, r * 0.035, 48, 4, metal.line, 0.07)
    marks += _ring(x, y, r * 0.90, "none", metal.line, 0.15)
    marks += _ring(x, y, r * 0.885, "none", metal.line, 0.06)
    marks += _around(LETTERS[0], x, y, r * 0.70, metal.pale, is_below=False)
    marks += _around(LETTERS[1], x, y, r * 0.79, metal.pale, is_below=True)
    for side in (-1, 1):
        marks += _ring(x + side * r * 0.745, y, r * 0.025, metal.line)
    marks += _ring(x, y, r * 0.60, "none", metal.line, 0.09)
    marks += _rosette(x, y, r * 0.50, r * 0.075, 24, 3, metal.line, 0.05)
    marks += _ring(x, y, r * 0.405, DEEP, metal.line, 0.12)
    return marks + _bud(x, y + r * 0.03, r * 0.0092, metal.pale, metal.line)


def _around(words: str, x: float, y: float, r: float, colour: str, *, is_below: bool) -> str:
    """Words on a circle, above its centre or under it, a letter at a time."""
    size = 1.65
    widths = [_breadth(letter) * size for letter in words]
    marks = ""
    along = -sum(widths) / 2
    for letter, width in zip(words, widths, strict=True):
        angle = (along + width / 2) / r
        along += width
        turn = math.degrees(-angle if is_below else angle)
        px = x + r * math.sin(angle)
        py = y + r * math.cos(angle) * (1 if is_below else -1)
        marks += (
            f'<text transform="translate({px:.2f} {py:.2f}) rotate({turn:.1f})" '
            f'text-anchor="middle">{letter}</text>'
        )
    return (
        f'<g font-family="Display Serif" font-weight="700" font-size="{size}" '
        f'fill="{colour}">{marks}</g>'
    )


def _breadth(letter: str) -> float:
    """Of a letter, as a part of its size."""
    if letter == " ":
        return 0.3
    if letter in "iìíịĩỉ":
        return 0.38
    if letter in "mMwĐVTN":
        return 0.82
    return 0.6
