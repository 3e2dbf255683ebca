"""Pages on which the person of `planted` is seen by a reader, in ways that no search of the text
finds by itself: pictures, patterns, drawn letters, fonts that lie, letters that look alike.

`makers()` gives {file name: what makes it}. What is seen must be painted over, or the page must
wait for a person's eye. `plain_pages(seed, count)` are pages of typed text and thin tables, which
may be left alone. Committed before the pages were judged by it.
"""

import functools
import io
import unicodedata
from collections.abc import Callable
from functools import partial
from random import Random

import pikepdf
import segno
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Inches

from demo.edition import texts
from foundation.papers import pdf as papers
from tests.submissions.sealing import planted
from tests.submissions.sealing.planted import MAIL, NAME, PHONE, UNIT, plain
from tests.submissions.sealing.planted_deeper import _drawing, _embedded, _named, _resources

_PROSE = (
    "Máy tưới chè dùng cảm biến độ ẩm đất để mở van khi cần. Nước được bơm từ ao lên bể trên đồi "
    "rồi chảy xuống theo đường ống nhỏ giọt. Sau hai vụ thử nghiệm, lượng nước giảm một nửa, năng "
    "suất tăng và người trồng chè không phải gánh nước lên dốc vào buổi trưa nắng nóng nữa."
)
_WHAT = {"name": NAME, "unit": UNIT, "email": MAIL, "phone": PHONE}


def _page(html: str = "") -> bytes:
    return papers.document(f"<p style='font:12pt serif'>{_PROSE}</p>{html}").write_pdf()


def _changed(change, content: bytes | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(content or planted.page(_PROSE))) as document:
        change(document)
        output = io.BytesIO()
        document.save(output)
    return output.getvalue()


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(papers.FONTS / "LiberationSerif-Regular.ttf"), size)


def _lettering(text: str, size: int = 40, ink: int = 0, paper: int = 255) -> Image.Image:
    font = _font(size)
    sheet = Image.new("L", (int(font.getlength(text)) + 20, size + 20), paper)
    ImageDraw.Draw(sheet).text((10, 5), text, font=font, fill=ink)
    return sheet


def _as(kind: str, picture: Image.Image, **save) -> bytes:
    kept = io.BytesIO()
    picture.convert("RGB").save(kept, kind, **save)
    return kept.getvalue()


# --- pictures on a page --------------------------------------------------------------------------


def _picture(document, picture: Image.Image, *, place: str = "200 0 0 40 60 200", **more) -> None:
    grey = picture.convert("L")
    image = document.make_stream(
        grey.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=grey.width,
        Height=grey.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        **more,
    )
    _named(document, "/XObject", "/Ip", image)
    _drawing(document, f"q {place} cm /Ip Do Q".encode())


def _photo(text: str, **more):
    return lambda document: _picture(document, _lettering(text, **more))


def _tiny_logo(document) -> None:
    _picture(document, _lettering("HTX Khe Cốc", 18), place="30 0 0 10 500 800")


def _pale_mark(document) -> None:
    _picture(document, _lettering(UNIT, 60, ink=235), place="400 0 0 80 90 300")


def _in_a_form(document) -> None:
    _picture(document, _lettering(NAME), place="0.001 0 0 0.001 0 0")
    form = document.make_stream(
        b"200 0 0 40 0 0 cm /Ip Do",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 300, 300],
        Resources=pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Ip=_resources(document)["/XObject"]["/Ip"])
        ),
    )
    _named(document, "/XObject", "/Fo", form)
    _drawing(document, b"q 1 0 0 1 60 200 cm /Fo Do Q")


def _stencil(document) -> None:
    """A picture of one bit a pixel that is poured out like ink."""
    bits = _lettering(NAME).convert("1")
    image = document.make_stream(
        bits.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=bits.width,
        Height=bits.height,
        ImageMask=True,
        BitsPerComponent=1,
    )
    _named(document, "/XObject", "/Is", image)
    _drawing(document, b"q 200 0 0 40 60 200 cm /Is Do Q")


def _let_through(document) -> None:
    """A black picture whose mask lets the letters through."""
    letters = _lettering(NAME, ink=255, paper=0)
    mask = document.make_stream(
        letters.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=letters.width,
        Height=letters.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    _picture(document, Image.new("L", (8, 8), 0), SMask=mask)


def _inline(document) -> None:
    bits = _lettering(NAME, 20)
    head = f"q 200 0 0 40 60 200 cm BI /W {bits.width} /H {bits.height} /BPC 8 /CS /G ID "
    _drawing(document, head.encode() + bits.tobytes() + b" EI Q")


def _over_the_whole_page(document) -> None:
    """A scan, with the words that a scanner has read, unseen, upon it."""
    sheet = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(sheet).text((150, 300), f"Thiết kế: {NAME}", font=_font(44), fill=0)
    _picture(document, sheet, place="595 0 0 842 0 0")


# --- patterns, masks, fonts ----------------------------------------------------------------------


def _helvetica(document) -> pikepdf.Object:
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )


def _tile(document, drawing: bytes, **resources) -> None:
    pattern = document.make_stream(
        drawing,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 220, 50],
        XStep=220,
        YStep=50,
        Resources=pikepdf.Dictionary(**resources),
    )
    _named(document, "/Pattern", "/Pt", pattern)


def _words_in_a_pattern(document) -> None:
    font = pikepdf.Dictionary(F=_helvetica(document))
    _tile(document, b"BT /F 18 Tf 5 15 Td (" + plain(NAME).encode() + b") Tj ET", Font=font)
    _drawing(document, b"q /Pattern cs /Pt scn 60 200 220 50 re f Q")


def _letters_filled_with_a_pattern(document) -> None:
    """One square of a letter, filled with a drawing of the name."""
    _tile(document, _outlines(plain(NAME), 16, 5, 15) + b" f")
    _named(document, "/Font", "/Fh", _helvetica(document))
    _drawing(document, b"q /Pattern cs /Pt scn BT /Fh 200 Tf 60 200 Td (MMMM) Tj ET Q")


def _shaded(document) -> None:
    """A run of colours that is seen through the outlines of the letters."""
    shading = pikepdf.Dictionary(
        ShadingType=2,
        ColorSpace=pikepdf.Name.DeviceGray,
        Coords=[0, 0, 300, 0],
        Extend=[True, True],
        Function=pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[0.4], N=1),
    )
    _named(document, "/Shading", "/Sh", document.make_indirect(shading))
    _drawing(document, b"q " + _outlines(plain(NAME), 24, 60, 200) + b" W n /Sh sh Q")


def _through_a_soft_mask(document) -> None:
    group = document.make_stream(
        b"1 g " + _outlines(plain(NAME), 24, 60, 200) + b" f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 595, 842],
        Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray),
    )
    mask = pikepdf.Dictionary(Type=pikepdf.Name.Mask, S=pikepdf.Name.Luminosity, G=group)
    _named(document, "/ExtGState", "/Gm", pikepdf.Dictionary(SMask=mask))
    _drawing(document, b"q /Gm gs 0 g 50 190 400 50 re f Q")


def _letters_through_a_soft_mask(document) -> None:
    """Large letters of a harmless word, of which the mask leaves the name."""
    _through_a_soft_mask(document)
    _named(document, "/Font", "/Fh", _helvetica(document))
    contents = document.pages[0].obj["/Contents"]
    contents[-1].write(b" Q q /Gm gs BT /Fh 200 Tf 40 180 Td (MMMM) Tj ET Q")


def _drawn_font(document, procedures: dict[str, bytes], resources=None) -> None:
    """Type 3: each letter is a drawing of its own."""
    glyphs = {name: document.make_stream(drawing) for name, drawing in procedures.items()}
    names = [pikepdf.Name(f"/{name}") for name in procedures]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(**glyphs),
        Encoding=pikepdf.Dictionary(Differences=[97, *names]),
        FirstChar=97,
        LastChar=96 + len(names),
        Widths=[600] * len(names),
        Resources=resources or pikepdf.Dictionary(),
        ToUnicode=document.make_stream(_says({97 + n: "chè tưới"[n % 8] for n in range(9)})),
    )
    _named(document, "/Font", "/F3", document.make_indirect(font))
    letters = bytes(97 + number for number in range(len(names)))
    _drawing(document, b"q BT /F3 24 Tf 60 200 Td (" + letters + b") Tj ET Q")


def _font_of_drawings(document) -> None:
    letters = {
        f"g{n}": b"600 0 d0 " + _outlines(char, 900, 0, 0) + b" f"
        for n, char in enumerate(plain(NAME).replace(" ", "")[:9])
    }
    _drawn_font(document, letters)


def _font_of_one_picture(document) -> None:
    bits = _lettering(NAME, 20)
    image = f"BI /W {bits.width} /H {bits.height} /BPC 8 /CS /G ID ".encode()
    _drawn_font(
        document, {"g": b"600 0 d0 q 9000 0 0 900 0 0 cm " + image + bits.tobytes() + b" EI Q"}
    )


def _says(meaning: dict[int, str]) -> bytes:
    """The table by which programs read what a font writes."""
    rows = "\n".join(
        f"<{code:02x}> <{char.encode('utf-16-be').hex()}>" for code, char in meaning.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "/CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange "
        f"{len(meaning)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    ).encode()


def _lying(says: str):
    """Words that are seen as the name and read as something else."""

    def change(document) -> None:
        shown = plain(NAME)
        meaning = {}
        for place, char in enumerate(shown):
            meaning[ord(char)] = says[place % len(says)]
        font = _helvetica(document)
        font["/ToUnicode"] = document.make_stream(_says(meaning))
        _named(document, "/Font", "/Fl", font)
        _drawing(document, b"q BT /Fl 16 Tf 60 200 Td (" + shown.encode() + b") Tj ET Q")

    return change


def _shuffled_font(document) -> None:
    """An embedded font that draws other letters than it is asked for."""
    font = TTFont(papers.FONTS / "LiberationSerif-Regular.ttf")
    shown = plain(NAME).replace(" ", "")
    table = font.getBestCmap()
    codes = {}
    for place, char in enumerate(dict.fromkeys(shown)):
        codes[char] = 0x61 + place
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap |= {code: table[ord(char)] for char, code in codes.items()}
    kept = io.BytesIO()
    font.save(kept)
    _embedded(document, kept.getvalue())
    letters = "".join(chr(codes[char]) for char in shown)
    _drawing(document, b"q BT /Fe 16 Tf 60 200 Td (" + letters.encode() + b") Tj ET Q")


# --- drawn letters -------------------------------------------------------------------------------


class _Pen(BasePen):
    """The outline of a letter as operators of a PDF."""

    def __init__(self, glyphs, scale: float, x: float, y: float) -> None:
        super().__init__(glyphs)
        self.scale, self.x, self.y = scale, x, y
        self.written: list[str] = []

    def _at(self, *points) -> str:
        return " ".join(
            f"{self.x + self.scale * x:.2f} {self.y + self.scale * y:.2f}" for x, y in points
        )

    def _moveTo(self, pt):
        self.written.append(f"{self._at(pt)} m")

    def _lineTo(self, pt):
        self.written.append(f"{self._at(pt)} l")

    def _curveToOne(self, pt1, pt2, pt3):
        self.written.append(f"{self._at(pt1, pt2, pt3)} c")

    def _closePath(self):
        self.written.append("h")


@functools.cache
def _typeface():
    font = TTFont(papers.FONTS / "LiberationSerif-Regular.ttf")
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


def _outlines(text: str, size: float, x: float, y: float) -> bytes:
    """The letters as outlines, without any font."""
    glyphs, table, em = _typeface()
    written: list[str] = []
    for char in text:
        glyph = glyphs[table[ord(char)]]
        pen = _Pen(glyphs, size / em, x, y)
        glyph.draw(pen)
        written += pen.written
        x += glyph.width * size / em
    return " ".join(written).encode()


def _written_by_hand(text: str, *, how: bytes = b"f", size: float = 22):
    return lambda document: _drawing(
        document, b"q 0.6 w " + _outlines(text, size, 60, 200) + b" " + how + b" Q"
    )


def _signature(document) -> None:
    rng = Random(7)
    points = [f"{60 + 8 * n} {200 + rng.randint(-14, 14)}" for n in range(31)]
    curves = " ".join(f"{' '.join(points[n : n + 3])} c" for n in range(1, 31, 3))
    _drawing(document, f"q 1 w {points[0]} m {curves} S Q".encode())


_DOTS = {
    "L": ("X..", "X..", "X..", "X..", "XXX"),
    "E": ("XXX", "X..", "XX.", "X..", "XXX"),
    "A": ("XXX", "X.X", "XXX", "X.X", "X.X"),
    "N": ("X.X", "XXX", "XXX", "XXX", "X.X"),
    "H": ("X.X", "X.X", "XXX", "X.X", "X.X"),
}


def _squares(side: float, step: float):
    """LE ANH, in little squares."""

    def change(document) -> None:
        parts = []
        for place, letter in enumerate("LEANH"):
            for row, line in enumerate(_DOTS[letter]):
                for column, sign in enumerate(line):
                    if sign == "X":
                        x, y = 60 + step * (4 * place + column), 250 - step * row
                        parts.append(f"{x} {y} {side} {side} re f")
        _drawing(document, ("q " + " ".join(parts) + " Q").encode())

    return change


def _of_rules(length: float, width: float):
    """HTLE, in straight lines as those of a table."""
    half = length / 2
    strokes = {
        "H": [(0, 0, 0, length), (half, 0, half, length), (0, half, half, half)],
        "T": [(0, length, half, length), (half / 2, 0, half / 2, length)],
        "L": [(0, 0, 0, length), (0, 0, half, 0)],
        "E": [(0, 0, 0, length), (0, 0, half, 0), (0, half, half, half), (0, length, half, length)],
    }

    def change(document) -> None:
        parts = []
        for place, letter in enumerate("HTLE"):
            left = 60 + place * length * 0.8
            for x0, y0, x1, y1 in strokes[letter]:
                parts.append(f"{left + x0} {200 + y0} m {left + x1} {200 + y1} l S")
        _drawing(document, (f"q {width} w " + " ".join(parts) + " Q").encode())

    return change


def _code_of_squares(document) -> None:
    """A QR code of the address, drawn."""
    rows = segno.make(MAIL).matrix
    parts = []
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                parts.append(f"{60 + 3 * x} {300 - 3 * y} 3 3 re f")
    _drawing(document, ("q " + " ".join(parts) + " Q").encode())


def _through_a_clip(document) -> None:
    """Large letters of a harmless word, seen through the outlines of the name."""
    _named(document, "/Font", "/Fh", _helvetica(document))
    clip = b"q " + _outlines(plain(NAME), 30, 60, 200) + b" W n "
    _drawing(document, clip + b"BT /Fh 200 Tf 40 180 Td (MMMM) Tj ET Q")


def _carved(document) -> None:
    """A white hand over large black letters."""
    _named(document, "/Font", "/Fh", _helvetica(document))
    letters = b"q BT /Fh 120 Tf 40 180 Td (MMMMM) Tj ET 1 g "
    _drawing(document, letters + _outlines(plain(NAME), 30, 60, 210) + b" f Q")


def _pale_hand(document) -> None:
    drawn = _outlines(UNIT, 30, 60, 200)
    _drawing(document, b"q 0.93 g " + drawn + b" f Q")


def _cut_out(document) -> None:
    """White letters left free in a dark field."""
    drawn = _outlines(plain(NAME), 24, 60, 200)
    _drawing(document, b"q 0.2 g 50 190 400 40 re f 1 g " + drawn + b" f Q")


# --- words that no plain search finds ------------------------------------------------------------

_ALIKE = str.maketrans({"o": "о", "a": "а", "p": "р", "P": "Р", "h": "һ", "i": "і", "T": "Т"})


def _mixed(text: str, between: str) -> str:
    return between.join(text)


def _circled(text: str) -> str:
    """Mathematical letters, which compatibility normalisation makes plain."""
    return "".join(
        chr(0x1D5BA + ord(char) - 97) if "a" <= char <= "z" else char
        for char in plain(text).lower()
    )


_TCVN3 = {"ị": "Þ", "à": "µ", "ư": "\u00ad", "ơ": "¬"}
_VNI = {"ị": "ò", "à": "aø", "ư": "ö", "ơ": "ô"}


def _in_code(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in unicodedata.normalize("NFC", text))


WRITTEN = {
    "zero-width space": _mixed(NAME, "\u200b"),
    "zero-width joiner": _mixed(NAME, "\u200d"),
    "soft hyphens": _mixed(NAME, "\u00ad"),
    "word joiner": _mixed(NAME, "\u2060"),
    "direction marks": _mixed(NAME, "\u200e"),
    "look-alike letters": plain(NAME).translate(_ALIKE),
    "mathematical letters": _circled(NAME),
    "decomposed": unicodedata.normalize("NFD", NAME),
    "spaced letters": _mixed(NAME, " "),
    "joined words": NAME.replace(" ", ""),
    "stars between": NAME.replace(" ", " * "),
    "slashes between": NAME.replace(" ", "/"),
    "the other way round": "Phương Trịnh Hoài",
    "initials": "T. H. Phương",
    "with a form of address": "Anh Phương",
    "old code": _in_code(NAME, _TCVN3),
    "older code": _in_code(NAME, _VNI),
    "phone in words": "không chín tám bảy sáu năm bốn ba hai một",
    "phone in pairs": "09-87-65-43-21",
    "address in brackets": MAIL.replace("@", " [at] ").replace(".", " [dot] "),
    "short form of the unit": "HTX chè Khe Cốc",
}
STYLED = {
    "white on black": f"<p style='background:#222;color:#fff'>{NAME}</p>",
    "pale letters": f"<p style='color:#e4e4e4'>{NAME}</p>",
    "small letters": f"<p style='font-size:2.5pt'>{NAME}</p>",
    "turned letters": f"<p style='transform:rotate(30deg);width:9cm;margin:3cm'>{NAME}</p>",
    "one letter a line": "<br>".join(plain(NAME).replace(" ", "")),
    "over two columns": (
        f"<table><tr><td>{NAME.split()[0]}</td><td>{' '.join(NAME.split()[1:])}</td></tr></table>"
    ),
    "huge letters": f"<p style='font-size:60pt'>{NAME}</p>",
    "an outlined picture": (
        "<img width=200 src='data:image/svg+xml;utf8,<svg xmlns=%22http://www.w3.org/2000/svg%22 "
        "viewBox=%220 0 90 20%22><path d=%22M2 10 Q 10 2 20 10 T 40 10 T 60 10 T 80 4%22 "
        "stroke=%22black%22 fill=%22none%22/></svg>'>"
    ),
}
DRAWN = {
    **{f"photo of the {what}": _photo(text) for what, text in _WHAT.items()},
    **{f"hand that wrote the {what}": _written_by_hand(text) for what, text in _WHAT.items()},
    "photo with pale ink": _photo(NAME, ink=225),
    "photo, white on black": _photo(NAME, ink=255, paper=0),
    "tiny logo": _tiny_logo,
    "pale mark": _pale_mark,
    "photo in a form": _in_a_form,
    "stencil": _stencil,
    "mask of a photo": _let_through,
    "photo in the drawing": _inline,
    "scan over the page": _over_the_whole_page,
    "words in a pattern": _words_in_a_pattern,
    "letters filled with a pattern": _letters_filled_with_a_pattern,
    "run of colours": _shaded,
    "soft mask": _through_a_soft_mask,
    "letters through a soft mask": _letters_through_a_soft_mask,
    "font of drawings": _font_of_drawings,
    "font of one picture": _font_of_one_picture,
    "outlined hand": _written_by_hand(NAME, how=b"S"),
    "small hand": _written_by_hand(NAME, size=7),
    "pale hand": _pale_hand,
    "letters cut out": _cut_out,
    "letters through a clip": _through_a_clip,
    "letters carved": _carved,
    "signature": _signature,
    "little squares": _squares(4, 4),
    "dots": _squares(1.5, 4),
    "large squares": _squares(14, 14),
    "rules as letters": _of_rules(30, 0.6),
    "long rules as letters": _of_rules(80, 0.6),
    "thick rules as letters": _of_rules(60, 5),
    "code of squares": _code_of_squares,
}
# Only what OCR reads can tell these: the words of the file are harmless.
LYING = {
    "font that lies": _lying("máy tưới chè "),
    "font that says nothing": _lying(" "),
    "font that shuffles": _shuffled_font,
}


def _slide_with_a_picture() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Máy tưới chè"
    slide.shapes.add_picture(io.BytesIO(_as("PNG", _lettering(NAME))), Inches(1), Inches(2))
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


def _letter_with_a_picture() -> bytes:
    parts = {"word/media/anh.jpeg": _as("JPEG", _lettering(NAME))}
    return planted.docx(planted._drawing(), relations=planted._IMAGE, parts=parts)


def makers() -> dict[str, Callable[[], bytes]]:
    """What makes the file of each channel; of `LYING`, only OCR can tell."""
    found: dict[str, Callable[[], bytes]] = {}
    found |= {f"{name}.pdf": partial(_changed, change) for name, change in (DRAWN | LYING).items()}
    found |= {f"{name}.pdf": partial(_page, f"<p>{text}</p>") for name, text in WRITTEN.items()}
    found |= {f"{name}.pdf": partial(_page, html) for name, html in STYLED.items()}
    scan = f"Máy hái chè. Thiết kế: {NAME}"
    found["scan alone.pdf"] = partial(planted.photographed, scan)
    for kind in ("JPEG", "PNG", "WEBP"):
        suffix = kind.lower().replace("jpeg", "jpg")
        found[f"photo.{suffix}"] = partial(_photographed, kind)
    found["slide with a picture.pptx"] = _slide_with_a_picture
    found["letter with a picture.docx"] = _letter_with_a_picture
    return found


def _photographed(kind: str) -> bytes:
    return _as(kind, _lettering(NAME))


# --- pages that may be left alone ----------------------------------------------------------------


def plain_pages(seed: int, count: int):
    """Documents of one or two pages of typed text, of all sizes from 7 pt, with headings, lists,
    underlined words and thin tables: (content, text size in points).
    """
    rng = Random(f"{seed}|plain")
    for _number in range(count):
        title = texts.title(rng.randrange(40))
        answers = texts.dossier(rng, title["field"])
        size = rng.choice([7, 8, 9, 10, 11, 12, 13, 14])
        parts = [f"<h1 style='font-size:{size + 3}pt'>{title['title']}</h1>"]
        for answer in list(answers.values())[: rng.randint(2, 4)]:
            parts.append(_paragraph(rng, answer))
        if rng.random() < 0.5:
            parts.append(_table(rng))
        if rng.random() < 0.3:
            parts.append("<ul><li>Bước một: khảo sát</li><li>Bước hai: lắp đặt</li></ul>")
        style = f"font:{size}pt/1.4 'Paper Serif'"
        html = f'<body style="{style}">{"".join(parts)}</body>'
        yield papers.document(html).write_pdf(), size


def _paragraph(rng: Random, text: str) -> str:
    way = rng.random()
    if way < 0.15:
        return f"<p><u>{text[:60]}</u> {text}</p>"
    if way < 0.3:
        return f"<p><b>{text[:40]}</b> <i>{text}</i></p>"
    return f"<p>{text}</p>"


def _table(rng: Random) -> str:
    border = "style='border:0.5pt solid #444;padding:2pt'"
    rows = ""
    for number in range(rng.randint(2, 9)):
        cells = "".join(f"<td {border}>{rng.randint(1, 900)} kg</td>" for _cell in range(3))
        rows += f"<tr><td {border}>Vụ {number + 1}</td>{cells}</tr>"
    return f"<table style='border-collapse:collapse'>{rows}</table>"
