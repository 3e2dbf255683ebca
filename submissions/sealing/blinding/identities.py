"""Who must not be recognised, and where they stand in a text, whatever accents, case, spaces or
normal form.
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


def _sorted(found: set[Identity]) -> list[Identity]:
    """The longest first, so that parts are not masked before wholes."""
    return sorted(
        (item for item in found if len(item.text) >= _SHORTEST),
        key=lambda item: (-len(item.text), item.text),
    )


def identities(content: dict) -> list[Identity]:
    """What must not be seen, from a version's content."""
    found = {Identity("unit", content["unit"])}
    for author in content["authors"]:
        found |= {
            Identity("name", author["full_name"]),
            Identity("email", author["email"]),
            Identity("phone", author["phone"]),
        }
        found.add(Identity("unit", author["workplace"]))
    return _sorted(found)


def named(people: list[dict]) -> list[Identity]:
    """What must not be seen, from people as {"full_name", "email", "phone", "unit", "title"}, each
    of them optional.
    """
    kinds = {
        "full_name": "name",
        "email": "email",
        "phone": "phone",
        "unit": "unit",
        "title": "title",
    }
    return _sorted(
        {
            Identity(kind, str(person.get(key) or "").strip())
            for person in people
            for key, kind in kinds.items()
        }
    )


def _folded_with_map(text: str) -> tuple[str, list[int]]:
    """The folded characters of a text, each with the place of its original (spaces are kept one to
    one).
    """
    folded, places = [], []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char):
            if not unicodedata.combining(part):
                folded.append(
                    " " if part.isspace() else part.replace("đ", "d").replace("Đ", "d").lower()[:1]
                )
                places.append(place)
    return "".join(folded), places


def _pattern(identity: Identity) -> re.Pattern:
    if identity.kind == "phone":
        digits = re.sub(r"\D", "", identity.text)
        core = digits.removeprefix("84").removeprefix("0")
        return re.compile(r"(?<!\d)(?:\+?84|0)?[\s.\-]*" + r"[\s.\-]*".join(core) + r"(?!\d)")
    words = fold(identity.text).split()
    whole = _BETWEEN.join(re.escape(word) for word in words)
    letters = [char for word in words for char in word]
    if identity.kind == "name" and len(words) > 1 and len(letters) >= _LETTERS:
        whole = f"(?:{whole}|" + r"[\s\-_.]?".join(re.escape(char) for char in letters) + ")"
    return re.compile(r"(?<!\w)" + whole + r"(?!\w)")


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
    result, end = [], 0
    for start, stop, _identity in hits:
        if start >= end:
            result += [text[end:start], MASK]
        end = max(end, stop)
    return "".join(result) + text[end:], [identity for *_place, identity in hits]
