"""What an editor is told of a page when it is saved."""

import pytest
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from cms.content_checks import remarks_on
from tests.factories.cms import ContentPageFactory

pytestmark = pytest.mark.django_db
INTRO = "Ai cũng hỏi được."


def told(body=(), **columns) -> list[str]:
    page = ContentPageFactory(**{"intro": INTRO, "title": "Hỏi đáp"} | columns, body=list(body))
    return remarks_on(page)


def text(html: str) -> list:
    return [("paragraph", f"<p>{html}</p>")]


def test_of_a_good_page_nothing_is_said():
    page = ContentPageFactory()
    good = f'Đọc <a linktype="page" id="{page.pk}">thể lệ</a> trước.'
    assert told(text(good)) == []


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        ({"title": "a" * 71}, "70"),
        ({"intro": ""}, "lời dẫn"),
        ({"search_description": "a" * 161}, "160"),
        ({"intro": "a" * 321}, "320"),
    ],
)
def test_lengths(columns, word):
    remarks = told(**columns)
    assert len(remarks) == 1
    assert word in remarks[0]


@pytest.mark.parametrize("described", [True, False])
def test_pictures_have_words(described):
    image = Image.objects.create(
        title="Nương chè",
        file=get_test_image_file(),
        description="Nương chè lúc sáng sớm" if described else "",
    )
    remarks = told([("picture", {"image": image, "caption": ""})])
    assert len(remarks) == (0 if described else 1)


def test_links_say_where_they_lead():
    assert "tại đây" in told(text('Xem <a href="https://example.org">tại đây</a>'))[0]


@pytest.mark.parametrize("live", [True, False])
def test_links_lead_to_what_readers_may_open(live):
    page = ContentPageFactory(live=live)
    remarks = told(text(f'<a linktype="page" id="{page.pk}">thể lệ</a>'))
    assert len(remarks) == (0 if live else 1)


@pytest.mark.parametrize(("syllables", "remarks"), [(40, 0), (41, 1)])
def test_long_sentences(syllables, remarks):
    assert len(told(text("chè " * syllables + ". Hết."))) == remarks


def test_the_editor_is_told_when_saving(client):
    person = User.objects.create_superuser("quan.tri@example.org", "x", full_name="Quản trị")
    client.force_login(person)
    page = ContentPageFactory(title="Hỏi đáp", intro="")
    form = {
        "title": "Hỏi đáp",
        "slug": page.slug,
        "intro": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True)
    assert "lời dẫn" in answer.content.decode()
