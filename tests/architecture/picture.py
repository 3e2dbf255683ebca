"""Draws docs/floors.svg: the floors by their imports, and the walk of an entry across them.

    python -m tests.architecture.picture

The rooms and the order of their wings are read from the import contracts in pyproject.toml, the
arrows from the imports of today, the walk from the table in docs/process.md.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

import grimp

from tests.architecture import documents

PICTURE = documents.DOCS / "floors.svg"

WIDTH = 1000
MARGIN = 20
FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
INK = "#1f2933"
FAINT = "#5b6673"
# How wide letters are in the widest of these fonts, as shares of their height.
NARROW, ORDINARY, BROAD = 0.34, 0.62, 0.95
# Addresses and hooks only hand on what the pages hold.
UNSEEN = ("wagtail_hooks", "urls")

COLOURS = {
    "config": "#5f6b7a",
    "demo": "#8a6d55",
    "cms": "#2b7a68",
    "awards": "#a86c10",
    "judging": "#2460a7",
    "voting": "#6b56b0",
    "submissions": "#b0374a",
    "competition": "#3d7a35",
    "accounts": "#0f6f86",
    "foundation": "#46566b",
}
PURPOSES = {
    "config": "settings, addresses, who may open what, who is told what",
    "demo": "the demonstration and the rehearsal; imported by nobody",
    "cms": "the public pages and the office's first page",
    "awards": "standing, seals, ratification, decision, certificates",
    "judging": "blinded judging in councils",
    "voting": "the public vote",
    "submissions": "dossiers and files: alone in knowing whose work it is",
    "competition": "the rules of one edition as data, and the clock",
    "accounts": "people, units, roles",
    "foundation": "files, ledger, jobs, papers: not a word of contests",
}
# From how many imports on an arrow is drawn how wide.
WEIGHTS = ((50, 7.0), (10, 4.0), (1, 1.8))


@dataclass(frozen=True)
class Arrow:
    """One room imports from another; `door` when all of it passes through one module, `intake`."""

    importer: str
    imported: str
    count: int
    door: bool


@dataclass(frozen=True)
class Row:
    """Where a room stands in the picture, from `top` to `top + height`."""

    room: str
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@cache
def contracts() -> list[dict]:
    settings = tomllib.loads((documents.ROOT / "pyproject.toml").read_text())
    return settings["tool"]["importlinter"]["contracts"]


def siblings(layer: str) -> list[str]:
    return [name.strip() for name in layer.split("|")]


def floors() -> list[list[str]]:
    """The rooms from the top down; rooms of one floor stand together."""
    whole = next(c for c in contracts() if c["type"] == "layers" and "containers" not in c)
    return [siblings(layer) for layer in whole["layers"]]


def rooms() -> list[str]:
    return [room for floor in floors() for room in floor]


def wings(room: str) -> list[list[str]]:
    """The layers inside a room from the top down; the folders of a room that has no contract."""
    for contract in contracts():
        if contract.get("containers") == [room]:
            layers = [siblings(layer) for layer in contract["layers"]]
            return [layer for layer in layers if layer[0] not in UNSEEN]
    folders = sorted(
        path.parent.name
        for path in (documents.ROOT / room).glob("*/__init__.py")
        if path.parent.name not in ("migrations", "management", "templatetags")
    )
    return [folders] if folders else []


@cache
def arrows() -> list[Arrow]:
    """Every pair of rooms with an import between them. Migrations are left out."""
    graph = grimp.build_graph(*rooms(), include_external_packages=False, cache_dir=None)
    counts: Counter[tuple[str, str]] = Counter()
    through: dict[tuple[str, str], set[str]] = {}
    for module in graph.modules:
        if ".migrations" in module:
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            pair = (module.split(".")[0], imported.split(".")[0])
            if pair[0] != pair[1]:
                counts[pair] += 1
                through.setdefault(pair, set()).add(module)
    order = rooms()
    pairs = sorted(counts, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    return [
        Arrow(*pair, counts[pair], door=through[pair] == {f"{pair[0]}.intake"}) for pair in pairs
    ]


# Drawing.


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float, y: float, words: str, *, size: float = 12, colour: str = INK, more: str = ""
) -> str:
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}"'
        f"{' ' + more if more else ''}>{escape(words, quote=False)}</text>"
    )


def width_of(words: str, size: float) -> float:
    """At most; a viewer may have a narrower font."""
    shares = dict.fromkeys("ijlft|.,:' ", NARROW) | dict.fromkeys("mw", BROAD)
    return size * sum(shares.get(letter, ORDINARY) for letter in words)


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str,
    round_by: float = 0,
    more: str = "",
) -> str:
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        f' rx="{number(round_by)}" fill="{fill}"{" " + more if more else ""}/>'
    )


def tinted(colour: str, share: float) -> str:
    """The colour on white, as strong as its share."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


# The floors.

ROOMS_WIDTH = 560
CHIPS_FROM = MARGIN + 136
LANES_FROM = MARGIN + ROOMS_WIDTH + 28
LANE = 36
CHIP_SIZE = 12
CHIP_HEIGHT = 20
LINE = 25


def chip_lines(room: str) -> list[list[tuple[float, str, bool]]]:
    """The wings of a room in lines: (x, words, whether it is a chip rather than a sign between)."""
    lines: list[list[tuple[float, str, bool]]] = [[]]
    x = float(CHIPS_FROM)
    for place, layer in enumerate(wings(room)):
        words = " | ".join(layer)
        needed = width_of(words, CHIP_SIZE) + 12
        if place:
            if x + 16 + needed > MARGIN + ROOMS_WIDTH - 16:
                lines[-1].append((x + 5, "›", False))
                lines.append([])
                x = CHIPS_FROM
            else:
                lines[-1].append((x + 5, "›", False))
                x += 16
        lines[-1].append((x, words, True))
        x += needed
    return lines if lines[0] else []


def placed(top: float) -> list[Row]:
    """Rooms of one floor touch, floors stand apart."""
    rows = []
    for floor in floors():
        for room in floor:
            height = 34 + LINE * len(chip_lines(room))
            rows.append(Row(room, top, height))
            top += height
        top += 8
    return rows


def draw_rooms(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        colour = COLOURS[row.room]
        tint = tinted(colour, 0.1)
        yield box(MARGIN, row.top, WIDTH - 2 * MARGIN, row.height, fill=tint)
        yield box(MARGIN, row.top, 5, row.height, fill=colour)
        heading = 'font-weight="700"'
        yield text(MARGIN + 16, row.top + 22, row.room, size=15, colour=colour, more=heading)
        yield text(CHIPS_FROM, row.top + 21.5, PURPOSES[row.room], size=12.5, colour=INK)
        for place, line in enumerate(chip_lines(row.room)):
            top = row.top + 32 + LINE * place
            for x, words, is_chip in line:
                if is_chip:
                    yield from draw_chip(x, top, words, colour)
                else:
                    yield text(x, top + 14.5, words, size=14, colour=FAINT)


def draw_chip(x: float, top: float, words: str, colour: str) -> Iterator[str]:
    width = width_of(words, CHIP_SIZE) + 12
    border = f'stroke="{tinted(colour, 0.55)}"'
    yield box(x, top, width, CHIP_HEIGHT, fill="#ffffff", round_by=4, more=border)
    middle = 'text-anchor="middle"'
    yield text(x + width / 2, top + 14, words, size=CHIP_SIZE, more=middle)


def weight_of(count: int) -> float:
    return next(weight for least, weight in WEIGHTS if count >= least)


def draw_arrow(x: float, tip: float, weight: float, colour: str, title: str) -> Iterator[str]:
    """A short arrow straight down to `tip`."""
    half = 3.5 + weight
    head = 5 + weight
    yield "<g>" + (f"<title>{escape(title)}</title>" if title else "")
    yield (
        f'<path d="M{number(x)} {number(tip - head - 8)}V{number(tip - head + 1)}"'
        f' stroke="{colour}" stroke-width="{number(weight)}"/>'
    )
    yield (
        f'<path d="M{number(x - half)} {number(tip - head)}H{number(x + half)}'
        f'L{number(x)} {number(tip)}Z" fill="{colour}"/>'
    )
    yield "</g>"


def draw_lanes(rows: list[Row]) -> Iterator[str]:
    """One lane a room, from its dot down; an arrow ends in every room that it imports."""
    row_of = {row.room: row for row in rows}
    for place, room in enumerate(rooms()):
        own = [arrow for arrow in arrows() if arrow.importer == room]
        if not own:
            continue
        x = LANES_FROM + LANE * place
        colour = COLOURS[room]
        start = row_of[room].middle
        end = max(row_of[arrow.imported].middle for arrow in own)
        yield (
            f'<path d="M{number(x)} {number(start)}V{number(end)}" stroke="{colour}"'
            ' stroke-width="1.4"/>'
        )
        yield f'<circle cx="{number(x)}" cy="{number(start)}" r="5.5" fill="{colour}"/>'
        label = 'font-weight="700"'
        yield text(x + 11, start + 4, room, size=11.5, colour=colour, more=label)
        for arrow in own:
            tip = row_of[arrow.imported].middle + 8
            title = f"{room} imports from {arrow.imported}"
            yield from draw_arrow(x, tip, weight_of(arrow.count), colour, title)
            if arrow.door:
                yield (
                    f'<circle cx="{number(x)}" cy="{number(tip - 8)}" r="14" fill="none"'
                    f' stroke="{INK}" stroke-width="1.4" stroke-dasharray="3 2.5"/>'
                )


def draw_legend(top: float) -> Iterator[str]:
    order = "a › b: a may import b. a | b: neither imports the other."
    yield text(MARGIN + 16, top + 14, order, size=12, colour=FAINT)
    x = LANES_FROM - 150.0
    yield text(x, top + 14, "imports:", size=12, colour=FAINT)
    x += 70
    ranges = (("1–9", 1), ("10–49", 10), ("50 and more", 50))
    for words, count in ranges:
        yield from draw_arrow(x, top + 19, weight_of(count), FAINT, "")
        yield text(x + 16, top + 14, words, size=12, colour=FAINT)
        x += 46 + width_of(words, 12)
    yield (
        f'<circle cx="{number(x + 8)}" cy="{number(top + 10)}" r="8" fill="none" stroke="{INK}"'
        ' stroke-width="1.4" stroke-dasharray="3 2.5"/>'
    )
    yield text(x + 22, top + 14, "one door: intake alone", size=12, colour=FAINT)


# The walk.

STATIONS_FROM = MARGIN + 190
LABELS = 100
WALK_LINE = 25


def place_of(verb: str) -> str:
    """`judging.councils` of a verb in a wing, `voting` of one that stands in the room itself."""
    room, second, *_rest = verb.split(".")
    return f"{room}.{second}" if (documents.ROOT / room / second).is_dir() else room


def places(steps: Iterable[documents.Step]) -> list[str]:
    """The rooms and wings of the walk from the top floor down, in the order of the contracts."""
    visited = {place_of(verb) for step in steps for verb in step.verbs}
    ordered = []
    for room in rooms():
        inside = [f"{room}.{wing}" for layer in wings(room) for wing in layer]
        ordered += [place for place in (room, *inside) if place in visited]
    missing = visited - set(ordered)
    if missing:
        raise LookupError(f"no contract names {sorted(missing)}")
    return ordered


def draw_places(names: list[str], top: float) -> Iterator[str]:
    previous = ""
    for place, name in enumerate(names):
        room, _dot, wing = name.partition(".")
        colour = COLOURS[room]
        y = top + WALK_LINE * place
        strength = 0.14 if place % 2 else 0.08
        yield box(MARGIN, y, WIDTH - 2 * MARGIN, WALK_LINE, fill=tinted(colour, strength))
        yield box(MARGIN, y, 5, WALK_LINE, fill=colour)
        if room != previous:
            yield text(
                MARGIN + 14, y + 17, room, size=12.5, colour=colour, more='font-weight="700"'
            )
        if wing:
            edge = 'text-anchor="end"'
            yield text(STATIONS_FROM - 16, y + 17, wing, size=12, more=edge)
        previous = room


def draw_walk(steps: list[documents.Step], top: float) -> Iterator[str]:
    names = places(steps)
    first = top + LABELS
    yield from draw_places(names, first)
    y_of = {name: first + WALK_LINE * (place + 0.5) for place, name in enumerate(names)}
    last_x = WIDTH - MARGIN - 52
    gap = (last_x - STATIONS_FROM) / (len(steps) - 1)
    x_of = [STATIONS_FROM + gap * place for place in range(len(steps))]
    stations = [y_of[place_of(step.verbs[0])] for step in steps]
    for x, y, step in zip(x_of, stations, steps, strict=True):
        yield (
            f'<path d="M{number(x)} {number(first - 4)}V{number(y)}" stroke="#aab4bf"'
            ' stroke-width="0.8" stroke-dasharray="1.5 3"/>'
        )
        turned = f'transform="rotate(-58 {number(x)} {number(first - 8)})"'
        yield text(x + 1, first - 5, step.name, size=12, more=turned)
    way = " ".join(f"{number(x)},{number(y)}" for x, y in zip(x_of, stations, strict=True))
    yield (
        f'<polyline points="{way}" fill="none" stroke="{INK}" stroke-width="2"'
        ' stroke-linejoin="round" opacity="0.75"/>'
    )
    for x, y, step in zip(x_of, stations, steps, strict=True):
        yield from draw_station(x, y, step, y_of)


def draw_station(x: float, y: float, step: documents.Step, y_of: dict) -> Iterator[str]:
    """A full dot where a step begins, a ring in every other wing that it asks."""
    others = {place_of(verb) for verb in step.verbs[1:]} - {place_of(step.verbs[0])}
    for other in sorted(others):
        yield (
            f'<path d="M{number(x)} {number(y)}V{number(y_of[other])}" stroke="{INK}"'
            ' stroke-width="1.4" stroke-dasharray="3 2"/>'
        )
        ring = COLOURS[other.split(".")[0]]
        yield (
            f'<circle cx="{number(x)}" cy="{number(y_of[other])}" r="4" fill="#ffffff"'
            f' stroke="{ring}" stroke-width="2"/>'
        )
    colour = COLOURS[step.verbs[0].split(".")[0]]
    said = escape(f"{step.name}: {', '.join(step.verbs)}")
    yield (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="6" fill="{colour}" stroke="#ffffff"'
        f' stroke-width="1.5"><title>{said}</title></circle>'
    )


def draw() -> str:
    """The whole picture; the same imports and the same table give the same bytes."""
    steps = documents.steps()
    rows = placed(58)
    legend = rows[-1].top + rows[-1].height + 10
    walk = legend + 74
    height = walk + LABELS + WALK_LINE * len(places(steps)) + 44
    heading = 'font-weight="700"'
    below = (
        "A full dot: the wing whose verb begins the step. A ring: another wing that takes part. "
        "Down is a call, up is an event."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {number(height)}"'
        f' width="{WIDTH}" height="{number(height)}" role="img" aria-labelledby="title desc"'
        f' font-family="{FONT}">',
        '<title id="title">The floors of the house, and the walk of an entry across them</title>',
        f'<desc id="desc">{escape(described(steps))}</desc>',
        box(0, 0, WIDTH, height, fill="#ffffff"),
        text(MARGIN, 34, "The floors: imports go down only", size=19, more=heading),
        *draw_rooms(rows),
        *draw_lanes(rows),
        *draw_legend(legend),
        text(MARGIN, walk - 6, "The walk of an entry", size=19, more=heading),
        *draw_walk(steps, walk),
        text(MARGIN + 16, height - 22, below, size=12, colour=FAINT),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def described(steps: list[documents.Step]) -> str:
    """The picture in words, for those who do not see it."""
    down = []
    for room in rooms():
        imported = [arrow.imported for arrow in arrows() if arrow.importer == room]
        down.append(f"{room} imports from {', '.join(imported) or 'no other room'}.")
    way = ", ".join(f"{step.name} ({place_of(step.verbs[0])})" for step in steps)
    return f"From the top floor down: {' '.join(down)} The walk of an entry: {way}."


if __name__ == "__main__":
    PICTURE.write_text(draw())
