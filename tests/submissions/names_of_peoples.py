"""Names of the peoples of the northern mountains, in every written form, and what only looks like
them: many of these names are words of every day.

`forms()` and `decoys()` as in `written_forms`. Committed before the matching was measured on them;
names are put together from family names, middle words and given names that are usual among Tày,
Nùng, Dao, Mông, Sán Dìu and Sán Chay.
"""

from random import Random
from typing import NamedTuple

from tests.submissions import written_forms
from tests.submissions.written_forms import Form, plain

FORMS_SEED, DECOYS_SEED = 71, 72


class People(NamedTuple):
    families: tuple[str, ...]
    middles: tuple[str, ...]
    given: tuple[str, ...]


def _of(families: str, middles: str, given: str) -> People:
    return People(tuple(families.split()), tuple(middles.split()), tuple(given.split()))


PEOPLES = {
    "Tày": _of(
        "Nông Hoàng Ma Lường Bế Hà Đàm Triệu Chu Lý Lộc Lục Vi Sầm Ban Mã Quan Đồng Lèng Liêu",
        "Văn Thị Thế Đình Thanh Ích Quốc Phúc Thúy",
        "Sao Slam Pảo Coóng Khuê Thoại Thiêm Bjoóc Lưu Chiến Đoàn Nguyệt Ngoan Nhình Khay Sluông",
    ),
    "Nùng": _of(
        "Nông Lương Vi Long Mông Mạc Hứa Lăng Phan Tô Linh Lâm Dương Hoàng Chu Phùng Thang Lành",
        "Văn Thị A Viết Chí Ngọc Minh",
        "Páo Slén Phình Cắm Dìn Sằn Chấn Kíu Lẩy Mủi Sính Lìn Phóng Cấu Thàn Vằn",
    ),
    "Dao": _of(
        "Triệu Bàn Đặng Phùng Lý Chảo Tẩn Phàn Lò Chíu Dương Hoàng",
        "Mùi Tà Láo Vần Dảo Tài Thị Văn Xuân Kim Quý Sành Chòi Tòn Dào",
        "Phin Mẩy Sểnh Phấu Nái Chiêu Pham Kiềm Khé Lở Chẳn Mán Ghển Pết Coi Liều Múi Chắn",
    ),
    "Mông": _of(
        "Giàng Vàng Sùng Thào Mùa Lầu Vừ Cứ Hạng Hờ Hầu Cháng Ly Sình Tráng Lý Hoàng Dương Ma Ngô",
        "A Thị Văn Seo Mí Chứ Sính Nhìa Bá Pà Chá",
        "Páo Sử Dính Tủa Chơ Lử Súa Mỷ Say Pàng Dua Phứ Của Chúng Dơ Lềnh Dụ Chinh Tồng Mai Vàng",
    ),
    "Sán Dìu": _of(
        "Trương Trần Ôn Từ Diệp Lưu Ninh Tạ Lục Leo Lê Nình Tô Miêu",
        "Thị Văn Xuân Sinh Mậu Tiến",
        "Sỉn Cảu Múi Sáng Lìn Phúc Thìn Tám Sái Nhì Bảy Dần Mão Dậu",
    ),
    "Sán Chay": _of(
        "Trần Ninh Hoàng Lâm La Tống Âu Nịnh Lục Chu Tiêu Sầm Vi Lý",
        "Văn Thị Tiến Đức Hồng",
        "Sếch Lìu Sình Tắc Bình Mằn Khìn Chắc Dùng Nhịp Sóc Sâm Múi Tư",
    ),
}


def full_name(rng: Random, people: str) -> str:
    """Three words, no two of them alike."""
    of = PEOPLES[people]
    while True:
        words = [rng.choice(of.families), rng.choice(of.middles), rng.choice(of.given)]
        if len({plain(word).lower() for word in words}) == len(words):
            return " ".join(words)


def person(rng: Random) -> dict:
    """Somebody of one of these peoples, with everything that is known of people."""
    return written_forms.known_of(full_name(rng, rng.choice(list(PEOPLES))), rng)


def _given(name: str) -> str:
    return name.split()[-1]


# Ways of naming somebody in a village.
THERE = {
    f"called {word}": (lambda n, word=word: f"{word} {_given(n)}")
    for word in (
        *("già làng", "trưởng bản", "trưởng xóm", "nghệ nhân", "thầy tào", "thầy mo"),
        *("bà mế", "ông ké", "già", "cụ", "mế", "bí thư chi bộ", "người có uy tín"),
    )
}
TWO_WORDS = {
    "the last two words": lambda n: " ".join(n.split()[-2:]),
    "the last two words, called": lambda n: "anh " + " ".join(n.split()[-2:]),
    "the last two words, old": lambda n: "già " + " ".join(n.split()[-2:]),
    "the last two words joined by a hyphen": lambda n: "-".join(n.split()[-2:]),
    "capitals of the family": lambda n: n.split()[0].upper() + " " + " ".join(n.split()[1:]),
    "whole, called by age": lambda n: f"cụ {n}",
    "whole, of the village": lambda n: f"già làng {n}",
    "whole, behind the people": lambda n: f"người Dao {n}",
    "whole, of the family": lambda n: f"nhà {n}",
    "family and given, joined": lambda n: n.split()[0] + _given(n),
}
GROUPS = (*written_forms.GROUPS, ("name", "full_name", THERE | TWO_WORDS))


def forms(seed: int = FORMS_SEED, each: int = 3) -> list[Form]:
    """Every form, of so many people each."""
    return written_forms.forms(seed, each, draw=person, groups=GROUPS)


# What the words of these names say otherwise: {word: phrases}.
EVERY_DAY = {
    "Nông": ("nông nghiệp sạch", "hộ nông dân", "nông sản sấy"),
    "Ma": ("ma sát của ổ trục", "bánh ma sát"),
    "Lường": ("đo lường độ ẩm", "khó lường"),
    "Hà": ("hà bá trong truyện", "băng hà"),
    "Đàm": ("máy bộ đàm", "đàm phán giá"),
    "Triệu": ("3 triệu đồng", "triệu chứng của cây"),
    "Lý": ("nguyên lý hoạt động", "xử lý nước", "địa lý"),
    "Lộc": ("chồi lộc non", "hái lộc"),
    "Lục": ("chất diệp lục", "lục giác"),
    "Vi": ("vi sinh vật", "phạm vi tưới"),
    "Ban": ("ban ngày", "phát ban"),
    "Mã": ("mã vạch", "sức ngựa, mã lực"),
    "Quan": ("quan sát", "cơ quan"),
    "Đồng": ("nghìn đồng", "dây đồng"),
    "Sao": ("ngôi sao", "vì sao"),
    "Lưu": ("lưu lượng", "lưu trữ"),
    "Chiến": ("chiến lược", "cải chiến"),
    "Đoàn": ("đoàn thanh niên", "tập đoàn"),
    "Mông": ("cánh đồng mênh mông", "người Mông"),
    "Long": ("long não", "keo long ra"),
    "Lăng": ("lăng kính", "lăng trụ"),
    "Linh": ("linh kiện", "linh hoạt"),
    "Lâm": ("lâm nghiệp", "lâm sản"),
    "Dương": ("cực dương", "dương xỉ", "đại dương"),
    "Thang": ("cái thang", "thang điểm"),
    "Lành": ("hiền lành", "lá lành"),
    "Bàn": ("bàn ghế", "địa bàn", "bàn phím"),
    "Đặng": ("cay đặng", "đặng mà làm"),
    "Chảo": ("chảo gang sao chè", "chảo xoay"),
    "Lò": ("lò sấy", "lò đốt"),
    "Mùi": ("mùi thơm", "khử mùi", "rau mùi"),
    "Tài": ("tài liệu", "xe quá tài"),
    "Kim": ("kim loại", "kim chỉ"),
    "Quý": ("quý một", "quý hiếm"),
    "Xuân": ("vụ xuân", "mùa xuân"),
    "Coi": ("coi như xong", "trông coi"),
    "Liều": ("liều lượng phân", "liều dùng"),
    "Vàng": ("vàng da cam", "lá vàng", "kẽm vàng"),
    "Mùa": ("mùa vụ", "hai mùa", "mùa mưa"),
    "Lầu": ("nhà lầu", "lầu trên"),
    "Hạng": ("hạng mục", "xếp hạng"),
    "Hầu": ("hầu hết", "hầu như"),
    "Cứ": ("cứ mười phút", "căn cứ"),
    "Sình": ("đất sình lầy", "sình bùn"),
    "Tráng": ("tráng kẽm", "sắt tráng men"),
    "A": ("loại A", "nhóm A", "pin A"),
    "Bá": ("cây bá bệnh", "tuyên bá"),
    "Sử": ("sử dụng", "lịch sử"),
    "Say": ("say xe", "sấy say"),
    "Của": ("của nhà máy", "chi phí của hộ"),
    "Chúng": ("chúng tôi", "công chúng"),
    "Mai": ("ngày mai", "cây mai"),
    "Trương": ("chủ trương", "khoa trương"),
    "Ôn": ("ôn đới", "khí ôn hòa"),
    "Từ": ("từ trường", "bắt đầu từ"),
    "Diệp": ("diệp lục", "trắc diệp"),
    "Ninh": ("nồi ninh", "ninh nhừ"),
    "Leo": ("cây leo", "giàn leo"),
    "Sinh": ("vệ sinh", "học sinh"),
    "Tiến": ("tiên tiến", "cải tiến"),
    "Sáng": ("sáng chế", "ánh sáng", "buổi sáng"),
    "Phúc": ("hạnh phúc", "phúc lợi"),
    "Tám": ("số tám", "tám giờ"),
    "Bảy": ("số bảy", "bảy lít"),
    "La": ("la bàn", "cây la hán"),
    "Âu": ("âu thuyền", "châu Âu"),
    "Tắc": ("tắc ống", "quy tắc"),
    "Bình": ("bình chứa", "trung bình"),
    "Dùng": ("dùng điện", "người dùng"),
    "Nhịp": ("nhịp độ", "nhịp cầu"),
    "Sóc": ("chăm sóc", "con sóc"),
    "Sâm": ("củ sâm", "nhân sâm"),
    "Tư": ("vật tư", "đầu tư"),
    "Chu": ("chu kỳ", "chu vi"),
    "Hồng": ("tia hồng ngoại", "quả hồng"),
    "Đức": ("hàng của nước Đức", "đạo đức"),
    "Thanh": ("thanh trượt", "âm thanh"),
}
_AROUND = (
    "Máy dùng được cho {}.",
    "Chú ý {} khi lắp.",
    "{} là điều cần biết.",
    "Phần {} không thay đổi; năm {year} đã thử.",
    "Nước, điện và {} đều đo bằng cảm biến.",
    "Bà con quen với {} từ lâu.",
)
_OTHERS = (
    "Theo nghiên cứu của {other}, độ ẩm đất quyết định năng suất.",
    "{other} là nhà thơ lớn; giải pháp không liên quan.",
    "Bản nhạc của {other} không thuộc hồ sơ này.",
    "Người Mông, người Dao và người Tày đều trồng ngô theo mùa.",
    "Trưởng bản và già làng đều dùng thử trong {number} ngày.",
    "Xã có {number} hộ người Nùng, {number} hộ người Sán Chay.",
    "Anh em trong bản góp {number} công, chị em góp {number} công.",
)


def another(rng: Random, who: dict) -> str:
    """A full name of these peoples that shares at most one word with the person's."""
    own = {plain(word).lower() for word in who["full_name"].split()}
    while True:
        name = full_name(rng, rng.choice(list(PEOPLES)))
        words = {plain(word).lower() for word in name.split()}
        if len(words & own) <= 1 and plain(_given(name)).lower() not in own:
            return name


def decoys(seed: int = DECOYS_SEED, count: int = 420) -> list[tuple[dict, str]]:
    """Sentences in which the person is not named: words of the own name as every day says them,
    and other people.
    """
    rng = Random(f"{seed}|decoys of peoples")
    found: list[tuple[dict, str]] = []
    while len(found) < count:
        who = person(rng)
        phrases = [phrase for word in who["full_name"].split() for phrase in _phrases(word)]
        if phrases and len(found) % 4:
            pattern = rng.choice(_AROUND)
            sentence = pattern.format(rng.choice(phrases), year=rng.randint(1990, 2026))
        else:
            other, number = another(rng, who), rng.randint(2, 900)
            sentence = rng.choice(_OTHERS).format(other=other, number=number)
        found.append((who, sentence[0].upper() + sentence[1:]))
    return found


def _phrases(word: str) -> tuple[str, ...]:
    return EVERY_DAY.get(word, ())


# By hand, after the matching had been tuned to the forms above: who is known, and sentences.
BY_HAND = {
    "Giàng A Páo": (
        "Anh Páo nhà họ Giàng làm máy này từ năm ngoái.",
        "Pả Páo chỉ cho bà con cách lắp.",
        "A Páo ơi, máy chạy rồi.",
        "Máy của Páo chạy tốt.",
        "Ông trưởng bản Páo cho mượn đất.",
        "Mẫu do Giàng A P. đưa ra.",
        "Páo Giàng A đứng tên hồ sơ.",
        "Ảnh: G. A. Páo",
        "Gia đình Giàng Páo trồng ngô.",
        "Cháu Páo lớp 9A vẽ hình.",
        "Vợ chồng A Páo nuôi bò.",
        "giang a pao là người viết.",
    ),
    "Bàn Thị Mẩy": (
        "Chị Mẩy người Dao đỏ dệt vải.",
        "Bà Bàn Mẩy giữ bài thuốc.",
        "Cô Thị Mẩy pha nước lá.",
        "Nghệ nhân dân gian Mẩy dạy thêu.",
        "Chủ nhiệm câu lạc bộ Mẩy ký tên.",
        "Người nấu: B.T. Mẩy.",
        "Bàn T. Mẩy ghi số liệu.",
        "Mẩy (tác giả) đo ba lần.",
        "Bài thuốc của nhà Mẩy.",
        "Lương y Mẩy bốc thuốc.",
        "Bí thư chi đoàn Mẩy vận động thanh niên.",
        "Thím Mẩy bán ở chợ.",
    ),
    "Nông Văn Slam": (
        "Anh Slam hàn khung.",
        "Slam Nông vẽ bản vẽ.",
        "Nông V. Slam đo đạc.",
        "Bố Slam cho mượn xưởng.",
        "Con trai cụ Slam lập trình.",
        "Ké Slam gảy đàn tính.",
        "Pỏ Slam làm cối nước.",
        "Văn Slam và các bạn chạy thử.",
        "Thợ cả Slam đục gỗ.",
        "Xưởng Slam ở đầu làng.",
    ),
}
BY_HAND_HARMLESS = {
    "Vàng Thị Mùi": (
        "Vàng da là bệnh của lá.",
        "Mùi thơm bay xa.",
        "Khử Mùi và bụi trong một máy.",
        "Cúp Vàng của hội chợ.",
    ),
    "Lò Văn Của": (
        "Lò sấy của hộ gia đình.",
        "Của ít lòng nhiều.",
        "Lò đốt, bàn cân và của kho.",
    ),
    "Trần Thanh Hóa": ("Máy đã bán ở Thanh Hóa.", "Thanh Hóa có 200 hộ dùng."),
    "Mùa A Sáng": ("Mùa mưa, loại A sáng hơn loại B.", "Vitamin A sáng mắt."),
    "Bàn Tài Quý": ("Tài liệu quý được giữ.", "Bàn ghế và tài sản quý.", "Quý một, Quý hai."),
}
