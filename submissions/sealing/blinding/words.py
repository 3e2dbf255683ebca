"""Words and where they stand on a page: from the text of a file, or as OCR has read them.

Places are parts of the page as it is seen: 0 is left or top, 1 is right or bottom.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from submissions.sealing.blinding.identities import MASK, Hit, fold_letters

Place = tuple[float, float, float, float]  # left, top, right, bottom
_WORD = re.compile(r"\S+")
_NOWHERE = (np.nan,) * 4
# What pdfium puts where there is no letter, and soft hyphens: nothing that is seen.
_UNSEEN = dict.fromkeys((0, 2, 0xAD, 0xFFFE, 0xFFFF), "\u200b")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")  # two halves of a rare sign
_LONE = re.compile("[\ud800-\udfff]")  # a half of a sign
_LEAST_CONTRAST = 24  # of 255, between ink and paper: less is no word that anybody reads
_ALIKE = 0.5  # of two readings of one word: below, they are two words
_READ_FROM = 3  # letters: OCR guesses at shorter words
_LIES_FROM = 2
_SURE = 50  # per cent: less is a guess
_FEWEST_LEFT = 2  # words that differ: one alone is a slip of the machine


class Word(NamedTuple):
    """A run of letters without a space, and the line on which it stands."""

    text: str
    place: Place
    line: int


class Letters(NamedTuple):
    """The text of a page, and the place of each of its characters as a row of four numbers."""

    text: str
    places: np.ndarray


class Runs(NamedTuple):
    """The words of a text: where each begins and ends in it, on which line, and its box as a row
    of four numbers (no number where a word has no place).
    """

    ends: list[tuple[int, int]]
    lines: np.ndarray
    boxes: np.ndarray


def letters_of(page: Any, bitmap: Any) -> Letters:
    """Every character of a page's text, one to one with its place."""
    text_page = page.get_textpage()
    handle = text_page.raw
    count = text_page.count_chars()
    codes = []
    corners = []
    box = pdfium.FS_RECTF()
    for number in range(count):
        codes.append(pdfium.FPDFText_GetUnicode(handle, number))
        is_placed = pdfium.FPDFText_GetLooseCharBox(handle, number, box)
        corners.append((box.left, box.bottom, box.right, box.top) if is_placed else _NOWHERE)
    text = _PAIR.sub(_joined, "".join(map(chr, codes)).translate(_UNSEEN))
    text = _LONE.sub("\u200b", text)
    places = np.array(corners, dtype=float).reshape(-1, 4)
    places[(places[:, 2] <= places[:, 0]) | (places[:, 3] <= places[:, 1])] = np.nan
    return Letters(text, _on_page(places, page, bitmap))


def _joined(pair: re.Match) -> str:
    """The sign, and nothing in place of its second half: each half has a place of its own."""
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16") + "\u200b"


def _on_page(corners: np.ndarray, page: Any, bitmap: Any) -> np.ndarray:
    """Boxes of the page's own space, turned and cropped as the page is seen."""
    convert = bitmap.get_posconv(page)
    far = 1000.0
    x0, y0 = convert.to_bitmap(0, 0)
    xx, xy = convert.to_bitmap(far, 0)
    yx, yy = convert.to_bitmap(0, far)
    turn = np.array([[xx - x0, xy - y0], [yx - x0, yy - y0]]) / far
    first = corners[:, [0, 1]] @ turn + (x0, y0)
    second = corners[:, [2, 3]] @ turn + (x0, y0)
    size = (bitmap.width, bitmap.height)
    return np.hstack([np.minimum(first, second) / size, np.maximum(first, second) / size])


def runs_of(letters: Letters) -> Runs:
    """The words of the text."""
    ends = [found.span() for found in _WORD.finditer(letters.text)]
    if not ends:
        return Runs([], np.empty(0, int), np.empty((0, 4)))
    starts = np.array([start for start, _stop in ends])
    breaks = np.array([place for place, sign in enumerate(letters.text) if sign == "\n"])
    # What stands between two words has no place of its own.
    inside = letters.places.copy()
    between = np.ones(len(letters.text), bool)
    for start, stop in ends:
        between[start:stop] = False
    inside[between] = np.nan
    with np.errstate(invalid="ignore"):
        least = np.fmin.reduceat(inside[:, :2], starts, axis=0)
        most = np.fmax.reduceat(inside[:, 2:], starts, axis=0)
    return Runs(ends, np.searchsorted(breaks, starts), np.hstack([least, most]))


def are_inked(boxes: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """Whether a reader sees something in each box: ink and paper, whichever is the lighter."""
    grey = grey[::2, ::2]  # even the stroke of an l is two pixels wide
    height, width = grey.shape
    ground = int(np.median(grey[::4, ::4]))
    differs = np.abs(grey.astype(np.int16) - ground) >= _LEAST_CONTRAST
    total = np.zeros((height + 1, width + 1), np.int32)
    np.cumsum(np.cumsum(differs, axis=0, dtype=np.int32), axis=1, out=total[1:, 1:])
    inset = 0.1 * (boxes[:, 3] - boxes[:, 1])
    sides = np.column_stack(
        [boxes[:, 0], boxes[:, 1] + inset, boxes[:, 2], boxes[:, 3] - inset]
    ) * (width, height, width, height)
    sides = np.nan_to_num(sides, nan=0.0)
    left, top = np.floor(sides[:, :2]).astype(int).clip(0, (width, height)).T
    right, bottom = np.ceil(sides[:, 2:]).astype(int).clip(0, (width, height)).T
    inked = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    return (inked > 0) & (inked < (right - left) * (bottom - top))


def masked(
    letters: Letters,
    written: Sequence[Hit],
    runs: Runs,
    chosen: Iterable[int],
) -> list[Word]:
    """The chosen words (by number) without what is known; where a name begins stands the mask."""
    shown = list(letters.text)
    end = 0
    for start, stop, _identity in written:
        if start >= end:
            shown[start] = MASK
            start += 1
        shown[max(start, end) : stop] = [""] * (stop - max(start, end))
        end = max(end, stop)
    places = np.round(runs.boxes, 5).tolist()
    words = []
    for number in chosen:
        start, stop = runs.ends[number]
        text = "".join(shown[start:stop])
        if not text.isprintable():
            text = "".join(char for char in text if char.isprintable())
        if text:
            words.append(Word(text, tuple(places[number]), int(runs.lines[number])))
    return words


def of_reading(reading: Sequence[Sequence]) -> Letters:
    """What OCR has read, as `file_text.places_on` gives it, as a text with places."""
    text: list[str] = []
    places: list[Sequence[float]] = []
    line = None
    for word, left, top, right, bottom, on_line, _sure in reading:
        if line is not None:
            text.append(" " if on_line == line else "\n")
            places.append(_NOWHERE)
        line = on_line
        text += word
        places += [(left, top, right, bottom)] * len(word)
    return Letters("".join(text), np.array(places, dtype=float).reshape(-1, 4))


def places_of(letters: Letters, written: Sequence[Hit]) -> list[Place]:
    """What must be painted over."""
    places = []
    for start, stop, _identity in written:
        for left, top, right, bottom in letters.places[start:stop]:
            if left < right:
                places.append((float(left), float(top), float(right), float(bottom)))
    return places


def unlike(letters: Letters, reading: Sequence[Sequence]) -> list[int]:
    """Which of the words that OCR reads (by number) are others than the text of the file has at
    their place, or stand where it has none.
    """
    middle_x = letters.places[:, [0, 2]].mean(axis=1)
    middle_y = letters.places[:, [1, 3]].mean(axis=1)
    differing = []
    for number, (word, left, top, right, bottom, _line, sure) in enumerate(reading):
        read = fold_letters(word)
        if len(read) < _READ_FROM or sure < _SURE:
            continue
        slack = 0.3 * (bottom - top)
        there = (middle_x > left - slack / 2) & (middle_x < right + slack / 2)
        there &= (middle_y > top - slack) & (middle_y < bottom + slack)
        said = fold_letters("".join(letters.text[place] for place in np.flatnonzero(there)))
        if read not in said and not _are_alike(read, said):
            differing.append(number)
    return differing


def unconfirmed(letters: Letters, runs: Runs, seen: Iterable[int], reading: Sequence) -> list[bool]:
    """Of the words that are seen and have two letters or more, in their order: whether OCR reads
    something else there, or nothing.
    """
    read = [fold_letters(word) for word, *_rest in reading]
    boxes = np.array([word[1:5] for word in reading], dtype=float).reshape(-1, 4)
    slack = 0.3 * (boxes[:, 3] - boxes[:, 1])
    differing = []
    for number in seen:
        start, stop = runs.ends[number]
        said = fold_letters(letters.text[start:stop])
        if len(said) < _LIES_FROM:
            continue
        x = runs.boxes[number, [0, 2]].mean()
        y = runs.boxes[number, [1, 3]].mean()
        there = (boxes[:, 0] - slack < x) & (x < boxes[:, 2] + slack)
        there &= (boxes[:, 1] - slack < y) & (y < boxes[:, 3] + slack)
        differing.append(not any(_are_alike(read[place], said) for place in np.flatnonzero(there)))
    return differing


def _are_alike(read: str, said: str) -> bool:
    if read and (read in said or said in read):
        return True
    return difflib.SequenceMatcher(None, read, said, autojunk=False).ratio() >= _ALIKE


def is_no_slip(differing: Sequence[bool]) -> bool:
    """Whether so many words differ that it is no slip of the machine: two side by side, or more
    than a few in a hundred.
    """
    in_a_row = any(one and other for one, other in pairwise(differing))
    return in_a_row or sum(differing) >= _FEWEST_LEFT + len(differing) // 100
