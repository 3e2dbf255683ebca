"""Numbers as offices write them: 30.000.000 đ, 41,5 and money in words."""

from decimal import Decimal, InvalidOperation

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_GROUPS = ["", " nghìn", " triệu", " tỷ"]


def grouped(number: int, separator: str = ".") -> str:
    """An integer with groups of three: 1234567 -> 1.234.567."""
    return f"{number:,}".replace(",", separator)


def parse_decimal(text: str) -> Decimal:
    """A number as typed here, with decimal comma or point ("17,5", "17.5").

    Raises ValueError when it is none.
    """
    try:
        value = Decimal(str(text).strip().replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
        raise ValueError(text)
    return value


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
