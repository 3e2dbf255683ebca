"""Every paper of the house, found by who prints it, and drawn up with the longest real names.

No paper has an example of its own: a stand-in answers whatever a template asks for, by the name it
asks under and the filter it puts to the answer. A paper made tomorrow is drawn up like the others.
"""

import ast
import datetime
import functools
import re
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from foundation.papers.qr import qr_data_url

ROOT = Path(__file__).parents[2]
PRINT = ROOT / "templates" / "print"
# Code that prints papers: every folder with an app in it, but for tests.
ROOMS = [path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
DAY = datetime.datetime(2027, 3, 5, 3, 0, tzinfo=datetime.UTC)
PERSON = "Lê Hoàng Hiếu Nghĩa Đệ Nhất Thương Tâm Nhân"
COUNCIL = "Hội đồng chấm thi lĩnh vực Công nghệ thông tin, Điện tử và Viễn thông"
CONTEST = "Cuộc thi Sáng tạo Thanh niên, Thiếu niên và Nhi đồng tỉnh Thái Nguyên"
UNIT = "Sở Khoa học và Công nghệ tỉnh Thái Nguyên"
ORGANISERS = [
    "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH THÁI NGUYÊN",
    "BAN TỔ CHỨC CUỘC THI SÁNG TẠO THANH NIÊN, THIẾU NIÊN VÀ NHI ĐỒNG",
]
WORK = (
    "Hệ thống giám sát, cảnh báo sớm lũ quét và sạt lở đất cho các xã vùng cao tỉnh Thái Nguyên "
    "sử dụng cảm biến tự cấp nguồn"
)
# The end of a path -> what stands there.
SAID = {
    "organiser_lines": "\n".join(ORGANISERS),
    "organiser": ORGANISERS,
    "place": "Thái Nguyên",
    "number": "1234/QĐ-BTCCTST",
    "decision_number": "1234/QĐ-BTCCTST",
    "fields.contest": CONTEST,
    "fields.edition": "Lần thứ XII, năm 2026 - 2027",
    "edition.name": "Lần thứ XII, năm 2026 - 2027",
    "round.name": "Vòng chung khảo",
    "get_position_display": "Phó Chủ tịch Hội đồng",
    "recipients": ["Ban Tổ chức;", "Lưu: hồ sơ Cuộc thi."],
    "present": 9,
    **dict.fromkeys(["part.judges", "part.items", "part.motions", "part.rows"], "I"),
    "part.conclusion": "II",
    "contest.name": CONTEST,
    "panel.name": COUNCIL,
    "unit": UNIT,
    "unit.name": UNIT,
    "full_name": PERSON,
    "signer_name": PERSON,
    "secretary": PERSON,
    "names": [PERSON, PERSON],
    "annex.authors": [PERSON, PERSON],
    "signer_title": "PHÓ TRƯỞNG BAN",
    "title": WORK,
    "phone": "0912 345 678",
    "code": "TN-7K4M-9QXZ",
    "year": 2027,
}
# A filter says what it is put to.
_MADE_FOR = {
    "money": 1_234_567_890,
    "money_in_words": 1_234_567_890,
    "filesizeformat": 12_345_678,
    "score": "88.5",
    "date": DAY,
    "on_paper": DAY,
}
_DIGEST = re.compile(r"digest|sha256|head$|ledger_head|public_id")
_TAG = re.compile(r"\{[{%](.*?)[%}]\}", re.S)
_FILTERED = re.compile(r"([\w.]+)\|(\w+)")
_COUNTED = re.compile(r'<td class="[nc]">\{\{ ([\w.]+) \}\}')
_PART = re.compile(r"\{% (?:extends|include) \"print/([\w.]+)\"")


def papers() -> list[str]:
    """The templates that code of the house names, by reading all of it."""
    return sorted({text for node in _code() for text in _named_in(node)})


def files_of_several() -> list[str]:
    """The papers of which several come in one file."""
    named = set()
    for node in _code():
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "render_each":
            named |= set(_named_in(node.args[0]))
    return sorted(named)


@functools.cache
def _code() -> list[ast.AST]:
    texts = [path.read_text() for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    # Most files name no template: they are not taken apart, which would cost seconds.
    return [node for text in texts if ".html" in text for node in ast.walk(ast.parse(text))]


def _named_in(node: ast.AST) -> list[str]:
    """The paper that a text in the code names."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return []
    text = node.value.removeprefix("print/")
    return [text] if text.endswith(".html") and (PRINT / text).is_file() else []


def parts(template: str) -> set[str]:
    """The templates on which this one is built, or which it takes in."""
    named = set(_PART.findall((PRINT / template).read_text()))
    return named.union(*(parts(one) for one in named))


@functools.cache
def sources(template: str) -> str:
    """The text of a template with all that it is built on."""
    return "".join((PRINT / one).read_text() for one in sorted({template} | parts(template)))


def drawn_up(template: str, rows: int = 3) -> str:
    """The HTML of a paper; every list in it has so many rows."""
    text = sources(template)
    kinds = {path.split(".")[-1]: name for path, name in _FILTERED.findall(text)}
    counts = {path.split(".")[-1]: 12 for path in _COUNTED.findall(text)}
    roots = {word for tag in _TAG.findall(text) for word in re.findall(r"\b[a-z_]\w*", tag)}
    made = {last: _MADE_FOR[kind] for last, kind in kinds.items() if kind in _MADE_FOR}
    shared = _Shared(rows, counts | made)
    context = {root: shared.answer((root,)) for root in roots - {"block", "forloop"}}
    if "HỘI ĐỒNG" in text:
        context["signer_title"] = "PHÓ CHỦ TỊCH"
    with override("vi"):
        return render_to_string(f"print/{template}", context)


class _Shared:
    def __init__(self, rows: int, kinds: dict):
        self.rows = rows
        self.kinds = kinds

    def answer(self, path: tuple[str, ...]):
        for said in (".".join(path[-2:]), path[-1]):
            if said in SAID:
                return SAID[said]
        if path[-1] in self.kinds:
            return self.kinds[path[-1]]
        if path[-1] == "qr":
            return qr_data_url("https://example.vn/ho-so/7K4M9QXZ")
        if _DIGEST.search(path[-1]):
            return "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        return StandIn(path, self)


class StandIn:
    """Something of a paper: has every attribute, is a list of its like, and reads as words."""

    def __init__(self, path: tuple[str, ...], shared: _Shared):
        self._path = path
        self._shared = shared

    def __getattr__(self, name: str):
        if name.startswith("_") or name in {"resolve_expression", "alters_data"}:
            raise AttributeError(name)
        if name in {"do_not_call_in_templates", "silent_variable_failure"}:
            raise AttributeError(name)
        return self._shared.answer((*self._path, name))

    def __iter__(self):
        return iter([StandIn(self._path, self._shared)] * self._shared.rows)

    def __len__(self):
        return self._shared.rows

    def __str__(self):
        return "Sản phẩm đã hoàn thiện, được dùng thử tại 12 xã"
