"""Draws the contour lines of the certificate's ground: `python -m tests.awards.certificates.bake`.

The lines fade out under the text. A mask would cost WeasyPrint a bitmap on every page, so that the
fade is baked into the opacities: each line is cut where its opacity changes.
"""

import math
from itertools import groupby
from pathlib import Path

from awards.certificates import ground
from cms.art.relief import Survey

STEP = 4
LINES = 30
STRONG = 5  # every fifth line is stronger
LEVELS = 8
FILE = Path(ground.__file__).with_name("contours.svg")


def rise(x: float, y: float) -> float:
    """One calm hill whose top is at the foot of the sheet."""
    dx, dy = x - 148.5, (y - 205) * 1.15
    angle = math.atan2(dy, dx)
    waves = 0.13 * math.sin(5 * angle + 0.6) + 0.06 * math.sin(9 * angle + 1.4)
    return -math.hypot(dx, dy) / 60 + waves + 0.05 * math.sin(x / 17) * math.cos(y / 21)


def shown(x: float, y: float) -> float:
    """How much of a line is seen here: nothing under the text, all in the corners."""
    far = math.hypot((x - 148.5) / 297, (y - 96.6) / 210) / 0.62
    if far < 0.62:
        return 0.04 + 0.10 * far
    return min(1.0, 0.10 + 0.9 * (far - 0.62) / 0.38)


def inside(x: float, y: float) -> bool:
    return 17 <= x <= 280 and 17 <= y <= 193


def level(point: tuple[float, float]) -> int:
    """0 where nothing is drawn, else how strong, up to `LEVELS`."""
    return math.ceil(LEVELS * shown(*point)) if inside(*point) else 0


def baked() -> str:
    """Groups of paths, one an opacity and a width, in millimetres of the sheet."""
    survey = Survey(rise, ground.WIDTH, ground.HEIGHT, STEP)
    paths: dict[tuple[int, bool], str] = {}
    for place in range(LINES):
        height = survey.level(0.01 + 0.985 * place / (LINES - 1))
        is_strong = place % STRONG == 0
        for points in survey.lines(height):
            ends = [*points, points[0]]
            for strength, run in groupby(range(len(ends) - 1), key=lambda k: level(ends[k])):
                piece = list(run)
                if not strength:
                    continue
                drawn = ends[piece[0] : piece[-1] + 2]
                d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn)
                key = (strength, is_strong)
                paths[key] = paths.get(key, "") + d
    return "\n".join(
        f'<path d="{d}" stroke-opacity="{strength / LEVELS * (0.8 if is_strong else 0.5):.3f}" '
        f'stroke-width="{0.33 if is_strong else 0.22}"/>'
        for (strength, is_strong), d in sorted(paths.items())
    )


if __name__ == "__main__":
    FILE.write_text(baked() + "\n")
