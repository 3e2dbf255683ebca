"""Twelve rules of layout of Nghị định 30/2020/NĐ-CP (annex I), asked of a measured paper.

Each takes a `Sheet` and returns its faults in words, none of a paper that keeps the rule.
"""

import re
from collections import Counter
from itertools import pairwise

from tests.foundation.paper_sheet import MM, Line, Sheet
from tests.foundation.paper_stand_in import COUNCIL, UNIT

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DAY = re.compile(
    r"\S.*, (ngày (0[1-9]|[12]\d|3[01]) tháng (01|02|[3-9]|1[0-2]) năm \d{4}"
    r"|ngày …+ tháng …+ năm \d{4})"
)
NUMBER = re.compile(r"Số: [^\s…]*\d[^\s…]*[/-][^\s…]+")
HEADS = ("TRƯỞNG BAN", "CHỦ TỊCH", "TRƯỞNG TIỂU BAN")
BODIES = {"BAN TỔ CHỨC": "TRƯỞNG BAN", "HỘI ĐỒNG": "CHỦ TỊCH"}


def _left_head(sheet: Sheet) -> list[Line]:
    """The lines at the left of the national motto."""
    nation = sheet.line(NATION)
    if nation is None:
        return []
    first = [line for line in sheet.written if line.page == 1]
    end = _end_of_head(sheet)
    lines = [line for line in first if line.right < nation.left and line.base < end]
    return sorted(lines, key=lambda line: line.base)


def _issuer(sheet: Sheet) -> list[Line]:
    return [line for line in _left_head(sheet) if line.is_bold]


def _end_of_head(sheet: Sheet) -> float:
    """Where the head ends: at the title, the first bold line in the middle of the text."""
    middle = (30 * MM + sheet.width - 15 * MM) / 2
    for line in sheet.written:
        if line.is_bold and abs(line.middle - middle) < 3:
            return line.base - 1
    return sheet.height


def _place(sheet: Sheet) -> list[Line]:
    motto = sheet.line(MOTTO)
    if motto is None:
        return []
    return [
        line
        for line in sheet.written
        if line.page == 1
        and motto.base < line.base < _end_of_head(sheet)
        and line.left > motto.left - 60
    ]


def motto_at_the_right(sheet: Sheet) -> list[str]:
    faults = []
    for text in (NATION, MOTTO):
        line = sheet.line(text)
        if line is None:
            faults.append(f"not on one line: {text}")
        elif not (line.page == 1 and line.is_bold and line.middle > sheet.width / 2):
            faults.append(f"not bold at the right: {text}")
    return faults


def rule_under_the_motto(sheet: Sheet) -> list[str]:
    line = sheet.line(MOTTO)
    share = sheet.rule_under(line) / line.width if line else 0
    return [] if 0.97 <= share <= 1.03 else [f"the rule is {share:.2f} of the motto"]


def issuer_bold_alone(sheet: Sheet) -> list[str]:
    names = [line for line in _left_head(sheet) if not line.text.startswith("Số:")]
    weights = [line.is_bold for line in names]
    faults = [] if True in weights else ["no issuing body in bold"]
    if weights and weights[0]:
        faults.append("the body above is bold")
    if weights != sorted(weights):
        faults.append("bold lines stand above others")
    return faults


def rule_under_the_issuer(sheet: Sheet) -> list[str]:
    lines = _issuer(sheet)
    if not lines:
        return ["no issuing body"]
    share = sheet.rule_under(lines[-1]) / max(line.width for line in lines)
    return [] if 1 / 3 <= share <= 1 / 2 else [f"the rule is {share:.2f} of the issuer"]


def number_or_none(sheet: Sheet) -> list[str]:
    numbers = [line.text for line in _left_head(sheet) if line.text.startswith("Số")]
    return [text for text in numbers if not NUMBER.fullmatch(text)]


def place_and_day(sheet: Sheet) -> list[str]:
    lines = _place(sheet)
    text = " ".join(line.text for line in lines)
    faults = [] if DAY.fullmatch(text) else [f"written otherwise: {text!r}"]
    if not all(line.is_italic for line in lines):
        faults.append("not in italics")
    return faults


def margins(sheet: Sheet) -> list[str]:
    """From 20 to 25 mm above and below, 30 to 35 at the left, 15 to 20 at the right."""
    letters = [letter for line in sheet.written for letter in line.letters]
    left = min(letter.left for letter in letters) / MM
    right = (sheet.width - max(letter.right for letter in letters)) / MM
    top = min(letter.top for letter in letters) / MM
    bottom = (sheet.height - max(letter.bottom for letter in letters)) / MM
    strokes = max((stroke.right for stroke in sheet.strokes), default=0) / MM
    faults = []
    if not 29.8 <= left <= 35:
        faults.append(f"left: {left:.1f} mm")
    if not 14.5 <= right <= 21:
        faults.append(f"right: {right:.1f} mm")
    if not 19.5 <= top <= 25:
        faults.append(f"top: {top:.1f} mm")
    if bottom < 19.8:
        faults.append(f"bottom: {bottom:.1f} mm")
    if strokes > sheet.width / MM - 14.5:
        faults.append(f"a rule ends at {strokes:.1f} mm")
    return faults


def letters_and_page_numbers(sheet: Sheet) -> list[str]:
    """The text in 13 or 14 points of the house's Times; tables in 12, digests in 10 at least."""
    counted = Counter(
        size for line in sheet.written for size in line.sizes if len(line.text) > 25 or size > 12
    )
    usual = counted.most_common(1)[0][0]
    faults = [] if 13 <= usual <= 14 else [f"most lines have {usual} points"]
    if min(letter.size for letter in sheet.letters) < 9.9:
        faults.append("letters smaller than 10 points")
    if not all(letter.font.startswith("Paper-Serif") for letter in sheet.letters):
        faults.append("another font")
    numbered = [(line.page, int(line.text)) for line in sheet.numbers]
    if numbered != [(page, page) for page in range(2, sheet.pages + 1)]:
        faults.append(f"pages are numbered {numbered}")
    middle = (30 * MM + sheet.width - 15 * MM) / 2
    for line in sheet.numbers:
        if abs(line.middle - middle) > 3 or not line.sizes <= {13.0, 14.0}:
            faults.append(f"the number of page {line.page} is not in the middle, in 13 points")
    return faults


def signature_with_text(sheet: Sheet) -> list[str]:
    if not sheet.signatures:
        return ["nobody signs"]
    faults = []
    for one in sheet.signatures:
        beside = [other for other in sheet.signatures if other.name.page == one.name.page]
        top = min(other.lines[0].letters[0].top for other in beside)
        before = [line for line in sheet.written if line.page == one.name.page and line.base < top]
        if not before:
            faults.append(f"{one.name.text} signs on a page without text")
    return faults


def nothing_broken(sheet: Sheet) -> list[str]:
    """Amounts, days, and names of units that fit a line."""
    faults = []
    for line, after in pairwise(sheet.written):
        if line.text.endswith("ngày") and after.text[:1].isdigit():
            faults.append(f"a day is broken: {line.text} | {after.text}")
        if re.search(r"(ngày \d+|tháng|tháng \d+|tháng \S+ năm)$", line.text) and re.match(
            r"tháng|năm|\d", after.text
        ):
            faults.append(f"a day is broken: {line.text} | {after.text}")
        if line.text[-1:].isdigit() and re.match(r"(đ|đồng)\b", after.text):
            faults.append(f"an amount is broken: {line.text} | {after.text}")
        if re.search(r"\d\.$", line.text) and re.match(r"\d{3}\b", after.text):
            faults.append(f"an amount is broken: {line.text} | {after.text}")
        for name in (COUNCIL, UNIT):
            if _begins_within(line.text, after.text, name):
                faults.append(f"a name is broken: {line.text} | {after.text}")
    return faults


def _begins_within(line: str, after: str, name: str) -> bool:
    """A name begins in the middle of a line and goes on in the next one."""
    words = name.split()
    for count in range(1, len(words) - 1):
        begun, rest = " ".join(words[:count]), " ".join(words[count : count + 2])
        if line.endswith(" " + begun) and after.startswith(rest):
            return True
    return False


def recipients(sheet: Sheet) -> list[str]:
    heading = sheet.line("Nơi nhận:")
    if heading is None:
        return ["no recipients"]
    faults = []
    if not (heading.is_bold and heading.is_italic and heading.sizes == {12.0}):
        faults.append("the heading is not bold italic of 12 points")
    place = sheet.written.index(heading)
    listed = []
    for line in sheet.written[place + 1 :]:
        if not line.text.startswith("-"):
            break
        listed.append(line)
    if not listed:
        faults.append("nobody is listed")
    if any(line.sizes != {11.0} for line in listed):
        faults.append("the list is not of 11 points")
    if any(abs(line.left - 30 * MM) > 2 for line in [heading, *listed]):
        faults.append("not at the left")
    return faults


def formula(sheet: Sheet) -> list[str]:
    faults = []
    by_right = 0
    for one in sheet.signatures:
        lines = [line.text for line in one.lines]
        if any(re.match(r"(TM|KT|TL|Q)\. ", line) for line in lines):
            by_right += 1
        faults += _faults_of(lines)
    return faults if by_right or faults else ["nobody signs by a formula"]


def _faults_of(lines: list[str]) -> list[str]:
    faults = []
    last = lines[-1]
    before = lines[-2] if len(lines) > 1 else ""
    if last.startswith("PHÓ "):
        head = last.removeprefix("PHÓ ").removesuffix(" THƯỜNG TRỰC")
        if before != f"KT. {head}":
            faults.append(f"a deputy signs without KT.: {lines}")
    if last.startswith(HEADS) and not before.startswith(("TM.", "TL.")):
        faults.append(f"a head signs without TM.: {lines}")
    if any(line.startswith("KT.") for line in lines) and not lines[0].startswith("TM."):
        faults.append(f"KT. without the body: {lines}")
    if lines[0].startswith("TM."):
        head = BODIES.get(lines[0].removeprefix("TM. "), "")
        if len(lines) < 2 or lines[1].removeprefix("KT. ").removeprefix("Q. ") != head:
            faults.append(f"not the head of this body: {lines}")
    return faults


RULES = [
    motto_at_the_right,
    rule_under_the_motto,
    issuer_bold_alone,
    rule_under_the_issuer,
    number_or_none,
    place_and_day,
    margins,
    letters_and_page_numbers,
    signature_with_text,
    nothing_broken,
    recipients,
    formula,
]
