"""The marks of a drawing as text: shapes, strokes, groups, gradients, and the file around them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Stop = tuple[float, str, float]  # where, colour, opacity


def number(value: float, digits: int = 0) -> str:
    """As few characters as say it: "12", "0.5"."""
    rounded = f"{value:.{digits}f}"
    if "." in rounded:
        rounded = rounded.rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def _attributes(given: dict[str, object]) -> str:
    words = []
    for name, value in given.items():
        text = number(value, 2) if isinstance(value, float) else value
        words.append(f' {name.rstrip("_").replace("_", "-")}="{text}"')
    return "".join(words)


def shape(tag: str, **given: object) -> str:
    """One element; `stroke_width=3` is written stroke-width="3"."""
    return f"<{tag}{_attributes(given)}/>"


def fill(d: str, colour: str, **given: object) -> str:
    """An area."""
    return shape("path", d=d, fill=colour, **given)


def stroke(d: str, colour: str, width: float, **given: object) -> str:
    """A line with round ends."""
    round_ends = {"stroke_linecap": "round", "stroke_linejoin": "round"}
    line = {"fill": "none", "stroke": colour, "stroke_width": width}
    return shape("path", d=d, **line, **round_ends, **given)


def circle(x: float, y: float, r: float, colour: str, **given: object) -> str:
    return shape("circle", cx=number(x, 1), cy=number(y, 1), r=number(r, 1), fill=colour, **given)


def box(x: float, y: float, w: float, h: float, colour: str, r: float = 0, **given: object) -> str:
    """A rectangle, its corners rounded by `r`."""
    if r:
        given = {"rx": number(r, 1)} | given
    place = {"x": number(x, 1), "y": number(y, 1), "width": number(w, 1), "height": number(h, 1)}
    return shape("rect", **place, fill=colour, **given)


def fills(*pairs: tuple[str, str]) -> str:
    """Areas (colour, path), each over the ones before."""
    return "".join(fill(d, colour) for colour, d in pairs)


def strokes(width: float, *pairs: tuple[str, str]) -> str:
    """Lines (colour, path) of one width."""
    return "".join(stroke(d, colour, width) for colour, d in pairs)


def group(marks: str, **given: object) -> str:
    return f"<g{_attributes(given)}>{marks}</g>"


def at(
    x: float, y: float, marks: str, scale: float = 1, turn: float = 0, flip: bool = False
) -> str:
    """The marks moved, then turned (degrees), then scaled; `flip` mirrors them."""
    move = f"translate({number(x, 1)} {number(y, 1)})"
    if turn:
        move += f" rotate({number(turn, 1)})"
    if flip:
        move += f" scale({number(-scale, 3)} {number(scale, 3)})"
    elif scale != 1:
        move += f" scale({number(scale, 3)})"
    return group(marks, transform=move)


def clipped(name: str, d: str, marks: str) -> str:
    """The marks inside a path alone."""
    frame = f'<clipPath id="{name}"><path d="{d}"/></clipPath>'
    return frame + group(marks, clip_path=f"url(#{name})")


def _stops(stops: Iterable[Stop]) -> str:
    marks = []
    for where, colour, opacity in stops:
        faint = {} if opacity == 1 else {"stop_opacity": opacity}
        marks.append(shape("stop", offset=number(where, 2), stop_color=colour, **faint))
    return "".join(marks)


def fade(name: str, *colours: str, ends: Sequence[float] = (), across: bool = False) -> str:
    """A gradient from the top to the foot; `across`: from the upper left to the lower right.

    `ends`: opacities, one a colour.
    """
    last = max(len(colours) - 1, 1)
    faint = ends or [1] * len(colours)
    stops = [(k / last, colour, faint[k]) for k, colour in enumerate(colours)]
    line = _attributes({"id": name, "x1": 0, "y1": 0, "x2": int(across), "y2": 1})
    return f"<linearGradient{line}>{_stops(stops)}</linearGradient>"


def glow(name: str, *stops: Stop) -> str:
    """A gradient from a centre outwards."""
    return f'<radialGradient id="{name}">{_stops(stops)}</radialGradient>'


def document(width: int, height: int, marks: str) -> str:
    """The file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" preserveAspectRatio="xMidYMid slice">{marks}</svg>'
    )


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, `share` of the way."""
    share = min(1.0, max(0.0, share))
    parts = []
    for start in (1, 3, 5):
        a = int(first[start : start + 2], 16)
        b = int(second[start : start + 2], 16)
        parts.append(f"{round(a + (b - a) * share):02x}")
    return "#" + "".join(parts)


def toned(tones: Sequence[str], place: float) -> str:
    """The colour at a place of a palette, 0 the lightest, between two tones mixed."""
    lower = min(len(tones) - 2, max(0, int(place)))
    return mixed(tones[lower], tones[lower + 1], place - lower)


def ring(points: Sequence[Point], digits: int = 0) -> str:
    """A closed curve near the points: they are its handles, it passes midway between them."""

    def middle(a: Point, b: Point) -> str:
        return f"{number((a[0] + b[0]) / 2, digits)} {number((a[1] + b[1]) / 2, digits)}"

    d = "M" + middle(points[-1], points[0])
    for here, following in pairwise([*points, points[0]]):
        d += f"Q{number(here[0], digits)} {number(here[1], digits)} {middle(here, following)}"
    return d + "Z"


def curve(points: Sequence[Point], digits: int = 0) -> str:
    """An open curve from the first point to the last."""
    d = f"M{number(points[0][0], digits)} {number(points[0][1], digits)}"
    for here, following in pairwise(points[1:]):
        x = (here[0] + following[0]) / 2
        y = (here[1] + following[1]) / 2
        d += f"Q{number(here[0], digits)} {number(here[1], digits)} "
        d += f"{number(x, digits)} {number(y, digits)}"
    return d + f"L{number(points[-1][0], digits)} {number(points[-1][1], digits)}"
