"""Pictures drawn by functions: the tea hills of the hero, and a tile for each work from its code,
never from a name.
"""

import hashlib
import math

_PALETTES = [
    ("#f6e3c3", ["#e9b872", "#c9712f", "#a8542a", "#d9954a"]),
    ("#d7e8ee", ["#7fb3c8", "#3f8499", "#2f6175", "#9bc6d4"]),
    ("#dcebd2", ["#8db27d", "#4e7d55", "#7fae54", "#b7d39a"]),
    ("#ecdcea", ["#c08cb8", "#8a4f80", "#6a3a63", "#d8b3d2"]),
    ("#f3e5d8", ["#d99a6c", "#a2603b", "#e0b48f", "#7c4a2d"]),
]


def _ridge(
    width: int, base: float, rise: float, phase: float, length: float
) -> list[tuple[float, float]]:
    return [
        (
            x,
            base
            - rise
            * (
                0.6 * math.sin(x / length + phase)
                + 0.4 * math.sin(x / (length * 0.53) + 2.1 * phase)
            ),
        )
        for x in range(0, width + 20, 20)
    ]


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.0f} {y:.1f}" for x, y in points)


def hills(width: int = 1600, height: int = 480) -> str:
    """The terraced hills with the sun behind: contour lines follow each ridge."""
    layers = [
        (150, 46, 0.4, 250, "#c2dec0"),
        (225, 40, 1.9, 210, "#83ba91"),
        (300, 48, 3.1, 190, "#3b865c"),
        (375, 40, 4.6, 230, "#14553a"),
    ]
    parts = [f'<circle cx="{width * 0.78:.0f}" cy="120" r="66" fill="#f0b955"/>']
    for base, rise, phase, length, colour in layers:
        ridge = _ridge(width, base, rise, phase, length)
        parts.append(
            f'<path d="{_path(ridge)} L{width + 20} {height} L0 {height}Z" fill="{colour}"/>'
        )
        for line in range(1, 6):
            shifted = [(x, y + 15 * line + 1.3 * line * line) for x, y in ridge]
            parts.append(
                f'<path d="{_path(shifted)}" fill="none" stroke="#fff" stroke-opacity=".2" '
                'stroke-width="2" stroke-dasharray="16 9"/>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="xMidYMax slice">{"".join(parts)}</svg>'
    )


def tile(code: str, width: int = 640, height: int = 360) -> str:
    """Overlapping discs, the same for the same code."""
    digest = hashlib.sha256(code.encode()).digest()
    ground, colours = _PALETTES[digest[0] % len(_PALETTES)]
    discs = "".join(
        f'<circle cx="{digest[3 * i + 1] / 255 * width:.0f}" '
        f'cy="{digest[3 * i + 2] / 255 * height:.0f}" r="{30 + digest[3 * i + 3] % 90}" '
        f'fill="{colours[digest[3 * i + 1] % 4]}" fill-opacity=".55"/>'
        for i in range(9)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><rect width="{width}" height="{height}" fill="{ground}"/>{discs}</svg>'
    )
