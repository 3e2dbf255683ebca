"""The mark of the contest in points, for phones that keep the site among their apps."""

import io
from functools import cache

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
FINER = 4  # drawn larger, then made smaller: smooth edges
FIELD = 46  # units of the drawing, as in static/icon.svg
GROUND = (20, 85, 58)
STEM = (240, 185, 85)
LEFT = (213, 230, 214)
RIGHT = (255, 255, 255)
Point = tuple[float, float]

LEFT_LEAF: list[list[Point]] = [
    [(22, 23), (13, 23), (9, 18), (9, 10)],
    [(9, 10), (18, 10), (22, 15), (22, 23)],
]
RIGHT_LEAF: list[list[Point]] = [
    [(24, 21), (24, 14), (28, 10), (36, 10)],
    [(36, 10), (36, 17), (32, 21), (24, 21)],
]


@cache
def drawn(size: int) -> bytes:
    """The PNG, to its edges: systems cut it round themselves, so the bud keeps to the middle."""
    edge = size * FINER
    picture = Image.new("RGB", (edge, edge), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.line([_placed((23, 22), edge), _placed((23, 36), edge)], fill=STEM, width=edge // 15)
    for leaf, colour in ((LEFT_LEAF, LEFT), (RIGHT_LEAF, RIGHT)):
        outline = [point for curve in leaf for point in _along(curve)]
        pen.polygon([_placed(point, edge) for point in outline], fill=colour)
    output = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(output, "PNG", optimize=True)
    return output.getvalue()


def _placed(point: Point, edge: int) -> Point:
    """Four fifths of the field, around its middle: nothing is cut off a round mask."""
    scale = 0.8 * edge / FIELD
    return 0.1 * edge + point[0] * scale, 0.1 * edge + point[1] * scale


def _along(curve: list[Point]) -> list[Point]:
    """Points of a cubic curve by its four."""
    points = []
    for step in range(25):
        t = step / 24
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
        y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
        points.append((x, y))
    return points
