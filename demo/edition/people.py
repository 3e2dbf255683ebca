"""Invented people of the demonstration."""

from random import Random

FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Nông",
    "Triệu",
    "Ma",
    "Lương",
    "Hà",
    "Vi",
    "Đinh",
    "Phùng",
    "Trịnh",
    "Mai",
    "Tạ",
    "Chu",
    "Lưu",
    "La",
    "Bàn",
    "Hứa",
    "Thẩm",
]
MIDDLE_M = [
    "Văn",
    "Hữu",
    "Đức",
    "Minh",
    "Quang",
    "Xuân",
    "Công",
    "Đình",
    "Thế",
    "Anh",
    "Ngọc",
    "Trung",
    "Bá",
    "Duy",
]
MIDDLE_F = [
    "Thị",
    "Thu",
    "Ngọc",
    "Thanh",
    "Kim",
    "Bích",
    "Thùy",
    "Hồng",
    "Minh",
    "Phương",
    "Khánh",
    "Mai",
]
GIVEN_M = [
    "Hùng",
    "Dũng",
    "Tuấn",
    "Sơn",
    "Long",
    "Nam",
    "Cường",
    "Khánh",
    "Thắng",
    "Đạt",
    "Huy",
    "Phong",
    "Quân",
    "Kiên",
    "Bình",
    "Lâm",
    "Hải",
    "Toàn",
    "Vinh",
    "Thành",
    "Đông",
    "Tùng",
    "Hiếu",
    "Nghĩa",
]
GIVEN_F = [
    "Lan",
    "Hương",
    "Hà",
    "Linh",
    "Nga",
    "Yến",
    "Ngân",
    "Trang",
    "Thảo",
    "Hạnh",
    "Nhung",
    "Oanh",
    "Ánh",
    "Huệ",
    "Lý",
    "Dung",
    "Hiền",
    "Vân",
    "Châu",
    "Quỳnh",
    "Ngọc",
    "Thủy",
]
POSITIONS = [
    "Kỹ sư",
    "Thạc sĩ",
    "Tiến sĩ",
    "Giáo viên",
    "Bác sĩ",
    "Nông dân",
    "Cử nhân",
    "Kỹ thuật viên",
    "Giám đốc hợp tác xã",
    "Sinh viên",
]


def full_name(rng: Random) -> str:
    """A Vietnamese full name of three words."""
    if rng.random() < 0.55:
        return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE_M)} {rng.choice(GIVEN_M)}"
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE_F)} {rng.choice(GIVEN_F)}"


def distinct_names(rng: Random, count: int) -> list[str]:
    """That many different names; a fourth word is added where the stock of three-word names runs
    out.
    """
    names: dict[str, None] = {}
    tries = 0
    while len(names) < count:
        name = full_name(rng)
        tries += 1
        if tries > 3 * count:
            words = name.split()
            name = " ".join([*words[:2], rng.choice(MIDDLE_M + MIDDLE_F), words[2]])
        names.setdefault(name)
    return list(names)


ORGANISATIONS = [
    ("SKHCN", "Sở Khoa học và Công nghệ", "department"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "department"),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "department"),
    ("SYT", "Sở Y tế", "department"),
    ("DHCN", "Trường Đại học Kỹ thuật Sông Cầu", "school"),
    ("DHNL", "Trường Đại học Nông nghiệp Núi Cốc", "school"),
    ("DHYD", "Trường Đại học Y dược Việt Bắc", "school"),
    ("BVTU", "Bệnh viện Đa khoa Gia Bảy", "hospital"),
    ("CTTHEP", "Công ty Cổ phần Luyện kim Lưu Nhân", "company"),
    ("CTCHE", "Hợp tác xã Chè Đồi Xanh", "company"),
    ("CTDT", "Công ty Điện tử Yên Bình Số", "company"),
    ("THPTC", "Trường THPT Chuyên Sông Công", "school"),
]
