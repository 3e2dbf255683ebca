"""What search engines, other places and phones read of the site: addresses, twins, pictures by
which pages are shared, structured data, the map of the site, the manifest.
"""

import io
import json
import re

import lxml.html
import pytest
from defusedxml import ElementTree as Tree
from django.core.cache import cache
from django.test import Client
from PIL import Image
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms import heads, share_card
from tests.factories.cms import (
    ContentPageFactory,
    EditionPageFactory,
    HomePageFactory,
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    VideoPageFactory,
)
from tests.factories.competition import PhaseFactory

pytestmark = pytest.mark.django_db

# What each type has to say, by the guidelines of the search engines that read it.
REQUIRED = {
    "NewsArticle": {"headline", "datePublished", "author", "image", "publisher"},
    "Event": {"name", "startDate", "endDate", "location", "organizer", "eventStatus"},
    "GovernmentOrganization": {"name", "url", "logo"},
    "BreadcrumbList": {"itemListElement"},
    "VideoObject": {"name", "uploadDate", "thumbnailUrl", "duration", "description"},
}
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TWIN = "{http://www.w3.org/1999/xhtml}link"


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
def english(home):
    locale, _new = Locale.objects.get_or_create(language_code="en")
    twin = home.copy_for_translation(locale)
    twin.slug = "trang-chu-en"
    twin.save_revision().publish()
    return locale


def translated(page, locale, **columns):
    twin = page.copy_for_translation(locale)
    for name, value in columns.items():
        setattr(twin, name, value)
    twin.save_revision().publish()
    return twin


def read(address: str):
    answer = Client().get(address)
    assert answer.status_code == 200
    return lxml.html.document_fromstring(answer.content.decode())


def link(page, rel: str) -> list[str]:
    return page.xpath(f"//link[@rel='{rel}']/@href")


def meta(page, name: str) -> list[str]:
    return page.xpath(f"//meta[@property='og:{name}']/@content")


def data(page) -> dict[str, dict]:
    """{type: what is said}, of all parts."""
    parts = [
        json.loads(text) for text in page.xpath("//script[@type='application/ld+json']/text()")
    ]
    return {part["@type"]: part for part in parts}


class TestAddresses:
    def test_a_page_has_one_address_whatever_it_was_asked_by(self, home, settings):
        page = read("/?utm=x")
        assert link(page, "canonical") == [f"{settings.SITE_URL}/"]

    def test_each_page_of_a_list_has_its_own(self, home, settings):
        index = NewsIndexPageFactory(parent=home, slug="tin-tuc", locale=home.locale)
        for number in range(13):
            NewsPageFactory(parent=index, title=f"Tin {number}", locale=home.locale)
        page = read("/tin-tuc/?trang=2")
        assert link(page, "canonical") == [f"{settings.SITE_URL}/tin-tuc/?trang=2"]

    def test_both_languages_name_each_other(self, home, english, settings):
        translated(ContentPageFactory(parent=home, slug="hoi", locale=home.locale), english)
        vi = read("/hoi/").xpath("//link[@rel='alternate'][@hreflang]")
        en = read("/en/hoi/").xpath("//link[@rel='alternate'][@hreflang]")
        told = [{one.get("hreflang"): one.get("href") for one in page} for page in (vi, en)]
        assert told[0] == told[1]
        assert told[0]["en"] == f"{settings.SITE_URL}/en/hoi/"
        assert told[0]["x-default"] == f"{settings.SITE_URL}/hoi/"

    def test_a_twin_that_is_a_draft_is_not_named(self, home, english):
        page = ContentPageFactory(parent=home, slug="hoi", locale=home.locale)
        twin = translated(page, english)
        assert "en" in read("/hoi/").xpath("//link/@hreflang")
        Page.objects.get(pk=twin.pk).unpublish()
        assert "en" not in read("/hoi/").xpath("//link/@hreflang")

    def switch(self, address: str) -> str:
        return read(address).xpath("//nav[@class='menu']//a[@hreflang]/@href")[0]

    def test_the_switch_leads_to_the_twin_whatever_its_address(self, home, english):
        vietnamese = ContentPageFactory(parent=home, slug="hoi", locale=home.locale)
        translated(vietnamese, english, slug="questions")
        assert self.switch("/hoi/") == "/en/questions/"
        assert self.switch("/en/questions/") == "/hoi/"

    def test_without_a_twin_the_switch_says_so(self, home, english):
        ContentPageFactory(parent=home, slug="hoi", locale=home.locale)
        assert self.switch("/hoi/") == "/en/"
        assert "chưa được dịch" in read("/hoi/").xpath("string(//nav[@class='menu'])")

    def test_a_page_that_no_editor_made_has_its_twin(self, home):
        assert self.switch("/binh-chon/") == "/en/binh-chon/"

    def test_a_private_page_has_none(self, home):
        assert link(read("/tai-khoan/login/"), "canonical") == []


class TestSharing:
    def test_each_page_has_a_picture_of_its_own(self, home, settings):
        page = ContentPageFactory(parent=home, slug="hoi", locale=home.locale)
        picture = meta(read("/hoi/"), "image")[0]
        assert picture == f"{settings.SITE_URL}/hinh/trang/{page.pk}.png"
        answer = Client().get(picture.removeprefix(settings.SITE_URL))
        assert Image.open(io.BytesIO(answer.content)).size == share_card.SIZE

    def test_two_pages_have_two(self, home):
        first = ContentPageFactory(parent=home, title="Hỏi đáp")
        second = ContentPageFactory(parent=home, title="Hướng dẫn")
        assert share_card.of_page(first) != share_card.of_page(second)

    def test_a_draft_has_none(self, home):
        page = ContentPageFactory(parent=home, live=False)
        assert Client().get(f"/hinh/trang/{page.pk}.png").status_code == 404

    def test_the_root_of_all_pages_has_none(self, home):
        assert Client().get("/hinh/trang/1.png").status_code == 404

    def test_words_are_the_pages_own(self, home):
        ContentPageFactory(parent=home, slug="hoi", intro="Ai cũng hỏi được.", title="Hỏi & đáp")
        page = read("/hoi/")
        assert meta(page, "title") == ["Hỏi & đáp"]
        assert meta(page, "description") == ["Ai cũng hỏi được."]


class TestStructuredData:
    @pytest.fixture
    def told(self, home):
        PhaseFactory(edition=home.edition)
        edition = EditionPageFactory(parent=home, slug="the-le", edition=home.edition)
        index = NewsIndexPageFactory(parent=home, slug="tin-tuc", locale=home.locale)
        category = NewsCategoryFactory()
        NewsPageFactory(parent=index, slug="tin", written_by="Hà", category=category)
        VideoPageFactory(parent=index, slug="phim", intro="Ba phút.")
        addresses = ["/", edition.url, "/tin-tuc/tin/", "/tin-tuc/phim/"]
        return [data(read(address)) for address in addresses]

    def test_each_type_says_what_it_has_to(self, told):
        parts = [part for page in told for part in page.values()]
        parts += [page["NewsArticle"]["video"] for page in told[3:]]
        missing = {part["@type"]: REQUIRED[part["@type"]] - set(part) for part in parts}
        assert set(missing) == set(REQUIRED)
        assert {kind: lacks for kind, lacks in missing.items() if lacks} == {}

    def test_nothing_is_said_empty(self, told):
        empty = [
            (part["@type"], name)
            for page in told
            for part in page.values()
            for name, value in part.items()
            if value in ("", None, [])
        ]
        assert empty == []

    def test_the_way_to_an_article_begins_at_home(self, told, settings):
        steps = told[2]["BreadcrumbList"]["itemListElement"]
        paths = [step["item"].removeprefix(settings.SITE_URL) for step in steps]
        assert paths == ["/", "/tin-tuc/", "/tin-tuc/tin/"]
        assert [step["position"] for step in steps] == [1, 2, 3]

    def test_the_event_is_as_long_as_the_timetable(self, told, home):
        phases = home.edition.phases.all()
        event = told[1]["Event"]
        assert event["startDate"] == min(phase.opens_at for phase in phases).isoformat()
        assert event["endDate"] == max(phase.closes_at for phase in phases).isoformat()

    def test_what_an_editor_types_ends_no_script(self, home):
        title = "</script><script>alert(1)</script>"
        ContentPageFactory(parent=home, slug="hoi", title=title)
        page = Client().get("/hoi/").content.decode()
        assert "<script>alert" not in page
        name = data(lxml.html.document_fromstring(page))["BreadcrumbList"]["itemListElement"][1]
        assert name["name"] == title


class TestTheMap:
    def lines(self) -> dict[str, Tree]:
        cache.clear()
        answer = Client().get("/sitemap.xml")
        assert answer.headers["Content-Type"].startswith("application/xml")
        tree = Tree.fromstring(answer.content)
        return {line.find(f"{MAP}loc").text: line for line in tree}

    def test_both_languages_stand_there(self, home, english, settings):
        assert {f"{settings.SITE_URL}/", f"{settings.SITE_URL}/en/"} <= set(self.lines())

    def test_twins_name_each_other(self, home, english, settings):
        line = self.lines()[f"{settings.SITE_URL}/en/"]
        assert [twin.get("hreflang") for twin in line.iter(TWIN)] == ["vi", "en"]

    def test_every_page_has_its_picture(self, home):
        assert re.search(r"hinh/trang/\d+\.png", Client().get("/sitemap.xml").content.decode())

    def test_drafts_and_closed_pages_are_not_on_it(self, home, settings):
        ContentPageFactory(parent=home, slug="nhap", live=False)
        closed = ContentPageFactory(parent=home, slug="kin")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        ContentPageFactory(parent=home, slug="mo")
        paths = {address.removeprefix(settings.SITE_URL) for address in self.lines()}
        assert paths == {"/", "/mo/"}

    def test_every_address_answers(self, home, english, settings):
        translated(ContentPageFactory(parent=home, slug="hoi", locale=home.locale), english)
        lines = self.lines()
        assert len(lines) == 4
        for address in lines:
            path = address.removeprefix(settings.SITE_URL)
            assert Client().get(path).status_code == 200, path


class TestThePhone:
    def test_the_manifest_names_icons_that_are_there(self, home):
        manifest = json.loads(Client().get("/manifest.webmanifest").content)
        for icon in manifest["icons"]:
            picture = Image.open(io.BytesIO(Client().get(icon["src"]).content))
            assert f"{picture.width}x{picture.height}" == icon["sizes"]

    def test_the_page_without_a_network_knows_nobody(self, home):
        page = Client().get("/ngoai-tuyen/")
        assert not page.cookies
        assert "Hiện không có mạng" in page.content.decode()

    def test_the_worker_keeps_these_and_no_others(self, home):
        script = Client().get("/sw.js").content.decode()
        kept = re.search(r"KEPT = \[(.*)\]", script)[1]
        assert kept.startswith("PAGES.vi, PAGES.en")
        assert len(kept.split(",")) == 4
        assert ".put(" not in script

    def test_the_worker_asks_as_a_stranger(self, home):
        assert 'credentials: "omit"' in Client().get("/sw.js").content.decode()


def test_a_preview_has_no_head(home):
    assert heads.of_page(Page(title="Chưa lưu")) is None
