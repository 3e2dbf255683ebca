"""The decision on paper says what its edition has, and nothing else."""

import datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from awards import decision
from competition.models import Contest
from foundation.papers import pdf

VOTE = "kết quả bình chọn của cộng đồng"
MONEY = "và tiền thưởng"
OF_MONEY = "Tiền thưởng"  # the heading of its column
RULES = "Thể lệ Cuộc thi Sáng tạo"
BY_DECISION = "ban hành kèm theo Quyết định số 15/QĐ-BTC ngày 05 tháng 3 năm 2027"


def text_of(*, holds_vote=True, pays_money=True, number="15/QĐ-BTC") -> str:
    contest = Contest(name="Cuộc thi Sáng tạo")
    edition = SimpleNamespace(
        contest=contest,
        name="Lần thứ nhất",
        place="Thái Nguyên",
        organiser_lines="BAN TỔ CHỨC",
        decision_number=number,
        decision_date=datetime.date(2027, 3, 5),
    )
    line = {"title": "Máy sao chè", "authors": ["Lê An"], "prize": "Giải Nhất", "money": 1}
    adopted = SimpleNamespace(
        number="20/QĐ",
        date=datetime.date(2027, 11, 9),
        signer_title="TRƯỞNG BAN",
        signer_name="Hà Văn Sơn",
        annex=[line | {"final_score": "88.5"}],
        digest="d",
        supersedes=None,
    )
    told = {"holds_vote": holds_vote, "pays_money": pays_money, "head": "h"}
    page = render_to_string("print/decision.html", {"decision": adopted, "edition": edition} | told)
    return " ".join(page.replace("\u00a0", " ").split())


@pytest.mark.parametrize("words", [VOTE, MONEY, OF_MONEY, RULES, BY_DECISION, "Nơi nhận:"])
def test_what_the_edition_has_stands_there(words):
    assert words in text_of()


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ({"holds_vote": False}, VOTE),
        ({"pays_money": False}, MONEY),
        ({"pays_money": False}, OF_MONEY),
        ({"number": ""}, "Quyết định số ngày"),
        ({"number": ""}, "ban hành kèm theo"),
    ],
)
def test_what_it_has_not_does_not(without, words):
    assert words not in text_of(**without)


def test_its_day_is_written_as_papers_write_it():
    assert "Thái Nguyên, ngày 09 tháng 11 năm 2027" in text_of()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tally", "money", "told"), [("x", 5, (True, True)), ("", 0, (False, False))]
)
def test_both_are_read_from_the_result(awarded, monkeypatch, tally, money, told):
    asked = {}
    monkeypatch.setattr(pdf, "render", lambda name, context: asked.update(context) or b"%PDF-1.7")
    adopted = awarded.edition.decisions.first()
    adopted.edition.standing.formula["tally"] = tally
    adopted.annex = [{"money": money}]
    monkeypatch.setattr(adopted, "save", lambda **columns: None)
    decision._write_paper(adopted)
    assert (asked["holds_vote"], asked["pays_money"]) == told
