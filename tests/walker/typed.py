"""What people type into a field: good and bad, as people here write it; no word is English."""

import unicodedata
from random import Random

LONG_NAME = "Nguyễn Hoàng Thị Bích Ngọc Phương Thảo Minh Khuê Tường Vi Lan Chi"
GOOD = {
    "date": ["2027-01-01", "2026-12-31"],
    "datetime-local": ["2027-01-01T08:00"],
    "time": ["08:00"],
    "number": ["1", "7", "12"],
    "email": ["hoa.nguyen@vi-du.vn"],
    "tel": ["0912 345 678", "+84 912 345 678"],
    "url": ["https://vi-du.vn/bai-viet"],
    "search": ["chè", "Nguyễn", "may che"],
}
PLAIN = [
    "Máy sao chè bằng hơi nước",
    LONG_NAME,
    unicodedata.normalize("NFD", "Đặng Thị Thuỷ"),
    "Đã kiểm tra đủ, đúng thể lệ.\nDòng thứ hai.",
    "35.000.000",
    "8,5",
    "1/1/2027",
    "01/01/2027 08:00",
    "8h 1/1/2027",
    "HS-2ABCDE: số liệu đã được kiểm chứng",
]
BAD = [
    "",
    "   ",
    "abc",
    "32/13/2027",
    "-3",
    "1e400",
    "0001",
    "99999999999999999999",
    "٣",
    "²",
    "a" * 3000,
    "\u202eđảo ngược",
    "\u200bẩn\u200d",
    "<b>đậm</b>",
    "“ngoặc” và 'nháy' & dấu",
    "Tên 😀",
    "0912",
    "hoa@",
]


def good(rng: Random, kind: str) -> str:
    """What could be right in a field of this kind."""
    return rng.choice(GOOD.get(kind, PLAIN))


def wild(rng: Random, kind: str) -> str:
    """Right, or of another kind, or wrong everywhere."""
    return rng.choice([*BAD, *PLAIN, *GOOD.get(kind, [])])
