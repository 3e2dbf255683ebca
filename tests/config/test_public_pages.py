"""Strangers get public pages from the cache; nobody else does, and what is published is seen at
once.
"""

import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from cms.models import ContentPage, HomePage

pytestmark = pytest.mark.data


@pytest.fixture
def page(begun):
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    home = HomePage(title="Trang chủ", slug="trang-chu", edition=begun.edition, locale=locale)
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home.add_child(
        instance=ContentPage(
            title="Hướng dẫn", slug="huong-dan", intro="Bản thứ nhất", locale=locale
        )
    )


def read(client, address="/huong-dan/"):
    return client.get(address)


def test_a_stranger_is_served_without_a_query(page, django_assert_num_queries):
    read(
        Client()
    )  # the very first page makes the row of the site's texts, which is news to the cache
    assert "Bản thứ nhất" in read(Client()).content.decode()
    with django_assert_num_queries(0):
        again = read(Client())
    assert "Bản thứ nhất" in again.content.decode()
    assert not again.cookies
    assert "s-maxage" in again["Cache-Control"]
    assert "default-src 'self'" in again["Content-Security-Policy"]


def test_what_an_editor_publishes_is_seen_at_once(page):
    read(Client())
    page.intro = "Bản thứ hai"
    page.save_revision().publish()
    assert "Bản thứ hai" in read(Client()).content.decode()


def test_a_signed_in_person_neither_reads_nor_fills_the_cache(page, begun):
    person = Client()
    person.force_login(
        begun.cast.entrants[0], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    own = read(person)
    assert "/ho-so/" in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    stranger = read(Client()).content.decode()
    assert "/ho-so/" not in stranger
    assert "/tai-khoan/login/" in stranger
    assert "/ho-so/" in read(person).content.decode()


def test_languages_and_parameters_do_not_share_a_page(page):
    read(Client())
    assert "Bản thứ nhất" in read(Client(), "/huong-dan/?khac=1").content.decode()
    assert 'lang="en"' in read(Client(), "/en/huong-dan/").content.decode()
    assert read(Client(), "/khong-co/").status_code == 404
