"""The forms in which people write names, e-mail addresses, phone numbers and units."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from submissions.sealing.blinding.encodings import tcvn3, vni
from submissions.sealing.blinding.shortly import PLACES
from submissions.sealing.blinding.squeezed import Squeezed, fold_letters

_WHOLE_FROM = 6  # letters of what is looked for in old codes, or of the name of an address
# How people are addressed, before the given name.
_ADDRESS = (
    *("ông", "bà", "anh", "chị", "cô", "thầy", "bác", "chú", "dì", "cậu", "em", "cháu", "bạn"),
    *("ks", "ths", "ts", "pgs", "gs", "bs", "kts", "cn", "đc"),
    *("mr", "mrs", "ms", "miss", "dr", "gvhd", "gvcn", "svth", "hvth", "hdkh"),
    *("sinh viên", "học sinh", "kỹ sư", "bác sĩ", "thạc sĩ", "tiến sĩ", "giáo sư"),
    *("tác giả", "đồng chí", "nghệ nhân", "nông dân", "già", "cụ", "ké", "mế", "pá", "then"),
    *("già làng", "già bản", "thầy tào", "thầy mo", "thầy cúng", "người có uy tín", "chủ hộ"),
    *("trưởng bản", "trưởng thôn", "trưởng xóm", "trưởng họ", "trưởng ban", "trưởng phòng"),
    *("tổ trưởng", "đội trưởng", "nhóm trưởng", "lớp trưởng", "chi hội trưởng", "hiệu trưởng"),
    *("chủ tịch", "bí thư", "bí thư chi bộ", "bí thư đoàn", "giám đốc", "chủ nhiệm", "phó ban"),
    *("giáo viên", "giảng viên", "cán bộ", "thành viên", "hội viên", "xã viên", "y sĩ", "thợ cả"),
)
# Long and short forms of a unit's words, folded.
_SHORT = (
    ("trung hoc pho thong", "thpt"),
    ("trung hoc co so", "thcs"),
    ("tieu hoc", "th"),
    ("mam non", "mn"),
    ("hop tac xa", "htx"),
    ("to hop tac", "tht"),
    ("lien hiep hop tac xa", "lhhtx"),
    ("cong ty co phan", "cong ty cp", "ctcp", "cty cp", "cty co phan"),
    ("cong ty trach nhiem huu han", "cong ty tnhh", "cty tnhh", "ct tnhh"),
    ("mot thanh vien", "mtv"),
    ("cong ty", "cty"),
    ("doanh nghiep tu nhan", "dntn"),
    ("uy ban nhan dan", "ubnd"),
    ("trung tam y te", "ttyt"),
    ("trung tam", "tt"),
    ("benh vien da khoa", "bvdk", "bv da khoa"),
    ("benh vien", "bv"),
    ("dai hoc", "dh"),
    ("cao dang", "cd"),
    ("hoc vien", "hv"),
    ("khoa hoc va cong nghe", "khcn", "kh cn"),
    ("giao duc va dao tao", "gddt", "gd dt"),
    ("nong nghiep va moi truong", "nnmt", "nn mt"),
    ("thanh pho", "tp"),
    ("thi tran", "tt"),
    ("doan thanh nien", "doan tn"),
    ("hoi nong dan", "hnd"),
    ("hoi lien hiep phu nu", "hlhpn", "hoi lhpn"),
)
# What a unit is: what stands behind it is its own name.
_GENERIC = (
    "truong trung hoc pho thong chuyen",
    "truong trung hoc pho thong",
    "truong thpt",
    "truong trung hoc co so",
    "truong thcs",
    "truong tieu hoc",
    "truong mam non",
    "trung hoc pho thong",
    "truong dai hoc",
    "truong cao dang",
    "truong",
    "tieu hoc",
    "hop tac xa",
    "htx",
    "to hop tac",
    "cong ty co phan",
    "cong ty cp",
    "cong ty trach nhiem huu han",
    "cong ty tnhh",
    "cong ty",
    "doanh nghiep tu nhan",
    "uy ban nhan dan xa",
    "uy ban nhan dan phuong",
    "trung tam y te",
    "benh vien da khoa",
    "benh vien",
    "dai hoc",
    "cao dang",
)
_DIGITS = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "o": "0",
}
_BEFORE_A_NUMBER = ("0084", "840", "84", "0", "")  # the longest first
_SHORTEST_NUMBER = 8  # digits of a number that reaches somebody
_MOST_BETWEEN = 4  # signs between two digits of one number
_MOST_AT_AN_EDGE = 6  # where a line or a cell of a table ends between them


class Form(NamedTuple):
    """Words that stand one behind the other, and how they must stand to be meant."""

    words: tuple[str, ...]
    least_gap: int = 1  # signs between two of them
    may_be_spelled: bool = False  # cut into letters, or joined
    capitals: frozenset[int] = frozenset()  # which of them begin with one
    may_be_part: bool = False  # of longer words
    shown: int = 0  # how many of the first stay: how somebody is addressed names nobody
    must_hold: str = ""  # what must stand between two of them: "." or "@"; "accents": see there
    accents: tuple[str, ...] = ()
    is_alone: bool = False  # no word with a capital stands beside it, as in another one's name
    is_within: bool = False  # a sentence: its first word has a capital whatever it says
    why: str = ""  # it may be something else as well

    def holds(self, letters: Squeezed, at: int) -> bool:
        """Whether what cannot be seen from folded letters is so."""
        if self.is_alone and _is_beside_a_name(letters, at, self):
            return False
        if self.is_within and _begins_a_sentence(letters, at):
            return False
        if self.accents:
            return _has_accents(letters, at, self)
        if not self.must_hold:
            return True
        place = at + len(self.words[0])
        for word in self.words[1:]:
            if self.must_hold in letters.between(place):
                return True
            place += len(word)
        return False


_NAME_BEFORE = re.compile(r"(?<!\w)[^\W\d_]\w*[ \u00a0.-]+\Z")
_NAME_BEHIND = re.compile(r"[ \u00a0-]+([^\W\d_])")


_SENTENCE_BEFORE = re.compile(r"(?:\A|[.!?:;…\n\r•|])[\s\"“”'(*–—-]*\Z")


def _begins_a_sentence(letters: Squeezed, at: int) -> bool:
    start = letters.places[at]
    return bool(_SENTENCE_BEFORE.search(letters.whole[max(0, start - 8) : start]))


def _is_beside_a_name(letters: Squeezed, at: int, form: Form) -> bool:
    """Whether a word with a capital goes before on its line, or follows it. A single word may
    stand behind the first one of a sentence, but for a place's name.
    """
    start = letters.places[at]
    end = letters.ends[at + sum(map(len, form.words)) - 1]
    behind = _NAME_BEHIND.match(letters.whole, end)
    if behind is not None and behind[1].isupper():
        return True
    before = _NAME_BEFORE.search(letters.whole, max(0, start - 20), start)
    if before is None or not before.group()[0].isupper() or "." in before.group():
        return False
    if len(form.words) > 1 or not _SENTENCE_BEFORE.search(letters.whole[: before.start()][-8:]):
        return True
    return letters.whole[before.start() : end].lower() in PLACES


def _has_accents(letters: Squeezed, at: int, form: Form) -> bool:
    """Whether the words have the accents that they are known with; a text that is written without
    any is taken at its word.
    """
    place = at
    is_bare = True
    is_same = True
    for word, accented in zip(form.words, form.accents, strict=True):
        written = letters.written(place, len(word))
        is_bare &= written.isascii()
        is_same &= written == accented
        place += len(word)
    if is_same:
        return True
    around = letters.whole[max(0, letters.places[at] - 40) : letters.ends[place - 1] + 40]
    return is_bare and around.isascii()


@functools.lru_cache(maxsize=512)
def forms_of(kind: str, text: str) -> tuple[Form, ...]:
    """Every form of a name, an address, a unit or a title."""
    if kind == "name":
        return tuple(_of_name(text))
    if kind == "email":
        return tuple(_of_address(text))
    if kind == "unit":
        return tuple(_of_unit(text))
    if kind == "word":
        return (_as_it_is(text),)
    return (Form(words_of(text)),)


def _as_it_is(text: str) -> Form:
    """A word about which somebody has decided: with its capitals and accents, since Bình is no
    bình. A long one is meant within longer words too: it was asked about as it stood there. A long
    number is the same one however it is cut: into groups, or by the end of a line.
    """
    if text.isdecimal() and len(text) >= _WHOLE_FROM:
        return Form((text,), may_be_spelled=True)
    parts = [part for part in _parts_of(text) if fold_letters(part)]
    capitals = {number for number, part in enumerate(parts) if part[0].isupper()}
    return Form(
        tuple(map(fold_letters, parts)),
        capitals=frozenset(capitals),
        may_be_part=sum(map(len, parts)) >= _WHOLE_FROM,
        accents=tuple(part.lower() for part in parts),
    )


def _parts_of(text: str) -> list[str]:
    return re.split(r"[^\w]+|_", unicodedata.normalize("NFC", text))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, an address or a unit, folded."""
    return tuple(filter(None, map(fold_letters, _parts_of(text))))


def _in_old_codes(text: str) -> Iterator[Form]:
    """Where a mark of the old code separates, there are more words than there were."""
    for coded in (tcvn3(text), vni(text)):
        parts = tuple(fold_letters(word) for word in coded.split())
        words = tuple(word for word in parts if word)
        if sum(map(len, words)) >= _WHOLE_FROM:
            yield Form(words, least_gap=0, may_be_spelled=True)


def _of_name(text: str) -> Iterator[Form]:
    plain = words_of(text)
    if len(plain) < 2:
        yield Form(plain)
        return
    spellings = {plain}
    for coded in (tcvn3, vni):
        words = tuple(fold_letters(coded(word)) for word in text.split())
        if all(words) and sum(map(len, words)) >= _WHOLE_FROM:
            spellings.add(words)
    for words in sorted(spellings):
        yield from _in_order_and_turned(words)
        yield from _with_initials(list(words[:-1]), words[-1])
    yield from _letters_turned(plain)
    yield from _in_old_codes(text)
    if len(plain) > 2:
        for short in ((plain[0], plain[-1]), (plain[-1], plain[0])):
            yield Form(short, least_gap=0, capitals=frozenset({0, 1}))
        family_last = (*plain[1:], plain[0])
        for count in range(3, len(plain) + 1):
            yield Form(family_last[-count:], capitals=frozenset(range(count)))
    yield from _addressed(text, plain)


def _in_order_and_turned(words: tuple[str, ...]) -> Iterator[Form]:
    yield Form(words, may_be_spelled=True)
    for turned in ((words[-1], *words[:-1]), tuple(reversed(words))):
        if len(words) == 2:
            yield Form(turned, capitals=frozenset({0, 1}))
        else:
            yield Form(turned, may_be_spelled=True)


def _letters_turned(words: tuple[str, ...]) -> Iterator[Form]:
    """From its last letter to its first, the whole name or each of its words."""
    turned = tuple(word[::-1] for word in words)
    for way in {turned, tuple(reversed(turned))} - {words, tuple(reversed(words))}:
        yield Form(way, may_be_spelled=True)


def _with_initials(before: list[str], given: str) -> Iterator[Form]:
    letters = tuple(word[0] for word in before)
    every = frozenset(range(len(before) + 1))
    dot = "." if len(before) == 1 else ""
    yield Form((*letters, given), least_gap=0, capitals=every, must_hold=dot)
    yield Form((given, *letters), least_gap=0, capitals=every, must_hold=".")
    if len(before) > 1:
        yield Form((before[0], *letters[1:], given), least_gap=0, capitals=every)
        yield Form((before[0][:2], *letters[1:], given), least_gap=0, capitals=every)


def _addressed(text: str, words: tuple[str, ...]) -> Iterator[Form]:
    """As people say it: Anh Phương, cô Hoài Phương."""
    accented = tuple(unicodedata.normalize("NFC", word).lower() for word in text.split())
    for address in _ADDRESS:
        called = tuple(address.split())
        folded = tuple(fold_letters(word) for word in called)
        for count in range(1, len(words)):
            yield Form(
                (*folded, *words[-count:]),
                capitals=frozenset(range(len(called), len(called) + count)),
                shown=len(called),
                accents=(*called, *accented[-count:]),
            )


def _of_address(text: str) -> Iterator[Form]:
    name, _sign, domain = text.partition("@")
    first = words_of(name)
    if not words_of(domain):
        yield Form(first)
        return
    for at in ((), ("at",), ("a", "cong")):
        for dot in ("", "dot", "cham"):
            words = (*_dotted(name, dot), *at, *_dotted(domain, dot))
            yield Form(words, least_gap=0, must_hold="" if at else "@")
    joined = "".join(first)
    if len(joined) >= _WHOLE_FROM and (len(first) > 1 or any(map(str.isdigit, joined))):
        yield Form(first, least_gap=0)


def _dotted(text: str, dot: str) -> tuple[str, ...]:
    """The words of a part of an address, with what is written for a dot between them."""
    dotted: list[str] = []
    for number, part in enumerate(text.split(".")):
        if number and dot:
            dotted.append(dot)
        dotted += words_of(part)
    return tuple(dotted)


def _of_unit(text: str) -> Iterator[Form]:
    words = words_of(text)
    is_long = sum(map(len, words)) >= 2 * _WHOLE_FROM
    for way in _ways(" ".join(words)):
        yield Form(tuple(way.split()), may_be_spelled=is_long)
    yield from _in_old_codes(text)
    own = _own_name(text)
    if len(own) > 1 and sum(map(len, own)) >= _WHOLE_FROM:
        yield Form(own, capitals=frozenset(range(len(own))))


def _ways(unit: str) -> set[str]:
    """The unit with each of its words long and short."""
    ways = {unit}
    for forms in _SHORT:
        for way in list(ways):
            padded = f" {way} "
            for form in forms:
                if f" {form} " in padded:
                    ways |= {padded.replace(f" {form} ", f" {other} ").strip() for other in forms}
    school = {way.removeprefix("truong ") for way in ways if way.startswith("truong ")}
    return ways | {way for way in school if len(way.split()) > 2}


def _own_name(text: str) -> tuple[str, ...]:
    """What is a unit's alone: the words with a capital at its end, behind what kind of unit it is;
    nothing where that is not known.
    """
    words = unicodedata.normalize("NFC", text).split()
    folded = [fold_letters(word) for word in words]
    for generic in sorted(_GENERIC, key=len, reverse=True):
        parts = generic.split()
        if folded[: len(parts)] == parts:
            behind = words[len(parts) :]
            own: list[str] = []
            while behind and behind[-1][0].isupper():
                own.insert(0, fold_letters(behind.pop()))
            return tuple(word for word in own if word)
    return ()


class Digits(NamedTuple):
    """Every digit of a text, in figures or in words, and from which letter to which it stands."""

    joined: str
    spans: list[tuple[int, int]]


def phones_in(letters: Squeezed, digits: Digits, phone: str) -> list[tuple[int, int]]:
    """Where a phone number stands: its digits, however they are grouped, in figures or in words,
    with 0, 84, +84, 0084 or nothing before them.
    """
    known = "".join(char for char in fold_letters(phone) if char.isdigit())
    core = known.removeprefix("00").removeprefix("84").removeprefix("0")
    if not core:
        return []
    joined, spans = digits
    places = []
    at = joined.find(core)
    while at >= 0:
        start = _number_from(letters, joined, spans, at, len(core))
        if start is not None:
            last = spans[at + len(core) - 1][1] - 1
            places.append((_with_plus(letters, spans[start][0]), letters.ends[last]))
        at = joined.find(core, at + 1)
    return places


def turned_phones_in(letters: Squeezed, digits: Digits, phone: str) -> list[tuple[int, int]]:
    """Where its digits stand from the last to the first, with the 0 or without."""
    turned = "".join(char for char in fold_letters(phone) if char.isdigit())[::-1]
    places = []
    for way in (turned, turned.removesuffix("0")):
        if len(way) >= _SHORTEST_NUMBER:
            places += phones_in(letters, digits, way)
    return places


def digits_in(letters: Squeezed) -> Digits:
    """The digits of a text; between words of digits, an o is one."""
    digits: list[str] = []
    spans: list[tuple[int, int]] = []
    edges = [place for place, gap in enumerate(letters.gaps) if gap or not place]
    for start, stop in pairwise([*edges, len(letters.text)]):
        word = letters.text[start:stop]
        if word in _DIGITS:
            digits.append(_DIGITS[word])
            spans.append((start, stop))
        elif any(map(str.isdigit, word)):
            for place, sign in enumerate(word, start=start):
                if sign.isdigit() or sign == "o":
                    digits.append("0" if sign == "o" else sign)
                    spans.append((place, place + 1))
    return Digits("".join(digits), spans)


def _number_from(
    letters: Squeezed, joined: str, spans: list[tuple[int, int]], at: int, length: int
) -> int | None:
    """The digit with which the number begins, with what stands before it; None where the digits are
    parts of another number, or letters stand between them.
    """
    end = at + length
    if not _is_apart(letters, spans, end):
        return None
    for before in _BEFORE_A_NUMBER:
        start = at - len(before)
        if start < 0 or joined[start:at] != before:
            continue
        is_one = all(follows(letters, spans, place) for place in range(start + 1, end))
        if is_one and _is_apart(letters, spans, start):
            return start
    return None


def follows(letters: Squeezed, spans: list[tuple[int, int]], place: int) -> bool:
    """Whether nothing but a few signs stands between a digit and the one before."""
    first = spans[place][0]
    if first != spans[place - 1][1]:
        return False
    is_edge = letters.gap(first) > _MOST_BETWEEN and "\n" in letters.between(first)
    return letters.gap(first) <= (_MOST_AT_AN_EDGE if is_edge else _MOST_BETWEEN)


def _is_apart(letters: Squeezed, spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a digit does not hang together with the one before."""
    if place in (0, len(spans)):
        return True
    is_next = spans[place][0] == spans[place - 1][1]
    return not is_next or letters.gap(spans[place][0]) > 0


def _with_plus(letters: Squeezed, first: int) -> int:
    start = letters.places[first]
    return start - 1 if start and letters.whole[start - 1] == "+" else start
