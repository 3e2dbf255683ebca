"""People of whom nothing is known, named shortly: a given name behind what somebody is, the family
name last, two words and no more. Each must be asked about; `decoys()` are sentences with the same
words, capitals and kinds of names that lead to nobody.

Committed before the matching was tuned to it; its names are its own, so that no list of the
matching is measured by itself.
"""

from random import Random

from tests.submissions.written_forms import Form, person, plain

FORMS_SEED, DECOYS_SEED = 71, 72
_GIVEN_NAMES = """
Hùng Ngọc Lan Minh Quân Tuấn Hạnh Dũng Hương Thảo Linh Trang Khôi Phúc Nam Đạt Hiếu Thắng Cường
Bình Hải Long Khánh Duy Đức Huy Tú Yến Nhung Vân Thủy Oanh Hằng Nga Loan Tuyết Quỳnh Chi Giang
Trung Kiên Toàn Thịnh Vinh Sơn Tùng Việt Anh Bảo Khoa Nhi My Vy Diễm Dung Hoài Thu Xuân Páo Dín
"""
_FAMILY_NAMES = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Ngô Trịnh Đinh Phùng Nông Triệu Lương Tạ
"""
_MIDDLE_NAMES = "Văn Thị Minh Đức Thanh Bích Quang Hữu Thu Gia"
_GIVEN, _FAMILY, _MIDDLE = map(str.split, (_GIVEN_NAMES, _FAMILY_NAMES, _MIDDLE_NAMES))
ROLES = (
    *("GV hướng dẫn", "GV", "GV:", "giáo viên", "Giáo viên", "giáo viên hướng dẫn", "giảng viên"),
    *("người hướng dẫn", "Người hướng dẫn:", "Hướng dẫn:", "GVHD", "GVHD:", "GVCN", "cán bộ"),
    *("học sinh", "sinh viên", "HS", "SV", "HS:", "nhóm trưởng", "trưởng nhóm", "Trưởng nhóm:"),
    *("thành viên", "Thành viên:", "tác giả", "Tác giả:", "đồng tác giả", "chủ nhiệm", "kỹ sư"),
    *("bác sĩ", "dược sĩ", "nghệ nhân", "giám đốc", "hiệu trưởng", "phó hiệu trưởng", "cố vấn"),
    *("phụ huynh", "lớp trưởng", "Người viết:", "Người vẽ:", "Người đo:", "Thiết kế:", "Ảnh:"),
    *("tổ trưởng", "đội trưởng", "nông dân", "thợ hàn", "thạc sĩ", "tiến sĩ", "NCS", "ThS"),
)
_AROUND = (
    "Máy được {} thử trong hai vụ.",
    "Bản vẽ được sửa lại nhờ {}.",
    "Kết quả được ghi lại ({}), sau đó so với mẫu.",
    "{} đã góp ý về khung máy.",
    "Đo tại vườn chè, {} – tháng ba.",
)
_REVERSED = {
    "given, family": "{given} {family}",
    "middle, given, family": "{middle} {given} {family}",
    "given, family, plain": "{given} {family}",
    "by given, family": "theo {given} {family}",
}
_SHORT = {
    "family, given": "{family} {given}",
    "by family, given": "cùng {family} {given}",
}


def forms(seed: int = FORMS_SEED, each: int = 3) -> list[Form]:
    """Every role with given names, and every order of two names, of so many people each."""
    rng = Random(f"{seed}|bare")
    found = []
    for role in ROLES:
        for _number in range(each):
            given = rng.choice(_GIVEN)
            sentence = rng.choice(_AROUND).format(f"{role} {given}")
            found.append(Form(f"role: {role}", person(rng), sentence, given))
    for label, way in (_REVERSED | _SHORT).items():
        for _number in range(each * 10):
            names = {"given": rng.choice(_GIVEN), "family": rng.choice(_FAMILY)}
            written = way.format(**names, middle=rng.choice(_MIDDLE))
            written = plain(written) if label.endswith("plain") else written
            sentence = rng.choice(_AROUND).format(written)
            found.append(Form(label, person(rng), sentence, written.rpartition("theo ")[2]))
    return found


_HARMLESS = (
    "Giáo viên {subject} và giáo viên {subject} cùng dạy {number} tiết.",
    "GV {subject} dạy {number} tiết mỗi tuần.",
    "Học sinh {people} ở vùng cao dùng được {word}.",
    "Sinh viên {country} cũng làm {word} như vậy.",
    "Kỹ sư {country} khuyên dùng ren M{number}.",
    "Giám đốc Sở và Chủ tịch Ủy ban nhân dân tỉnh ký Quyết định {number}.",
    "Hiệu trưởng Trường và Tổ trưởng Tổ chuyên môn xác nhận.",
    "Việt Nam là thành viên WTO, ASEAN và Liên Hợp Quốc.",
    "Thành viên Ban giám khảo và thành viên Hội đồng không thuộc nhóm.",
    "Nghệ nhân {people} làm {word} bằng tay từ năm {number}.",
    "Bác sĩ Đa khoa và dược sĩ Đại học đều đọc được.",
    "Đo tại {place}, {place} và {place} trong {number} ngày.",
    "Chè {place} và cam {place} được phơi bằng {word}.",
    "Dưới triều Nguyễn và nhà Trần, nghề này đã có ở {place}.",
    "Đường {street} và phố {street} thường ngập {number} cm.",
    "Ngã tư {street} cần {number} đèn.",
    "Sông {place}, núi {place} và hồ {place} nằm trên bản đồ.",
    "Tên sách: {subject} lớp {number}, Nhà xuất bản Giáo dục Việt Nam.",
    "Học sinh: dùng {word}. Giáo viên: theo dõi. Phụ huynh: hỗ trợ.",
    "Thiết kế: Khung, Bánh xe và {word}. Ảnh: Hình {number}.",
    "Tác giả: không nêu. Người đo: ghi vào Bảng {number}.",
    "Trưởng nhóm chia việc. Thành viên ghi số liệu vào Excel và Google Sheets.",
    "Theo Newton và Faraday, suất điện động tăng {number} lần.",
    "Định luật Ôm, Vật lý Trung học; Đồng Tháp và Tiền Giang trồng lúa.",
    "HS cần biết Arduino, SV cần biết Python và Linux.",
    "Cán bộ Nông nghiệp huyện và cán bộ Khuyến nông xã đến xem.",
    "Nông dân Thái Nguyên và nông dân Bắc Kạn trồng {word}.",
    "Người hướng dẫn Cần biết nguyên lý; Máy Hái Chè Mini chạy pin.",
    "GIẢI PHÁP KỸ THUẬT, TÍNH MỚI, HIỆU QUẢ KINH TẾ CỦA MÁY",
    "Mùa Xuân và mùa Thu, trà Hoa Cúc bán chạy; mùa Hạ tưới {number} lần.",
)
_SUBJECTS = ("Toán", "Tin học", "Vật lí", "Hóa học", "Sinh học", "Công nghệ", "Ngữ văn", "Địa lí")
_PEOPLES = ("Tày", "Nùng", "Mông", "Dao", "Sán Dìu", "Thái", "Kinh", "Cao Lan")
_COUNTRIES = ("Việt Nam", "Lào", "Nhật Bản", "Hàn Quốc", "Đức", "Pháp", "Trung Quốc", "Mỹ")
_PLACES = (
    *(
        "Tân Cương",
        "La Bằng",
        "Đại Từ",
        "Phú Lương",
        "Định Hóa",
        "Võ Nhai",
        "Sông Công",
        "Hà Giang",
    ),
    *("Phổ Yên", "Bắc Hà", "Thanh Hà", "Hải Dương", "Bình Dương", "Lai Châu", "Mộc Châu"),
    *("Sơn La", "Đông Triều", "Tây Hồ", "Hồng Hà", "Nam Hà", "Cao Lộc", "Núi Cốc", "Đồng Hỷ"),
    *(
        "Trại Cài",
        "Tràng Xá",
        "La Hiên",
        "Vô Tranh",
        "Sông Đà",
        "Hạ Long",
        "Ba Bể",
        "Chợ Đồn",
        "Na Rì",
    ),
)
_STREETS = (
    *("Hoàng Văn Thụ", "Lương Ngọc Quyến", "Phan Đình Phùng", "Bắc Kạn", "Lê Lợi", "Nguyễn Huệ"),
    *("Nguyễn Trãi", "Trần Phú", "Lê Duẩn", "Nguyễn Du", "Quang Trung", "Hai Bà Trưng", "Minh Cầu"),
)
_WORDS = ("máy tưới", "lò sấy", "máy hái", "bơm", "cảm biến", "van điện từ", "băng tải", "cân")


def decoys(seed: int = DECOYS_SEED, count: int = 420) -> list[tuple[dict, str]]:
    """Sentences that lead to nobody, with somebody who is known."""
    rng = Random(f"{seed}|bare harmless")
    found = []
    for number in range(count):
        way = _HARMLESS[number % len(_HARMLESS)]
        found.append((person(rng), _filled(way, rng)))
    return found


def _filled(way: str, rng: Random) -> str:
    for name, words in (
        ("{subject}", _SUBJECTS),
        ("{people}", _PEOPLES),
        ("{country}", _COUNTRIES),
        ("{place}", _PLACES),
        ("{street}", _STREETS),
        ("{word}", _WORDS),
    ):
        while name in way:
            way = way.replace(name, rng.choice(words), 1)
    return way.replace("{number}", str(rng.randint(10, 900)))
