"""A page as a judge gets it: drawn, painted over where somebody is named, and written anew from its
pixels. Imported in the cage alone: it parses what a stranger sent.
"""

import io
import json
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

from submissions.sealing.blinding import looking, paper, words
from submissions.sealing.blinding.across import look_between, may_begin_before, may_end_behind
from submissions.sealing.blinding.identities import Doubt, Identity, look_through
from submissions.sealing.blinding.words import Letters, Place, Runs, Word

_DPI = 144
_FINE_DPI = 200  # drawings, pictures, small letters
_SMALL = 10.5  # points from the top of a letter to its foot: of print of some 9 points
_TOO_SMALL = 4.5  # nobody reads it
_FEWEST_LETTERS = 15  # of a page of typed text
_LARGEST = 16_000_000  # pixels of a page
HEAVIEST = 200_000  # bytes of a page
_INK = 28  # of 255: what is painted over
_LEAST_COLOUR = 24  # of 255, between two of the three parts of a shade
_BLANK = 250  # of 255: a page without anything darker is empty
_READ_DPI = 200  # for OCR
_SOFTER = 120_000  # bytes: from here on a grey picture is better kept as a JPEG
_QUALITIES = (82, 70, 58, 46, 34)  # of a JPEG, until it is light enough
_LEVELS = [(15 * value + 127) // 255 for value in range(256)]
_GREY = bytes(value for level in range(16) for value in (17 * level,) * 3)


def drawn(
    content: bytes,
    number: int,
    known: list[Identity],
    boxes: Sequence[Place],
    reading: Sequence[Sequence] | None,
    redact: bool,
) -> bytes:
    """One page, from 1: a line of JSON, {"hits": [kind], "eye": [why], "doubts": [{"why", "word"}],
    "redacted"}, and behind it the page as `paper.packed` keeps it.

    `reading` is what OCR has read on it, None where it has not been read.
    """
    document = pypdfium2.PdfDocument(content)
    page = document[number - 1]
    bitmap = _rendered(page, _DPI)
    letters = words.letters_of(page, bitmap)
    reasons = looking.look(document[number - 1], letters)
    width, height = page.get_size()
    if reasons & {"drawing", "picture"} or _is_small(letters, height):
        bitmap = _rendered(page, _FINE_DPI)
    picture = bitmap.to_pil().convert("RGB" if _has_colour(bitmap) else "L")
    grey = np.asarray(picture.convert("L"))
    runs = words.runs_of(letters)
    seen = _seen(letters, runs, grey, height, reasons)
    is_empty = int(grey.min()) > _BLANK
    if not is_empty and _count(letters, runs, seen) < _FEWEST_LETTERS:
        reasons.add("few words")
    before = _text_of(document, number - 1) if may_begin_before(letters.text, known) else ""
    after = _text_of(document, number + 1) if may_end_behind(letters.text, known) else ""
    written, doubts = look_between(before, letters.text, after, known)
    layer = words.masked(letters, written if redact else [], runs, seen)
    found = [identity.kind for _start, _stop, identity in written]
    covered = words.places_of(letters, written)
    if reading is None:
        reasons.add("unread")
    else:
        if words.is_no_slip(words.unconfirmed(letters, runs, seen, reading)):
            reasons.add("differs")
        doubts += _with_reading(letters, reading, known, redact, reasons, found, covered, layer)
    if found:
        reasons.add("found")
    if doubts:
        reasons.add("doubt")
    picture = _painted(picture, (covered if redact else []), boxes)
    pixels = _pixels(picture, is_photo=bool(reasons & {"picture", "shading"}))
    answer = {
        "hits": found,
        "eye": sorted(reasons),
        "doubts": [doubt.told for doubt in doubts],
        "redacted": bool(boxes) or (redact and bool(found)),
    }
    made = paper.Page(round(width, 2), round(height, 2), pixels, _uncovered(layer, boxes))
    return json.dumps(answer).encode() + b"\n" + paper.packed(made)


def _with_reading(
    letters: Letters,
    reading: Sequence[Sequence],
    known: list[Identity],
    redact: bool,
    reasons: set[str],
    found: list[str],
    covered: list[Place],
    layer: list[Word],
) -> list[Doubt]:
    """What OCR reads beyond the text of the file: names in it are painted over, its words join the
    layer where the file has none. Returns what may tell who it is where the file has no words.
    """
    read = words.of_reading(reading)
    written, doubts = look_through(read.text, known)
    is_alone = not layer
    covered += words.places_of(read, written)
    said = list(found)
    for _start, _stop, identity in written:
        if identity.kind in said:
            said.remove(identity.kind)  # the text of the file has told it already
        else:
            found.append(identity.kind)
    unlike = words.unlike(letters, reading)
    if len(unlike) > 1:
        reasons.add("differs")
    runs = words.runs_of(read)
    chosen = unlike if layer else range(len(runs.ends))
    first_line = max((word.line for word in layer), default=-1) + 1
    for word in words.masked(read, written if redact else [], runs, chosen):
        layer.append(word._replace(line=first_line + word.line))
    return doubts if is_alone else []


def _text_of(document: Any, number: int) -> str:
    """The text of a page, from 1; nothing where there is none."""
    if not 1 <= number <= len(document):
        return ""
    return document[number - 1].get_textpage().get_text_range()


def _rendered(page: Any, dpi: int) -> Any:
    return page.render(scale=_scale(page, dpi), draw_annots=False, may_draw_forms=False)


def _scale(page: Any, dpi: int) -> float:
    width, height = page.get_size()
    return min(dpi / 72, (_LARGEST / max(1.0, width * height)) ** 0.5)


def _is_small(letters: Letters, height: float) -> bool:
    """Whether a part of the print is so small that it needs more pixels."""
    heights = (letters.places[:, 3] - letters.places[:, 1]) * height
    return bool(((heights > _TOO_SMALL) & (heights < _SMALL)).sum() > _FEWEST_LETTERS)


def _has_colour(bitmap: Any) -> bool:
    little = bitmap.to_numpy()[::3, ::3, :3].astype(np.int16)
    return bool((np.abs(np.diff(little, axis=2)) > _LEAST_COLOUR).any())


def _seen(
    letters: Letters, runs: Runs, grey: np.ndarray, height: float, reasons: set[str]
) -> list[int]:
    """The words that a reader sees; where some are not seen, or too small, that is a reason."""
    inked = words.are_inked(runs.boxes, grey)
    for number in np.flatnonzero(~inked):
        start, stop = runs.ends[number]
        if any(char.isalnum() for char in letters.text[start:stop]):
            reasons.add("hidden words")
    heights = (runs.boxes[:, 3] - runs.boxes[:, 1]) * height
    if (inked & (heights < _TOO_SMALL)).any():
        reasons.add("too small")
    return [int(number) for number in np.flatnonzero(inked)]


def _count(letters: Letters, runs: Runs, seen: list[int]) -> int:
    """How many letters are seen."""
    count = 0
    for number in seen:
        start, stop = runs.ends[number]
        count += sum(map(str.isalpha, letters.text[start:stop]))
    return count


def _painted(picture: Image.Image, covered: Sequence[Place], boxes: Sequence[Place]) -> Image.Image:
    """Filled where somebody is named, a little beyond the letters, and where a person has drawn."""
    ink: Any = _INK if picture.mode == "L" else (_INK,) * 3
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for places, more in ((covered, 2), (boxes, 0)):
        for left, top, right, bottom in places:
            corners = [left * width - more, top * height - more]
            corners += [right * width + more, bottom * height + more]
            pen.rectangle(corners, fill=ink)
    return picture


def _uncovered(layer: list[Word], boxes: Sequence[Place]) -> list[Word]:
    """The words that no box touches."""
    return [word for word in layer if not _is_covered(word, boxes)]


def _is_covered(word: Word, boxes: Sequence[Place]) -> bool:
    return any(_touch(word.place, box) for box in boxes)


def _touch(one: Place, other: Place) -> bool:
    is_beside = one[2] <= other[0] or other[2] <= one[0]
    is_above = one[3] <= other[1] or other[3] <= one[1]
    return not is_beside and not is_above


def _pixels(picture: Image.Image, *, is_photo: bool) -> paper.Pixels:
    """Sixteen colours, or a JPEG where these are not enough; never more than HEAVIEST bytes."""
    if not (is_photo and picture.mode == "RGB"):
        few = _sixteen(picture)
        most = _SOFTER if is_photo else HEAVIEST
        if len(few.packed) <= most:
            return few
    while True:
        for quality in _QUALITIES:
            content = _jpeg(picture, quality)
            if len(content) <= HEAVIEST:
                colours = 1 if picture.mode == "L" else 3
                return paper.Pixels(*picture.size, content, b"", colours)
        picture = picture.resize([max(1, side * 3 // 4) for side in picture.size])


def _sixteen(picture: Image.Image) -> paper.Pixels:
    if picture.mode == "L":
        levels = np.asarray(picture.point(_LEVELS))
        palette = _GREY
    else:
        few = picture.quantize(16, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        levels = np.asarray(few)
        palette = bytes(few.getpalette() or [])[: 3 * 16]
    if levels.shape[1] % 2:
        levels = np.pad(levels, ((0, 0), (0, 1)))
    rows = (levels[:, 0::2] << 4) | levels[:, 1::2]
    return paper.Pixels(*picture.size, zlib.compress(rows.tobytes(), 4), palette, 0)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=quality)
    return output.getvalue()


def for_reading(content: bytes, number: int) -> bytes:
    """A page as a grey PNG for OCR; empty where it is of one colour."""
    page = pypdfium2.PdfDocument(content)[number - 1]
    scale = _scale(page, _READ_DPI)
    picture = page.render(scale=scale, grayscale=True, draw_annots=False).to_pil().convert("L")
    darkest, lightest = picture.getextrema()
    if darkest == lightest:
        return b""
    output = io.BytesIO()
    picture.save(output, "PNG", compress_level=1)
    return output.getvalue()
