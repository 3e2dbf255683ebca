"""Who must not be recognised, and where they stand in a text.

Whatever accents, case, spaces or normal form it has.
"""

import re
import unicodedata
from dataclasses import dataclass

from foundation.vietnamese.text import fold, nfc

MASK = "▇▇▇▇▇"
_SHORTEST = 5  # characters; shorter words stand in every text
_LETTERS = 9  # a name of so many letters is found even when a file has cut it into single letters
_BETWEEN = r"[\s\-_.·,]+"


@dataclass(frozen=True)
class Identity:
    """One thing that would tell who wrote it."""

    kind: str  # name, email, phone, unit, title
    text: str


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


def _folded_with_map(text: str) -> tuple[str, list[int]]:
    """The folded characters of a text, each with the place of its original.

    Spaces are kept one to one.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char):
            if unicodedata.combining(part):
                continue
            folded.append(_folded(part))
            places.append(place)
    return "".join(folded), places


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    if char in "đĐ":
        return "d"
    return char.lower()[:1]


def _pattern(identity: Identity) -> re.Pattern[str]:
    """Where an identity stands in a folded text."""
    if identity.kind == "phone":
        return _phone_pattern(identity.text)
    words = fold(identity.text).split()
    whole = _BETWEEN.join(re.escape(word) for word in words)
    letters = list("".join(words))
    if identity.kind == "name" and len(words) > 1 and len(letters) >= _LETTERS:
        spelled = r"[\s\-_.]?".join(re.escape(char) for char in letters)
        whole = f"(?:{whole}|{spelled})"
    return re.compile(r"(?<!\w)" + whole + r"(?!\w)")


def _phone_pattern(phone: str) -> re.Pattern[str]:
    """Its digits, whatever people write between them, with 0, 84, +84 or nothing before."""
    digits = re.sub(r"\D", "", phone)
    core = digits.removeprefix("84").removeprefix("0")
    between = r"[\s.\-]*"
    return re.compile(r"(?<!\d)(?:\+?84|0)?" + between + between.join(core) + r"(?!\d)")


def spans(text: str, known: list[Identity]) -> list[tuple[int, int, Identity]]:
    """Where the identities stand in a text: (start, end, identity)."""
    folded, places = _folded_with_map(text)
    hits = []
    for identity in known:
        for match in _pattern(identity).finditer(folded):
            hits.append((places[match.start()], places[match.end() - 1] + 1, identity))
    return sorted(hits, key=lambda hit: (hit[0], hit[1]))


def mask(text: str, known: list[Identity]) -> tuple[str, list[Identity]]:
    """The text with every known identity replaced, and what was replaced."""
    text = nfc(text)
    hits = spans(text, known)
    pieces: list[str] = []
    end = 0  # of what is written or masked so far; hits may overlap
    for start, stop, _identity in hits:
        if start >= end:
            pieces += [text[end:start], MASK]
        end = max(end, stop)
    pieces.append(text[end:])
    return "".join(pieces), [identity for _start, _stop, identity in hits]
