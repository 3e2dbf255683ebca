"""What on a page is no plain typed text, so that a person must look at it.

Read from its objects and from its pixels: the letters are taken away, and what is still seen must
be rules of a table or plain fields.
"""

import secrets
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from submissions.sealing.blinding.words import Letters, runs_of

_SCALE = 1.0  # 72 dots an inch are enough to see that something is drawn
_MOST_OBJECTS = 40_000
_DEEPEST = 12  # forms within forms
_SHORTEST_RULE = 8  # pixels; an underlined word
_LEAST_FIELD = 40  # pixels of a plain field: the ground of a row of a table
_THIN = 4  # pixels: thicker is no rule
_SPECKS = 10  # pixels that may be left over
_UNREAD_INK = 40  # pixels of letters of which the text knows nothing
_PLAIN_CLIP = 6  # segments: a rectangle


class Seen:
    """What stands on a page beside plain typed text, by the word of the report."""

    def __init__(self) -> None:
        self.reasons: set[str] = set()
        self.objects = 0


def look(page: Any, letters: Letters) -> set[str]:
    """Why a person must look at this page: picture, shading, drawing, unreadable. The page has lost
    its letters afterwards.
    """
    seen = Seen()
    # A colour that nobody can know beforehand: neither white nor black ink hides on this ground.
    ground = tuple(secrets.choice(range(40, 216)) for _part in range(3))
    before = _shades(page, ground)
    _without_letters(page.raw, _OfPage, seen, 0)
    after = _shades(page, ground)
    if seen.objects > _MOST_OBJECTS or _is_drawn(after, ground):
        seen.reasons.add("drawing")
    if _has_unreadable(before != after, letters):
        seen.reasons.add("unreadable")
    return seen.reasons


class _OfPage:
    count = staticmethod(pdfium.FPDFPage_CountObjects)
    get = staticmethod(pdfium.FPDFPage_GetObject)
    remove = staticmethod(pdfium.FPDFPage_RemoveObject)


class _OfForm:
    count = staticmethod(pdfium.FPDFFormObj_CountObjects)
    get = staticmethod(pdfium.FPDFFormObj_GetObject)
    remove = staticmethod(pdfium.FPDFFormObj_RemoveObject)


def _without_letters(holder: Any, way: type, seen: Seen, depth: int) -> None:
    """Note what stands there, and take the letters away; what is nested too deeply stays."""
    letters = []
    for number in range(way.count(holder)):  # type: ignore[attr-defined]
        seen.objects += 1
        if seen.objects > _MOST_OBJECTS:
            return
        found = way.get(holder, number)  # type: ignore[attr-defined]
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            letters.append(found)
            if _is_cut_out(found):
                seen.reasons.add("drawing")
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            seen.reasons.add("picture")
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            seen.reasons.add("shading")
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            _without_letters(found, _OfForm, seen, depth + 1)
    for found in letters:
        way.remove(holder, found)  # type: ignore[attr-defined]


def _is_cut_out(found: Any) -> bool:
    """Whether letters are seen through a shape that is no rectangle."""
    clip = pdfium.FPDFPageObj_GetClipPath(found)
    if not clip:
        return False
    for number in range(pdfium.FPDFClipPath_CountPaths(clip)):
        if pdfium.FPDFClipPath_CountPathSegments(clip, number) > _PLAIN_CLIP:
            return True
    return False


def _shades(page: Any, ground: tuple[int, ...]) -> np.ndarray:
    """One number a pixel."""
    bitmap = page.render(
        scale=_scale_of(page),
        fill_color=(*ground, 255),
        may_draw_forms=False,
        draw_annots=False,
        force_bitmap_format=pdfium.FPDFBitmap_BGRx,
    )
    return np.ascontiguousarray(bitmap.to_numpy()).view(np.uint32)[:, :, 0] & 0xFFFFFF


def _is_drawn(shades: np.ndarray, ground: tuple[int, ...]) -> bool:
    """Whether more is seen than rules and plain fields."""
    red, green, blue = ground
    drawn = shades != (red << 16 | green << 8 | blue)
    if not drawn.any():
        return False
    left = drawn & ~_widened(_rules(drawn) | _fields(shades, drawn))
    return int(left.sum()) > _SPECKS


def _has_unreadable(inked: np.ndarray, letters: Letters) -> bool:
    """Whether letters are seen where the text of the page has none."""
    height, width = inked.shape
    left = inked.copy()
    runs = runs_of(letters)
    boxes = runs.boxes[~np.isnan(runs.boxes).any(axis=1)]
    slack = 2 + 0.4 * (boxes[:, 3] - boxes[:, 1]) * height
    rows = np.column_stack([boxes[:, 1] * height - slack, boxes[:, 3] * height + slack])
    columns = np.column_stack([boxes[:, 0] * width - slack, boxes[:, 2] * width + slack])
    for (top, bottom), (start, stop) in zip(
        rows.clip(0).astype(int), columns.clip(0).astype(int), strict=True
    ):
        left[top : bottom + 1, start : stop + 1] = False
    return int(left.sum()) > _UNREAD_INK


def _scale_of(page: Any) -> float:
    """So that even a very large sheet has at most some million pixels."""
    width, height = page.get_size()
    return min(_SCALE, (4_000_000 / max(1.0, width * height)) ** 0.5)


def _rules(drawn: np.ndarray) -> np.ndarray:
    """Thin level lines, and thin upright ones that end at level ones, as those of a table do."""
    level = _thin(drawn, 1)
    upright = _thin(drawn, 0)
    ends = _widened(level, 2)
    return level | _ending_at(upright, ends)


def _thin(drawn: np.ndarray, axis: int) -> np.ndarray:
    """Runs along the axis that are no thicker than a rule."""
    run = _runs(drawn, _SHORTEST_RULE, axis)
    return run & ~_runs(run, _THIN + 1, 1 - axis)


def _ending_at(upright: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Those upright lines that begin and end at one of the ends."""
    padded = np.pad(upright, ((1, 1), (0, 0)))
    begins = padded[1:-1] & ~padded[:-2]
    stops = padded[1:-1] & ~padded[2:]
    columns, from_rows = np.nonzero(begins.T)
    _columns, to_rows = np.nonzero(stops.T)
    kept = np.zeros_like(upright)
    held = ends[from_rows, columns] & ends[to_rows, columns]
    for column, start, stop in zip(columns[held], from_rows[held], to_rows[held], strict=True):
        kept[start : stop + 1, column] = True
    return kept


def _fields(shades: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Wide fields of one colour."""
    same = np.zeros_like(drawn)
    same[:, 1:] = shades[:, 1:] == shades[:, :-1]
    same &= drawn
    wide = _runs(same, _LEAST_FIELD, 1)
    return _runs(wide, _SHORTEST_RULE, 0)


def _runs(mask: np.ndarray, length: int, axis: int) -> np.ndarray:
    """The pixels on unbroken runs of at least so many along the axis."""
    if mask.shape[axis] < length:
        return np.zeros_like(mask)
    turned = mask.T if axis == 0 else mask
    whole = _sums(turned, length) == length
    padded = np.pad(whole, ((0, 0), (length - 1, length - 1)))
    covered = _sums(padded, length) > 0
    return covered.T if axis == 0 else covered


def _sums(mask: np.ndarray, length: int) -> np.ndarray:
    """Of each window of so many pixels, how many are set."""
    total = np.cumsum(np.pad(mask, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    return total[:, length:] - total[:, :-length]


def _widened(mask: np.ndarray, by: int = 1) -> np.ndarray:
    grown = mask
    for _step in range(by):
        padded = np.pad(grown, 1)
        grown = padded[1:-1, 1:-1] | padded[:-2, 1:-1] | padded[2:, 1:-1]
        grown = grown | padded[1:-1, :-2] | padded[1:-1, 2:]
    return grown
