"""A text squeezed to its letters and digits: folded, without accents, case, marks that nobody sees
and letters that only look alike; and what stood between them.
"""

import functools
import unicodedata
from typing import NamedTuple

# Letters of other scripts that are seen as Latin ones.
_ALIKE = str.maketrans(
    "авекмнорстухіјѕһԁɡԛԝᴠոսցαβεηικνορτυχγıɑłđðɩⅼʀᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘꜱᴛᴜᴡʏᴢияøᴎᴙ",
    "abekmhopctyxijshdgqwvnugabenikvoptuxyialddilrabcdeghijklmnopstuwyznronr",
)
_CAPITALS_ALIKE = str.maketrans(
    "ВНРСУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐ∩∪ΛΔ∆",
    "bhpcyxabezhikmnoptyxdnuaaa",
)


class Squeezed(NamedTuple):
    """Letters and digits, and of each where it stands in the text, where it ends there, and how
    many other signs stand before it (since the letter before).
    """

    whole: str
    text: str
    places: list[int]
    ends: list[int]
    gaps: list[int]

    def gap(self, at: int) -> int:
        """How many signs stand before this letter; at the end of the text there is a gap."""
        return self.gaps[at] if at < len(self.gaps) else 1

    def begins(self, at: int) -> bool:
        """Whether a word begins here, or one has ended before it."""
        return at == 0 or self.gap(at) > 0

    def is_capital(self, at: int) -> bool:
        return self.whole[self.places[at]].isupper()

    def between(self, at: int) -> str:
        """What stands before this letter, since the letter before."""
        start = self.ends[at - 1] if at else 0
        return unicodedata.normalize("NFKC", self.whole[start : self.places[at]])

    def written(self, at: int, length: int) -> str:
        """How it stands in the text, composed and small."""
        part = self.whole[self.places[at] : self.ends[at + length - 1]]
        return unicodedata.normalize("NFC", part).lower()


@functools.lru_cache(maxsize=4096)
def _folded(char: str) -> str | None:
    """What is left of a sign: letters and digits, "" of marks that nobody sees, None of what
    separates.
    """
    kept = []
    for part in unicodedata.normalize("NFKD", char.translate(_CAPITALS_ALIKE)):
        kind = unicodedata.category(part)
        if kind in ("Mn", "Me", "Cf"):
            continue
        small = part.lower().translate(_ALIKE)
        kept += [letter if letter.isalnum() else None for letter in small]
    if None in kept:
        letters = [letter for letter in kept if letter]
        return "".join(letters) if letters else None
    return "".join(letter for letter in kept if letter)


def squeezed(text: str) -> Squeezed:
    """The text's letters and digits with their places."""
    letters: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    gaps: list[int] = []
    gap = 0
    for place, char in enumerate(text):
        kept = _folded(char)
        if kept is None:
            # However many blanks or dots stand in a row, a reader sees one gap.
            is_run = gap and (char == text[place - 1] or (char + text[place - 1]).isspace())
            gap += not is_run
        elif not kept:
            if ends and not gap:
                ends[-1] = place + 1  # an accent that stands alone
        else:
            for letter in kept:
                letters.append(letter)
                places.append(place)
                ends.append(place + 1)
                gaps.append(gap)
                gap = 0
    return Squeezed(text, "".join(letters), places, ends, gaps)


def fold_letters(text: str) -> str:
    """Letters and digits alone, folded: by which two readings of a word are compared."""
    return "".join(_folded(char) or "" for char in text)
