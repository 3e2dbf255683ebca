"""The menus of header and footer, as editors order them; and the pages that every site begins
with.
"""

import lxml.html
import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Locale, Site

from cms import ready_pages
from cms.models import ContactPage, ContentPage, MenuLink, SiteMenus
from tests.factories.cms import ContentPageFactory, HomePageFactory, MenuLinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    cache.clear()
    locale, _new = Locale.objects.get_or_create(language_code="vi")
    home = HomePageFactory(locale=locale, slug="trang-chu")
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


@pytest.fixture
def twin(home):
    english, _new = Locale.objects.get_or_create(language_code="en")
    twin = home.copy_for_translation(english)
    twin.slug = "trang-chu-en"
    twin.save_revision().publish()
    return twin


def links(address: str, part: str) -> list[str]:
    page = lxml.html.document_fromstring(Client().get(address).content)
    found = page.xpath(f"//*[@class='{part}']//a")
    return [link.text_content().strip() for link in found]


def page(home, title, **columns):
    return ContentPageFactory(parent=home, title=title, locale=home.locale, **columns)


class TestMenus:
    def test_links_stand_in_the_order_of_the_editors(self, home):
        first, second = page(home, "Trang A"), page(home, "Trang B")
        menus = SiteMenus.load()
        MenuLinkFactory(menus=menus, page=first, sort_order=1)
        MenuLinkFactory(menus=menus, page=second, sort_order=0)
        assert links("/", "menu")[:2] == ["Trang B", "Trang A"]

    def test_without_links_the_ticked_pages_stand_there(self, home):
        page(home, "Trang A", show_in_menus=True)
        page(home, "Trang B")
        assert "Trang A" in links("/", "menu")
        assert "Trang B" not in links("/", "menu")

    def test_a_page_that_is_no_longer_live_is_not_led_to(self, home):
        MenuLinkFactory(page=page(home, "Trang A", live=False))
        assert "Trang A" not in links("/", "menu")

    def test_english_readers_are_led_to_the_translation(self, home, twin):
        vietnamese = page(home, "Liên hệ")
        english = vietnamese.copy_for_translation(twin.locale)
        english.title = "Contact us"
        english.save_revision().publish()
        MenuLinkFactory(page=vietnamese)
        assert "Contact us" in links("/en/", "menu")
        assert "Liên hệ" not in links("/en/", "menu")

    def test_a_new_link_is_seen_at_once(self, home):
        assert "Trang A" not in links("/", "site-footer")
        MenuLinkFactory(page=page(home, "Trang A"), place=MenuLink.Place.LEGAL)
        assert "Trang A" in links("/", "site-footer")

    def test_the_header_leads_to_the_search(self, home):
        assert "Tìm trên trang" in links("/", "menu")


class TestReadyPages:
    def test_each_stands_in_both_languages(self, home, twin):
        ready_pages.write(home, twin, mailbox="hop-thu@example.org")
        for below in (home, twin):
            assert ContentPage.objects.child_of(below).live().count() == 3
            assert ContactPage.objects.child_of(below).live().count() == 1

    def test_the_footer_leads_to_them(self, home, twin):
        ready_pages.write(home, twin, mailbox="hop-thu@example.org")
        assert links("/", "footer-legal")[1] == "Quyền riêng tư"
        assert links("/en/", "footer-legal")[1] == "Privacy"

    def test_what_an_editor_wrote_stays(self, home, twin):
        ready_pages.write(home, twin, mailbox="hop-thu@example.org")
        ContentPage.objects.filter(slug="dieu-khoan").update(title="Điều khoản của tỉnh")
        ready_pages.write(home, twin, mailbox="khac@example.org")
        assert ContentPage.objects.filter(title="Điều khoản của tỉnh").count() == 1
        assert ContentPage.objects.child_of(home).count() == 3
