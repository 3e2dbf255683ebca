"""People seen from behind: nobody has a face."""

from dataclasses import dataclass

from cms.art import svg

SKIN = "#d9a374"
HAIR = "#1d1712"
FLAME = "#c8321f"
STRAW = "#ecdcaa"
STRAW_SHADE = "#c2a766"
INDIGO = "#26305e"
THREAD = "#e0a93f"

# Where an arm bends and where its hand is, for the right arm; the left one is its mirror image.
ARMS = {
    "down": (21, -63, 20, -46),
    "up": (23, -92, 25, -112),
    "wave": (27, -86, 33, -106),
    "point": (26, -80, 43, -91),
    "hold": (22, -64, 8, -56),
    "hip": (27, -66, 15, -54),
}


@dataclass(frozen=True)
class Person:
    """How somebody looks; `held` is drawn before the arms."""

    coat: str
    legs: str
    hair: str = HAIR
    hat: str = ""
    skirt: bool = False
    scarf: str = ""
    left: str = "down"
    right: str = "down"
    held: str = ""


def _legs(person: Person) -> str:
    if person.skirt:
        dress = "M-14-50C-16-32-18-16-19-3C-8 0 8 0 19-3C18-16 16-32 14-50Z"
        fold = "M4-48C8-30 10-14 11-1L19-3C18-16 16-32 14-50Z"
        shoes = "M-11-3h8v4h-9ZM4-3h8l1 4h-9Z"
        shade = svg.mixed(person.legs, "#000000", 0.2)
        return svg.fills((HAIR, shoes), (person.legs, dress), (shade, fold))
    trousers = "M-13-48L-12-3H-3L0-34 3-3H12L13-48Z"
    shade = svg.mixed(person.legs, "#000000", 0.22)
    shoes = "M-14 1c0-4 3-5 6-5h6v5ZM2 1v-5h6c3 0 6 1 6 5Z"
    return svg.fills((HAIR, shoes), (person.legs, trousers), (shade, "M5-48L6-3H12L13-48Z"))


def _arm(person: Person, pose: str, side: int) -> str:
    bend_x, bend_y, hand_x, hand_y = ARMS[pose]
    colour = person.coat if side < 0 else svg.mixed(person.coat, "#000000", 0.14)
    d = f"M{12 * side}-78Q{bend_x * side}{bend_y} {hand_x * side}{hand_y}"
    hand = svg.circle(hand_x * side, hand_y, 4.6, SKIN)
    return hand + svg.stroke(d, colour, 8.5)


def _head(person: Person) -> str:
    marks = svg.fill("M-5-92h10v10q-5 4-10 0Z", svg.mixed(SKIN, "#7a4a28", 0.3))
    marks += svg.circle(-10.5, -98, 3, SKIN) + svg.circle(10.5, -98, 3, SKIN)
    marks += svg.fill(
        "M-11-99C-12-114 12-114 11-99C11-91 6-87 0-87C-6-87-11-91-11-99Z", person.hair
    )
    if person.hat:
        return marks + HATS[person.hat]
    if person.skirt:
        marks += svg.fill("M-5-92C-8-82-7-72-2-64C5-72 7-82 5-92Z", person.hair)
        marks += svg.stroke("M-5-88H5", FLAME, 2.2)
    return marks


HATS = {
    "non": svg.fills(
        (STRAW, "M-26-99L0-121 26-99C13-94-13-94-26-99Z"),
        (STRAW_SHADE, "M0-121L26-99C19-96 11-95 4-95.500Z"),
    ),
    "cap": svg.fills((FLAME, "M-12-99C-13-114 13-114 12-99 4-96-4-96-12-99Z"))
    + svg.stroke("M-5-97.500q5 2 10 0", "#8f2114", 2.4),
    "khan": svg.fills((INDIGO, "M-13-97C-15-116 15-116 13-97C6-92-6-92-13-97Z"))
    + svg.strokes(1.6, (THREAD, "M-12-101C-4-106 4-106 12-101"), (THREAD, "M-12-97Q0-92 12-97")),
    "helmet": svg.fills(
        ("#f0b24a", "M-12-99C-13-116 13-116 12-99Z"), ("#c98a1c", "M-14-100H14V-97H-14Z")
    ),
}


def standing(x: float, y: float, scale: float, person: Person, flip: bool = False) -> str:
    """Somebody 112 high at scale 1, the feet on (x, y)."""
    coat = "M-15-44C-18-60-18-74-13-82C-8-87 8-87 13-82C18-74 18-60 15-44C6-41-6-41-15-44Z"
    shade = "M3-86C9-86 13-82 13-82C18-74 18-60 15-44L7-42C10-58 9-74 3-86Z"
    dark = svg.mixed(person.coat, "#000000", 0.13)
    marks = _legs(person) + _arm(person, person.right, 1)
    marks += svg.fills((person.coat, coat), (dark, shade))
    if person.scarf:
        marks += svg.fill("M-11-86C-4-90 4-90 11-86L1-70Z", person.scarf)
    marks += _head(person) + person.held + _arm(person, person.left, -1)
    return svg.at(x, y, marks, scale, flip=flip)


PICKER = Person("#8a5a2b", "#33271a", hat="non", left="hip")
ENGINEER = Person("#f4f1e6", "#2f4a5e", hat="cap", right="point")
NURSE = Person("#c9dfe4", "#357884", skirt=True)
ELDER = Person("#3c2f52", "#241d3a", hat="khan", skirt=True, right="hold", left="hold")
PUPIL = Person("#fbfaf5", "#1d3f58", scarf=FLAME, right="up")
WORKER = Person("#1c6b47", "#22382c", hat="helmet", left="wave")


def seated(x: float, y: float, scale: float, shirt: str, hair: str, **more: str) -> str:
    """Somebody at a table, from the waist up, 130 wide; (x, y) is the nape of the neck.

    more: `scarf`, `khan` (colours), `plait` (any word), `hand` (any word: raised).
    """
    shade = svg.mixed(shirt, "#3b3b66", 0.16)
    marks = ""
    if more.get("hand"):
        marks += svg.circle(60, -104, 13, SKIN)
        marks += svg.stroke("M52 34C66-10 64-50 60-84", shirt, 25)
    marks += svg.fills(
        (shirt, "M-74 134C-76 60-62 22-30 14H30C62 22 76 60 74 134Z"),
        (shade, "M74 134C75 92 70 62 60 44 52 70 50 100 50 134Z"),
    )
    marks += svg.box(-13, -4, 26, 26, svg.mixed(SKIN, "#7a4a28", 0.22), 9)
    if more.get("scarf"):
        marks += svg.fill("M-32 13C-16 2 16 2 32 13L4 62H-4Z", more["scarf"])
    marks += "".join(svg.shape("ellipse", cx=c, cy=-28, rx=7, ry=10, fill=SKIN) for c in (-41, 41))
    marks += svg.fill("M-40-34C-42-86 42-86 40-34C40-8 22 6 0 6S-40-8-40-34Z", hair)
    if more.get("plait"):
        light = svg.mixed(hair, "#ffffff", 0.1)
        marks += svg.fill("M-7-2C-13 30-10 54-2 76C8 54 11 30 7-2Z", light)
        marks += svg.stroke("M-10-2H10", THREAD, 6)
    if more.get("khan"):
        marks += svg.fill("M-43-24C-48-92 48-92 43-24C20-12-20-12-43-24Z", more["khan"])
        marks += svg.strokes(
            3.4, (THREAD, "M-43-38C-22-58 22-58 43-38"), (THREAD, "M-42-26Q0-6 42-26")
        )
    return svg.at(x, y, marks, scale)
