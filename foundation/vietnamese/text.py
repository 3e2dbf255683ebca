"""Vietnamese text as computers must treat it: one normal form, search without accents, names sorted
by given name.
"""

import re
import unicodedata

# What no reader sees: controls other than tab and line breaks, soft hyphens, joiners and other
# signs without width, marks that turn the direction of writing, fillers, tags, and what chooses
# between two looks of a sign.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_NOT_IN_A_NAME = {"So", "Sk", "Me", "Co", "Cn", "Cs"}  # pictures, their colours, what is no sign


def seen(text: str) -> str:
    """The text without characters that nobody sees: with them two titles look alike, a name is not
    found, and a line reads backwards.
    """
    return _UNSEEN.sub("", text)


def has_pictures(name: str) -> bool:
    """Whether a name holds emoji or other pictures, which no certificate prints."""
    return any(unicodedata.category(sign) in _NOT_IN_A_NAME for sign in name)


def nfc(text: str) -> str:
    """The composed form in which every text is stored (TCVN 6909:2001; macOS types NFD), without
    what nobody sees.
    """
    return unicodedata.normalize("NFC", seen(text))


def fold(text: str) -> str:
    """The search key of a text: lower case, no tone or vowel marks, đ as d, single spaces.

    It is never longer than the composed text, and fits wherever that does.

    >>> fold("  Đổi  MỚI ")
    'doi moi'
    """
    bare = unicodedata.normalize("NFD", text)
    for mark in filter(
        unicodedata.combining, set(bare)
    ):  # a dozen marks at most: whole texts are folded, not only names
        bare = bare.replace(mark, "")
    plain = " ".join(bare.replace("đ", "d").replace("Đ", "D").lower().split())
    return unicodedata.normalize("NFC", plain)  # Hangul was taken apart into three letters


# The order of the Vietnamese alphabet within one folded letter, then of the tones: a ă â, e ê, o ô
# ơ, u ư, d đ.
_VOWEL_MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def _collation(word: str) -> str:
    """Letters first, then vowel marks, then tones, so that Anh < Ánh < Ân and Dũng < Đức hold in
    plain string order.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones.append(_TONES[char])
        elif char in _VOWEL_MARKS and letters:
            letters[-1] = letters[-1][0] + _VOWEL_MARKS[char]
        elif char == "đ":
            letters.append("d1")
        elif not unicodedata.combining(char):
            letters.append(char + "0")
    return "".join(letters) + "!" + "".join(tones)


def order_key(text: str) -> str:
    """The sort key of a place or a title in the order of the Vietnamese alphabet, word by word."""
    return " ".join(_collation(word) for word in text.split())


def name_key(full_name: str) -> str:
    """The sort key of a person's name: given name, then family name, then the middle ones, as
    Vietnamese lists are kept.
    """
    words = full_name.split()
    if not words:
        return ""
    given = words[-1]
    family = words[0] if len(words) > 1 else ""
    middle = words[1:-1]
    return " ".join(_collation(word) for word in (given, family, *middle))[:400]
