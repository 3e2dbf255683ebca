"""Scenes under a roof: a workshop, a class, a loom."""

import math
from collections.abc import Callable
from random import Random

from cms.art import people, svg, things
from cms.art.people import INDIGO
from cms.art.scenes import HEIGHT, WIDTH
from cms.art.things import FLAME, GOLD, INK, PAPER


def _drawing(*marks: str) -> str:
    return svg.document(WIDTH, HEIGHT, "".join(marks))


def _wall(*tones: str) -> str:
    return svg.fade("wall", *tones) + svg.box(0, 0, WIDTH, HEIGHT, "url(#wall)")


def _tools() -> str:
    """A board with holes, its tools hung up."""
    marks = svg.box(452, 60, 306, 170, "#8a5a35", 8) + svg.box(460, 68, 290, 154, "#a9734a", 4)
    holes = "".join(f"M{x} {y}h.1" for y in range(84, 216, 18) for x in range(474, 746, 18))
    marks += svg.stroke(holes, "#6b4023", 3)
    marks += svg.box(490, 92, 12, 96, "#3b2417", 5)
    marks += svg.fill("M476 88a20 20 0 1 1 40 0l-9 9V84h-22v13Z", "#3b2417")
    marks += svg.box(562, 104, 10, 98, "#d9a874", 4) + svg.fill(
        "M540 90h48l10 12v14h-58Z", "#3b2417"
    )
    marks += svg.fill("M626 92l88 70-12 13-94-50Z", "#dfe3da") + svg.fill(
        "M610 78c-16 4-22 26-8 38l26-24Z", "#3b2417"
    )
    return marks + svg.fill("M626 208h94v-10h-82v-46h-12Z", "#dfe3da")


def _gantry() -> str:
    """A cutting machine that runs by itself."""
    chance = Random(5)
    marks = svg.box(420, 366, 304, 18, "#3d473d", 4)
    marks += svg.fill("M446 366V256H694V366H672V280H468V366Z", "#dfe3da")
    marks += svg.fill("M446 256H694V280H446Z", "#8c9384") + svg.fill(
        "M672 280h22V366h-22Z", "#b5bbae"
    )
    marks += svg.box(540, 246, 66, 68, FLAME, 8) + svg.box(582, 246, 24, 68, "#a02818", 8)
    marks += svg.box(550, 258, 34, 9, "#f4b6aa", 4) + svg.box(565, 314, 16, 22, "#636d60")
    marks += svg.fill("M568 336h10l-5 18Z", INK) + svg.box(490, 350, 164, 17, "#dcb48d", 3)
    marks += svg.stroke("M500 356c24-8 42 4 66 0M586 358c20-8 34 2 58-2", "#a26a3c", 2.4)
    for _spark in range(24):
        angle = chance.uniform(-2.95, -0.2)
        far = chance.uniform(18, 60)
        x = math.cos(angle)
        y = math.sin(angle)
        tone = chance.choice((GOLD, "#fff0c0", "#e0862f"))
        d = f"M{573 + 9 * x:.0f} {350 + 9 * y:.0f}L{573 + far * x:.0f} {350 + far * y * 0.7:.0f}"
        marks += svg.stroke(d, tone, round(chance.uniform(1.6, 3), 1))
    return marks


def _smith() -> str:
    """The man at the bench, from behind."""
    marks = svg.fills(
        (
            "#357884",
            "M196 400C190 330 200 290 232 270C258 256 302 256 326 270C352 290 356 336 352 400Z",
        ),
        ("#25616d", "M300 260C346 268 356 330 352 400H312C318 350 320 300 300 260Z"),
        ("#174f5c", "M236 400C238 356 246 330 262 314H296C312 330 316 356 318 400Z"),
    )
    marks += svg.stroke(
        "M262 316C254 296 252 284 254 266M296 316C304 296 306 284 304 266", "#174f5c", 9
    )
    marks += svg.circle(404, 344, 14, people.SKIN) + svg.stroke(
        "M334 294Q366 330 398 342", "#2b6b78", 30
    )
    marks += svg.circle(180, 362, 14, people.SKIN) + svg.stroke(
        "M220 296Q190 326 182 350", "#357884", 30
    )
    marks += svg.box(263, 226, 32, 42, "#b98359", 12)
    marks += svg.circle(242, 208, 8, people.SKIN) + svg.circle(316, 208, 8, people.SKIN)
    marks += svg.fill(
        "M242 206C238 152 320 152 316 206C314 238 298 248 279 248S244 238 242 206Z", "#241a12"
    )
    return (
        marks
        + svg.stroke("M241 206Q279 220 317 206", INK, 6)
        + svg.box(308, 196, 14, 20, "#bfd9dc", 4)
    )


def workshop() -> str:
    """A village workshop, its new machine and the man who built it."""
    planks = "".join(f"M{x} 0V400" for x in range(0, WIDTH, 66))
    lamp = svg.fade("lamp", "#ffe9b8", "#ffe9b8", ends=(0.6, 0))
    lamp += svg.stroke("M388 0V70", "#3b2417", 3) + svg.fill("M388 104L262 400H530Z", "url(#lamp)")
    lamp += svg.fill("M350 108C352 82 366 70 388 70S424 82 426 108Z", "#1c6b47")
    lamp += svg.shape("ellipse", cx=388, cy=108, rx=38, ry=7, fill="#fff0c8")
    bench = svg.box(0, 384, WIDTH, 30, "#7a4a28", 3) + svg.box(0, 384, WIDTH, 8, "#a06a3e")
    bench += svg.box(0, 414, WIDTH, 106, "#5a351c") + svg.fill(
        "M60 414h34v106H60ZM706 414h34v106H706Z", "#432612"
    )
    bench += svg.box(150, 442, 156, 78, "#8c5c35", 4) + svg.stroke(
        "M158 466H298M158 492H298", "#6b4023", 4
    )
    pots = svg.box(92, 340, 58, 44, "#1c6b47", 6) + svg.box(130, 340, 20, 44, "#14553a", 6)
    pots = svg.stroke("M104 344V316M117 344V306M131 344V320M140 344V312", "#3b2417", 5) + pots
    return _drawing(
        _wall("#ecd2b2", "#cf9f70"),
        svg.stroke(planks, "#b98655", 2, opacity=0.3),
        things.window(54, 54, 196, 176, "#8a6a45", "w", "#fbe9c4"),
        svg.fill("M54 242L250 242 400 384 96 384Z", "#fff3cf", opacity=0.28),
        _tools(),
        lamp,
        _gantry(),
        bench,
        pots,
        _smith(),
        svg.box(196, 384, 160, 8, "#a06a3e"),
    )


def _blackboard() -> str:
    marks = svg.box(52, 44, 512, 252, "#8a6a45", 8) + svg.box(65, 57, 486, 226, "#1d4a3a", 3)
    chalk = "#e9f1e6"
    legs = "".join(f"M{134 + 16 * k} 120v-16M{134 + 16 * k} 206v16" for k in range(5))
    legs += "".join(f"M118 {134 + 16 * k}h-16M204 {134 + 16 * k}h16" for k in range(5))
    marks += svg.box(118, 120, 86, 86, "none", 8, stroke=chalk, stroke_width=3)
    marks += svg.box(142, 144, 38, 38, "none", 4, stroke=chalk, stroke_width=3)
    marks += svg.stroke(legs + "M222 150h30v-34h40M222 182h52v28h32", chalk, 3, opacity=0.92)
    marks += svg.circle(299, 116, 6, "none", stroke=chalk, stroke_width=3)
    marks += svg.circle(313, 210, 6, "none", stroke=chalk, stroke_width=3)
    nodes = [(372, 110), (372, 160), (372, 210), (440, 134), (440, 186), (508, 160)]
    links = ""
    for left in nodes[:3]:
        links += "".join(f"M{left[0]} {left[1]}L{x} {y}" for x, y in nodes[3:5])
    links += "M440 134L508 160L440 186"
    marks += svg.stroke(links, chalk, 1.8, opacity=0.7)
    marks += "".join(
        svg.circle(x, y, 11, "#1d4a3a", stroke=chalk, stroke_width=3) for x, y in nodes
    )
    marks += svg.stroke("M372 250h116M372 264h70", chalk, 3, opacity=0.6)
    marks += svg.box(250, 283, 124, 9, "#6b5233") + svg.box(262, 277, 36, 7, "#ffffff", 3)
    return marks + svg.box(312, 275, 48, 9, FLAME, 3)


def _robot() -> str:
    marks = svg.box(-35, -60, 70, 48, PAPER, 11) + svg.box(12, -60, 23, 48, "#dcdcea", 11)
    marks += svg.box(-25, -50, 50, 27, "#313668", 8)
    marks += svg.circle(-10, -36, 4.6, "#8fd0a6") + svg.circle(10, -36, 4.6, "#8fd0a6")
    marks += svg.stroke("M0-60v-14M35-42l22-13M-35-42l-22 8", "#7b80ae", 5) + svg.circle(
        0, -78, 5, FLAME
    )
    return marks + svg.circle(-22, -8, 10, "#313668") + svg.circle(22, -8, 10, "#313668")


def classroom() -> str:
    """Pupils with red scarves, a chip and a network on the board, a robot on the desk."""
    desk = svg.box(584, 350, 216, 17, "#9a7448", 3) + svg.fill(
        "M604 367h15v74h-15ZM776 367h15v74h-15Z", "#7a5933"
    )
    laptop = svg.fill("M222 478l15-60h100l15 60Z", "#535990") + svg.fill(
        "M233 472l11-46h86l11 46Z", "#a6c4dc"
    )
    laptop += svg.stroke("M258 440h34M256 452h52", "#535990", 4)
    bench = svg.box(16, 474, 614, 46, "#b98e5a", 4) + svg.box(16, 474, 614, 9, "#d8b27a")
    red = {"scarf": FLAME}
    return _drawing(
        _wall("#eeecf3", "#d6d6e8"),
        things.window(612, 60, 160, 190, PAPER, "w", "#cfe6ea"),
        svg.fill("M604 262L430 520H800V262Z", "#ffffff", opacity=0.25),
        _blackboard(),
        desk + svg.at(696, 350, _robot()),
        people.seated(122, 398, 0.88, PAPER, people.HAIR, **red),
        people.seated(300, 392, 0.88, PAPER, "#2a1d14", plait="yes", **red),
        people.seated(476, 398, 0.88, PAPER, people.HAIR, hand="yes", **red),
        bench,
        laptop,
        people.seated(722, 470, 1.06, PAPER, "#241a12", plait="yes", **red),
    )


def _loom() -> str:
    wood = "#a9743f"
    dark = "#7a4f2a"
    light = "#caa06a"
    threads: dict[str, str] = {}
    for k in range(75):
        middle = 20 < k < 55
        tones = ("#f4ead0", "#f4ead0", "#e8d6b0", INDIGO, FLAME)[: 5 if middle else 3]
        tone = tones[k % len(tones)]
        threads[tone] = threads.get(tone, "") + f"M{364 + 4.8 * k:.1f} 160V330"
    marks = svg.fill("M336 70h24v400h-24ZM722 70h24v400h-24Z", wood)
    marks += svg.fill("M350 70h10v400h-10ZM736 70h10v400h-10Z", dark)
    marks += svg.box(318, 60, 446, 21, wood, 6) + svg.box(318, 74, 446, 7, dark, 3)
    marks += svg.box(330, 150, 422, 18, light, 9) + svg.strokes(2.2, *threads.items())
    marks += svg.box(352, 222, 378, 14, dark, 4) + svg.box(352, 262, 378, 10, dark, 4)
    cloth = svg.at(362, 0, _cloth())
    marks += svg.clipped("cloth", "M362 326H724V446H362Z", cloth)
    marks += svg.box(322, 312, 440, 20, wood, 8) + svg.box(322, 326, 440, 6, dark, 3)
    return marks + svg.box(322, 440, 440, 27, light, 12) + svg.box(322, 456, 440, 11, dark, 5)


def _cloth() -> str:
    bands = ((324, 44, INDIGO), (368, 34, "#7a1f1a"), (402, 46, INDIGO))
    return "".join(things.brocade(366, y, high, ground) for y, high, ground in bands)


def _weaver() -> str:
    marks = svg.circle(382, 340, 15, people.SKIN) + svg.circle(644, 340, 15, people.SKIN)
    marks += svg.stroke(
        "M442 410C408 400 390 384 382 354M580 410C614 400 634 384 643 354", INDIGO, 34
    )
    marks += svg.stroke("M376 362l18-6M634 356l18 6", people.THREAD, 5)
    marks += svg.fills(
        (INDIGO, "M416 520C412 440 428 388 470 370H552C592 388 606 440 602 520Z"),
        ("#1b2148", "M552 370C592 388 606 440 602 520H556C566 460 566 410 552 370Z"),
        (FLAME, "M466 372C488 396 534 396 556 372L564 380C546 414 476 414 458 380Z"),
    )
    marks += svg.box(492, 342, 38, 42, "#b98359", 14)
    marks += svg.fill(
        "M456 318C450 258 570 258 566 318C566 352 540 370 511 370S456 352 456 318Z", "#1b2148"
    )
    return marks + svg.strokes(
        4,
        (people.THREAD, "M458 302C482 282 540 282 564 302"),
        (people.THREAD, "M457 322C484 342 538 342 565 322"),
    )


def _pattern_screen() -> str:
    marks = svg.fill("M-16 132L0 44 16 132Z", "#241822") + svg.box(
        -92, -64, 184, 122, "#120d14", 12
    )
    view = svg.at(-81, 0, things.brocade(164, -18, 48))
    view = svg.box(-81, -53, 162, 100, PAPER) + view
    marks += svg.clipped("screen", "M-81-53h162v100h-162Z", view)
    return marks + svg.stroke("M-68-38h72", INK, 6) + svg.circle(62, -38, 6, FLAME)


def loom() -> str:
    """An old pattern on the loom and on the screen."""
    spools = ""
    for k, tone in enumerate((FLAME, people.THREAD, INDIGO, "#f4ead0")):
        spool = svg.box(-17, -18, 34, 34, tone, 9) + svg.box(-20, -25, 40, 9, "#a9743f", 4)
        spool += svg.stroke("M-15-8q15 8 30 0M-15 3q15 8 30 0", INK, 2, opacity=0.25)
        spools += svg.at(72 + 54 * k, 484, svg.box(-20, 13, 40, 8, "#1d1420", 4) + spool)
    planks = "".join(f"M{x} 0V430" for x in range(-20, 820, 58))
    return _drawing(
        _wall("#3a2a3f", "#5d3b3a"),
        svg.stroke(planks, "#2b1e2d", 5, opacity=0.6),
        svg.glow("lamp", (0, "#ffd98a", 0.5), (1, "#ffd98a", 0))
        + svg.circle(556, 190, 270, "url(#lamp)"),
        svg.fill("M60 262L280 262 420 440 36 440Z", "#ffe3a1", opacity=0.12),
        things.window(66, 52, 206, 190, "#241822", "w", "#fbe3b4"),
        svg.box(0, 466, WIDTH, 54, "#2b1c22"),
        _loom(),
        _weaver(),
        svg.at(190, 336, _pattern_screen()),
        spools,
    )


DRAWN: dict[str, Callable[[], str]] = {
    "xuong": workshop,
    "lop-hoc": classroom,
    "khung-cui": loom,
}
