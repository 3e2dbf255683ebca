"""The search finds what strangers may read, with and without accents, and nothing else."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction, Site

from awards.models import AwardDecision
from cms import facts
from competition import clock
from competition.models import Edition
from submissions.models import Entry
from tests import guards
from tests.factories.cms import (
    ContentPageFactory,
    HomePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    ResultsPageFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def site(awarded):
    """A home page, a content page, an article; every award is announced."""
    cache.clear()
    Page.objects.filter(depth=2).delete()
    locale, _made = Locale.objects.get_or_create(language_code="vi")
    home = HomePageFactory(edition=awarded.edition, locale=locale)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    awarded.page = ContentPageFactory(
        parent=home,
        title="Hướng dẫn Zqộp",
        intro="Đường đi đến",
        body=[("paragraph", "<p>Zqữa thân bài</p>")],
        locale=locale,
    )
    index = NewsIndexPageFactory(parent=home, title="Tin", locale=locale)
    awarded.news = NewsPageFactory(parent=index, title="Zqộp kết quả", locale=locale)
    awarded.home = home
    with clock.set_to(awarded.at(94)):
        yield awarded


@pytest.fixture
def entry(site) -> Entry:
    entry = facts.all_winners()[0].entry
    change(entry, title="Máy Zqộp chè", publish_names=True)
    return entry


def change(entry, **columns) -> None:
    Entry.objects.filter(pk=entry.pk).update(**columns)
    cache.clear()


@pytest.fixture
def found(client):
    def search(typed, kind="", language="") -> set[str]:
        cache.clear()
        answer = client.get(f"{language}/tim-kiem/", {"q": typed, "loai": kind})
        assert answer.status_code == 200
        return {line.title for line in answer.context["lines"]}

    return search


@pytest.mark.parametrize("typed", ["zqop", "Zqộp", "ZQỘP", "zqo"])
def test_pages_news_and_works_with_and_without_accents(entry, found, typed):
    assert found(typed) == {"Hướng dẫn Zqộp", "Zqộp kết quả", "Máy Zqộp chè"}


def test_the_letter_d_with_its_bar(site, found):
    assert found("duong di") == found("đường đi") == {"Hướng dẫn Zqộp"}


def test_the_text_of_a_page(site, found):
    assert found("zqua than") == {"Hướng dẫn Zqộp"}


@pytest.mark.parametrize(
    ("kind", "title"),
    [("trang", "Hướng dẫn Zqộp"), ("tin", "Zqộp kết quả"), ("cong-trinh", "Máy Zqộp chè")],
)
def test_by_kind(entry, found, kind, title):
    assert found("zqop", kind) == {title}


def test_no_draft(site, found):
    site.page.unpublish()
    assert "Hướng dẫn Zqộp" not in found("zqop")


def test_nothing_behind_a_restriction(site, found):
    PageViewRestriction.objects.create(page=site.page, restriction_type="login")
    assert "Hướng dẫn Zqộp" not in found("zqop")


def test_no_page_of_an_edition_that_is_a_draft(site, found):
    ResultsPageFactory(parent=site.home, title="Zqộp năm nay", locale=site.home.locale)
    assert "Zqộp năm nay" in found("zqop")
    Edition.objects.filter(pk=site.edition.pk).update(needs_publication=True)
    with guards.lifted():
        getattr(site.edition, "publication", Edition.objects.none()).delete()
    assert "Zqộp năm nay" not in found("zqop")


def test_no_work_before_the_announcement(entry, found):
    with guards.lifted():
        AwardDecision.objects.update(announced_at=None)
    assert found("zqop", "cong-trinh") == set()


def test_no_work_under_embargo(entry, found):
    change(entry, embargo_until=clock.now().date() + datetime.timedelta(days=4))
    assert found("zqop", "cong-trinh") == set()


def test_a_page_that_is_taken_down_leaves_what_was_kept(site, client):
    address = reverse("search")
    assert len(client.get(address, {"q": "zqop"}).context["lines"]) == 2
    Page.objects.filter(pk=site.page.pk).update(live=False)
    assert len(client.get(address, {"q": "zqop"}).context["lines"]) == 1


def test_other_languages_are_not_mixed_in(site, found):
    assert found("zqop", "trang", language="/en") == set()


def test_what_was_typed_stands_in_the_field(site, client):
    text = client.get("/tim-kiem/", {"q": 'Zqộp "<b>'}).content.decode()
    assert 'value="Zqộp &quot;&lt;b&gt;"' in text


@pytest.mark.parametrize("typed", ["", "   ", "\u0301"])
def test_without_words_there_is_a_form_alone(site, found, typed):
    assert found(typed) == set()


@pytest.mark.counts_queries("search")
def test_more_pages_and_works_cost_no_more(site, entry, client):
    def asked(typed: str) -> int:
        for _time in range(2):  # the first one writes the site's texts, which forgets what was kept
            client.get("/tim-kiem/", {"q": typed})
        with CaptureQueriesContext(connection) as captured:
            client.get("/tim-kiem/", {"q": typed})
        return len(captured)

    few = asked("zqop")
    for award in facts.all_winners():
        change(award.entry, title=f"Máy Zqộp {award.pk}")
    for number in range(5):
        ContentPageFactory(parent=site.home, title=f"Zqộp {number}", locale=site.home.locale)
    assert asked("zqop") == few <= 12
