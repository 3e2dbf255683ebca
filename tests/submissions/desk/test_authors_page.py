"""The authors of a draft, typed while the page saves by itself."""

import pytest
from django.urls import reverse

from competition import clock
from submissions.models import Entry
from submissions.writing import drafting

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TYPED = {
    "author-TOTAL_FORMS": "2",
    "author-INITIAL_FORMS": "1",  # as the page was opened, before it saved by itself
    "author-0-full_name": "Nông Thị Bích Ngọc",
    "author-0-share": "60",
    "author-1-full_name": "Hoàng Văn Thụ",
    "author-1-share": "40",
}


@pytest.fixture
def page(begun, client):
    """`page(step, **more)`: the two authors sent from a page that was opened with one."""
    owner = begun.cast.entrants[0]
    with clock.set_to(begun.at(3)):
        draft = drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(3))
        client.force_login(owner)

        def sent(step: str = "authors", **headers: str):
            draft.refresh_from_db()
            typed = TYPED | {"revision": str(draft.revision)}
            address = reverse("edit_entry", args=[draft.public_id, step])
            return client.post(address, typed, headers=headers)

        sent.draft = draft
        yield sent


def names(draft: Entry) -> list[str]:
    return list(draft.authors.values_list("full_name", flat=True))


BOTH = ["Nông Thị Bích Ngọc", "Hoàng Văn Thụ"]


def test_the_page_saves_both_by_itself(page):
    page(**{"X-Autosave": "1"})
    assert names(page.draft) == BOTH


def test_the_button_keeps_what_the_page_has_saved_before(page):
    page(**{"X-Autosave": "1"})
    page()
    assert names(page.draft) == BOTH


def test_a_row_that_was_emptied_goes(page):
    page(**{"X-Autosave": "1"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TYPED, "author-1-full_name", "")
        page()
    assert names(page.draft) == BOTH[:1]
