"""How people write names, phones, addresses and units in a text, and what only looks like it.

`forms()` gives (kind of form, person, sentence, words that must not be left); `decoys()` gives
(person, sentence) in which nobody is named. Committed before the matching was tuned to it; the
people are drawn by seed, so that fresh ones can be tried.
"""

import unicodedata
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from demo.edition import people

FORMS_SEED, DECOYS_SEED = 41, 42


class Form(NamedTuple):
    """One way of writing one thing that is known of a person."""

    kind: str
    person: dict
    sentence: str
    must_go: str  # as it is written in the sentence


def plain(text: str) -> str:
    """Without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


_ALIKE = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
# TCVN 3 (ABC), as fonts named .VnTime show it, and VNI: a letter and its mark behind it.
_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®¡¢£¤¥¦§",
        strict=True,
    )
)
_VNI_MARKS = {
    "\u0301": "ù",
    "\u0300": "ø",
    "\u0309": "û",
    "\u0303": "õ",
    "\u0323": "ï",
}
_VNI_SHAPED = {
    ("\u0302", ""): "â",
    ("\u0302", "\u0301"): "á",
    ("\u0302", "\u0300"): "à",
    ("\u0302", "\u0309"): "å",
    ("\u0302", "\u0303"): "ã",
    ("\u0302", "\u0323"): "ä",
    ("\u0306", ""): "ê",
    ("\u0306", "\u0301"): "é",
    ("\u0306", "\u0300"): "è",
    ("\u0306", "\u0309"): "ú",
    ("\u0306", "\u0303"): "ü",
    ("\u0306", "\u0323"): "ë",
}


def tcvn3(text: str) -> str:
    """As an old font of the north writes it; capitals with marks are written small, as there."""
    written = []
    for char in unicodedata.normalize("NFC", text):
        written.append(_TCVN3.get(char) or _TCVN3.get(char.lower(), char))
    return "".join(written)


def vni(text: str) -> str:
    """As an old font of the south writes it."""
    written = []
    for char in unicodedata.normalize("NFC", text):
        written.append(_vni_letter(char))
    return "".join(written)


def _vni_letter(char: str) -> str:
    if char in "đĐ":
        return "ñ" if char == "đ" else "Ñ"
    parts = unicodedata.normalize("NFD", char)
    base, marks = parts[0], parts[1:]
    if not marks:
        return char
    if base.lower() == "i":
        alone = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}
        return alone.get(marks, char)
    if marks[0] == "\u031b":  # ơ and ư are letters of their own
        base = "ô" if base.lower() == "o" else "ö"
        marks = marks[1:]
        return base + _VNI_MARKS.get(marks, "")
    shape = [mark for mark in marks if mark in "\u0302\u0306"]
    tone = "".join(mark for mark in marks if mark not in "\u0302\u0306")
    if shape:
        return base + _VNI_SHAPED[(shape[0], tone)]
    return base + _VNI_MARKS.get(marks, "")


def _words(name: str) -> list[str]:
    return name.split()


def _initials(name: str, sign: str) -> str:
    *rest, given = _words(name)
    return sign.join([*(word[0] for word in rest), given])


NAMES = {
    "as it is": lambda n: n,
    "capitals": str.upper,
    "small": str.lower,
    "no accents": plain,
    "capitals without accents": lambda n: plain(n).upper(),
    "decomposed": lambda n: unicodedata.normalize("NFD", n),
    "wide spaces": lambda n: n.replace(" ", "\u00a0\u2003"),
    "over two lines": lambda n: n.replace(" ", "\n", 1),
    "hyphens": lambda n: n.replace(" ", "-"),
    "long dashes": lambda n: n.replace(" ", " – "),
    "underscores": lambda n: plain(n).replace(" ", "_"),
    "dots": lambda n: n.replace(" ", "."),
    "commas": lambda n: n.replace(" ", ", "),
    "slashes": lambda n: n.replace(" ", "/"),
    "bars": lambda n: n.replace(" ", " | "),
    "stars": lambda n: n.replace(" ", " * "),
    "bullets": lambda n: n.replace(" ", " • "),
    "tildes": lambda n: n.replace(" ", "~"),
    "joined": lambda n: n.replace(" ", ""),
    "joined without accents": lambda n: plain(n).replace(" ", "").lower(),
    "letter by letter": lambda n: " ".join(n.replace(" ", "")),
    "letter by letter, words apart": lambda n: "   ".join(" ".join(word) for word in _words(n)),
    "letter by letter with dots": lambda n: ".".join(plain(n).replace(" ", "")),
    "letter by letter with hyphens": lambda n: "-".join(n.replace(" ", "")),
    "a letter a line": lambda n: "\n".join(n.replace(" ", "")),
    "zero-width spaces": lambda n: "\u200b".join(n),
    "joiners": lambda n: "\u200d".join(n),
    "soft hyphens": lambda n: "\u00ad".join(n),
    "word joiners": lambda n: "\u2060".join(n),
    "direction marks": lambda n: "\u200e".join(n),
    "turned and turned back": lambda n: f"\u202a{n}\u202c",
    "byte order marks": lambda n: n.replace(" ", "\ufeff \ufeff"),
    "variation signs": lambda n: n.replace(" ", "\ufe0f "),
    "look-alike letters": lambda n: plain(n).translate(_ALIKE),
    "two look-alike letters": lambda n: n.replace("a", "а").replace("o", "о"),
    "full width": lambda n: "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in plain(n)
    ),
    "mathematical": lambda n: "".join(
        chr(0x1D5BA + ord(char) - 97) if "a" <= char <= "z" else char for char in plain(n).lower()
    ),
    "old code": tcvn3,
    "older code": vni,
    "given name first": lambda n: " ".join([_words(n)[-1], *_words(n)[:-1]]),
    "the other way round": lambda n: " ".join(reversed(_words(n))),
    "given name, comma": lambda n: f"{_words(n)[-1]}, {' '.join(_words(n)[:-1])}",
    "initials with dots": lambda n: _initials(n, "."),
    "initials with dots and spaces": lambda n: _initials(n, ". "),
    "initials with spaces": lambda n: _initials(n, " "),
    "initials behind": lambda n: f"{_words(n)[-1]} {'.'.join(w[0] for w in _words(n)[:-1])}.",
    "family and given name": lambda n: f"{_words(n)[0]} {_words(n)[-1]}",
    "doctor": lambda n: f"TS. {n}",
    "doctor, joined": lambda n: f"TS.{n}",
}
CALLED = {
    f"called {word}": (lambda n, word=word: f"{word} {_words(n)[-1]}")
    for word in ("ông", "Bà", "anh", "chị", "Cô", "thầy", "bác", "chú", "KS.", "ThS.", "TS", "em")
}
_LETTERS = ("capitals", "no accents", "decomposed", "look-alike letters", "older code")
_BETWEEN = (
    "hyphens",
    "dots",
    "slashes",
    "zero-width spaces",
    "letter by letter",
    "the other way round",
    "initials with dots",
)
COMBINED = {
    f"{letters}, {between}": (
        lambda n, letters=letters, between=between: NAMES[between](NAMES[letters](n))
    )
    for letters in _LETTERS
    for between in _BETWEEN
}
_SPOKEN = {
    "0": "không",
    "1": "một",
    "2": "hai",
    "3": "ba",
    "4": "bốn",
    "5": "năm",
    "6": "sáu",
    "7": "bảy",
    "8": "tám",
    "9": "chín",
}
PHONES = {
    "as it is": lambda p: p,
    "in threes": lambda p: f"{p[:4]} {p[4:7]} {p[7:]}",
    "in pairs": lambda p: " ".join(p[n : n + 2] for n in range(0, 10, 2)),
    "dots": lambda p: f"{p[:4]}.{p[4:7]}.{p[7:]}",
    "hyphens": lambda p: f"{p[:3]}-{p[3:6]}-{p[6:]}",
    "slashes": lambda p: f"{p[:4]}/{p[4:7]}/{p[7:]}",
    "brackets": lambda p: f"({p[:4]}) {p[4:]}",
    "digit by digit": lambda p: " ".join(p),
    "digit by digit with commas": lambda p: ", ".join(p),
    "stars": lambda p: f"{p[:4]}*{p[4:7]}*{p[7:]}",
    "country": lambda p: f"+84{p[1:]}",
    "country, spaces": lambda p: f"+84 {p[1:4]} {p[4:7]} {p[7:]}",
    "country, brackets": lambda p: f"(+84) {p[1:]}",
    "country and zero": lambda p: f"+84 (0) {p[1:]}",
    "from abroad": lambda p: f"0084{p[1:]}",
    "from abroad, spaces": lambda p: f"00 84 {p[1:4]} {p[4:]}",
    "without plus": lambda p: f"84{p[1:]}",
    "without zero": lambda p: p[1:],
    "letters for noughts": lambda p: p.replace("0", "O"),
    "full width": lambda p: "".join(chr(ord(char) + 0xFEE0) for char in p),
    "in words": lambda p: " ".join(_SPOKEN[digit] for digit in p),
    "in words without accents": lambda p: plain(" ".join(_SPOKEN[digit] for digit in p)),
    "in words with commas": lambda p: ", ".join(_SPOKEN[digit] for digit in p),
    "southern words": lambda p: " ".join(_SPOKEN[d].replace("bảy", "bẩy") for d in p),
    "zero-width": lambda p: "\u200b".join(p),
    "over two lines": lambda p: f"{p[:5]}\n{p[5:]}",
}
ADDRESSES = {
    "as it is": lambda m: m,
    "capitals": str.upper,
    "spaces round the sign": lambda m: m.replace("@", " @ "),
    "spaces everywhere": lambda m: m.replace("@", " @ ").replace(".", " . "),
    "at": lambda m: m.replace("@", "[at]"),
    "at, spaces": lambda m: m.replace("@", " [at] "),
    "at in round brackets": lambda m: m.replace("@", " (at) "),
    "at in words": lambda m: m.replace("@", " at "),
    "a còng": lambda m: m.replace("@", " a còng "),
    "at and dot": lambda m: m.replace("@", " [at] ").replace(".", " [dot] "),
    "chấm": lambda m: m.replace("@", " a còng ").replace(".", " chấm "),
    "braces": lambda m: m.replace("@", "{at}").replace(".", "{dot}"),
    "over two lines": lambda m: m.replace("@", "@\n"),
    "link": lambda m: f"mailto:{m}",
    "zero-width": lambda m: "\u200b".join(m),
    "full width sign": lambda m: m.replace("@", "＠"),
    "name of it alone": lambda m: m.split("@")[0],
}
UNITS = {
    "as it is": lambda u: u,
    "capitals": str.upper,
    "no accents": plain,
    "short": lambda u: _short(u),
    "short, capitals": lambda u: _short(u).upper(),
    "short without accents": lambda u: plain(_short(u)),
    "short with a dot": lambda u: _short(u).replace(" ", ". ", 1),
    "proper name alone, quoted": lambda u: f"“{_proper(u)}”",
    "proper name alone, capitals": lambda u: _proper(u).upper(),
    "hyphens": lambda u: u.replace(" ", " - "),
    "over two lines": lambda u: u.replace(" ", "\n", 2),
    "joined": lambda u: plain(u).replace(" ", ""),
    "old code": tcvn3,
    "zero-width": lambda u: "\u200b".join(u),
}
_UNITS = {
    "Trường Trung học phổ thông": "Trường THPT",
    "Trường Trung học cơ sở": "Trường THCS",
    "Trường Tiểu học": "TH",
    "Hợp tác xã": "HTX",
    "Công ty cổ phần": "Công ty CP",
    "Công ty trách nhiệm hữu hạn": "Công ty TNHH",
    "Ủy ban nhân dân xã": "UBND xã",
    "Trung tâm Y tế": "TTYT",
    "Bệnh viện Đa khoa": "BVĐK",
    "Đại học": "ĐH",
}


def _short(unit: str) -> str:
    for long, short in _UNITS.items():
        if unit.startswith(long):
            return short + unit.removeprefix(long)
    return unit


def _proper(unit: str) -> str:
    for long in _UNITS:
        if unit.startswith(long):
            return unit.removeprefix(long).strip()
    return unit


_AROUND = (
    "Thiết kế do {} thực hiện trong hai vụ.",
    "Liên hệ {} để xem máy",
    "({})",
    "Người hướng dẫn: {}; máy chạy tốt.",
    "{} đã thử nghiệm.",
)


def person(rng: Random) -> dict:
    """Somebody, with everything that is known of people."""
    name = people.full_name(rng)
    while len(name.split()) < 3:
        name = people.full_name(rng)
    return known_of(name, rng)


def known_of(name: str, rng: Random) -> dict:
    """Somebody of this name."""
    given, family = plain(name.split()[-1]).lower(), plain(name.split()[0]).lower()
    proper = f"{people.full_name(rng).split()[-1]} {people.full_name(rng).split()[-1]}"
    return {
        "full_name": name,
        "email": f"{given}.{family}{rng.randint(60, 99)}@{given}{rng.randint(1, 99)}.com.vn",
        "phone": f"0{rng.choice('3789')}{rng.randrange(10**8):08d}",
        "unit": f"{rng.choice(list(_UNITS))} {proper} {rng.choice(['Bắc', 'Sơn', 'Hà'])}",
    }


GROUPS = (
    ("name", "full_name", NAMES | CALLED | COMBINED),
    ("phone", "phone", PHONES),
    ("email", "email", ADDRESSES),
    ("unit", "unit", UNITS),
)


def forms(
    seed: int = FORMS_SEED,
    each: int = 2,
    draw: Callable[[Random], dict] = person,
    groups: tuple = GROUPS,
) -> list[Form]:
    """Every form, of so many people each."""
    rng = Random(f"{seed}|forms")
    found = []
    for kind, key, ways in groups:
        for label, way in ways.items():
            for _number in range(each):
                who = draw(rng)
                written = way(who[key])
                sentence = rng.choice(_AROUND).format(written)
                found.append(Form(f"{kind}: {label}", who, sentence, written))
    return found


_HARMLESS = (
    "Máy {word} chạy bằng pin, {number} giờ mỗi ngày.",
    "Hợp tác xã nào cũng áp dụng được, kể cả ở {place}.",
    "Chi phí {number} đồng, thu hồi sau {number} tháng.",
    "{other} là nhà thơ lớn; giải pháp không liên quan.",
    "Mã vật tư {code}, lô {number}.",
    "Theo nghiên cứu của {other}, độ ẩm đất quyết định năng suất.",
    "Trường hợp {word} hỏng thì thay trong {number} phút.",
    "Công ty nào sản xuất {word} cũng cần điện ba pha.",
    "Gửi thư về hop-thu{number}@thainguyen.gov.vn để được giải đáp.",
    "Tổng đài {hotline} nhận phản ánh.",
    "Ủy ban nhân dân xã phối hợp với bà con lắp {number} máy.",
    "Đại học và trung học phổ thông đều dạy nguyên lý {word}.",
    "Ông bà, cha mẹ đều dùng được {word}.",
    "Anh chị em công nhân ca {number} vận hành {word}.",
    "{given_word} là một từ thường gặp trong kỹ thuật.",
    "Năm {year}, cả huyện có {number} hộ trồng chè.",
    "Kích thước {number} x {number} x {number} mm, ren M{number}.",
    "Bước một, hai, ba, bốn làm lần lượt; bước năm, sáu làm cùng lúc.",
    "Thầy thuốc và cô giáo trong vùng đều đánh giá tốt.",
    "Số {code} được dập trên vỏ {word}.",
)
_WORDS = ("tưới", "sấy", "hái", "bơm", "cảm biến", "van điện từ", "băng tải", "lò hơi", "cân", "ép")
_PLACES = ("vùng cao", "xã bên", "nơi khác", "miền núi phía Bắc", "đồng bằng")


def _another(rng: Random, who: dict) -> str:
    """A full name that shares at most one word with the person's."""
    own = {plain(word).lower() for word in who["full_name"].split()}
    while True:
        name = people.full_name(rng)
        words = {plain(word).lower() for word in name.split()}
        if len(words & own) <= 1 and plain(name.split()[-1]).lower() not in own:
            return name


def decoys(seed: int = DECOYS_SEED, count: int = 360) -> list[tuple[dict, str]]:
    """Sentences in which the person is not named: other people, other numbers, words of the trade,
    words that are given names too, and single words of the person's name.
    """
    rng = Random(f"{seed}|decoys")
    found = []
    for number in range(count):
        who = person(rng)
        pattern = _HARMLESS[number % len(_HARMLESS)]
        digits = f"0{rng.choice('3789')}{rng.randrange(10**8):08d}"
        sentence = pattern.format(
            word=rng.choice(_WORDS),
            number=rng.randint(2, 900),
            place=rng.choice(_PLACES),
            other=_another(rng, who),
            code=f"{digits[:4]} {digits[4:7]} {digits[7:]}",
            hotline=f"1900 {rng.randint(1000, 9999)}",
            year=rng.randint(1990, 2026),
            given_word=who["full_name"].split()[-1].capitalize(),
        )
        found.append((who, sentence))
    return found
