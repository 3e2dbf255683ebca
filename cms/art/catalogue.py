"""Every drawing by its name, and the stamp that makes an address new when a drawing is."""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path

from cms.art import heroes, medal, plan, spots
from cms.art.scenes import devices, outdoors, rooms

LINES: dict[str, Callable[[], str]] = {
    "duong-dong-muc": partial(plan.lines, 3, 1600, 700, "#a9d3b4"),
    "duong-dong-muc-vang": partial(plan.lines, 12, 1600, 700, "#d9a441"),
    "duong-dong-muc-nho": partial(plan.lines, 9, 640, 260, "#a9d3b4"),
}
SCENES = outdoors.DRAWN | rooms.DRAWN | devices.DRAWN
DRAWN = SCENES | heroes.DRAWN | medal.DRAWN | spots.DRAWN | LINES
KEPT_TILES = 512  # some 6 MB


@cache
def drawing(name: str) -> str:
    """The file of a drawing. Raises KeyError for a name that nobody drew."""
    return DRAWN[name]()


@lru_cache(KEPT_TILES)
def tile(code: str, palette: str) -> str:
    """The file of a work's tile. Raises KeyError for an unknown palette."""
    return plan.tile(code, palette)


@lru_cache(KEPT_TILES)
def prize_hill(counts: tuple[int, ...]) -> str:
    """The file of a hill with so many medals of each tier, from the highest down."""
    return medal.prize_hill(counts)


@cache
def stamp() -> str:
    """Eight digits that change with the drawing code: pictures are kept by browsers for a year."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:8]
