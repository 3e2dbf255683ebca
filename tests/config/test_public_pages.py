"""Strangers get public pages from the cache; nobody else does, and what is published is seen at
once.
"""

import datetime
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images import models as images
from wagtail.images.models import Image, Rendition
from wagtail.models import Locale, Page, Site

from cms.models import ContentPage, HomePage, NewsIndexPage, NewsPage
from tests.submissions.files import hostile

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


class TestAPictureWhoseOriginalIsAway:
    """A disk that is away for a minute is not what strangers see for as long as a page is kept."""

    @pytest.fixture
    def story(self, page, settings, tmp_path, monkeypatch):
        settings.MEDIA_ROOT = str(tmp_path)
        # Wagtail leaves its own unclosed.
        monkeypatch.setattr(images, "SpooledTemporaryFile", lambda **_options: io.BytesIO())
        drawn = ContentFile(hostile.picture(), "anh.png")
        picture = Image.objects.create(title="ảnh", file=drawn, description="Đồi chè")
        index = NewsIndexPage(title="Tin", slug="tin", locale=page.locale)
        page.get_parent().add_child(instance=index)
        story = NewsPage(title="Tin mới", slug="moi", locale=page.locale, picture=picture)
        story.date = datetime.date(2030, 3, 5)
        story.picture_credit = "Ảnh: Hoàng Thu Hà"
        return index.add_child(instance=story)

    def words(self) -> str:
        return read(Client(), "/tin/moi/").content.decode()

    def drawn(self, story) -> None:
        """The picture in every size and format of the page, as another machine has made them."""
        for kind in ("avif", "webp", "jpeg"):
            for size in ("width-640", "width-1200"):
                spec = f"format-{kind}|{size}"
                name = f"anh.{size}.format-{kind}.{kind}"
                content = ContentFile(hostile.picture(), name)
                Rendition.objects.create(
                    image=story.picture, filter_spec=spec, file=content, width=64, height=48
                )

    def test_without_it_the_page_is_answered(self, story):
        Path(story.picture.file.path).unlink()
        assert "Tin mới" in self.words()

    def test_once_it_is_back_it_is_seen_at_once(self, story):
        Path(story.picture.file.path).unlink()
        self.words()  # makes the row of the site's texts
        assert "anh.width-1200" not in self.words()
        self.drawn(story)
        assert "anh.width-1200" in self.words()

    def test_a_page_with_its_picture_is_kept(self, story, django_assert_num_queries):
        self.drawn(story)
        self.words()
        self.words()
        with django_assert_num_queries(0):
            assert "anh.width-1200" in self.words()
