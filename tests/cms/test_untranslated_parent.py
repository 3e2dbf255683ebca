"""A page is translated after the one above it; whoever presses earlier reads what comes first."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from accounts.models import User
from cms.models import NewsIndexPage
from tests.judging.council import visit_as
from tests.security.public_pages import build_site

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def pressed(begun, client):
    """The answer to “translate” of a page, which is led back to it."""
    build_site(begun)
    page = NewsIndexPage.objects.get()
    english, _created = Locale.objects.get_or_create(language_code="en")
    page.get_parent().get_translations().delete()
    administrator = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return visit_as(client, administrator).post(address, {"locales": english.pk}, follow=True)


def test_it_leads_back_to_the_page(pressed):
    assert pressed.status_code == 200
    assert pressed.redirect_chain[0][1] == 302


def test_and_says_what_comes_first(pressed):
    assert "hãy dịch trang ấy trước" in pressed.content.decode()


def test_nothing_is_translated(pressed):
    assert not NewsIndexPage.objects.filter(locale__language_code="en").exists()
