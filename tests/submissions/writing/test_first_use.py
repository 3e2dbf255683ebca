"""The day of the first use is asked for once in a dossier; the rules read it where it stands."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from competition import clock
from competition.models import Question
from submissions.desk.forms import GeneralForm
from submissions.models import Entry
from submissions.writing import answers, checklist, first_use
from tests.factories.competition import QuestionFactory
from tests.factories.submissions import EntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
RULE = datetime.date(2025, 1, 1)
BEFORE = datetime.date(2024, 12, 31)


@pytest.fixture
def entry() -> Entry:
    """A draft of an edition that takes works first applied in 2025 or later."""
    return EntryFactory(edition__first_applied_from=RULE, first_applied_on=RULE)


def ask(entry: Entry, **columns) -> Question:
    """The form asks for the day."""
    asked = {"key": first_use.QUESTION, "type": Question.Type.DATE, "label": "Ngày áp dụng lần đầu"}
    return QuestionFactory(edition=entry.edition, **asked | columns)


def is_asked(entry: Entry) -> bool:
    return "first_applied_on" in GeneralForm(entry=entry).fields


def told(entry: Entry) -> list[tuple[str, str]]:
    """(step, words) of what the dossier lacks about the day."""
    words = "áp dụng lần đầu"
    return [(item.step, item.text) for item in checklist.missing(entry) if words in item.text]


def test_it_is_asked_for_where_the_rules_limit_it(entry):
    assert is_asked(entry)


def test_it_is_not_asked_for_where_no_rule_needs_it():
    assert not is_asked(EntryFactory())


def test_it_is_not_asked_for_again_where_the_form_asks(entry):
    ask(entry)
    assert not is_asked(entry)


@pytest.mark.parametrize("columns", [{"key": "ngay-khac"}, {"type": Question.Type.SHORT}])
def test_another_question_does_not_stand_for_it(entry, columns):
    ask(entry, **columns)
    assert is_asked(entry)


def test_a_question_to_works_of_another_kind_does_not_stand_for_it(entry):
    ask(entry, kind=EntryFactory(edition=entry.edition).kind)
    assert is_asked(entry)


def test_the_rules_read_the_answer_of_the_form(entry):
    ask(entry)
    entry.answers = {first_use.QUESTION: BEFORE.isoformat()}
    assert [step for step, _words in told(entry)] == ["content"]
    entry.answers = {first_use.QUESTION: RULE.isoformat()}
    assert told(entry) == []


def test_the_rules_read_the_column_where_the_form_does_not_ask(entry):
    entry.answers = {first_use.QUESTION: BEFORE.isoformat()}  # of an earlier form
    assert told(entry) == []
    entry.first_applied_on = BEFORE
    assert [step for step, _words in told(entry)] == ["general"]
    entry.first_applied_on = None
    assert "Hãy ghi ngày áp dụng lần đầu" in told(entry)[0][1]


class TestADayToCome:
    """On 15/9/2026: the day of the work's first use is over, other days of a form need not be."""

    @pytest.fixture(autouse=True)
    def _today(self):
        with clock.set_to(datetime.datetime(2026, 9, 15, 5, tzinfo=datetime.UTC)):
            yield

    def test_the_day_is_not_later_than_today(self, entry):
        question = ask(entry)
        with pytest.raises(ValidationError, match="chưa tới"):
            answers.clean(question, "16/09/2026")

    def test_today_is_taken(self, entry):
        assert answers.clean(ask(entry), "15/09/2026") == "2026-09-15"

    def test_another_day_may_be_to_come(self, entry):
        assert answers.clean(ask(entry, key="hoan-thanh"), "16/09/2026") == "2026-09-16"
