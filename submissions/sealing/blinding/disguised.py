"""Words of a name that stand in a text as keys (Telex, VNI, VIQR) or with figures, signs and
letters of other scripts in them.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from submissions.sealing.blinding.squeezed import fold_letters

_SHORTEST = 3  # letters of a word alone: "H4" is a drawing's name before it is Hà
_TONES = "\u0301\u0300\u0309\u0303\u0323"
KEPT = "\u200b"  # keeps the place of a sign that is gone: nobody sees it, and no word ends at it
# What is typed in a run of keys, with a sign, a figure or a letter of another script in it; of
# signs, those that stand for an accent or a letter.
_SIGNS = r"\w^~'`?(+.@$!|\u2206\u2229\u222a"
_ODD = r"\d^~'`?(+.@$!|\u0250-\u052f\u1d00-\u1dbf\u2206\u2229\u222a"
_OTHER_SCRIPT = re.compile(r"[\u0250-\u052f\u1d00-\u1dbf\u2206\u2229\u222a]")
_TOKEN = re.compile(
    rf"(?<!\w)(?:[^\W\d_]+(?=[{_ODD}])|(?=[{_ODD}]+[^\W\d_])[\w\u2206\u2229\u222a])[{_SIGNS}]*"
)
_PLAIN = re.compile(r"(?<!\w)[A-Za-z]{3,}(?![^\W_])")  # what may be keys of Telex
_LETTERS_OF = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "il",
}
_DISGUISE = re.compile(r"[0134578-9@$!|]")
_MOST_FIGURES = 5  # in one word: more is a number


class _Keyboard(NamedTuple):
    """The keys of the five tones, and those of hat, bow, horn and the bar of đ."""

    tones: str
    shapes: tuple[str, str, str]
    bar: str


_TELEX = _Keyboard("sfrxj", ("", "w", "w"), "d")
_VNI = _Keyboard("12345", ("6", "8", "7"), "9")
_VIQR = _Keyboard("'`?~.", ("^", "(", "+"), "d")
_SHAPES = "\u0302\u0306\u031b"


class Disguised(NamedTuple):
    """A word of a name that stands in a text as something else: where, and the word, folded."""

    start: int
    stop: int
    word: str


def keys_of(word: str) -> set[str]:
    """How a word is typed, small: the tone behind its letter, behind its vowels or at the end."""
    typed = set()
    for keyboard in (_TELEX, _VNI, _VIQR):
        letters, tone, at = _typed(word, keyboard)
        ends = {at, max(0, at - 1)}
        if keyboard is not _VIQR:  # a mark at the end of a word ends a sentence
            ends.add(len(letters))
        typed |= {"".join([*letters[:end], tone, *letters[end:]]) for end in ends}
    return typed


def _typed(word: str, keyboard: _Keyboard) -> tuple[list[str], str, int]:
    """The keys of the letters, that of the tone, and behind how many keys its letter stands."""
    keys: list[str] = []
    tone = ""
    at = 0
    for char in unicodedata.normalize("NFC", word.lower()):
        if char == "đ":
            keys += ["d", keyboard.bar]
            continue
        base, *marks = list(unicodedata.normalize("NFD", char))
        keys.append(base)
        for mark in marks:
            if mark in _SHAPES:
                keys.append(keyboard.shapes[_SHAPES.index(mark)] or base)
        for mark in marks:
            if mark in _TONES:
                tone = keyboard.tones[_TONES.index(mark)]
                at = len(keys)
    return keys, tone, at


@functools.lru_cache(maxsize=512)
def _typed_as(name: str) -> dict[str, str]:
    """{what is typed, small: the word of the name, folded}, where the two are not the same."""
    words: dict[str, str] = {}
    parts = name.split()
    for start, stop in itertools.combinations(range(len(parts) + 1), 2):
        if stop - start > 1 and (start, stop) != (0, len(parts)):
            continue  # words alone, and all of them joined
        folded = fold_letters("".join(parts[start:stop]))
        for typed in _joined_keys(parts[start:stop]):
            if typed != folded:
                words[typed] = folded
    return words


def _joined_keys(parts: list[str]) -> set[str]:
    if len(parts) == 1:
        return keys_of(parts[0])
    joined = set()
    for keyboard in (_TELEX, _VNI, _VIQR):
        at_end = ""
        in_place = ""
        for part in parts:
            letters, tone, at = _typed(part, keyboard)
            at_end += "".join([*letters, tone])
            in_place += "".join([*letters[:at], tone, *letters[at:]])
        joined |= {at_end, in_place}
    return joined


@functools.lru_cache(maxsize=512)
def words_of(name: str) -> frozenset[str]:
    """The words of a name, folded, and all of them joined."""
    parts = [fold_letters(part) for part in name.split()]
    return frozenset({*parts, "".join(parts)})


def found(text: str, names: Iterable[str]) -> list[Disguised]:
    """Every disguised word of these names in a text."""
    typed: dict[str, str] = {}
    words: set[str] = set()
    for name in names:
        typed |= _typed_as(name)
        words |= words_of(name)
    if not words:
        return []
    hits = [*_plain_keys(text, typed)]
    for token in _TOKEN.finditer(text):
        word, stop = _read(token.group(), token.start(), typed, words)
        if word is not None:
            hits.append(Disguised(token.start(), stop, word))
    return sorted(set(hits))


def _plain_keys(text: str, typed: dict[str, str]) -> Iterator[Disguised]:
    """Keys that are letters and nothing else."""
    if typed.keys().isdisjoint(map(str.lower, _PLAIN.findall(text))):
        return
    for token in _PLAIN.finditer(text):
        word = typed.get(token.group().lower())
        if word is not None:
            yield Disguised(*token.span(), word)


def _read(
    written: str, start: int, typed: dict[str, str], words: set[str]
) -> tuple[str | None, int]:
    """The word of a name that a run of signs is, and where it ends."""
    small = unicodedata.normalize("NFC", written.lower())
    for ending in ("", ".", "?", "!", "'"):
        if ending and not small.endswith(ending):
            continue
        word = typed.get(small.removesuffix(ending))
        if word is not None:
            return word, start + len(written) - len(ending)
    bare = written.rstrip("^~'`?(+.!|")
    if _DISGUISE.search(bare):
        return _without_figures(bare, words), start + len(bare)
    if _OTHER_SCRIPT.search(bare):
        folded = fold_letters(bare)
        return (folded if folded in words else None), start + len(bare)
    return None, start


def _without_figures(written: str, words: set[str]) -> str | None:
    """The word, with a letter for each of its figures and signs."""
    letters = sum(map(str.isalpha, written))
    if not letters and len(written) < _SHORTEST:
        return None
    choices = [_LETTERS_OF.get(char, char) for char in written]
    if sum(char in _LETTERS_OF for char in written) > _MOST_FIGURES or not letters:
        return None
    for way in itertools.product(*choices):
        folded = fold_letters("".join(way))
        if folded in words:
            return folded
    return None


def undone(text: str, disguised: list[Disguised]) -> str:
    """The text with those words as they are meant, place by place as long as it was."""
    parts = []
    end = 0
    for start, stop, word in disguised:
        begins = text[start].isupper() or not text[start].isalpha()
        meant = (word[:1].upper() + word[1:]) if begins else word
        parts += [text[end:start], meant[: stop - start].ljust(stop - start, KEPT)]
        end = stop
    return "".join([*parts, text[end:]])


def is_strange(text: str, word: Disguised) -> bool:
    """Whether such a word must be looked at where it stands alone: it is long enough."""
    written = text[word.start : word.stop]
    is_typed = written.isalpha() and written.isascii()
    return len(word.word) >= _SHORTEST and len(written) >= _SHORTEST + is_typed
