"""Texts of a panel that two people write: what a council concludes, what a visit found. Neither is
written over without a word.
"""

from dataclasses import dataclass
from typing import Any

import lxml.html
import pytest
from django.urls import reverse

from competition.models import Scheme
from judging.councils import meetings, visits
from judging.models import BlindedEntry
from tests.judging.council import visit_as
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@dataclass
class Text:
    """A text of the panel: the page of its form, its button, its row and column."""

    page: str
    button: str
    row: Any
    column: str

    def stored(self) -> str:
        self.row.refresh_from_db()
        return getattr(self.row, self.column)


@pytest.fixture(params=["conclusion", "record"])
def text(request, council, client) -> Text:
    entries = list(BlindedEntry.objects.filter(round=council.round)[:1])
    Scheme.objects.filter(pk=council.round.scheme_id).update(names_authors=True, has_visits=True)
    council.panel.refresh_from_db()
    visit_as(client, council.chair)
    if request.param == "record":
        visit = visits.plan(
            panel=council.panel,
            entry=entries[0],
            planned_at=council.at(43),
            place="Xóm Đồng Bẩm",
            team=list(council.panel.judges.filter(user=council.chair)),
            by=council.chair,
        )
        page = reverse("panel_visits", args=[council.panel.pk])
        return Text(page, reverse("record_visit", args=[council.panel.pk]), visit, "record")
    meeting = meetings.call(
        panel=council.panel,
        held_at=council.at(42),
        place="Phòng 302",
        entries=entries,
        by=council.chair,
    )
    item = meeting.agenda.get()
    page = f"{reverse('meeting', args=[meeting.pk])}?xem={item.pk}"
    return Text(page, reverse("conclude_item", args=[meeting.pk]), item, "conclusion")


def form_on(page, button: str) -> dict[str, str]:
    document = lxml.html.document_fromstring(page.content)
    forms = [form for form in document.forms if form.action.split("?")[0] == button]
    return dict(forms[0].form_values())


@pytest.fixture
def opened(client, text):
    return lambda: form_on(client.get(text.page), text.button)


@pytest.fixture
def save(client, text):
    query = text.page.partition("?")[2]
    return lambda form, words: client.post(f"{text.button}?{query}", form | {"text": words})


@pytest.fixture
def refused(opened, save):
    old = opened()
    save(old, "Lời của người khác")
    return save(old, "Lời gõ ở đây")


def test_a_stale_save_is_refused(refused):
    assert refused.status_code == 422


def test_nothing_is_written_over(refused, text):
    assert text.stored() == "Lời của người khác"


def test_what_is_stored_stands_beside_it(refused):
    assert "<p>Lời của người khác</p>" in seen(refused)


def test_what_was_typed_stays(refused, text):
    assert form_on(refused, text.button)["text"].strip() == "Lời gõ ở đây"


def test_pressing_again_saves(refused, text, save):
    save(form_on(refused, text.button), "Lời đã gộp")
    assert text.stored() == "Lời đã gộp"


def test_the_newest_window_is_not_stale(opened, save, text):
    save(opened(), "Lời của người khác")
    assert save(opened(), "Lời gõ ở đây").status_code == 302


def test_nor_is_the_same_press_again(opened, save):
    old = opened()
    save(old, "Dòng một\r\nDòng hai")
    assert save(old, "Dòng một\r\nDòng hai").status_code == 302


def test_nothing_of_another_window_is_said_where_there_is_none(client, text):
    assert "Đã lưu ở một cửa sổ khác" not in seen(client.get(text.page))
