"""People and units that a text names by what they are: Người hướng dẫn: …, Thầy …, Trường THPT …

Nothing is known of them, so a person is asked. What tells a name from a word is that it begins with
a capital.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from submissions.sealing.blinding.shortly import named_shortly
from submissions.sealing.blinding.squeezed import fold_letters

_FAMILY_NAMES = """
lục nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý nông triệu ma lương hà
vi đinh phùng trịnh mai tạ chu lưu la bàn hứa thẩm đào đoàn lâm trương cao tô thạch quách giàng lò
sùng vàng lù bế âu thân tráng đồng kiều cù nghiêm tống văn châu quang mạc diệp lường hoa lầu thào
mùa giáp
"""
_FAMILIES = frozenset(_FAMILY_NAMES.split())
_BARE_FAMILIES = frozenset(map(fold_letters, _FAMILIES))
# Places that begin as families are called.
_PLACES = re.compile(
    r"(?:hà (?:nội|giang|nam|tĩnh|tây)|cao (?:bằng|lan)|lâm đồng|hồ (?:chí minh|núi .*)"
    r"|mai châu|quang trung|đồng \w+)$"
)
# Names of families that are words as well: alone they begin no name.
_NO_BEGINNING = "la ma vi hoa đồng quang mùa giáp bàn do cù hứa than mạc âu bế lù vàng"
_WORDS_TOO = frozenset(_NO_BEGINNING.split())
_WHOLE_NAMES = "|".join(sorted(name.title() for name in _FAMILIES - _WORDS_TOO))
_WHOLE_NAME = re.compile(rf"(?<!\w)(?P<family>{_WHOLE_NAMES}|{_WHOLE_NAMES.upper()})(?= )")
_FEWEST_OF_A_NAME = 3  # words: two are as often a place or a street
_MOST_OF_A_NAME = 5
# In every town's streets: they lead to nobody.
_OF_STREETS = frozenset(
    (
        *("hồ chí minh", "trần hưng đạo", "lê quý đôn", "phan đình phùng"),
        *("hoàng văn thụ", "lương ngọc quyến"),
    )
)
# Behind these stand names, if capitals do; with a colon, whatever the names are.
_ROLES = (
    "nguoi (?:huong dan|thuc hien|viet|lap|lien he|soan|trinh bay|dai dien|phu trach|du thi)",
    "(?:giao vien|giang vien|can bo|thay|co) huong dan|gvhd|huong dan",
    "chu nhiem(?: de tai| du an| nhiem vu)?",
    "(?:dong |nhom )?tac gia",
    "nhom (?:thuc hien|nghien cuu|hoc sinh|sinh vien)|truong nhom|thanh vien(?: nhom)?",
    "ho(?: va|,)? ten(?: tac gia)?|ten tac gia|ten (?:toi|em) la|toi la|em la|em ten la",
    "hoc sinh|sinh vien|hoc vien|nghien cuu sinh|nghe nhan|co van",
    "(?:pho )?(?:giam doc|hieu truong|chu tich|truong phong|truong khoa)|xac nhan cua",
    "ky su|bac si|thac si|tien si|giao su|luong y|nong dan",
    "(?:thay|co) giao(?: chu nhiem)?|phu huynh|nha sang che|to truong|doi truong",
    "gom|ten(?: la)?|do|boi|cung voi",
)
# Behind any label, a name of a family.
_LABEL = re.compile(r"(?<=\w)\s?:(?=\s)")
_UNITS = (
    "(?:truong )?(?:trung hoc pho thong|thpt|trung hoc co so|thcs|tieu hoc|th&thcs)(?: chuyen)?",
    "truong (?:mam non|mau giao|dai hoc|cao dang|trung cap|pho thong|ptdtnt|ptdtbt|dh|cd|tc)",
    "dai hoc|dh|cao dang|hoc vien",
    "(?:tnhh|ctcp|mtv)(?: mtv| mot thanh vien)?",
    "(?:cong ty|cty)(?: (?:tnhh|cp|co phan|trach nhiem huu han))?(?: mtv| mot thanh vien)?",
    "hop tac xa|htx|to hop tac|tap doan|doanh nghiep(?: tu nhan)?|dntn",
    "xuong(?: co khi)?|co so san xuat|nha may|nong truong|lam truong|trang trai",
    "vien (?:khoa hoc|nghien cuu|y hoc|cong nghe)",
    "benh vien(?: da khoa)?|trung tam y te|tram y te|phong kham",
    "(?:noi|don vi|co quan)(?: cong tac| lam viec)?(?=\\s?:)",
)
# How people are addressed, with their accents; capitals of a heading tell nothing.
_ADDRESSED = re.compile(
    r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Bb]ác|[Cc]hú|[Dd]ì|[Cc]ậu|[Ee]m|[Bb]ạn"
    r"|[Đđ]ồng chí|[Tt]hầy cô"
    r"|(?:[Tt]hầy|[Cc]ô)(?: giáo)?(?: chủ nhiệm| hướng dẫn| hiệu trưởng| hiệu phó)?"
    r"|(?:GVHD|GVCN|SVTH|HVTH|HDKH|NCS)(?:\s?[:.]|(?=\s))"
    r"|(?:PGS|GS|TS|ThS|Ths|KS|BS|KTS|CN|TSKH|Mr|Mrs|Ms|Miss|Dr|Prof)(?:\s?\.|(?=\s)))"
    r"(?=\s|(?<=[.:]))"
)
_ROLE = re.compile(rf"(?<!\w)(?:{'|'.join(_ROLES)})(?!\w)(?P<told>\s?:)?")
_UNIT = re.compile(rf"(?<!\w)(?:{'|'.join(_UNITS)})(?!\w)(?P<told>\s?:)?")
_SCHOOL = re.compile(r"(?<!\w)(?:trường|[Tt]rung tâm)(?= )")
_BEFORE_OTHER_FIELDS = "môi thị hiện quảng công nông lâm từ điện ngư phim sở kỵ sân vận đấu thao"
_NOT_A_SCHOOL = frozenset(_BEFORE_OTHER_FIELDS.split())
_KINDS_OF_SCHOOL = frozenset(("đại", "cao", "tiểu", "trung", "mầm", "phổ", "hợp"))
# What may stand between what a unit is and its name.
_KIND_WORDS = """
chuyen nghe noi tru ban lien cap tnhh cp mtv co phan trach nhiem huu han mot thanh vien thuong mai
dich vu san xuat xay dung nong nghiep khi che dien tu cong dau phat trien nhan khu vuc huyen tinh
xa phuong thi tran pho y te da khoa truong so va cao sach tieu thu thuc pham luong nhap khau du
lich dong chan nuoi trong trot rau hoa qua mat ong thuy lam gao tra duoc lieu luc nuoc moi thong
bao ve cung ung van tai tong hop an toan doanh moc go may mac det rung vat giong
"""
_KINDS = frozenset(_KIND_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = re.compile(r"(?:[ \t\r]{0,3}\n\s{0,3}|[ \t\u00a0]{0,3}[,&.–-]?[ \t\u00a0]{0,3})")
_OPENING = tuple("“\"'(")
_MOST_WORDS = 6
_LONGEST_SHORT = 3  # letters before such a point
_MOST_KINDS = 9  # words behind what a unit is, at which one looks
# Capitals behind an address that are no name: Anh Quốc, Thầy Cô.
_NO_NAMES = frozenset(("quốc", "cô", "thầy", "bà", "chị", "em", "anh", "và", "các", "trưng"))
# Who is no single person or unit: the nation, its offices, what stands in every regulation.
_OFFICE_WORDS = """
việt sở bộ ban phòng hội ủy uỷ nhà tổng cục liên đoàn đảng đội thpt thcs ubnd hđnd
"""
_OF_ALL = frozenset(_OFFICE_WORDS.split())


class Named(NamedTuple):
    """Somebody or something that is named by what it is: where the name stands."""

    kind: str  # person, unit
    start: int
    stop: int


class _Word(NamedTuple):
    text: str
    start: int
    stop: int
    is_near: bool  # on the same line as what stands before

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def small(self) -> str:
        return self.text.lower()

    @property
    def folded(self) -> str:
        return fold_letters(self.text)


def named_by_role(text: str) -> list[Named]:
    """Whom and what a text names by a role, a title or a kind of unit."""
    composed, places = _composed(text)
    found: dict[int, Named] = {}
    bare = composed.translate(_BARE)
    hits = [*_people(composed, bare), *_units(composed, bare)]
    for search in (_labelled, _addressed, _schools, _whole_names):
        hits += search(composed)
    hits += (Named("person", *span) for span in named_shortly(composed, bare))
    for hit in hits:
        kept = found.get(hit.start)
        if kept is None or kept.stop < hit.stop:
            found[hit.start] = hit
    if places is None:
        return list(found.values())
    return [Named(hit.kind, places[hit.start], places[hit.stop]) for hit in found.values()]


def _composed(text: str) -> tuple[str, list[int] | None]:
    """The text with its accents on its letters, and where each of its signs stood; None where
    it was so already.
    """
    if len(unicodedata.normalize("NFC", text)) == len(text):
        return text, None
    signs: list[str] = []
    places: list[int] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and unicodedata.combining(text[place]):
            continue
        for sign in unicodedata.normalize("NFC", text[start:place]):
            signs.append(sign)
            places.append(start)
        start = place
    return "".join(signs), [*places, len(text)]


class _Bare(dict):
    """Each sign as a small letter without accents; one for one."""

    def __missing__(self, code: int) -> int:
        folded = fold_letters(chr(code))
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_BARE = _Bare()


def _people(text: str, bare: str) -> Iterator[Named]:
    for role in _ROLE.finditer(bare):
        yield from _person_behind(text, role.end(), is_told=bool(role["told"]))


def _person_behind(text: str, end: int, *, is_told: bool) -> Iterator[Named]:
    words = _capitals(text, end)
    if len(words) < 2 or words[0].small in _OF_ALL:
        return
    is_family = _is_of_family(words) and _is_written_as_name(words)
    is_own_line = not words[0].is_near and not is_told
    if is_family or (is_told and not is_own_line):
        yield Named("person", words[0].start, words[-1].stop)


def _labelled(text: str) -> Iterator[Named]:
    for label in _LABEL.finditer(text):
        words = _capitals(text, label.end())
        if len(words) > 1 and _is_of_family(words) and _is_written_as_name(words):
            yield Named("person", words[0].start, words[-1].stop)


def _whole_names(text: str) -> Iterator[Named]:
    """Full names of three words or more, whatever stands around them."""
    for family in _WHOLE_NAME.finditer(text):
        words = _capitals(text, family.end())
        own = [word for word in words if word.text.istitle() == family["family"].istitle()]
        count = 1 + len(own)
        name = " ".join([family["family"].lower(), *(word.small for word in own)])
        is_whole = own == words and all(word.is_near for word in own)
        is_counted = _FEWEST_OF_A_NAME <= count <= _MOST_OF_A_NAME
        if is_whole and is_counted and name not in _OF_STREETS and not _PLACES.match(name):
            yield Named("person", family.start(), own[-1].stop)


def _is_of_family(words: list[_Word]) -> bool:
    """Whether the first word is the name of a family, and all of them no place."""
    name = " ".join(word.small for word in words)
    if _PLACES.match(name):
        return False
    return words[0].small in _FAMILIES or (name.isascii() and words[0].small in _BARE_FAMILIES)


def _is_written_as_name(words: list[_Word]) -> bool:
    return all(word.text.istitle() or word.text.isupper() for word in words)


def _addressed(text: str) -> Iterator[Named]:
    for called in _ADDRESSED.finditer(text):
        words = _capitals(text, called.end())
        if not words or not words[0].text.istitle() or words[0].small in _NO_NAMES:
            continue
        if len(words[0].text) < 2:
            continue
        is_family = len(words) > 1 and _is_of_family(words)
        if words[0].is_near or is_family:
            yield Named("person", words[0].start, words[-1].stop)


def _units(text: str, bare: str) -> Iterator[Named]:
    for unit in _UNIT.finditer(bare):
        yield from _unit_behind(text, unit.end(), is_told=bool(unit["told"]))


def _unit_behind(text: str, end: int, *, is_told: bool) -> Iterator[Named]:
    """The name of a unit, behind a few words of its kind; behind a colon and a new line, two words
    of a name.
    """
    words = list(itertools.islice(_words_behind(text, end), _MOST_KINDS))
    for word, behind in itertools.zip_longest(words, words[1:]):
        if _begins_name(word, behind):
            own = [word, *_capitals(text, word.stop)]
            if word.is_near or len(own) > 1:
                yield Named("unit", word.start, own[-1].stop)
            return
        if word.folded not in _KINDS and not word.text.isdigit():
            return


def _begins_name(word: _Word, behind: _Word | None) -> bool:
    """Whether a unit's own name begins here: Nông Lâm is one, Nông nghiệp none."""
    if not word.is_capital or word.small in _OF_ALL:
        return False
    is_pair = word.text.istitle() and behind is not None and behind.is_capital
    return word.folded not in _KINDS or is_pair


def _schools(text: str) -> Iterator[Named]:
    for school in _SCHOOL.finditer(text):
        before = text[: school.start()].rsplit(None, 1)[-1:]
        words = _capitals(text, school.end())
        if before and before[0].lower() in _NOT_A_SCHOOL:
            continue
        if words and words[0].is_near and words[0].small not in _OF_ALL | _KINDS_OF_SCHOOL:
            yield Named("unit", words[0].start, words[-1].stop)


def _words_behind(text: str, end: int) -> Iterator[_Word]:
    """The words that follow one upon the other, with no more than a comma or a new line between."""
    is_first = True
    while True:
        between = _BETWEEN.match(text, end)
        start = between.end() if between else end
        if is_first and text[start : start + 1] in _OPENING:
            start += 1
        is_first = False
        word = _WORD.match(text, start)
        if word is None:
            return
        gap = text[end:start]
        if gap.strip() == "." and not _is_short(text[:end]):
            return  # a sentence has ended
        yield _Word(word.group(), word.start(), word.end(), "\n" not in gap)
        end = word.end()


def _is_short(before: str) -> bool:
    """Whether a point behind this stands for what is left out of a word: N., Ng., Tr."""
    word = before[-8:].rpartition(" ")[2]
    return word[:1].isupper() and len(word) <= _LONGEST_SHORT


def _capitals(text: str, end: int) -> list[_Word]:
    """The words with a capital that follow at once."""
    words: list[_Word] = []
    for word in _words_behind(text, end):
        gap = text[words[-1].stop : word.start] if words else ""
        is_broken = "," in gap or (len(words) > 1 and "\n" in gap)
        if not word.is_capital or is_broken:
            break
        words.append(word)
        if len(words) == _MOST_WORDS:
            break
    return words
