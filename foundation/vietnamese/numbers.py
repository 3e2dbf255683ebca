"""Numbers as offices write them: 30.000.000 đ, 41,5 and money in words."""

import re
from decimal import Decimal

_WHOLE = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+)", re.ASCII)
_MONEY_SIGN = re.compile(r" ?(đ|₫|đồng|VND|VNĐ)$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
# Groups of thousands before a comma, or at least two: a single one may be a fraction.
_GROUPED = re.compile(r"-?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,}|( \d{3})+(,\d+)?)", re.ASCII)
_READ_IN_TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_GROUPS = ["", " nghìn", " triệu", " tỷ"]


def grouped(number: int, separator: str = ".") -> str:
    """An integer with groups of three: 1234567 -> 1.234.567."""
    return f"{number:,}".replace(",", separator)


def _without_groups(text: str) -> str:
    """The digits of a number whose thousands stand in groups: 35.000.000 -> 35000000."""
    return text.replace(".", "").replace(" ", "")


def parse_whole(text: str) -> int:
    """A whole number or an amount in đồng as typed here: 35.000.000, 35 000 000, 35000000 đ.

    Raises ValueError when it is none.
    """
    bare = _MONEY_SIGN.sub("", " ".join(text.split()))
    if not _WHOLE.fullmatch(bare):
        raise ValueError(text)
    return int(_without_groups(bare))


def parse_decimal(text: str) -> Decimal:
    """A number as typed here, with decimal comma or point ("17,5", "17.5").

    Raises ValueError when it is none, or when it can be read in two ways ("8.500").
    """
    bare = str(text).strip()
    if _GROUPED.fullmatch(bare):
        bare = _without_groups(bare)
    elif _READ_IN_TWO_WAYS.fullmatch(bare) or not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    return Decimal(bare.replace(",", "."))


def is_read_in_two_ways(text: str) -> bool:
    """Whether a point stands before three digits, and nothing tells of what it is."""
    return _READ_IN_TWO_WAYS.fullmatch(str(text).strip()) is not None


def _three(number: int, full: bool) -> str:
    hundreds = number // 100
    tens = number // 10 % 10
    units = number % 10
    words = []
    if hundreds or full:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif units and (hundreds or full):
        words.append("linh")
    if units:
        if units == 1 and tens > 1:
            words.append("mốt")
        elif units == 5 and tens:
            words.append("lăm")
        else:
            words.append(_DIGITS[units])
    return " ".join(words)


def in_words(number: int) -> str:
    """A non-negative integer below 10^12 in Vietnamese words: 21 -> hai mươi mốt.

    Raises ValueError outside this range.
    """
    if not 0 <= number < 10**12:
        raise ValueError(number)
    if number == 0:
        return "không"
    groups = []
    while number:
        groups.append(number % 1000)
        number //= 1000
    parts = []
    for index in range(len(groups) - 1, -1, -1):
        if groups[index]:
            parts.append(_three(groups[index], full=index < len(groups) - 1) + _GROUPS[index])
    return " ".join(parts)


def money_in_words(dong: int) -> str:
    """An amount in đồng as papers spell it: 30000000 -> Ba mươi triệu đồng."""
    words = in_words(dong)
    return f"{words[0].upper()}{words[1:]} đồng"
