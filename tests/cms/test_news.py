"""The news: front page, lists, formats, what is read most, feeds."""

import datetime

import pytest
from defusedxml import ElementTree as Tree
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import localdate
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Site

from cms import scenes
from cms.art import catalogue
from cms.media_blocks import BarsBlock, HundredBlock, PhotoBlock
from cms.models import ArticleReading, NewsPage, VideoPage
from tests.factories.accounts import UserFactory
from tests.factories.cms import (
    ArticleReadingFactory,
    HomePageFactory,
    InfographicPageFactory,
    MegastoryPageFactory,
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PhotoStoryPageFactory,
    VideoPageFactory,
)
from tests.factories.moments import TODAY

pytestmark = pytest.mark.data
DAY = datetime.timedelta(days=1)
SOURCE = "/tin-tuc/"


@pytest.fixture
def index(db):
    home = HomePageFactory()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return NewsIndexPageFactory(parent=home, slug="tin-tuc")


def words(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def say_read(page, **headers) -> int:
    return Client(headers=headers).post(f"/da-doc/{page.pk}/").status_code


def times_read(page) -> list[int]:
    return list(ArticleReading.objects.filter(page=page).values_list("count", flat=True))


class TestFormats:
    def test_a_megastory_leads_to_each_of_its_chapters(self, index):
        body = [("heading", "Đồi dốc"), ("paragraph", "<p>Một xô nước.</p>"), ("heading", "Ngưỡng")]
        MegastoryPageFactory(parent=index, slug="chuyen", body=body)
        page = words("/tin-tuc/chuyen/")
        assert 'href="#chuong-2"' in page
        assert 'id="chuong-2"' in page

    def test_an_infographic_is_told_in_words_too(self, index):
        InfographicPageFactory(parent=index, slug="giot-nuoc")
        assert "38 giọt tới rễ." in words("/tin-tuc/giot-nuoc/")

    def test_a_photo_story_shows_each_picture_with_its_caption(self, index):
        photos = [("photo", {"scene": "xuong", "caption": f"Ảnh số {i}"}) for i in (1, 2)]
        PhotoStoryPageFactory(parent=index, slug="anh", photos=photos)
        page = words("/tin-tuc/anh/")
        assert "Ảnh số 1" in page
        assert "Ảnh số 2" in page

    def test_a_film_elsewhere_is_not_asked_for_by_itself(self, index):
        VideoPageFactory(parent=index, slug="phim")
        page = words("/tin-tuc/phim/")
        assert "<iframe" not in page
        assert 'data-video="https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"' in page

    def test_a_film_has_its_transcript_beside_it(self, index):
        VideoPageFactory(parent=index, slug="phim")
        assert "Máy đi trên dốc." in words("/tin-tuc/phim/")

    def test_a_correction_stands_above_the_text(self, index):
        body = [("paragraph", "<p>Bản tin đã sửa.</p>")]
        NewsPageFactory(
            parent=index,
            slug="tin",
            body=body,
            correction="Hạn là 20/12, không phải 10/12.",
            corrected_on=TODAY,
        )
        page = words("/tin-tuc/tin/")
        assert page.index("không phải 10/12") < page.index("Bản tin đã sửa.")


class TestTheFrontPage:
    def test_the_newest_leads(self, index):
        NewsPageFactory(parent=index, title="Tin cũ", date=TODAY - DAY)
        NewsPageFactory(parent=index, title="Tin mới", date=TODAY)
        page = words(SOURCE)
        lead = page.split('<article class="news-lead">')[1].split("</article>")[0]
        assert "Tin mới" in lead
        assert "Tin cũ" not in lead

    def test_each_format_has_its_shelf(self, index):
        MegastoryPageFactory(parent=index)
        VideoPageFactory(parent=index)
        InfographicPageFactory(parent=index)
        photos = [("photo", {"scene": "xuong", "caption": "Bến"})] * 2
        PhotoStoryPageFactory(parent=index, photos=photos)
        page = words(SOURCE)
        for shelf in ("mega-band", "news-films", "news-infographic", "mosaic"):
            assert f'class="{shelf}"' in page, shelf

    def test_a_draft_is_on_no_page(self, index):
        NewsPageFactory(parent=index, title="Bản nháp kín", live=False)
        assert "Bản nháp kín" not in words(SOURCE)

    def test_without_an_article_it_says_so(self, index):
        assert "Chưa có bài viết." in words(SOURCE)

    def test_it_asks_the_same_for_few_and_for_many(self, index, django_assert_max_num_queries):
        for number in range(30):
            NewsPageFactory(parent=index, date=TODAY - number * DAY, category=None)
        words(SOURCE)
        cache.clear()
        with django_assert_max_num_queries(25):
            words(SOURCE)


class TestLists:
    @pytest.fixture
    def filed(self, index):
        tea = NewsCategoryFactory(slug="che-va-rung")
        NewsPageFactory(parent=index, title="Tin về chè", category=tea)
        other = NewsCategoryFactory(slug="cuoc-thi", name="Cuộc thi")
        NewsPageFactory(parent=index, title="Tin cuộc thi", category=other)
        VideoPageFactory(parent=index, title="Phim về máy", category=other)
        tagged = NewsPageFactory(parent=index, title="Tin có thẻ")
        tagged.tags.add("Võ Nhai")
        tagged.save()

    def test_by_category(self, filed):
        page = words("/tin-tuc/?muc=che-va-rung")
        assert "Tin về chè" in page
        assert "Tin cuộc thi" not in page

    def test_by_format(self, filed):
        page = words("/tin-tuc/?dang=video")
        assert "Phim về máy" in page
        assert "Tin cuộc thi" not in page

    def test_by_tag(self, filed):
        page = words("/tin-tuc/?the=vo-nhai")
        assert "Tin có thẻ" in page
        assert "Tin về chè" not in page

    @pytest.mark.parametrize("asked", ["muc=khong-co", "dang=khong-co", "the=%00x", "trang=-1"])
    def test_an_unknown_word_is_no_fault(self, filed, asked):
        words(f"/tin-tuc/?{asked}")

    def test_an_unknown_format_has_no_article(self, filed):
        assert "Tin cuộc thi" not in words("/tin-tuc/?dang=khong-co")


class TestNeighbours:
    def test_of_one_day_each_is_met_once(self, index):
        first, second, third = (
            NewsPageFactory(parent=index, title=f"Tin thứ {n}", slug=f"tin-{n}") for n in (1, 2, 3)
        )
        context = second.get_context(Client().get("/").wsgi_request)
        assert (context["newer"].pk, context["older"].pk) == (third.pk, first.pk)

    def test_the_first_has_no_older(self, index):
        first = NewsPageFactory(parent=index, date=TODAY - DAY)
        NewsPageFactory(parent=index)
        assert first.get_context(Client().get("/").wsgi_request)["older"] is None


class TestWhatIsReadMost:
    @pytest.fixture(autouse=True)
    def _today(self, monkeypatch):
        cache.clear()

    def test_a_reader_counts(self, index):
        page = NewsPageFactory(parent=index)
        assert say_read(page) == 204
        assert times_read(page) == [1]

    def test_the_second_one_is_added(self, index):
        page = NewsPageFactory(parent=index)
        say_read(page)
        say_read(page)
        assert times_read(page) == [2]

    def test_no_cookie_is_set(self, index):
        page = NewsPageFactory(parent=index)
        assert not Client().post(f"/da-doc/{page.pk}/").cookies

    def test_another_site_cannot_say_so(self, index):
        page = NewsPageFactory(parent=index)
        say_read(page, sec_fetch_site="cross-site")
        assert times_read(page) == []

    def test_who_writes_is_not_counted(self, index):
        page = NewsPageFactory(parent=index)
        editor = Client()
        editor.force_login(UserFactory(is_superuser=True))
        editor.post(f"/da-doc/{page.pk}/")
        assert times_read(page) == []

    def test_a_draft_has_no_reader(self, index):
        assert say_read(NewsPageFactory(parent=index, live=False)) == 404

    def test_one_network_cannot_say_so_for_ever(self, index, settings):
        settings.ACCOUNT_RATE_LIMITS = {"article_read": "60/h/key"}
        page = NewsPageFactory(parent=index)
        for _time in range(70):
            say_read(page)
        assert times_read(page) == [60]

    def test_reading_by_get_is_refused(self, index):
        page = NewsPageFactory(parent=index)
        assert Client().get(f"/da-doc/{page.pk}/").status_code == 405

    def test_the_most_read_stand_in_their_order(self, index):
        often = NewsPageFactory(parent=index, title="Đọc nhiều hơn", date=TODAY - 9 * DAY)
        seldom = NewsPageFactory(parent=index, title="Đọc ít hơn")
        today = localdate()
        ArticleReadingFactory(page=often, count=30, day=today)
        ArticleReadingFactory(page=seldom, count=3, day=today)
        listed = words(SOURCE).split('class="most-read"')[1].split("</ol>")[0]
        assert listed.index("Đọc nhiều hơn") < listed.index("Đọc ít hơn")

    def test_what_was_read_long_ago_does_not_count(self, index):
        old = NewsPageFactory(parent=index)
        ArticleReadingFactory(page=old, count=99, day=localdate() - 31 * DAY)
        assert 'class="most-read"' not in words(SOURCE)


class TestFeeds:
    def test_a_feed_has_the_articles_of_its_language(self, index):
        NewsPageFactory(parent=index, title="Tin về chè & rừng")
        titles = [
            item.findtext("title")
            for item in Tree.fromstring(words("/rss/vi/tin-tuc.xml")).iter("item")
        ]
        assert titles == ["Tin về chè & rừng"]
        assert not list(Tree.fromstring(words("/rss/en/tin-tuc.xml")).iter("item"))

    def test_a_category_has_its_own(self, index):
        tea = NewsCategoryFactory(slug="che-va-rung")
        NewsPageFactory(parent=index, title="Tin về chè", category=tea)
        NewsPageFactory(parent=index, title="Tin khác")
        feed = words("/rss/vi/tin-tuc/che-va-rung.xml")
        assert "Tin về chè" in feed
        assert "Tin khác" not in feed

    def test_a_draft_is_in_no_feed(self, index):
        NewsPageFactory(parent=index, title="Bản nháp kín", live=False)
        assert "Bản nháp kín" not in words("/rss/vi/tin-tuc.xml")

    def test_an_unknown_category_is_unknown(self, index):
        assert Client().get("/rss/vi/tin-tuc/khong-co.xml").status_code == 404


def refused(page) -> set[str]:
    with pytest.raises(ValidationError) as raised:
        page.full_clean()
    return set(raised.value.message_dict)


class TestWhatAnEditorIsTold:
    def test_a_photograph_is_described_and_credited(self, index):
        page = NewsPageFactory(parent=index)
        page.picture = Image(title="ảnh", width=1, height=1)
        assert {"picture", "picture_credit"} <= refused(page)

    def test_a_correction_has_its_day(self, index):
        page = NewsPageFactory(parent=index)
        page.correction = "Sai hạn nộp."
        assert "corrected_on" in refused(page)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"elsewhere": ""}, "film"),
            ({"elsewhere": "https://example.org/phim"}, "elsewhere"),
            ({"elsewhere": "", "film": "phim.pdf"}, "film"),
            ({"elsewhere": "", "film": "phim.webm"}, "captions"),
        ],
    )
    def test_a_film_is_one_that_plays(self, index, given, field):
        page = VideoPageFactory(parent=index)
        page.elsewhere = given["elsewhere"]
        if name := given.get("film"):
            page.film = Document(title="phim", file=ContentFile(b"", name))
        assert field in refused(page)

    def test_a_captioned_film_of_our_own_is_fine(self, index):
        page: VideoPage = VideoPageFactory(parent=index)
        page.elsewhere = ""
        page.film = Document.objects.create(title="phim", file=ContentFile(b"x", "phim.webm"))
        page.captions = Document.objects.create(title="lời", file=ContentFile(b"x", "loi.vtt"))
        page.full_clean()

    def test_a_hundred_is_a_hundred(self):
        block = HundredBlock()
        value = block.to_python(
            {"title": "Nước", "parts": [{"label": "a", "count": 60}, {"label": "b", "count": 41}]}
        )
        with pytest.raises(ValidationError):
            block.clean(value)

    def test_a_picture_is_a_photograph_or_a_scene(self):
        block = PhotoBlock()
        with pytest.raises(ValidationError):
            block.clean(block.to_python({"caption": "Không có gì"}))


class TestCharts:
    def test_the_longest_bar_is_the_measure(self):
        block = BarsBlock()
        bars = [{"label": "cũ", "value": "100"}, {"label": "mới", "value": "62"}]
        rows = block.get_context(block.to_python({"title": "Nước", "bars": bars}))["rows"]
        assert [(row["share"], row["is_largest"]) for row in rows] == [(100, True), (62, False)]

    def test_of_a_hundred_drops_the_rest_is_empty(self):
        block = HundredBlock()
        value = block.to_python({"title": "Nước", "parts": [{"label": "tới rễ", "count": 38}]})
        tones = [tone for _x, _y, tone in block.get_context(value)["drops"]]
        assert (len(tones), tones.count(1), tones.count(0)) == (100, 38, 62)


def test_reading_takes_a_minute_for_so_many_words(index):
    body = [("paragraph", f"<p>{'chữ ' * 461}</p>")]
    page: NewsPage = NewsPageFactory(parent=index, body=body)
    assert page.minutes == 3


def test_every_scene_has_its_words():
    assert set(scenes.NAMES) == set(catalogue.SCENES)
