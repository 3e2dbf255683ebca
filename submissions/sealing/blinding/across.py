"""Names that begin at the end of one page or answer and end at the beginning of the next."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foundation.vietnamese.text import nfc
from submissions.sealing.blinding.identities import (
    Doubt,
    Found,
    Hit,
    Identity,
    is_hit,
    look_through,
    spans,
    without,
)
from submissions.sealing.blinding.squeezed import fold_letters

_EDGE = 160  # signs on each side
# A line that is no part of the text: the number of the page.
_NUMBER = re.compile(r"[\W\d_]*(?:trang|page)?[\W\d_]*", re.I)
_MOST_ASIDE = 3  # lines of a foot or a head that stand between


class _Crossing(NamedTuple):
    """A name from a place in one text to a place in the next."""

    start: int
    end: int  # of the first text, as far as it counts
    begin: int  # of the second
    stop: int
    identity: Identity


def across(before: str, text: str, after: str, known: list[Identity]) -> list[Hit]:
    """The parts of names in a text that begin in the one before, or end in the one behind."""
    hits = {(one.begin, one.stop, one.identity) for one in _crossings(before, text, known)}
    hits |= {(one.start, one.end, one.identity) for one in _crossings(text, after, known)}
    return sorted(hits, key=lambda hit: hit[:2])


def may_begin_before(text: str, known: list[Identity]) -> bool:
    """Whether a text begins with a word of somebody known: else nothing goes over its edge."""
    words = _words(known)
    return any(_first(text[begin : begin + _EDGE]) in words for begin in _begins(text))


def may_end_behind(text: str, known: list[Identity]) -> bool:
    """Whether a text ends with a word of somebody known."""
    words = _words(known)
    return any(_last(text[max(0, end - _EDGE) : end]) in words for end in _ends(text))


def look_between(before: str, text: str, after: str, known: list[Identity]) -> Found:
    """What a text tells, where it is read behind another and before a third."""
    hits, doubts = look_through(text, known)
    # Two whole names side by side hold a third one, turned round: they are masked already.
    parts = [
        part for part in across(before, text, after, known) if not is_hit(part[0], part[1], hits)
    ]
    if not parts:
        return Found(hits, doubts)
    every = sorted([*hits, *parts], key=lambda hit: hit[:2])
    return Found(every, [doubt for doubt in doubts if not is_hit(doubt.start, doubt.stop, parts)])


class Masked(NamedTuple):
    """A text without what is known, what that was, and what a person must decide about."""

    text: str
    hits: list[Identity]
    doubts: list[Doubt]


def masked_in_a_row(texts: Sequence[str], known: list[Identity]) -> list[Masked]:
    """Texts that are read one behind the other, masked."""
    row = ["", *map(nfc, texts), ""]
    masked = []
    for number, text in enumerate(row[1:-1], start=1):
        hits, doubts = look_between(row[number - 1], text, row[number + 1], known)
        shown = without(text, hits)
        masked.append(Masked(shown, [identity for _start, _stop, identity in hits], doubts))
    return masked


def _words(known: list[Identity]) -> frozenset[str]:
    """The words of names and units, folded."""
    whole = " ".join(who.text for who in known if who.kind in ("name", "unit"))
    return frozenset(map(fold_letters, whole.split()))


def _crossings(before: str, after: str, known: list[Identity]) -> Iterator[_Crossing]:
    """What stands on both sides. Asked only where a word of somebody known stands on each."""
    words = _words(known)
    ends = [end for end in _ends(before) if _last(before[max(0, end - _EDGE) : end]) in words]
    begins = [begin for begin in _begins(after) if _first(after[begin : begin + _EDGE]) in words]
    for end, begin in itertools.product(ends, begins):
        tail = before[max(0, end - _EDGE) : end]
        joined = f"{tail}\n{after[begin : begin + _EDGE]}"
        for start, stop, identity in spans(joined, known):
            behind = stop - len(tail) - 1
            if start < len(tail) and behind > 0:
                yield _Crossing(end - len(tail) + start, end, begin, begin + behind, identity)


def _first(text: str) -> str:
    return fold_letters("".join(text.split(None, 1)[:1]))


def _last(text: str) -> str:
    return fold_letters("".join(text.rsplit(None, 1)[-1:]))


def _ends(text: str) -> Iterator[int]:
    """Where a text may end: behind its last line, or behind one before it."""
    end = len(text)
    for _line in range(_MOST_ASIDE):
        end = len(text[:end].rstrip())
        if not end:
            return
        start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        if not _NUMBER.fullmatch(text, start, end):
            yield end
        end = start


def _begins(text: str) -> Iterator[int]:
    """Where a text may begin: at its first line, or at one behind it."""
    start = 0
    for _line in range(_MOST_ASIDE):
        start += len(text[start:]) - len(text[start:].lstrip())
        if start == len(text):
            return
        line = text.find("\n", start)
        end = line if line >= 0 else len(text)
        if not _NUMBER.fullmatch(text, start, end):
            yield start
        start = end
