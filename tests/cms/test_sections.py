"""The sections of the site beside the news: topics, multimedia, documents, calendar, press, jury;
and the alert above every page.
"""

import datetime
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Locale, Site

from awards.models import AwardDecision
from cms.models import SiteAlert
from competition import clock
from submissions.models import Entry
from tests import guards
from tests.factories.cms import (
    CalendarEventFactory,
    CalendarPageFactory,
    HomePageFactory,
    InfographicPageFactory,
    IssuedDocumentFactory,
    JuryPageFactory,
    LibraryPageFactory,
    MediaHubPageFactory,
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PressPageFactory,
    SiteAlertFactory,
    TopicIndexPageFactory,
    TopicPageFactory,
    VideoPageFactory,
)
from tests.factories.competition import EditionFactory, FieldFactory, PhaseFactory

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def site_of(edition=None):
    cache.clear()
    locale, _new = Locale.objects.get_or_create(language_code="vi")
    home = HomePageFactory(locale=locale, **({"edition": edition} if edition else {}))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


@pytest.fixture
def home():
    return site_of()


def words(page, query: str = "") -> str:
    answer = Client().get(page.url + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


class TestTopics:
    @pytest.fixture
    def topic(self, home):
        above = TopicIndexPageFactory(parent=home, locale=home.locale)
        category = NewsCategoryFactory(slug="che")
        return TopicPageFactory(parent=above, category=category, locale=home.locale)

    def article(self, home, title, category):
        index = NewsIndexPageFactory(parent=home, locale=home.locale)
        return NewsPageFactory(parent=index, title=title, category=category, locale=home.locale)

    def test_its_own_articles_stand_there(self, home, topic):
        self.article(home, "Tin của chủ đề", topic.category)
        self.article(home, "Tin khác", NewsCategoryFactory())
        page = words(topic)
        assert "Tin của chủ đề" in page
        assert "Tin khác" not in page

    def test_it_has_a_feed(self, home, topic):
        self.article(home, "Tin của chủ đề", topic.category)
        assert '/rss/vi/tin-tuc/che.xml"' in words(topic)
        assert "Tin của chủ đề" in Client().get("/rss/vi/tin-tuc/che.xml").content.decode()

    def test_the_page_of_all_topics_leads_to_it(self, topic):
        assert f'href="{topic.url}"' in words(topic.get_parent().specific)

    def test_a_code_that_no_field_has_is_refused(self, topic):
        FieldFactory(code="NONGLAM")
        topic.field_codes = "NONGLAM, NONGLAMM"
        with pytest.raises(ValidationError) as refused:
            topic.clean()
        assert "NONGLAMM" in str(refused.value.message_dict["field_codes"])

    @pytest.fixture
    def won(self, awarded):
        with clock.set_to(awarded.at(94)):
            home = site_of(awarded.edition)
            above = TopicIndexPageFactory(parent=home, locale=home.locale)
            award = awarded.decision.awards.order_by("pk").first()
            codes = award.entry.field.code
            awarded.award = award
            awarded.topic = TopicPageFactory(parent=above, field_codes=codes, locale=home.locale)
            yield awarded

    def test_works_that_won_stand_there(self, won):
        assert won.award.entry.title in words(won.topic)

    def test_before_the_announcement_there_are_none(self, won):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        assert won.award.entry.title not in words(won.topic)

    def test_under_embargo_a_work_has_no_words(self, won):
        until = clock.now().date() + datetime.timedelta(days=9)
        Entry.objects.filter(pk=won.award.entry_id).update(embargo_until=until)
        assert won.award.entry.title not in words(won.topic)

    def test_works_of_other_fields_stand_elsewhere(self, won):
        won.topic.field_codes = FieldFactory(code="KHAC").code
        won.topic.save()
        assert won.award.entry.title not in words(won.topic)


class TestMultimedia:
    @pytest.fixture
    def hub(self, home):
        index = NewsIndexPageFactory(parent=home, locale=home.locale)
        here = {"parent": index, "locale": home.locale}
        VideoPageFactory(title="Phim về chè", **here)
        InfographicPageFactory(title="Giọt nước", **here)
        NewsPageFactory(title="Chỉ để đọc", **here)
        return MediaHubPageFactory(parent=home, locale=home.locale)

    def test_it_shows_what_is_looked_at(self, hub):
        page = words(hub)
        assert "Phim về chè" in page
        assert "Giọt nước" in page
        assert "Chỉ để đọc" not in page

    def test_a_kind_is_chosen(self, hub):
        page = words(hub, "?dang=video")
        assert "Phim về chè" in page
        assert "Giọt nước" not in page

    def test_an_unknown_kind_is_empty(self, hub):
        assert "Phim về chè" not in words(hub, "?dang=tho")


class TestDocuments:
    @pytest.fixture
    def library(self, home):
        IssuedDocumentFactory(number="412/QĐ-BTC", title="Ban hành Thể lệ", kind="quyet-dinh")
        day = datetime.date(2019, 5, 4)
        IssuedDocumentFactory(title="Hướng dẫn nộp hồ sơ", kind="huong-dan", issued_on=day)
        return LibraryPageFactory(parent=home, locale=home.locale)

    def test_each_stands_with_number_day_issuer_and_file(self, library):
        page = words(library)
        for told in ("412/QĐ-BTC", "04/05/2019", "Ban Tổ chức Cuộc thi", "PDF, "):
            assert told in page

    def test_it_is_found_without_accents(self, library):
        page = words(library, "?q=the+le")
        assert "Ban hành Thể lệ" in page
        assert "Hướng dẫn nộp hồ sơ" not in page

    @pytest.mark.parametrize("query", ["?loai=huong-dan", "?nam=2019"])
    def test_filters_leave_what_they_name(self, library, query):
        page = words(library, query)
        assert "Hướng dẫn nộp hồ sơ" in page
        assert "Ban hành Thể lệ" not in page

    def test_what_nobody_knows_leaves_nothing(self, library):
        assert "Không tìm thấy văn bản nào." in words(library, "?loai=tho")

    def test_the_file_is_given_to_strangers(self, library):
        address = re.search(r'href="(/tai-lieu/[^"]+)"', words(library))[1]
        assert Client().get(address).status_code in (200, 302)

    def test_a_decision_without_a_number_is_refused(self):
        document = IssuedDocumentFactory.build(kind="quyet-dinh", number="")
        with pytest.raises(ValidationError) as refused:
            document.clean()
        assert "number" in refused.value.message_dict

    def test_what_is_signed_is_a_pdf(self, db):
        text = Document.objects.create(title="x", file=ContentFile(b"x", "x.docx"))
        document = IssuedDocumentFactory.build(signed_by="Trưởng ban", file=text)
        with pytest.raises(ValidationError) as refused:
            document.clean()
        assert "file" in refused.value.message_dict


class TestCalendar:
    @pytest.fixture
    def calendar(self, home):
        return CalendarPageFactory(parent=home, locale=home.locale)

    def test_what_comes_stands_under_its_month(self, calendar):
        begins = timezone.now() + 24 * HOUR
        CalendarEventFactory(title="Tập huấn", begins_at=begins, ends_at=begins + HOUR)
        page = words(calendar)
        month = timezone.localtime(begins)
        assert f"Tháng {month.month} {month.year}" in page
        assert page.index(f"Tháng {month.month} {month.year}") < page.index("Tập huấn")

    def test_what_was_says_its_month(self, calendar):
        begins = datetime.datetime(2020, 5, 17, 7, tzinfo=datetime.UTC)
        CalendarEventFactory(title="Ngày hội", begins_at=begins, ends_at=begins + HOUR)
        assert "05/2020" in words(calendar)

    def test_phases_of_a_published_edition_stand_there(self, calendar, home):
        PhaseFactory(
            edition=EditionFactory(name="Lần mười", year=2900),
            opens_at=timezone.now(),
            closes_at=timezone.now() + 99 * HOUR,
        )
        assert "Lần mười" in words(calendar)

    def test_phases_of_a_draft_do_not(self, calendar):
        draft = EditionFactory(name="Lần mười một", year=2900, needs_publication=True)
        PhaseFactory(edition=draft, opens_at=timezone.now(), closes_at=timezone.now() + 99 * HOUR)
        assert "Lần mười một" not in words(calendar)
        assert "Lần mười một" not in Client().get("/lich/vi.ics").content.decode()

    def test_the_file_is_an_icalendar(self, calendar):
        begins = datetime.datetime(2030, 5, 1, 1, 30, tzinfo=datetime.UTC)
        title = "Tập huấn, ngày một; " + "viết hồ sơ " * 9
        CalendarEventFactory(title=title, begins_at=begins, ends_at=begins + HOUR)
        answer = Client().get("/lich/vi.ics")
        assert answer.headers["Content-Type"].startswith("text/calendar")
        lines = answer.content.decode().split("\r\n")
        assert lines[0] == "BEGIN:VCALENDAR"
        assert lines[-2:] == ["END:VCALENDAR", ""]
        assert max(len(line.encode()) for line in lines) <= 75
        whole = answer.content.decode().replace("\r\n ", "")
        assert "DTSTART:20300501T013000Z" in whole
        assert "SUMMARY:Tập huấn\\, ngày một\\; viết hồ sơ" in whole

    def test_it_speaks_the_readers_language(self, calendar):
        CalendarEventFactory(title="Tập huấn", title_en="A training")
        assert "A training" in Client().get("/lich/en.ics").content.decode()

    def test_an_end_before_the_beginning_is_refused(self):
        event = CalendarEventFactory.build()
        event.ends_at = event.begins_at
        with pytest.raises(ValidationError) as refused:
            event.clean()
        assert "ends_at" in refused.value.message_dict


class TestJury:
    @pytest.fixture
    def jury(self, awarded):
        with clock.set_to(awarded.at(94)):
            home = site_of(awarded.edition)
            awarded.page = JuryPageFactory(parent=home, locale=home.locale)
            seats = awarded.cast.judges
            awarded.names = [person.full_name for person in seats]
            yield awarded

    def test_after_the_announcement_it_names_the_councils(self, jury):
        page = words(jury.page)
        assert [name for name in jury.names if name not in page] == []

    def test_before_it_names_nobody(self, jury):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        page = words(jury.page)
        assert [name for name in jury.names if name in page] == []


class TestPress:
    def test_it_reads_its_figures(self, home):
        page = words(PressPageFactory(parent=home, locale=home.locale))
        assert "xã, phường có hồ sơ" in page

    def test_of_a_draft_it_tells_none(self, home):
        type(home.edition).objects.update(needs_publication=True)
        page = words(PressPageFactory(parent=home, locale=home.locale))
        assert "xã, phường có hồ sơ" not in page


class TestAlert:
    def test_it_stands_on_every_page_between_its_moments(self, home):
        SiteAlertFactory(text="Bảo trì tối nay")
        assert "Bảo trì tối nay" in words(home)
        assert "Bảo trì tối nay" in Client().get("/tai-khoan/login/").content.decode()

    @pytest.mark.parametrize(("begins", "ends"), [(1, 2), (-2, -1)])
    def test_before_and_after_it_does_not(self, home, begins, ends):
        now = timezone.now()
        moments = {"shows_from": now + begins * HOUR, "shows_until": now + ends * HOUR}
        SiteAlertFactory(text="Bảo trì tối nay", **moments)
        assert "Bảo trì tối nay" not in words(home)

    def test_without_words_there_is_none(self, home):
        assert "site-alert" not in words(home).replace("components/site-alert", "")

    @pytest.mark.parametrize("left_out", ["text_en", "shows_until"])
    def test_it_is_refused_without_english_or_an_end(self, left_out):
        said = {"text": "x", "text_en": "x", "shows_until": timezone.now()}
        alert = SiteAlert(**said | {left_out: "" if left_out == "text_en" else None})
        with pytest.raises(ValidationError) as refused:
            alert.clean()
        assert set(refused.value.message_dict) == {left_out}
