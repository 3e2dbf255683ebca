"""Ways to reach somebody, whoever it is: phone numbers, e-mail addresses, handles, pages of people.

Each of them leads to a person. What can be nothing else is taken out; about what may be a number of
a thing, a person is asked.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from submissions.sealing.blinding.squeezed import Squeezed
from submissions.sealing.blinding.written import Digits, follows

_PHONE = re.compile(r"(?:0084|084|84|0|)(?:[35789]\d{8}|2\d{9})")
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_CITIZEN = re.compile(r"0\d{11}")  # number of a person's identity card
_MARKED = re.compile(
    r"\b(?:cccd|cmnd|cmt|mssv|mst|stk|mã hs|mã số thuế|số tài khoản|so tai khoan"
    r"|mã (?:số )?(?:sinh viên|học sinh))\b"
    r"[\s:.]{0,3}(?P<number>\d[\d .-]{4,24}\d)",
    re.I,
)
_OF_A_CARD = 12  # digits of it
_LEAST_OF_A_CARD = 3  # of them together: fewer are numbers in a row
_DATE = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d")
_CALLED = re.compile(
    r"(?:\b(?:s?đt|đ\.t|điện thoại|dien thoai|di động|liên hệ|lien he|zalo|hotline|gọi|tel|lh|dđ"
    r"|phone|mobile|viber|số máy)\b[^\d\n]{0,12}|\+)$",
    re.I,
)
_FEWEST_SPOKEN = 4  # digits in words: fewer are not yet a number that is told
_SHORTEST = 8  # digits of a number that reaches somebody
_IN_A_NUMBER = {".", ","}  # between two digits of an amount
_AT = re.compile(
    r"\s?[@＠﹫]\s*|\s*[(\[{<]\s*(?:at|a|@|a\s?c[òo]ng|a\s?m[óo]c)\s*[)\]}>]\s*"
    r"|\s(?:at|a\s?c[òo]ng|a\s?m[óo]c)\s",
    re.I,
)
_DOT = r"(?:\s?[.．]\s?|\s*[(\[{<]\s*(?:dot|ch[ấa]m|\.)\s*[)\]}>]\s*|\s(?:dot|ch[ấa]m)\s)"
_NAME = re.compile(rf"[\w+-]+(?:{_DOT}[\w+-]+)*$", re.I)
_HOST = re.compile(
    rf"[\w-]+(?:{_DOT}[\w-]+)*{_DOT}(?:com|vn|net|org|edu|gov|info|io|me|asia)\b", re.I
)
_OFFICIAL = re.compile(r"gov\W+vn$", re.I)
_LONGEST = 64  # signs of the name of an address
_HANDLE = re.compile(r"(?<![\w.@])[@＠][A-Za-z_][\w.]{2,}|[\w.+-]{3,}[@＠](?![\w@＠])")
_PLACE = re.compile(
    r"\b(?:e?-?mail|gmail|zalo|facebook|fb|messenger|telegram|tiktok|instagram|insta|skype"
    r"|viber|youtube|twitter|linkedin)\b(?:\s(?:cá nhân|riêng|của))?\s?(?P<told>[:：–-]\s?)?",
    re.I,
)
_ACCOUNT = re.compile(r"\w*[._\d]\w+(?:[._]\w+)*|\w+")
_PAGE = re.compile(r"(?:https?://|www\.|linktr\.ee/|orcid\.org/|about\.me/)[^\s<>()\"”]+", re.I)
_OF_SOMEBODY = re.compile(
    r"~|/(?:profiles?|users?|u|people|person|author|members?|in|cv|staff)/|blog|wixsite|weebly"
    r"|scholar\.google|orcid|researchgate|academia\.edu|linktr\.ee|about\.me|user=|profile",
    re.I,
)
# A site of one's own, by its bare name. Those of offices, papers and tools lead to nobody.
_SITE = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?P<host>(?:[\w-]+\.){1,4}(?:vn|com|net|org|info|asia|shop|store))"
    r"(?![\w@-]|\.\w)",
    re.I,
)
_OF_NOBODY = """
gov.vn vnexpress.net dantri.com.vn tuoitre.vn thanhnien.vn vietnamnet.vn vtv.vn nhandan.vn vov.vn
baothainguyen.vn thainguyentv.vn wikipedia.org python.org asp.net arduino.com scratch.com google.com
microsoft.com openstreetmap.org opencv.org tensorflow.org pytorch.org kaggle.com w3.org nature.com
sciencedirect.com springer.com ieee.org who.int fao.org tcvn.vn vsqi.vn zalo.me youtube.com
"""
_KNOWN_SITES = tuple(_OF_NOBODY.split())


class Contact(NamedTuple):
    """A way to reach somebody: where it stands in the text, and whether it can be nothing else."""

    kind: str  # phone, email, link
    start: int
    stop: int
    is_sure: bool


def contacts(letters: Squeezed, digits: Digits) -> list[Contact]:
    """Every way to reach somebody that a text tells."""
    text = letters.whole
    return [
        *_numbers(letters, digits),
        *_marked_numbers(text),
        *_addresses(text),
        *_handles(text),
        *_accounts(text),
        *_pages(text),
        *_sites(text),
    ]


def _numbers(letters: Squeezed, digits: Digits) -> Iterator[Contact]:
    for first, last in _rows(letters, digits.spans):
        groups = [place for place in range(first, last) if letters.gap(digits.spans[place][0])]
        end = first
        for start in sorted({first, *groups}):
            stop = _end_of_number(letters, digits, start, {last, *groups}) if start >= end else None
            if stop is not None:
                end = stop
                yield from _told(letters, digits, start, stop)


def _rows(letters: Squeezed, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Digits with nothing but a few signs between them, from one to another."""
    first = 0
    for place in range(1, len(spans) + 1):
        if place < len(spans) and follows(letters, spans, place):
            continue
        if place - first >= _SHORTEST:
            yield first, place
        first = place


def _end_of_number(letters: Squeezed, digits: Digits, start: int, ends: set[int]) -> int | None:
    """Where a number ends that begins at a digit; None where none does."""
    if letters.between(digits.spans[start][0]) in _IN_A_NUMBER:
        return None
    for pattern in (_PHONE, _HOTLINE, _CITIZEN):
        number = pattern.match(digits.joined, start, max(ends))
        if number and number.end() in ends and _is_one(letters, digits, start, number.end()):
            return number.end()
    return None


def _is_one(letters: Squeezed, digits: Digits, start: int, stop: int) -> bool:
    """Whether the digits are grouped as people group those of a number: not as measures in a row,
    of which each has a point or a comma of its own.
    """
    sizes: list[int] = []
    signs: set[str] = set()
    spoken = 0
    for place in range(start, stop):
        at, to = digits.spans[place]
        spoken += to - at > 1 or (letters.text[at].isalpha() and letters.text[at] != "o")
        if place == start or letters.gap(at):
            sizes.append(0)
            if place > start:
                signs.add(letters.between(at))
        sizes[-1] += 1
    if spoken >= _FEWEST_SPOKEN:
        return digits.joined[start] == "0" or stop - start > 10
    if stop - start == _OF_A_CARD and min(sizes) < _LEAST_OF_A_CARD:
        return False
    single = sum(size == 1 for size in sizes[1:])
    if single and single < len(sizes) - 1:
        return False
    is_short = digits.joined[start] not in "01" and digits.joined[start : start + 2] != "84"
    is_measured = bool(signs & _IN_A_NUMBER) and len(signs) > 1
    return not is_short and len(signs) <= 3 and not (single and is_measured)


def _told(letters: Squeezed, digits: Digits, start: int, stop: int) -> Iterator[Contact]:
    """The number with what stands before it; nothing where it is a date."""
    from_sign = letters.places[digits.spans[start][0]]
    to_sign = letters.ends[digits.spans[stop - 1][1] - 1]
    text = letters.whole
    if not _DATE.search(text[from_sign:to_sign]):
        before = text[max(0, from_sign - 40) : from_sign]
        yield Contact("phone", from_sign, to_sign, _CALLED.search(before) is not None)


def _marked_numbers(text: str) -> Iterator[Contact]:
    """Numbers of a person's papers and accounts, told as such."""
    for number in _MARKED.finditer(text):
        yield Contact("phone", *number.span("number"), False)


def _addresses(text: str) -> Iterator[Contact]:
    """E-mail addresses, written or spelled out."""
    for at in _AT.finditer(text):
        name = _NAME.search(text[max(0, at.start() - _LONGEST) : at.start()])
        host = _HOST.match(text, at.end())
        if name and host:
            is_office = _OFFICIAL.search(host.group()) is not None
            yield Contact("email", at.start() - len(name.group()), host.end(), not is_office)


def _handles(text: str) -> Iterator[Contact]:
    if not any(sign in text for sign in "@＠"):
        return
    for handle in _HANDLE.finditer(text):
        yield Contact("link", *handle.span(), False)


def _accounts(text: str) -> Iterator[Contact]:
    """A name behind Zalo, Facebook and the like."""
    for place in _PLACE.finditer(text):
        account = _ACCOUNT.match(text, place.end())
        if account is None:
            continue
        told = account.group()
        following = _ACCOUNT.match(text, account.end() + 1)
        is_named = _is_name(told) and following is not None and _is_name(following.group())
        is_account = any(sign in told for sign in "._") or (
            told[0].isalpha() and told[-1].isdigit()
        )
        if is_named or is_account or (place["told"] and not told.islower()):
            stop = following.end() if is_named and following else account.end()
            yield Contact("link", account.start(), stop, False)


def _is_name(word: str) -> bool:
    return word[0].isupper() and word[1:].islower()


def _pages(text: str) -> Iterator[Contact]:
    for page in _PAGE.finditer(text):
        if _OF_SOMEBODY.search(page.group()):
            yield Contact("link", *page.span(), False)


def _sites(text: str) -> Iterator[Contact]:
    for site in _SITE.finditer(text):
        host = site["host"].lower()
        if not any(host == known or host.endswith(f".{known}") for known in _KNOWN_SITES):
            yield Contact("link", *site.span("host"), False)
