"""Harder ways of telling who somebody is, and what is as harmless as it looks.

`forms()` gives sentences that lead to a person: to the one who is known (initials, raw typing of
Telex and VNI, figures for letters, names turned round, names in pieces) and to others of whom
nothing is known (phones, addresses, people in roles, schools and companies). Each must be masked or
flagged. `decoys()` gives sentences that lead to nobody. Committed before the matching was tuned to
them; the people are drawn by seed.
"""

import unicodedata
from random import Random

from tests.submissions.written_forms import Form, person, plain

FORMS_SEED, DECOYS_SEED = 51, 52
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VIQR_TONES = {"\u0301": "'", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": "."}
_TELEX_SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
_VNI_SHAPES = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}
_VIQR_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}


def _typed(word: str, tones: dict, shapes: dict, bar: str, *, is_behind: bool) -> str:
    """Keys of a word; the tone is typed behind its letter, or at the end of the word."""
    keys, tone = [], ""
    for char in unicodedata.normalize("NFC", word):
        if char in "đĐ":
            keys.append(("d" if char == "đ" else "D") + bar)
            continue
        base, *marks = unicodedata.normalize("NFD", char)
        keys.append(base)
        for mark in marks:
            if mark in tones:
                tone = tones[mark]
            else:
                keys.append(shapes[mark] or base.lower())
        if tone and not is_behind:
            keys.append(tone)
            tone = ""
    return "".join(keys) + tone


def telex(name: str, *, is_behind: bool = True) -> str:
    return " ".join(
        _typed(word, _TELEX_TONES, _TELEX_SHAPES, "d", is_behind=is_behind) for word in name.split()
    )


def vni_keys(name: str, *, is_behind: bool = True) -> str:
    return " ".join(
        _typed(word, _VNI_TONES, _VNI_SHAPES, "9", is_behind=is_behind) for word in name.split()
    )


def viqr(name: str) -> str:
    return " ".join(
        _typed(word, _VIQR_TONES, _VIQR_SHAPES, "d", is_behind=False) for word in name.split()
    )


def _initials(name: str, sign: str) -> str:
    return sign.join(word[0] for word in name.split())


def _given(name: str) -> str:
    return name.split()[-1]


def _last_two(name: str) -> str:
    return " ".join(name.split()[-2:])


_LEET = str.maketrans("aeiosAEIOS", "4310543105")
_SMALL_CAPITALS = str.maketrans("abcdeghijklmnoprtuvyz", "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠʏᴢ")
_GREEK = str.maketrans("AaoiBEHKMNTYvu", "ΑαοιΒΕΗΚΜΝΤΥνυ")
_CYRILLIC = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")


def _ringed(text: str) -> str:
    return "".join(
        chr(0x24D0 + ord(char) - 97) if "a" <= char <= "z" else char for char in plain(text).lower()
    )


INITIALS = {
    "initials": lambda n: _initials(n, ""),
    "initials, dots": lambda n: _initials(n, "."),
    "initials, dots, last dot": lambda n: _initials(n, ".") + ".",
    "initials, dots and spaces": lambda n: _initials(n, ". ") + ".",
    "initials, spaces": lambda n: _initials(n, " "),
    "initials, hyphens": lambda n: _initials(n, "-"),
    "initials, small with dots": lambda n: _initials(n, ".").lower(),
    "initials without accents": lambda n: _initials(plain(n), ""),
    "joined initials, given name": lambda n: _initials(n, "")[:-1] + " " + _given(n),
    "given name, joined initials": lambda n: _given(n) + " " + _initials(n, "")[:-1],
    "family name, initials": lambda n: n.split()[0] + " " + _initials(n, ".")[2:] + ".",
    "family name short, initials, given name": lambda n: (
        n.split()[0][:2] + ". " + _initials(n, ". ")[3:-1] + _given(n)
    ),
}
TYPED = {
    "Telex": telex,
    "Telex, tones in place": lambda n: telex(n, is_behind=False),
    "Telex, small": lambda n: telex(n).lower(),
    "Telex, capitals": lambda n: telex(n).upper(),
    "Telex, joined": lambda n: telex(n).replace(" ", ""),
    "Telex, given name first": lambda n: telex(" ".join([_given(n), *n.split()[:-1]])),
    "Telex, half of it": lambda n: telex(n.rpartition(" ")[0]) + " " + _given(n),
    "VNI keys": vni_keys,
    "VNI keys in place": lambda n: vni_keys(n, is_behind=False),
    "VNI keys, capitals": lambda n: vni_keys(n).upper(),
    "VIQR": viqr,
    "VIQR, half of it": lambda n: n.split()[0] + " " + viqr(n.partition(" ")[2]),
}
DISGUISED = {
    "figures for letters": lambda n: plain(n).translate(_LEET),
    "one figure for a letter": lambda n: n[:-1] + n[-1].translate(_LEET),
    "figures, accents elsewhere": lambda n: n.translate(_LEET),
    "signs for letters": lambda n: plain(n).replace("a", "@").replace("i", "!"),
    "small capitals": lambda n: plain(n).lower().translate(_SMALL_CAPITALS),
    "Greek letters": lambda n: plain(n).translate(_GREEK),
    "Cyrillic letters": lambda n: plain(n).translate(_CYRILLIC),
    "ringed letters": _ringed,
    "turned round": lambda n: unicodedata.normalize("NFC", n)[::-1],
    "turned round without accents": lambda n: plain(n)[::-1],
    "each word turned round": lambda n: " ".join(word[::-1] for word in n.split()),
    "the last two words turned round": lambda n: unicodedata.normalize("NFC", _last_two(n))[::-1],
    "the last two words": _last_two,
    "all but the family name": lambda n: " ".join(n.split()[1:]),
    "the last two words, spaced": lambda n: " ".join(_last_two(n).replace(" ", "")),
    "the last two words, joined": lambda n: plain(_last_two(n)).replace(" ", "").lower(),
    "the last two words as a handle": lambda n: (
        "@" + plain(_last_two(n)).replace(" ", "").lower() + "92"
    ),
    "the given name, spaced": lambda n: " ".join(_given(n)),
    "the given name, dotted": lambda n: ".".join(_given(n)),
    "the given name, hyphens": lambda n: "-".join(_given(n)),
    "the given name, underscores": lambda n: "_".join(_given(n)),
    "the given name with a figure": lambda n: _with_a_figure(_given(n)),
    "the given name, one letter alike": lambda n: _with_one_alike(_given(n)),
}


def _with_a_figure(word: str) -> str:
    """One letter of it as a figure; spaced where none of its letters has one."""
    bare = plain(word)
    for char in bare:
        if char in "aeioAEIO":
            return bare.replace(char, char.translate(_LEET), 1)
    return " ".join(word)


def _with_one_alike(word: str) -> str:
    bare = plain(word)
    for char in bare:
        if char in "aceopxyi":
            return bare.replace(char, char.translate(_CYRILLIC), 1)
    return " ".join(word)


_SPOKEN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
PHONES = {
    "phone": lambda p: p,
    "phone in groups": lambda p: f"{p[:4]} {p[4:7]} {p[7:]}",
    "phone with dots": lambda p: f"{p[:4]}.{p[4:7]}.{p[7:]}",
    "phone with bars": lambda p: f"{p[:4]}|{p[4:7]}|{p[7:]}",
    "phone with stars": lambda p: f"{p[:3]}*{p[3:6]}*{p[6:]}",
    "phone with tildes": lambda p: f"{p[:4]} ~ {p[4:7]} ~ {p[7:]}",
    "phone with country": lambda p: f"+84 {p[1:4]} {p[4:7]} {p[7:]}",
    "phone with country, joined": lambda p: f"+84{p[1:]}",
    "phone from abroad": lambda p: f"0084{p[1:]}",
    "phone digit by digit": lambda p: " ".join(p),
    "phone with letters": lambda p: p.replace("0", "O"),
    "phone in words": lambda p: " ".join(_SPOKEN[int(digit)] for digit in p),
    "phone in words, commas": lambda p: ", ".join(_SPOKEN[int(digit)] for digit in p),
    "phone, half in words": lambda p: p[:6] + " " + " ".join(_SPOKEN[int(d)] for d in p[6:]),
    "phone of a house": lambda p: f"0208 3{p[2:5]} {p[5:8]}",
    "phone of a house, brackets": lambda p: f"(0208) 3{p[2:8]}",
    "Zalo": lambda p: f"Zalo: {p}",
    "telephone": lambda p: f"ĐT: {p[:4]}.{p[4:]}",
    "full width": lambda p: "".join(chr(ord(char) + 0xFEE0) for char in p),
    "over two lines": lambda p: f"{p[:5]}\n{p[5:]}",
}
ADDRESSES = {
    "mail": lambda m: m,
    "mail with spaces": lambda m: m.replace("@", " @ "),
    "mail, (a)": lambda m: m.replace("@", " (a) "),
    "mail, (a) and chấm": lambda m: m.replace("@", " (a) ").replace(".", " chấm "),
    "mail, (a) and cham": lambda m: m.replace("@", " (a) ").replace(".", " cham "),
    "mail, [at]": lambda m: m.replace("@", "[at]"),
    "mail, [at] and [dot]": lambda m: m.replace("@", " [at] ").replace(".", " [dot] "),
    "mail, at": lambda m: m.replace("@", " at "),
    "mail, {at}": lambda m: m.replace("@", "{at}"),
    "mail, a còng": lambda m: m.replace("@", " a còng "),
    "mail, a còng and chấm": lambda m: m.replace("@", " a còng ").replace(".", " chấm "),
    "mail, a móc": lambda m: m.replace("@", " a móc "),
    "mail, full width sign": lambda m: m.replace("@", "＠"),
    "mail, small sign": lambda m: m.replace("@", "﹫"),
    "mail, name of it": lambda m: f"{m.split('@')[0]}@…",
    "mail over two lines": lambda m: m.replace("@", "@\n"),
}
HANDLES = {
    "Facebook with a name": lambda n: f"Facebook: {n}",
    "fb with a handle": lambda n: f"fb {plain(n).replace(' ', '.').lower()}",
    "handle": lambda n: f"@{plain(n).replace(' ', '_').lower()}",
    "Zalo of somebody": lambda n: f"Zalo {n}",
    "channel": lambda n: f"kênh YouTube {n}",
    "page of one's own": lambda n: f"https://{plain(n).replace(' ', '').lower()}.blog.vn/may",
    "page of a user": lambda n: f"https://truong.edu.vn/~{plain(n).split()[-1].lower()}/",
    "page of a profile": lambda n: f"www.vien.vn/profile/{plain(n).replace(' ', '-').lower()}",
    "page of links": lambda n: f"linktr.ee/{plain(n).replace(' ', '').lower()}",
    "scholar": lambda n: "https://scholar.google.com/citations?user=Xk3pQ",
    "ORCID": lambda n: "orcid.org/0000-0002-1825-0097",
}
ROLES = {
    role: (lambda n, role=role: f"{role} {n}")
    for role in (
        "Người hướng dẫn:",
        "Người hướng dẫn",
        "Giáo viên hướng dẫn:",
        "GVHD:",
        "Cán bộ hướng dẫn",
        "Chủ nhiệm đề tài:",
        "Chủ nhiệm đề tài",
        "Chủ nhiệm:",
        "Thầy",
        "Cô",
        "thầy giáo",
        "cô giáo",
        "Thầy hiệu trưởng",
        "Tác giả:",
        "Nhóm tác giả:",
        "Đồng tác giả:",
        "Người thực hiện:",
        "Nhóm thực hiện:",
        "Thành viên:",
        "Người viết:",
        "Họ và tên:",
        "Họ tên:",
        "Sinh viên:",
        "Học sinh:",
        "học sinh",
        "sinh viên",
        "Em",
        "Ông",
        "bà",
        "anh",
        "chị",
        "bác",
        "kỹ sư",
        "KS.",
        "ThS.",
        "TS.",
        "PGS.TS.",
        "Giám đốc:",
        "Giám đốc",
        "Hiệu trưởng:",
        "Người liên hệ:",
        "Tôi là",
        "tên tôi là",
        "Em tên là",
        "Nghệ nhân",
        "Cố vấn:",
        "Trưởng nhóm:",
        "Người lập:",
        "Xác nhận của ông",
    )
}
UNITS = {
    unit: (lambda n, unit=unit: f"{unit} {_last_two(n)}")
    for unit in (
        "Trường THPT",
        "Trường THPT chuyên",
        "THPT",
        "trường THCS",
        "Trường Tiểu học",
        "Trường Trung học phổ thông",
        "trường mầm non",
        "Trường Đại học",
        "Trường Cao đẳng",
        "Công ty TNHH",
        "Công ty TNHH MTV",
        "công ty cổ phần",
        "Công ty CP",
        "Cty TNHH",
        "Công ty TNHH Thương mại",
        "Hợp tác xã",
        "HTX",
        "HTX chè",
        "Bệnh viện Đa khoa",
        "Trung tâm Y tế",
        "Doanh nghiệp tư nhân",
        "Đơn vị:",
        "Đơn vị công tác:",
        "Nơi công tác:",
        "Cơ quan:",
        "Lớp 11A2, trường",
        "Tổ hợp tác",
        "Xưởng cơ khí",
    )
}
CAPITALS = {
    "role in capitals": lambda n: f"GIÁO VIÊN HƯỚNG DẪN: {n.upper()}",
    "authors in capitals": lambda n: f"TÁC GIẢ: {n.upper()}",
    "school in capitals": lambda n: f"TRƯỜNG THPT {_last_two(n).upper()}",
    "company in capitals": lambda n: f"CÔNG TY TNHH {_last_two(n).upper()}",
    "role without accents": lambda n: f"Giao vien huong dan: {plain(n)}",
    "authors without accents": lambda n: f"Tac gia: {plain(n)}",
    "school without accents": lambda n: f"Truong THPT {plain(_last_two(n))}",
    "role over two lines": lambda n: f"Người hướng dẫn:\n{n}",
    "school over two lines": lambda n: f"Trường THPT\n{_last_two(n)}",
    "class": lambda n: f"lớp 12A1 THPT {_last_two(n)}",
}
_AROUND = (
    "Máy do {} làm trong hai vụ.",
    "Bản vẽ: {}; máy chạy tốt.",
    "Kết quả được ghi lại ({}), sau đó so với mẫu.",
    "Dưới đây là hình chụp, {}",
    "Cảm biến đặt ở bồn, ghi chú: {} – đã đo lại.",
)
_OF_THE_KNOWN = INITIALS | TYPED | DISGUISED
_OF_OTHERS = (
    ("phone", "phone", PHONES),
    ("email", "email", ADDRESSES),
    ("handle", "full_name", HANDLES),
    ("role", "full_name", ROLES),
    ("unit", "full_name", UNITS),
    ("written", "full_name", CAPITALS),
)
# Letters that are short for a thing: initials that happen to be one of these tell nobody.
ABBREVIATIONS = (
    *("THPT", "THCS", "UBND", "HĐND", "NCKH", "KHCN", "CNTT", "ISO", "TCVN", "QCVN", "HTX", "TNHH"),
    *("MTV", "PLC", "IoT", "GPS", "RTK", "LED", "PID", "PVC", "HDPE", "GSM", "SCADA", "ESP", "CPU"),
    *("NPK", "BVTV", "ATTP", "VSATTP", "OCOP", "VietGAP", "GDP", "ĐBSCL", "TPHCM", "BTC", "PCCC"),
    *("BHYT", "BHXH", "KTX", "SGK", "GDĐT", "GDPT", "STEM", "TNTP", "CLB", "ĐHQG", "NXB", "PTNT"),
)


def _memorable(rng: Random) -> dict:
    """Somebody whose initials, given name and the words before it are not words of the trade."""
    while True:
        who = person(rng)
        given = plain(who["full_name"].split()[-1])
        if _initials(plain(who["full_name"]), "") not in ABBREVIATIONS and len(given) >= 3:
            return who


def forms(seed: int = FORMS_SEED, each: int = 2) -> list[Form]:
    """Every form, of so many people each: the known one, or one of whom nothing is known."""
    rng = Random(f"{seed}|harder")
    found = []
    for label, way in _OF_THE_KNOWN.items():
        for _number in range(each):
            who = _memorable(rng)
            written = way(who["full_name"])
            found.append(Form(f"name: {label}", who, rng.choice(_AROUND).format(written), written))
    for kind, key, ways in _OF_OTHERS:
        for label, way in ways.items():
            for _number in range(each):
                who, other = person(rng), person(rng)
                written = way(other[key])
                sentence = rng.choice(_AROUND).format(written)
                found.append(Form(f"{kind}: {label}", who, sentence, written))
    return found


_HARMLESS = (
    "Tiêu chuẩn {short} và {short} được áp dụng cho {word}.",
    "Theo {short}, {word} phải thử {number} giờ.",
    "Quyết định số {number}/QĐ-UBND ngày {day}/{month}/{year} quy định về {word}.",
    "Tiêu chuẩn TCVN {number}-1:{year} và ISO {number}:{year}.",
    "Chi phí 1.{number}.{number}.000 đồng cho {number} m2.",
    "Chè Tân Cương, chè Shan tuyết Tà Xùa và cam Vinh đều cần {word}.",
    "Thử nghiệm tại xã La Bằng, huyện Đại Từ, tỉnh Thái Nguyên.",
    "Dùng vi mạch ESP32-WROOM, Arduino Uno R3 và rơ-le {number} A.",
    "Máy kéo Kubota L{number}VN kéo được {word}.",
    "Trường hợp {word} hỏng thì thay. Trường điện từ không ảnh hưởng.",
    "Trong môi trường THPT, học sinh được học nguyên lý {word}.",
    "Học sinh THPT và sinh viên đều dùng được. Máy chạy êm.",
    "Đơn vị tính: kg. Đơn vị đo: mm. Tỷ lệ: {number} %.",
    "Nhóm tác giả đã khảo sát {number} hộ và rút ra kết luận.",
    "Tác giả đề xuất ba bước. Bước một: làm sạch.",
    "Giáo viên hướng dẫn học sinh lắp {word} trong {number} phút.",
    "Người hướng dẫn cần biết nguyên lý. Máy có {number} nút.",
    "Thầy cô và phụ huynh đều ủng hộ. Cô giáo dùng máy mỗi ngày.",
    "Công ty nào cũng làm được. Công ty cổ phần và công ty TNHH đều có nhu cầu.",
    "Hợp tác xã trồng chè, hợp tác xã chăn nuôi và tổ hợp tác đều dùng {word}.",
    "Ông bà, anh chị em và các bác nông dân đều dùng được {word}.",
    "Em xin trình bày giải pháp. Chị em phụ nữ thao tác dễ.",
    "Kết quả năm {year}: {number} kg; năm {year}: {number} kg.",
    "Từ năm 2019–2023, sản lượng tăng {number} lần, đạt 12.345.678 kg.",
    "Đo 10 lần: 12 13 11 12 14 13 12 11 13 12 và lấy trung bình.",
    "Bước một, hai, ba, bốn, năm, sáu làm lần lượt trên {word}.",
    "Kích thước {number} × {number} × {number} mm, ren M{number}, thép C45.",
    "Sách Hóa học 10, Nhà xuất bản Giáo dục Việt Nam, {year}.",
    "Xem thêm tại https://www.gov.vn/tin/{number} và vnexpress.net/khoa-hoc.",
    "Dữ liệu gửi qua MQTT tới ThingSpeak; ứng dụng viết bằng Python 3.11.",
    "Ủy ban nhân dân xã và Hội Nông dân huyện phối hợp lắp {number} máy.",
    "Bộ Khoa học và Công nghệ, Sở Giáo dục và Đào tạo quy định {word}.",
    "Bệnh viện tuyến huyện cần {number} máy. Trung tâm y tế xã cũng vậy.",
    "Có thể chia sẻ qua Zalo, Facebook và Telegram; không mất phí.",
    "Vị trí A, B, C và D đặt cảm biến; A. B. đặt trước, C. D. đặt sau.",
    "Mã số thuế, số lô và mã vạch 893{number}{number}12 in trên vỏ {word}.",
    "pH = 6,5; U = 220 V; I = 5 A; P = U.I.t; nhiệt lượng Q = m.c.t.",
    "Thời gian: 07 h 30 – 11 h 30, 13 h 30 – 17 h 00 các ngày trong tuần.",
    "Nguyễn Trãi, Lê Lợi và Trần Hưng Đạo là tên các tuyến phố có {word}.",
    "Một là rẻ, hai là bền, ba là dễ làm; bốn là sửa được tại nhà.",
)
_WORDS = ("máy tưới", "lò sấy", "máy hái", "bơm", "cảm biến", "van điện từ", "băng tải", "cân")


def decoys(seed: int = DECOYS_SEED, count: int = 400) -> list[tuple[dict, str]]:
    """Sentences that lead to nobody, with somebody who is known."""
    rng = Random(f"{seed}|harmless")
    found = []
    for number in range(count):
        sentence = _HARMLESS[number % len(_HARMLESS)].format(
            short=rng.choice(ABBREVIATIONS),
            word=rng.choice(_WORDS),
            number=rng.randint(10, 900),
            year=rng.randint(1990, 2026),
            day=rng.randint(10, 28),
            month=rng.randint(10, 12),
        )
        found.append((person(rng), sentence))
    return found


def split_names(seed: int = FORMS_SEED, count: int = 20) -> list[tuple[dict, str, str]]:
    """(person, the end of one page or answer, the beginning of the next) with a name between."""
    rng = Random(f"{seed}|split")
    found = []
    for _number in range(count):
        who = person(rng)
        words = who["full_name"].split()
        cut = rng.randrange(1, len(words))
        before = f"Máy được làm trong hai vụ. Thiết kế: {' '.join(words[:cut])}"
        found.append((who, before, f"{' '.join(words[cut:])} đã thử trên đồi chè."))
    return found
