"""What relates a judge to a work, each rule alone, beside a judge whom nothing relates."""

import pytest

from submissions.sealing import kinship
from submissions.sealing.kinship import Index, Person, Tie, Work

OTHER = Person(
    9,
    "Hà My",
    frozenset({"my@xa.example.org"}),
    "0900000009",
    "000900090009",
    "Sở Xây dựng",
    interests=("Lê Ân", "Công ty Mặt Trời"),
)


def ties(judge: Person, *people: Person, past=(), **unit) -> list[Tie]:
    index = Index([judge, OTHER], past)
    return list(index.relations_of(Work(1, people, **unit)))


def author(name: str = "Trần Văn Bé", key: int = 0, **columns) -> Person:
    return Person(key, name, **columns)


def judge_of(name: str = "Nguyễn Thị Lý", **columns) -> Person:
    return Person(5, name, **columns)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Nguyễn Thị Lý", ("li", "nguyen", "thi")),
        ("lý NGUYỄN thị", ("li", "nguyen", "thi")),
        ("PGS. TS. Nguyễn Thị Lý", ("li", "nguyen", "thi")),
        ("Ng. Thị Lý", ("li", "nguyen", "thi")),
        ("Ng Lý", ("li", "ng")),
        ("Bà Lý", ("ba", "li")),
        ("Ông Bà Lý", ("ba", "li")),
        ("Ông Bà Anh Chị Lý", ("chi", "li")),
        ("Ts Ths Gs Ks Cn Lý", ("cn", "ks", "li")),
        ("Lê Ông Lý", ("le", "li", "ong")),
        ("Yên Huy", ("hui", "yen")),
        ("Đỗ Ân", ("an", "do")),
        ("", ()),
    ],
)
def test_a_name_is_compared_without_accents_titles_and_order(written, compared):
    assert kinship.name_of(written) == compared


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("0912 345 678", "912345678"),
        ("+84 (912) 345-678", "912345678"),
        ("12345678", ""),
        ("123456789", "123456789"),
        ("", ""),
    ],
)
def test_a_phone_is_its_last_nine_digits(written, compared):
    assert kinship.phone_of(written) == compared


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("x@mail.truong.edu.vn", "truong.edu.vn"),
        ("x@truong.edu.vn", "truong.edu.vn"),
        ("X@So.Gov.VN", "so.gov.vn"),
        ("x@mail.congty.vn", "congty.vn"),
        ("x@congty.vn", "congty.vn"),
        ("x@edu.vn", "edu.vn"),
        ("x@gmail.com", ""),
        ("x@yahoo.com.vn", ""),
        ("x@localhost", ""),
        ("", ""),
    ],
)
def test_a_domain_is_the_one_that_somebody_registered(address, domain):
    assert kinship.domain_of(address) == domain


@pytest.mark.parametrize(
    ("address", "user"),
    [
        ("An@Mail.Truong.Edu.vn", "an@truong.edu.vn"),
        ("an@gmail.com", "an@gmail.com"),
        ("an@localhost", "an@localhost"),
        ("@truong.edu.vn", ""),
        ("a@b@congty.vn", "a@congty.vn"),
    ],
)
def test_an_address_is_compared_at_the_domain_that_somebody_registered(address, user):
    assert kinship.user_of(address) == user


def test_nothing_relates_who_has_nothing_in_common():
    judge = judge_of(unit_path="00010001", unit_name="Trường Chu Văn An", phone="0911111111")
    assert ties(judge, author(phone="0922222222"), unit_path="00010002") == []


def test_who_has_nothing_written_down_is_related_to_nobody():
    assert ties(judge_of(), author(), unit_path="", unit_name="") == []


def test_the_judge_is_the_author():
    assert ties(judge_of(), author(key=5)) == [Tie(5, "author", 1.0, "Trần Văn Bé")]


def test_the_judge_has_an_authors_address():
    judge = judge_of(emails=frozenset({"", "ly@gmail.com"}))
    found = ties(judge, author(emails=frozenset({"", "LY@gmail.com"})))
    assert found == [Tie(5, "author", 1.0, "Trần Văn Bé")]


def test_the_judge_has_an_address_at_the_same_place():
    judge = judge_of(emails=frozenset({"ly@mail.truong.edu.vn"}))
    found = ties(judge, author(emails=frozenset({"be@truong.edu.vn"})))
    assert found == [Tie(5, "email_domain", 0.6, "Trần Văn Bé, truong.edu.vn")]


def test_shared_providers_relate_nobody():
    judge = judge_of(emails=frozenset({"ly@gmail.com"}))
    assert ties(judge, author(emails=frozenset({"be@gmail.com"}))) == []


def test_the_judge_has_the_same_phone():
    found = ties(judge_of(phone="0912345678"), author(phone="+84912345678"))
    assert found == [Tie(5, "phone", 0.9, "Trần Văn Bé, …5678")]


def test_the_judge_has_the_same_name():
    found = ties(judge_of("TS. Trần Bé Văn"), author())
    assert found == [Tie(5, "same_name", 0.7, "Trần Văn Bé")]


def test_the_judge_shared_an_entry_with_the_author():
    past = [["Nguyễn Thị Lý", "Trần Văn Bé"], ["Hà My", "Phạm Ai"]]
    assert ties(judge_of(), author(), past=past) == [Tie(5, "co_author", 0.7, "Trần Văn Bé")]


def test_two_judges_who_shared_an_entry_are_each_others_companions():
    past = [["Nguyễn Thị Lý", "Hà My"]]
    found = ties(judge_of(), author("Hà My"), past=past)
    assert found == [
        Tie(9, "same_name", 0.7, "Hà My"),
        Tie(5, "co_author", 0.7, "Hà My"),
    ]


def test_every_judge_who_shared_an_entry_with_the_author_is_told():
    past = [["Nguyễn Thị Lý", "Trần Văn Bé"], ["Hà My", "Trần Văn Bé"]]
    assert {tie.judge for tie in ties(judge_of(), author(), past=past)} == {5, 9}


UNIT = {"unit_path": "000100020003", "unit_name": "Phòng Trồng trọt"}


@pytest.mark.parametrize("path", ["00010002", "000100020003", "0001000200030004"])
def test_the_judges_unit_is_the_works_or_above_it_or_below_it(path):
    found = ties(judge_of(unit_path=path), author(), **UNIT)
    assert found == [Tie(5, "same_unit", 0.8, "Phòng Trồng trọt")]


@pytest.mark.parametrize("path", ["0001", "00010003", "000100020004", ""])
def test_a_unit_beside_it_and_the_root_relate_nobody(path):
    assert ties(judge_of(unit_path=path), author(), **UNIT) == []


def test_the_authors_workplace_names_the_judges_unit():
    judge = judge_of(unit_name="Sở Y tế")
    found = ties(judge, author(workplace="Phòng 3 – Sở y tế, Thái Nguyên"))
    assert found == [Tie(5, "same_unit", 0.8, "Trần Văn Bé, Phòng 3 – Sở y tế, Thái Nguyên")]


@pytest.mark.parametrize("workplace", ["Sở Y", "Sở Thú y tế bào", "", "tế Y Sở"])
def test_a_workplace_that_does_not_name_the_unit_word_by_word(workplace):
    assert ties(judge_of(unit_name="Sở Y tế"), author(workplace=workplace)) == []


@pytest.mark.parametrize(("words", "is_named"), [(1, False), (2, True), (12, True), (13, False)])
def test_a_units_name_has_two_words_to_twelve(words, is_named):
    name = " ".join(f"tu{number}" for number in range(words))
    found = ties(judge_of(unit_name=name), author(workplace=f"a {name} b"))
    assert bool(found) is is_named


def test_the_judge_has_declared_the_author():
    judge = judge_of(interests=("Phạm Ai", "Trần Văn Bé"))
    assert ties(judge, author()) == [Tie(5, "declared", 1.0, "Trần Văn Bé")]


def test_the_judge_has_declared_the_authors_workplace():
    found = ties(judge_of(interests=("Công ty Sao Mai",)), author(workplace="công ty Sao Mai 2"))
    assert found == [Tie(5, "declared", 1.0, "Trần Văn Bé, công ty Sao Mai 2")]


def test_the_judge_has_declared_the_works_unit():
    judge = judge_of(interests=("Phòng trồng trọt",))
    assert ties(judge, author(), **UNIT) == [Tie(5, "declared", 1.0, "Phòng Trồng trọt")]


def test_each_reason_is_told_once_by_what_was_seen_first():
    judge = judge_of(phone="0912345678")
    first, second = author(phone="0912345678"), author("Vũ An", phone="0912345678")
    assert ties(judge, first, second) == [Tie(5, "phone", 0.9, "Trần Văn Bé, …5678")]


def test_all_reasons_are_told():
    judge = judge_of("Trần Văn Bé", phone="0912345678", unit_path="00010002")
    found = ties(judge, author(phone="0912345678"), **UNIT)
    assert [tie.reason for tie in found] == ["same_unit", "phone", "same_name"]


def test_every_judge_of_a_unit_is_told():
    judges = [Person(number, f"Người {number} Lê", unit_path="00010002") for number in (1, 2)]
    found = Index(judges).relations_of(Work(1, (), "00010002", "Sở"))
    assert sorted(tie.judge for tie in found) == [1, 2]
