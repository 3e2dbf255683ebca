"""A draft edition is nowhere: no public page holds a word of it, nothing of it is open, whatever
its dates say.
"""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from accounts import permissions as people
from cms.drafts import keep_back
from cms.models import EditionPage
from competition import clock, phases
from competition.errors import PhaseClosed
from competition.models import Edition
from config.routes import ROUTES
from demo.edition import rules
from demo.rehearsal.whole import DAYS
from submissions.desk.beginning import open_editions
from submissions.writing import drafting
from tests.beside import secretary_of
from tests.factories import cms as pages
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PublicationFactory
from tests.factories.moments import NOON, days

pytestmark = pytest.mark.django_db
WORD = "Zqbannhap"  # planted in every text of the draft
OPEN_TO_MANY = (people.anyone, people.is_signed_in)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def draft() -> Edition:
    """Complete, unpublished, and by its dates open for entries."""
    with clock.set_to(days(-10)):
        edition = rules.edition(
            rules.contest("cuoc-thi", "Cuộc thi", "Contest"),
            slug="lan-nhap",
            number=1,
            year=2030,
            name=f"{WORD} ten",
            name_en=f"{WORD} name",
            begins=days(-3),
            days=DAYS,
            prefix="L1",
            call=f"{WORD} keu goi",
            summary=f"{WORD} gioi thieu",
        )
        edition.fields.update(name=f"{WORD} linh vuc")
        edition.texts.update(title=f"{WORD} van ban", body=f"{WORD} loi van")
        edition.tiers.update(name=f"{WORD} giai")
    Edition.objects.filter(pk=edition.pk).update(needs_publication=True)
    return Edition.objects.get(pk=edition.pk)


@pytest.fixture
def published(draft) -> Edition:
    PublicationFactory(edition=draft)
    return Edition.objects.get(pk=draft.pk)


@pytest.fixture
def site(draft) -> None:
    """A home page, and pages of the draft, which somebody has put live past the office."""
    Page.objects.filter(depth=2).delete()
    locale, _created = Locale.objects.get_or_create(language_code="vi")
    home = pages.HomePageFactory(edition=draft, locale=locale)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    pages.EditionPageFactory(parent=home, locale=locale, edition=draft)
    pages.ResultsPageFactory(parent=home, locale=locale, edition=draft)
    blocks = [(kind, {"edition_slug": draft.slug}) for kind in ("timetable", "criteria", "prizes")]
    pages.ContentPageFactory(parent=home, locale=locale, body=blocks)


def addresses() -> set[str]:
    found = {page.url for page in Page.objects.live().filter(depth__gt=1)}
    for name, route in ROUTES.items():
        if route.who not in OPEN_TO_MANY:
            continue
        for arguments in ({}, {"slug": "lan-nhap"}):
            for language in ("vi", "en"):
                try:
                    with override(language):
                        found.add(reverse(name, kwargs=arguments))
                except NoReverseMatch:
                    continue
    return found


def hits(client: Client) -> list[str]:
    """The addresses on which a word of the draft is read."""
    found = []
    for address in sorted(addresses()):
        answer = client.get(address)
        if not answer.streaming and WORD in answer.content.decode(errors="replace"):
            found.append(address)
    return found


def test_a_stranger_finds_no_word_of_it(site):
    assert hits(Client()) == []


def test_nor_does_an_entrant(client, site):
    client.force_login(UserFactory())
    assert hits(client) == []


def test_once_it_is_published_they_do(site, published):
    assert reverse("begin", args=[published.slug]) in hits(Client())


def test_the_home_page_stands_all_the_same(site):
    assert Client().get("/").status_code == 200


def test_its_page_is_unknown(site, draft):
    page = EditionPage.objects.get(edition=draft)
    assert Client().get(page.url).status_code == 404


def test_no_entry_is_begun(draft):
    with pytest.raises(PhaseClosed, match="chưa công bố"):
        drafting.start_draft(edition=draft, by=UserFactory(), at=NOON)


def test_once_it_is_published_one_is(published):
    entry = drafting.start_draft(edition=published, by=UserFactory(), at=NOON)
    assert entry.edition == published


def test_no_phase_is_open(draft):
    assert not phases.is_open(draft, "submission", NOON)


def test_it_is_not_offered(draft):
    assert list(open_editions(NOON)) == []


def test_once_it_is_published_it_is(published):
    assert list(open_editions(NOON)) == [published]


@pytest.mark.parametrize("route", ["preview_visitor", "preview_entrant"])
class TestPreview:
    def test_who_runs_it_reads_it(self, client, draft, route):
        client.force_login(secretary_of(draft))
        answer = client.get(reverse(route, args=[draft.slug]))
        assert WORD in answer.content.decode()

    def test_marked_as_such(self, client, draft, route):
        client.force_login(secretary_of(draft))
        assert "Xem trước" in client.get(reverse(route, args=[draft.slug])).content.decode()

    def test_and_kept_nowhere(self, client, draft, route):
        client.force_login(secretary_of(draft))
        answer = client.get(reverse(route, args=[draft.slug]))
        assert "no-store" in answer.headers["Cache-Control"]

    def test_a_stranger_does_not(self, draft, route):
        assert Client().get(reverse(route, args=[draft.slug])).status_code == 302

    def test_nor_does_another_editions_secretary(self, client, draft, route):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(reverse(route, args=[draft.slug])).status_code == 404


def asked_to_publish(page):
    request = RequestFactory().post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return keep_back(request, page)


def test_wagtail_does_not_publish_its_page(site, draft):
    answer = asked_to_publish(EditionPage.objects.get(edition=draft))
    assert answer.status_code == 302


def test_it_does_once_the_rules_are_published(site, published):
    assert asked_to_publish(EditionPage.objects.get(edition=published)) is None


def test_pages_of_no_edition_are_published(site):
    assert asked_to_publish(pages.ContentPage.objects.get()) is None
