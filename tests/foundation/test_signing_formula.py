"""By what right a paper is signed, by Nghị định 30/2020/NĐ-CP, annex I, part II, section I.7."""

import unicodedata

import pytest

from foundation.vietnamese.formula import authority, issuer_of, signing_lines
from foundation.vietnamese.templatetags import vietnamese

COMMITTEE = "BAN TỔ CHỨC CUỘC THI SÁNG TẠO"
COUNCIL = "HỘI ĐỒNG CHẤM THI"
PROVINCE = "UBND TỈNH THÁI NGUYÊN"
AGENCY = "SỞ KHOA HỌC VÀ CÔNG NGHỆ"

TABLE = [
    # A body that decides together: its head signs for all.
    (COMMITTEE, "TRƯỞNG BAN", ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"]),
    (COMMITTEE, "Trưởng ban", ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"]),
    (COMMITTEE, "TRƯỞNG BAN TỔ CHỨC", ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"]),
    (COMMITTEE, "Trưởng Ban Tổ chức Cuộc thi", ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"]),
    (COUNCIL, "Chủ tịch Hội đồng", ["TM. HỘI ĐỒNG", "CHỦ TỊCH"]),
    (PROVINCE, "CHỦ TỊCH", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
    ("UỶ BAN NHÂN DÂN TỈNH", "CHỦ TỊCH", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
    ("", "TRƯỞNG BAN", ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"]),
    # A deputy signs for the head.
    (COMMITTEE, "Phó Trưởng ban", ["TM. BAN TỔ CHỨC", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]),
    (
        COMMITTEE,
        "Phó Trưởng Ban Tổ chức Thường trực",
        ["TM. BAN TỔ CHỨC", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"],
    ),
    (COUNCIL, "PHÓ CHỦ TỊCH", ["TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    (
        PROVINCE,
        "Phó Chủ tịch UBND tỉnh",
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ),
    # Who acts as the head.
    (COMMITTEE, "Q. Trưởng ban", ["TM. BAN TỔ CHỨC", "Q. TRƯỞNG BAN"]),
    (COMMITTEE, "Quyền Trưởng Ban Tổ chức", ["TM. BAN TỔ CHỨC", "Q. TRƯỞNG BAN"]),
    (AGENCY, "Quyền Giám đốc", ["Q. GIÁM ĐỐC"]),
    # Others, on the head's order: in nobody's name but the head's.
    (COMMITTEE, "Trưởng Ban Thư ký", ["TL. TRƯỞNG BAN", "TRƯỞNG BAN THƯ KÝ"]),
    (COMMITTEE, "Phó Trưởng Ban Thư ký", ["TL. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯ KÝ"]),
    (PROVINCE, "Chánh Văn phòng", ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
    # An office of one's own stands below.
    (
        COMMITTEE,
        "Trưởng ban, Phó Chủ tịch UBND tỉnh",
        ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN", "PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"],
    ),
    # An issuer with one head: signed by nobody else's right.
    (AGENCY, "GIÁM ĐỐC", ["GIÁM ĐỐC"]),
    (AGENCY, "PHÓ GIÁM ĐỐC", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
    (COMMITTEE, "", ["TM. BAN TỔ CHỨC"]),
    (AGENCY, "", []),
]


@pytest.mark.parametrize(("issuer", "title", "lines"), TABLE)
def test_the_lines_say_by_what_right(issuer, title, lines):
    assert signing_lines(issuer, title) == lines


def test_marks_that_stand_apart_from_their_letters_change_nothing():
    apart = unicodedata.normalize("NFD", "Phó Trưởng ban")
    assert signing_lines(unicodedata.normalize("NFD", COMMITTEE), apart) == [
        "TM. BAN TỔ CHỨC",
        "KT. TRƯỞNG BAN",
        "PHÓ TRƯỞNG BAN",
    ]


@pytest.mark.parametrize(
    ("issuer", "title", "who"),
    [
        (COMMITTEE, "PHÓ TRƯỞNG BAN", COMMITTEE),
        (PROVINCE, "CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"),
        (AGENCY, "PHÓ GIÁM ĐỐC", "GIÁM ĐỐC"),
        (AGENCY, "Q. GIÁM ĐỐC", "GIÁM ĐỐC"),
        ("", "TRƯỞNG BAN", "BAN TỔ CHỨC"),
    ],
)
def test_a_decision_is_the_bodys_or_its_one_heads(issuer, title, who):
    assert authority(issuer, title) == who


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [([PROVINCE, COMMITTEE], COMMITTEE), ([COMMITTEE, " "], COMMITTEE), ([], "")],
)
def test_the_last_line_of_the_head_issues(lines, issuer):
    assert issuer_of(lines) == issuer


@pytest.mark.parametrize("head", [f"{PROVINCE}\n{COMMITTEE}", [PROVINCE, COMMITTEE]])
def test_papers_ask_with_all_lines_of_their_head(head):
    assert vietnamese.signing_lines(head, "TRƯỞNG BAN")[0] == "TM. BAN TỔ CHỨC"
    assert vietnamese.authority(head, "TRƯỞNG BAN") == COMMITTEE
