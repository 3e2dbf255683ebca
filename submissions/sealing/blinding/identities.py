"""Who must not be recognised, and where they stand in a text, however it is written.

A text is squeezed to its letters and digits, folded; what is known is looked for there, and then
what stood between the letters is compared with what people write between them (`written.py` tells
the forms of names, addresses and units).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from foundation.vietnamese.text import nfc
from submissions.sealing.blinding import disguised
from submissions.sealing.blinding.contacts import contacts
from submissions.sealing.blinding.hints import ABBREVIATIONS, hints_of, joined_words, spelled_words
from submissions.sealing.blinding.roles import named_by_role
from submissions.sealing.blinding.squeezed import Squeezed, fold_letters, squeezed
from submissions.sealing.blinding.written import (
    Digits,
    Form,
    digits_in,
    forms_of,
    phones_in,
    turned_phones_in,
)

MASK = "▇▇▇▇▇"
_JOINING = re.compile(r"[ \t\u00a0.,;/·–—-]*")  # between parts of what is masked as one
_SHORTEST = 5  # characters; shorter words stand in every text
LONGEST = 200  # signs of a word to decide about
_WIDEST = 6  # signs between two words of one name
_SPELLED = 7  # letters: a name of so many is found when it is cut into letters, or joined


@dataclass(frozen=True)
class Identity:
    """One thing that would tell who wrote it."""

    kind: str  # name, email, phone, unit, title, link
    text: str


Hit = tuple[int, int, Identity]  # start, end, who


class Doubt(NamedTuple):
    """What may tell who it is: where it stands, why it may, and the words for whoever decides.

    Why: initials, part, disguised (of a known name), person, unit, phone, email, link (of whoever).
    """

    start: int
    stop: int
    why: str
    word: str

    @property
    def told(self) -> dict[str, str]:
        return {"why": self.why, "word": self.word}


LINK = Identity("link", "")  # found whoever is known: it leads to whoever has put it there
_LINKS = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*"
    r"(?:youtube\.com|youtu\.be|vimeo\.com|facebook\.com|fb\.com|fb\.me|m\.me|fb\.watch"
    r"|tiktok\.com|zalo\.me|instagram\.com|linkedin\.com|github\.com|gitlab\.com|github\.io"
    r"|drive\.google\.com|docs\.google\.com|sites\.google\.com|1drv\.ms|dropbox\.com|blogspot\.com"
    r"|wordpress\.com|t\.me)(?:/[^\s<>()\"”]*)?",
    re.I,
)
# What is known of a person -> the kind of identity.
_KINDS = {
    "full_name": "name",
    "email": "email",
    "phone": "phone",
    "unit": "unit",
    "title": "title",
}


def _sorted(known: set[Identity]) -> list[Identity]:
    """The longest first, so that parts are not masked before wholes; the shortest are left out."""
    long_enough = [identity for identity in known if _is_long_enough(identity)]
    return sorted(long_enough, key=lambda identity: (-len(identity.text), identity.text))


def _is_long_enough(identity: Identity) -> bool:
    """Whether it does not stand in every text: a full name never does, be it as short as Lê Ý."""
    is_full_name = identity.kind == "name" and len(identity.text.split()) > 1
    return is_full_name or len(identity.text) >= _SHORTEST


def identities(content: dict) -> list[Identity]:
    """What must not be seen, from a version's content."""
    known = {Identity("unit", content["unit"])}
    for author in content["authors"]:
        known.add(Identity("name", author["full_name"]))
        known.add(Identity("email", author["email"]))
        known.add(Identity("phone", author["phone"]))
        known.add(Identity("unit", author["workplace"]))
    if organisation := content.get("organisation"):
        known.add(Identity("unit", organisation["name"]))
        known.add(Identity("name", organisation["representative"]))
        known.add(Identity("word", organisation["tax_code"]))
        known.add(Identity("word", organisation["address"]))
    return _sorted(known)


def named(people: list[dict]) -> list[Identity]:
    """What must not be seen, from people.

    They are {"full_name", "email", "phone", "unit", "title"}, each of them optional.
    """
    known = set()
    for person in people:
        for key, kind in _KINDS.items():
            known.add(Identity(kind, str(person.get(key) or "").strip()))
    return _sorted(known)


class _Text:
    """A text that is searched: squeezed once, its digits and disguised words found once."""

    def __init__(self, text: str, known: list[Identity]) -> None:
        self.known = known
        self.letters = squeezed(text)
        self.digits = digits_in(self.letters)
        names = [identity.text for identity in known if identity.kind == "name"]
        self.disguised = disguised.found(text, names)
        self.contacts = contacts(self.letters, self.digits)

    def hits(self) -> list[Hit]:
        """What must not be seen, in its order."""
        hits = {(*found.span(), LINK) for found in _LINKS.finditer(self.letters.whole)}
        for identity in self.known:
            for start, stop in _places(self.letters, self.digits, identity):
                hits.add((start, stop, identity))
        if self.disguised:
            hits |= self._undisguised()
        for contact in self.contacts:
            if contact.is_sure and not is_hit(contact.start, contact.stop, hits):
                hits.add((contact.start, contact.stop, Identity(contact.kind, "")))
        return sorted(hits, key=lambda hit: (hit[0], hit[1], hit[2].kind != "unit"))

    def _undisguised(self) -> set[Hit]:
        """The names that are there once each of their words is written as it is meant."""
        letters = squeezed(disguised.undone(self.letters.whole, self.disguised))
        hits = set()
        for identity in self.known:
            if identity.kind == "name":
                for start, stop in _places(letters, self.digits, identity):
                    hits.add((start, _end_of_word(letters.whole, stop), identity))
        return hits

    def doubts(self, hits: list[Hit]) -> list[Doubt]:
        """What may tell who it is, beyond the hits, in its order."""
        found = {*self._hints(), *self._others()}
        doubts: list[Doubt] = []
        for start, stop, why in sorted(found, key=lambda one: (one[0], -one[1])):
            if is_hit(start, stop, hits) or (doubts and start < doubts[-1].stop):
                continue
            word = " ".join(self.letters.whole[start:stop].split())
            doubts.append(Doubt(start, stop, why, word[:LONGEST]))
        return doubts

    def _hints(self) -> Iterator[tuple[int, int, str]]:
        """What may be a known name: its letters, a part of it, a word in disguise."""
        for word in self.disguised:
            if disguised.is_strange(self.letters.whole, word):
                yield word.start, word.stop, "disguised"
        names = [identity.text for identity in self.known if identity.kind == "name"]
        for name in names:
            for form in hints_of(name):
                for start, stop in _found(self.letters, form):
                    if fold_letters(self.letters.whole[start:stop]) not in ABBREVIATIONS:
                        yield start, stop, form.why
        for identity in self.known:
            if identity.kind == "phone":
                for start, stop in turned_phones_in(self.letters, self.digits, identity.text):
                    yield start, stop, "phone"
        yield from spelled_words(self.letters.whole, names)
        yield from joined_words(self.letters, names)

    def _others(self) -> Iterator[tuple[int, int, str]]:
        """People and units of whom nothing is known, and how somebody is reached."""
        for contact in self.contacts:
            if not contact.is_sure:
                yield contact.start, contact.stop, contact.kind
        for named_one in named_by_role(self.letters.whole):
            yield named_one.start, named_one.stop, named_one.kind


def is_hit(start: int, stop: int, hits: Iterable[Hit]) -> bool:
    """Whether a part of it is masked already."""
    return any(start < end and begin < stop for begin, end, _identity in hits)


def _end_of_word(text: str, stop: int) -> int:
    """Where a word ends of which a part was put right."""
    while text[stop : stop + 1] == disguised.KEPT:
        stop += 1
    return stop


def _end_of_run(text: str, stop: int) -> int:
    """Where the signs end of a word that was decided about by its first ones: its rest would stay
    to be read.
    """
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    return stop


class Found(NamedTuple):
    """What a text tells: what must not be seen, and what a person must decide about."""

    hits: list[Hit]
    doubts: list[Doubt]


def look_through(text: str, known: list[Identity]) -> Found:
    """Where the identities stand in a text, and what else may tell who it is."""
    searched = _Text(text, known)
    hits = searched.hits()
    return Found(hits, searched.doubts(hits))


def doubts(text: str, known: list[Identity]) -> list[Doubt]:
    """What in a text may tell who it is, and may be harmless: a person must decide."""
    return look_through(text, known).doubts


def spans(text: str, known: list[Identity]) -> list[Hit]:
    """Where the identities stand in a text: (start, end, identity)."""
    return _Text(text, known).hits()


def _places(letters: Squeezed, digits: Digits, identity: Identity) -> list[tuple[int, int]]:
    """Where one of them stands: the longest of the forms that begin at a place."""
    if identity.kind == "phone":
        return phones_in(letters, digits, identity.text)
    longest: dict[int, int] = {}
    for form in forms_of(identity.kind, identity.text):
        for start, stop in _found(letters, form):
            if len(identity.text) >= LONGEST:
                stop = _end_of_run(letters.whole, stop)
            longest[start] = max(stop, longest.get(start, 0))
    places = []
    end = 0
    for start, stop in sorted(longest.items()):
        if stop > end:  # else it is a part of the one before
            places.append((start, stop))
            end = stop
    return places


def _found(letters: Squeezed, form: Form) -> list[tuple[int, int]]:
    """Where a form stands in a text."""
    joined = "".join(form.words)
    places = []
    at = letters.text.find(joined)
    while at >= 0:
        if _is_written(letters, form, at, len(joined)):
            hidden = at + sum(map(len, form.words[: form.shown]))
            places.append((letters.places[hidden], letters.ends[at + len(joined) - 1]))
        at = letters.text.find(joined, at + 1)
    return places


def _is_written(letters: Squeezed, form: Form, at: int, length: int) -> bool:
    """Whether the words stand there as words, or cut into letters, as the form allows."""
    is_whole = letters.begins(at) and letters.begins(at + length)
    if not is_whole and not form.may_be_part:
        return False
    is_long = length >= _SPELLED and form.may_be_spelled
    place = at
    for number, word in enumerate(form.words):
        if number and not _is_between(letters.gap(place), form, is_long):
            return False
        inner = range(place + 1, place + len(word))
        if not is_long and any(letters.gap(letter) for letter in inner):
            return False
        if any(letters.gap(letter) > _WIDEST for letter in inner):
            return False
        if number in form.capitals and not letters.is_capital(place):
            return False
        place += len(word)
    return form.holds(letters, at)


def _is_between(gap: int, form: Form, is_long: bool) -> bool:
    """Whether so many signs stand between two words of one thing."""
    return form.least_gap <= gap <= _WIDEST or (gap == 0 and is_long)


def mask(text: str, known: list[Identity]) -> tuple[str, list[Identity]]:
    """The text with every known identity replaced, and what was replaced."""
    text = nfc(text)
    hits = spans(text, known)
    return without(text, hits), [identity for _start, _stop, identity in hits]


def without(text: str, hits: Iterable[Hit]) -> str:
    """The text with a mask in place of each hit, in their order; of those that only blanks or
    commas keep apart there is one: how many words a name had is not told.
    """
    pieces: list[str] = []
    end = 0  # of what is written or masked so far; hits may overlap
    for start, stop, _identity in hits:
        if start >= end and not (pieces and _JOINING.fullmatch(text, end, start)):
            pieces += [text[end:start], MASK]
        end = max(end, stop)
    pieces.append(text[end:])
    return "".join(pieces)
