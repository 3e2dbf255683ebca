"""What would tell who wrote a text, and where it stands in it, each rule alone."""

import unicodedata

import pytest

from submissions.sealing.blinding.identities import MASK, Identity, identities, mask, named, spans

NAME = Identity("name", "Nguyễn Văn Đức")
SHORT = Identity("name", "Lê Ý")
MAIL = Identity("email", "duc@sao-mai.vn")
PHONE = Identity("phone", "0912 345 678")
UNIT = Identity("unit", "Trường Sao Mai")


def found(text: str, *known: Identity) -> list[str]:
    """The parts of the text in which an identity stands."""
    return [text[start:stop] for start, stop, _identity in spans(text, list(known))]


def test_all_that_a_version_tells_of_its_authors_is_hidden():
    author = {
        "full_name": "Lê Thị Hoa",
        "email": "hoa@xa.vn",
        "phone": "0911111111",
        "workplace": "Xã La Bằng",
    }
    other = {"full_name": "Hà My", "email": "my@a.vn", "phone": "", "workplace": ""}
    assert identities({"unit": "Sở Nội vụ", "authors": [author, other]}) == [
        Identity("phone", "0911111111"),
        Identity("name", "Lê Thị Hoa"),
        Identity("unit", "Xã La Bằng"),
        Identity("unit", "Sở Nội vụ"),
        Identity("email", "hoa@xa.vn"),
        Identity("email", "my@a.vn"),
        Identity("name", "Hà My"),
    ]


def test_all_that_is_known_of_people_is_hidden():
    person = {
        "full_name": " Lê Thị Hoa ",
        "email": "hoa@xa.vn",
        "phone": "0911111111",
        "unit": "Xã La Bằng",
        "title": "Hiệu trưởng",
    }
    assert named([person, {"full_name": "Hà My", "phone": None}]) == [
        Identity("title", "Hiệu trưởng"),
        Identity("phone", "0911111111"),
        Identity("name", "Lê Thị Hoa"),
        Identity("unit", "Xã La Bằng"),
        Identity("email", "hoa@xa.vn"),
        Identity("name", "Hà My"),
    ]


@pytest.mark.parametrize(
    ("person", "is_hidden"),
    [
        ({"full_name": "Lê Ý"}, True),
        ({"full_name": "Hoàn"}, False),
        ({"full_name": "Hoàng"}, True),
        ({"unit": "Sở X"}, False),
        ({"unit": "Sở Xã"}, True),
        ({"email": "a@b"}, False),
        ({"full_name": ""}, False),
    ],
)
def test_what_stands_in_every_text_is_not_hidden(person, is_hidden):
    assert bool(named([person])) is is_hidden


@pytest.mark.parametrize(
    "written",
    [
        "Nguyễn Văn Đức",
        "NGUYỄN VĂN ĐỨC",
        "nguyen van duc",
        "nguyễn văn đức",
        unicodedata.normalize("NFD", "Nguyễn Văn Đức"),
        "Nguyễn\u00a0Văn\nĐức",
        "Nguyễn-Văn_Đức",
        "Nguyễn , Văn · Đức",
        "N g u y ễ n V ă n Đ ứ c",
        "N-g-u-y-ễ-n_V.ă-nĐức",
        "NguyễnVănĐức",
    ],
)
def test_a_name_is_found_however_it_is_written(written):
    assert found(f"Tác giả: {written}, lớp 9", NAME) == [written]


@pytest.mark.parametrize(
    "written",
    [
        "Nguyễn Văn Đức1",
        "xNguyễn Văn Đức",
        "nguyễn đức",
        "Nguyễn Văn  x Đức",
        "n.v. Đức",
        "V. Đức",
        "N V Đứcs",
        "Anh đức",
        "Ánh Đức",
        "Nguyễn Văn .,;:!? Đức",  # seven gaps and more: a run of one sign is one gap
        "N-.-.-.-guyễn Văn Đức",
    ],
)
def test_other_words_are_not_the_name(written):
    assert found(written, NAME) == []


@pytest.mark.parametrize(
    ("name", "spelled", "is_found"),
    [("Trần Bá Ý", "T r ầ n B á Ý", True), ("Trần Ân", "T r ầ n Â n", False)],
)
def test_a_name_of_seven_letters_is_found_letter_by_letter(name, spelled, is_found):
    assert bool(found(spelled, Identity("name", name))) is is_found


@pytest.mark.parametrize(
    "written",
    [
        "Đức Nguyễn Văn",
        "Đức Văn Nguyễn",
        "Nguyễn Đức",
        "N. V. Đức",
        "NV Đức",
        "Nguyễn V. Đức",
        "Đức N.V",
        "N  guyễn Văn Đức",
    ],
)
def test_a_name_is_found_turned_shortened_and_cut(written):
    assert found(f"do {written} làm", NAME) == [written]


@pytest.mark.parametrize("address", ["anh", "Ông", "TS.", "thầy", "Kỹ sư"])
@pytest.mark.parametrize("called", ["Đức", "Văn Đức"])
def test_a_given_name_is_found_behind_a_form_of_address_which_stays(address, called):
    assert found(f"hỏi {address} {called} nhé", NAME) == [called]


@pytest.mark.parametrize("text", ["anh Đực", "ảnh Đức", "hỏi anh Đức1"])
def test_with_other_accents_it_is_another_word(text):
    assert found(text, NAME) == []


def test_in_a_text_without_accents_none_are_asked_for():
    assert found("hoi anh Duc nhe", NAME) == ["Duc"]
    assert found("hỏi anh Duc nhé", NAME) == []


def test_a_name_of_two_long_words_is_found_letter_by_letter():
    spelled = "N g u y ễ n P h ư ợ n g"
    assert found(spelled, Identity("name", "Nguyễn Phượng")) == [spelled]


def test_no_letter_stands_for_another():
    assert found("TRẦN XUÂN ĐÀO", Identity("name", "Trần Xuân Đào")) == ["TRẦN XUÂN ĐÀO"]


@pytest.mark.parametrize(("unit", "is_found"), [("Trường Sao Mai", True), ("Xã La Bằng", False)])
def test_a_long_unit_is_looked_for_letter_by_letter_and_joined(unit, is_found):
    known = Identity("unit", unit)
    assert bool(found(" ".join(unit.replace(" ", "")), known)) is is_found
    assert bool(found(unit.replace(" ", ""), known)) is is_found


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("Trường Trung học phổ thông Sông Công", "THPT Sông Công"),
        ("Trường THPT Sông Công", "Trường trung học phổ thông Sông Công"),
        ("Hợp tác xã chè Khe Cốc", "HTX chè Khe Cốc"),
        ("HTX chè Khe Cốc", "hợp tác xã Chè Khe Cốc"),
        ("Hợp tác xã chè Khe Cốc", "Khe Cốc"),
        ("Ủy ban nhân dân xã La Bằng", "UBND xã La Bằng"),
        ("Sở Khoa học và Công nghệ", "Sở KH&CN"),
    ],
)
def test_a_unit_is_found_in_its_other_forms(unit, written):
    assert found(f"ở {written} có", Identity("unit", unit)) == [written]


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("Hợp tác xã chè Khe Cốc", "khe cốc"),
        ("Hợp tác xã chè Khe Cốc", "Hợp tác xã chè"),
        ("Sở Khoa học và Công nghệ", "Khoa học và Công nghệ"),
        ("Trường Tiểu học Ý Yên", "học Ý Yến"),
    ],
)
def test_what_stands_in_every_text_is_not_its_name(unit, text):
    assert found(text, Identity("unit", unit)) == []


def test_one_long_word_is_not_looked_for_letter_by_letter():
    assert found("C h r i s t o p h e r", Identity("name", "Christopher")) == []


def test_a_short_full_name_is_found_as_words():
    assert found("Lê Ý và Lê Yến", SHORT) == ["Lê Ý"]


def test_signs_of_an_address_are_signs():
    assert found("duc@sao-maixvn DUC@sao-mai.vn", MAIL) == ["DUC@sao-mai.vn"]


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "912 345 678",
        "+84912345678",
        "84 912.345.678",
        "0912-345-678",
        "+84 - 912345678",
        "0084 912 345 678",
        "+84 (0) 912 345 678",
        "0912/345678",
        "09-12-34-56-78",
        "O912345678",
        "không chín một hai ba bốn năm sáu bảy tám",
        "khong chin mot hai ba bon nam sau bay tam",
        "không, chín, một, hai, 3 4 5 6 7 8",
    ],
)
def test_a_phone_is_found_however_it_is_written(written):
    assert [part.strip() for part in found(f"gọi {written}.", PHONE)] == [written]


@pytest.mark.parametrize("known", ["+84 912 345 678", "84912345678", "0912345678", "912345678"])
def test_a_phone_is_found_however_it_is_known(known):
    assert found("gọi 0912.345.678!", Identity("phone", known)) == ["0912.345.678"]


@pytest.mark.parametrize(
    "written",
    [
        "09123456789",
        "10912345678",
        "0912345679",
        "0912 x 345678",
        "0912 .,;: 345678",
        "09 hai 12345678",
    ],
)
def test_another_number_is_not_the_phone(written):
    assert found(written, PHONE) == []


@pytest.mark.parametrize(
    "written",
    [
        "duc @ sao-mai.vn",
        "duc[at]sao-mai.vn",
        "duc (at) sao-mai [dot] vn",
        "duc a còng sao-mai chấm vn",
        "DUC＠SAO-MAI.VN",
        "d\u200buc@sao\u200b-mai.vn",
    ],
)
def test_an_address_is_found_however_it_is_written(written):
    assert found(f"thư {written}!", MAIL) == [written]


@pytest.mark.parametrize("written", ["duc sao-mai.vn", "duc1@sao-mai.vn", "d uc@sao-mai.vn"])
def test_another_address_is_not_it(written):
    """It is masked all the same where it is one: it leads to somebody."""
    assert MAIL not in {identity for _start, _stop, identity in spans(written, [MAIL])}


@pytest.mark.parametrize(("mail", "is_found"), [("duc.le85@a.vn", True), ("duc@a.vn", False)])
def test_the_name_of_an_address_is_found_alone_where_it_is_one(mail, is_found):
    assert bool(found(f"zalo {mail.split('@')[0]}", Identity("email", mail))) is is_found


def test_where_they_stand_is_told_in_their_order():
    text = "Trường Sao Mai: Nguyễn Văn Đức, 0912345678"
    assert spans(text, [PHONE, NAME, UNIT]) == [
        (0, 14, UNIT),
        (16, 30, NAME),
        (32, 42, PHONE),
    ]


def test_places_are_those_of_the_text_as_it_is_written():
    """One sign may be two letters, and two signs one letter."""
    assert found("\ufb01 Đư\u0301c ấy: Lê Ý.", SHORT) == ["Lê Ý"]


def test_of_two_that_begin_together_the_shorter_comes_first():
    whole, part = Identity("name", "Lê Ý Nhi"), SHORT
    assert [hit[2] for hit in spans("Lê Ý Nhi", [whole, part])] == [part, whole]


def test_what_is_known_as_two_things_is_told_as_both():
    unit = Identity("unit", "Lê Ý")
    assert [hit[2] for hit in spans("Lê Ý", [unit, SHORT])] == [unit, SHORT]


def test_everything_known_is_masked_and_told():
    text = "Em Nguyễn Văn Đức (0912345678) và Lê Ý"
    assert mask(text, [PHONE, NAME, SHORT]) == (
        f"Em {MASK} ({MASK}) và {MASK}",
        [NAME, PHONE, SHORT],
    )


def test_a_text_that_tells_nobody_is_left_as_it_is():
    assert mask("Máy gặt lúa", [NAME, PHONE]) == ("Máy gặt lúa", [])


def test_the_masked_text_is_composed():
    assert mask(unicodedata.normalize("NFD", "Máy của Lê Ý ạ"), [SHORT])[0] == f"Máy của {MASK} ạ"


def test_what_overlaps_is_masked_once():
    """“Ý Nhi Hoa” begins in the name and ends behind it."""
    over = Identity("unit", "Ý Nhi Hoa")
    assert mask("a Lê Ý Nhi Hoa b", [Identity("name", "Lê Ý Nhi"), over])[0] == f"a {MASK} b"


def test_what_lies_within_another_lets_nothing_of_it_be_seen():
    whole = Identity("unit", "Trường Lê Ý Nhi Hoa")
    assert mask("a Trường Lê Ý Nhi Hoa b", [SHORT, whole])[0] == f"a {MASK} b"


def test_what_follows_at_once_is_masked_too():
    masked, _known = mask("Lê Ý-Nguyễn Văn Đức", [SHORT, NAME])
    assert masked == MASK


@pytest.mark.parametrize("between", [" ", ", ", " - ", ".", " – "])
def test_masks_beside_each_other_are_one(between):
    """Neither how many words a name had nor where it was parted is told."""
    text = f"Do Lê Ý{between}Hà Vi làm"
    assert mask(text, [SHORT, Identity("name", "Hà Vi")])[0] == f"Do {MASK} làm"


@pytest.mark.parametrize("between", [" và ", " (", "\n", " 2 "])
def test_what_stands_between_two_others_stays(between):
    text = f"Do Lê Ý{between}Hà Vi làm"
    left = f"Do {MASK}{between}{MASK} làm"
    assert mask(text, [SHORT, Identity("name", "Hà Vi")])[0] == left
