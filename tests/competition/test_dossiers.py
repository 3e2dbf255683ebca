"""The form of a dossier: who changes it, and until when."""

import pytest

from competition import clock, dossiers
from competition.errors import Frozen, NotAllowed
from competition.models import Question
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def arguments(begun, verb) -> dict:
    """What the verb is told on a form that lacks ready questions."""
    question = begun.edition.questions.first()
    if verb is dossiers.apply_template:
        return {"edition": begun.edition, "kind": None, "name": "technical"}
    if verb is dossiers.move:
        return {"question": question, "up": False}
    if verb is dossiers.keep_question:
        question.label = "Câu hỏi viết lại"
    return {"question": question}


VERBS = [dossiers.apply_template, dossiers.move, dossiers.keep_question, dossiers.take_out]


def form_of(begun) -> list[tuple]:
    questions = Question.objects.filter(edition=begun.edition)
    return list(questions.values_list("key", "order", "label"))


@pytest.mark.parametrize("verb", VERBS)
def test_the_secretariat_changes_the_form_until_judging_begins(begun, verb):
    before = form_of(begun)
    with clock.set_to(begun.at(39)):
        verb(by=begun.cast.secretary, **arguments(begun, verb))
    assert form_of(begun) != before


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize(
    "verb",
    [dossiers.apply_template, dossiers.move, dossiers.keep_question, dossiers.take_out],
)
def test_nobody_else_changes_it(begun, verb, who):
    stranger = known_as(begun, who)
    with clock.set_to(begun.at(1)), unchanged(), pytest.raises(NotAllowed):
        verb(by=stranger, **arguments(begun, verb))


@pytest.mark.parametrize("verb", VERBS)
def test_once_judging_has_begun_it_is_frozen(begun, verb):
    with clock.set_to(begun.at(41)), unchanged(), pytest.raises(Frozen):
        verb(by=begun.cast.secretary, **arguments(begun, verb))
