"""The form of a dossier that two secretaries change at once."""

import lxml.html
import pytest
from django.urls import reverse

from competition import clock
from competition.models import Question
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, QuestionFactory
from tests.factories.moments import NOON
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def question(edition):
    return QuestionFactory(edition=edition, label="Câu cũ", help_text="Lời cũ", key="cau")


@pytest.fixture
def button(edition, question):
    return f"{reverse('keep_question', args=[edition.slug])}?sua={question.pk}"


def form_on(page, button: str) -> dict[str, str]:
    document = lxml.html.document_fromstring(page.content)
    return dict(next(form for form in document.forms if form.action == button).form_values())


@pytest.fixture
def opened(client, edition, question, button):
    client.force_login(secretary_of(edition))
    page = f"{reverse('dossier_form', args=[edition.slug])}?sua={question.pk}"
    return lambda: form_on(client.get(page), button)


@pytest.fixture
def save(client, button):
    return lambda form, **typed: client.post(button, form | typed)


@pytest.fixture
def refused(opened, save):
    old = opened()
    save(old, label="Câu của người khác")
    return save(old, help_text="Lời gõ ở đây")


def test_a_stale_save_is_refused(refused):
    assert refused.status_code == 422


def test_nothing_is_written_over(refused, question):
    question.refresh_from_db()
    assert (question.label, question.help_text) == ("Câu của người khác", "Lời cũ")


def test_what_is_stored_stands_beside_it(refused):
    assert "<dd><p>Câu của người khác</p></dd>" in seen(refused)


def test_pressing_again_saves(refused, save, button, question):
    save(form_on(refused, button))
    question.refresh_from_db()
    assert (question.label, question.help_text) == ("Câu cũ", "Lời gõ ở đây")


def test_the_newest_window_is_not_stale(opened, save):
    save(opened(), label="Câu của người khác")
    assert save(opened(), help_text="Lời gõ ở đây").status_code == 302


def test_nor_is_the_same_press_again(opened, save):
    old = opened()
    save(old, label="Câu gõ ở đây")
    assert save(old, label="Câu gõ ở đây").status_code == 302


class TestOneThatWasTakenOut:
    @pytest.fixture
    def answer(self, opened, save):
        old = opened()
        Question.objects.all().delete()
        return save(old, label="Câu gõ ở đây")

    def test_it_is_refused(self, answer):
        assert answer.status_code == 422

    def test_it_can_be_kept_anew(self, answer, save, button):
        save(form_on(answer, button))
        assert Question.objects.get().label == "Câu gõ ở đây"

    def test_one_of_another_edition_is_not_known(self, opened, save):
        other = QuestionFactory(edition=EditionFactory())
        assert save(opened(), question=str(other.pk)).status_code == 404
