"""People of whom nothing is known and whom a text names shortly: GV hướng dẫn Hùng, Ngọc Nguyễn,
Trần Hùng.

One word with a capital behind what somebody is, or two words of which one is the name of a family
and the other a name that people are given.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from submissions.sealing.blinding.squeezed import fold_letters

Span = tuple[int, int]

_GIVEN_NAMES = """
an anh ánh ái âu bách bảo bằng bích biên bình bội bông cảnh cát châu chi chiến chính chung chuyên
công cúc cương cường dân danh di diễm diễn diện diệp diệu dinh doanh duẩn dung dũng duy duyên dương
đại đan đăng đào đạo đạt điền điệp định đoàn đoan đông đồng đô độ đức đường gấm giang giáp hà hạ
hải hán hạnh hảo hào hân hằng hậu hiên hiền hiển hiến hiệp hiếu hiệu hoa hoà hòa hoài hoan hoàn
hoàng hoạt hồng huân huấn huế huệ hùng huy huyên huyền huỳnh hưng hương hường hướng hữu kha
khải khang khanh khánh khiêm khoa khoan khôi khuê khuyên khương kiên kiệt kiều kim kỳ kỷ lam lan
lành lâm lân lập lê len liên liễu linh loan lộc lợi long luân luận lương lưu ly lý mai mạnh mẫn mây
mến mỹ my mận miên minh mơ năm nam nga ngà ngân nghi nghĩa nghiệp ngoan ngọc nguyên nguyện nguyệt
ngữ nhã nhàn nhâm nhân nhật nhi nhị nhiên nho nhơn nhu nhung như nhưng nhựt ninh nữ oanh phát phi
phong phú phúc phụng phước phương phượng quân quang quảng quế quốc quý quyên quyền quyết quỳnh sang
sáng sáu sâm sen sinh soạn sơn song sự sửu tài tám tâm tân tấn tề thạch thái thám thanh thành thảo
thạo thắm thắng thăng thân thi thiên thiện thiết thiệu thìn thịnh thoa thoả thỏa thoại thông thơ
thơm thời thu thúc thuấn thuần thuận thục thuỳ thùy thuỷ thủy thuý thúy thư thức thương thường
thưởng thy tiên tiến tiệp tình tính tịnh tiếp toại toán toàn toản tới trà trân trang trâm trầm trí
trinh trình triều triệu trọng trúc trung trường trực tú tuân tuấn tuệ tùng tuyên tuyền tuyển tuyến
tuyết tư từ tường tưởng ước uyên vân văn vi việt vinh vĩnh vui vũ vương vy vỹ xuân xuyến yên yến ý
"""
_MIDDLE_NAMES = (
    "thị đình gia bá thế cao đắc khắc viết nhất mộng tố ngô trần nguyễn lê hữu xuân thuỵ"
)
_FAMILY_NAMES = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô trịnh đinh phùng nông triệu lương tạ
trương đoàn đào doãn khổng kiều mạc nghiêm tống quách hứa thẩm lưu ninh chu lục giàng lò
"""
# What is said of one person; folded, the longest first.
_ROLES = (
    "(?:giao vien|giang vien|can bo|gv|nguoi) huong dan|huong dan|nguoi (?:thuc hien|viet|lap)",
    "nguoi (?:lien he|soan|trinh bay|phu trach|du thi|che tao|thiet ke)",
    "giao vien(?: chu nhiem)?|giang vien|can bo|gvhd|gvcn|gv|hs|svth|sv|hvth|ncs|hdkh|ths|ts|ks|bs",
    "(?:pho )?(?:hieu truong|giam doc|chu tich|chu nhiem|bi thu|truong (?:phong|khoa|thon|ban))",
    "(?:nhom|lop|to|doi) (?:pho|truong)|truong nhom|pho phong|(?:dong )?tac gia|thanh vien",
    "co van|phu huynh|nghe nhan|chuyen gia|nha khoa hoc|(?:cuu )?hoc sinh|sinh vien|hoc vien",
    "nghien cuu sinh|ky su|bac si|duoc si|y ta|dieu duong|thac si|tien si|giao su|luong y|luat su",
    "nong dan|tho (?:han|may|moc|dien|co khi|tien|son|xay|nguoi)",
)
# What somebody did: behind it stand things as often as people.
_DEEDS = (
    "nguoi (?:ve|do|chup|lap dat|giam sat|kiem tra|van hanh)|thiet ke|anh|ve|do dac|thi cong",
    "lap trinh|che tao|thuc hien|giam sat|phan bien|chup anh|nguon anh|ky ten|boi|nho",
)
_ROLE = re.compile(rf"(?<!\w)(?:{'|'.join(_ROLES)})(?:\s?:)?(?= )")
_DEED = re.compile(rf"(?<!\w)(?:{'|'.join(_DEEDS)})\s?:(?= )")
# Words with a capital behind a role that name nobody.
_NO_NAME_WORDS = """
toán tin vật lí hóa hoá ngữ địa sử lịch thể giáo giao nông khuyến y dược đa cao tiểu mầm phổ sở bộ
ban phòng ủy uỷ nhà tổng cục đảng đội tổ lớp lào pháp nhật hàn ấn úc tày nùng mông dao kinh sán ê
chăm khơ mường không có cần phải và các mỗi một hai ba bốn sẽ đã là của với trong ghi dùng làm xem
theo chia viết khi nếu đo lắp máy được cho từ tại ở đều cũng nên hãy thì mà hoặc hay chỉ bảng hình
mục câu bước bài số luật chương phần tên mẫu sau trước trên dưới bên ông bà chị em cô bạn bác chú
này đó kia ai gì huyện xã tỉnh nghệ thợ kỹ thầy trường
"""
# Words that are given names as well, with what goes on from them where they are none.
_GOING_ON = {
    "anh": "văn ngữ em chị",
    "ánh": "sáng",
    "bảo": "vệ hiểm tàng tồn dưỡng",
    "bình": "quân thường",
    "công": "nghệ nghiệp an ty trình đoàn nhân ích",
    "điện": "tử lực",
    "đại": "học diện tá úy",
    "đoàn": "thanh trường viên xã",
    "đông": "y dược",
    "đức": "",
    "dân": "tộc số cư vận quân",
    "giáp": "",
    "hiệu": "trưởng phó quả",
    "hoa": "kì kỳ quả",
    "khang": "",
    "khoa": "học nội ngoại",
    "kim": "loại",
    "lâm": "nghiệp sinh",
    "liên": "đoàn minh kết hợp",
    "mỹ": "thuật phẩm",
    "nam": "phi",
    "năm": "ba hai tư nay nhất cuối sau trước thứ",
    "ngữ": "văn",
    "nghi": "lễ",
    "quân": "đội sự khu",
    "quang": "học",
    "quốc": "gia phòng hội tế",
    "sinh": "học viên vật",
    "sơn": "la mài",
    "tâm": "lí lý thần",
    "thạch": "anh",
    "thân": "máy vỏ xe cây bơm van",
    "thái": "",
    "thành": "viên phố đoàn",
    "thông": "tin",
    "thủy": "lợi sản điện văn",
    "thuỷ": "lợi sản điện văn",
    "thư": "kí ký viện",
    "toán": "học",
    "trung": "tâm học ương cấp",
    "văn": "hóa hoá học phòng bản",
    "vật": "lí lý",
    "việt": "",
    "viên": "chức",
}
# Two words that are a place or a thing, though each of them is somebody's name.
_PLACE_NAMES = """
việt nam|thái nguyên|bắc kạn|cao lan|cao bằng|hà nội|hà giang|hà nam|hải dương|hải phòng|hưng yên
bình dương|bình định|bình phước|bình thuận|phú yên|phú thọ|phú bình|phú lương|vĩnh phúc|vĩnh long
yên bái|thái bình|thanh hóa|thanh hoá|nam định|ninh bình|ninh thuận|an giang|kiên giang|hậu giang
tiền giang|bắc giang|bắc ninh|quảng nam|quảng ninh|lạng sơn|lai châu|mộc châu|mai châu|sơn tây
hạ long|sông công|phổ yên|định hóa|đại từ|đồng hỷ|trung quốc|nhật bản|hàn quốc|thái lan|liên minh
hoàng mai|hoàng sa|hoàng liên|hoàng thành|vũ quang|lương sơn|lương bằng|đào xá|võ nhai|lê chân
thái bình dương|đại tây dương|ấn độ dương|nam phi|anh quốc|quốc anh|chu lai|nghĩa lộ|mỹ đức|tân an
phú xuyên|long an|quốc oai|hòa bình|hoà bình|trà vinh|sen hồng|sơn dương|tam đảo|tây nguyên
"""
# Of the nation's history: in every town's streets.
_OF_STREETS = """
lê lợi|lê lai|lê duẩn|nguyễn huệ|nguyễn du|nguyễn trãi|trần phú|trần bình|hoàng diệu|lê hoàn
lê chân|phan chu trinh|bùi viện|đinh lễ|võ văn|phùng hưng|ngô quyền|lê văn|triệu đà|hoàng hoa thám
"""
# Behind these words somebody does something: what stands before is no part of a longer word.
_DOES = """
đã đang sẽ và cùng với là có cho chỉ làm giúp góp dạy thử nói đề tự được hướng kiểm chế thiết lắp
viết vẽ đo xem ở tại trong từ lớp nêu gợi chỉnh sửa thường cũng không thì bảo kể tham của
"""
_BEFORE_A_PLACE = re.compile(
    r"(?<!\w)(?:đường|phố|ngõ|hẻm|ngã (?:ba|tư|năm|sáu)|quảng trường|công viên|cầu|xã|phường|huyện"
    r"|thôn|xóm|bản|tỉnh|trấn|thành phố|thị xã|tp\.?|chợ|đồi|núi|sông|hồ|suối|ga|đền|chùa|đình|đảo"
    r"|vịnh|triều|nhà|vua|chúa|họ|dãy|đèo|khu|làng|ấp|trường)\s*$",
    re.I,
)
_LONGEST_BEFORE = 14
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _pairs(listed: str) -> frozenset[str]:
    return frozenset(pair for line in listed.split("\n") for pair in line.split("|") if pair)


def _bare(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_letters, words))


GIVEN = _words(_GIVEN_NAMES)
_FAMILIES = _words(_FAMILY_NAMES)
_MIDDLE = _words(_MIDDLE_NAMES) | GIVEN
_NO_NAMES = _words(_NO_NAME_WORDS)
PLACES = _pairs(_PLACE_NAMES) | _pairs(_OF_STREETS)
_BARE_GIVEN = _bare(GIVEN)
_BARE_FAMILIES = _bare(_FAMILIES)
_DOING = _words(_DOES)
_BEHIND = {word: _words(behind) for word, behind in _GOING_ON.items()}
_BARE_PLACES = _bare(PLACES)


def named_shortly(text: str, bare: str) -> Iterator[Span]:
    """Where such names stand; `text` with its accents on its letters, and the same one folded,
    sign for sign.
    """
    for role in _ROLE.finditer(bare):
        yield from _behind(text, role.end() + 1, may_be_rare=True)
    for deed in _DEED.finditer(bare):
        yield from _behind(text, deed.end() + 1, may_be_rare=False)
    for run in _runs(text):
        yield from _in_two_words(text, run)


def _behind(text: str, start: int, *, may_be_rare: bool) -> Iterator[Span]:
    """A given name behind what somebody is, alone or with the name before it."""
    run = _run_at(text, start)
    words = [word.group().lower() for word in run]
    if not words or not run[0].group().istitle() or " ".join(words) in PLACES:
        return
    if len(words) == 1:
        if _is_called_so(text, run[0], may_be_rare=may_be_rare):
            yield run[0].span()
    elif len(words) == 2 and words[0] in _MIDDLE and words[1] in GIVEN:
        yield run[0].start(), run[1].end()


def _is_called_so(text: str, word: re.Match[str], *, may_be_rare: bool) -> bool:
    """Whether a word alone names somebody: a given name, where nothing goes on from it to another
    word; behind a role any other syllable that is no word.
    """
    small = word.group().lower()
    if small in _NO_NAMES:
        return False
    behind = _WORD.match(text, word.end() + 1)
    goes_on = behind.group() if behind and text[word.end()] == " " else ""
    if small in GIVEN:
        return goes_on not in _BEHIND.get(small, ())
    is_alone = not goes_on or goes_on in _DOING
    is_syllable = len(small) > 1 and bool(_SYLLABLE.fullmatch(fold_letters(small)))
    return may_be_rare and is_alone and is_syllable


def _in_two_words(text: str, run: list[re.Match[str]]) -> Iterator[Span]:
    """The last two words of several with capitals: a given name and a family's, or the other way
    round; three of the usual order are found whole elsewhere.
    """
    words = [word.group().lower() for word in run]
    first, second = words[-2:]
    before = words[-3] if len(words) > 2 else ""
    name = f"{first} {second}"
    is_plain = name.isascii()
    given = _BARE_GIVEN if is_plain else GIVEN
    families = _BARE_FAMILIES if is_plain else _FAMILIES
    if name in (_BARE_PLACES if is_plain else PLACES) or before in families:
        return
    is_turned = first in given and second in families
    is_usual = first in families and second in given
    if before and before not in _MIDDLE and not is_turned and run[-3].start() != 0:
        return  # a name of three words of which the first one is no family's
    if not is_turned and not is_usual:
        return
    start = run[-3].start() if is_turned and before in _MIDDLE else run[-2].start()
    if not _BEFORE_A_PLACE.search(text, max(0, start - _LONGEST_BEFORE), start):
        yield start, run[-1].end()


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Two or more words with capitals, one blank between."""
    run: list[re.Match[str]] = []
    for word in itertools.chain(_WORD.finditer(text), [None]):
        goes_on = word is not None and _is_capital(word.group())
        if run and (not goes_on or word is None or text[run[-1].end() : word.start()] != " "):
            if len(run) > 1:
                yield run
            run = []
        if goes_on and word is not None:
            run.append(word)


def _run_at(text: str, start: int) -> list[re.Match[str]]:
    """The words with capitals from here on, one blank between; three at most."""
    run: list[re.Match[str]] = []
    word = _WORD.match(text, start)
    while word is not None and _is_capital(word.group()) and len(run) < 3:
        run.append(word)
        word = (
            _WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
        )
    return run


def _is_capital(word: str) -> bool:
    return word.istitle() or (word.isupper() and len(word) > 1)
