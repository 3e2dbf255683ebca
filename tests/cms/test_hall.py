"""The hall of fame finds what may be read, and nothing else; its filters stay in the address."""

import datetime

import pytest
from django.core.cache import cache

from accounts.models import Unit
from awards.certificates import issue, verify
from awards.models import AwardDecision, Certificate
from cms import facts, hall, results
from competition import clock
from foundation.jobs.drain import drain
from submissions.models import Author, Entry
from tests import guards
from tests.factories.accounts import UnitFactory
from tests.factories.cms import GalleryPageFactory, HomePageFactory, ResultsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced(awarded):
    cache.clear()
    with clock.set_to(awarded.at(94)):
        if not Certificate.objects.exists():
            issue.issue(decision=awarded.decision, by=awarded.cast.secretary, at=awarded.at(94))
            drain()
        yield awarded


@pytest.fixture
def entry(announced) -> Entry:
    """Open in every respect, of a commune of its own."""
    entry = facts.all_winners()[0].entry
    unit = UnitFactory(name="Xã Zqông", code="99001", kind=Unit.Kind.COMMUNE)
    change(entry, title="Máy Zqấy chè", publish_names=True, publish_summary=True, unit=unit)
    entry.authors.update(full_name="Lò Thị Zqiên", birth_date=datetime.date(1980, 1, 1))
    return entry


def change(entry, **columns) -> None:
    Entry.objects.filter(pk=entry.pk).update(**columns)
    cache.clear()


def found(**parameters) -> set[str]:
    return {winner.face.title for winner in hall.of(parameters).winners}


def all_titles() -> set[str]:
    return {award.entry.title for award in facts.all_winners()}


class TestSearch:
    @pytest.mark.parametrize("typed", ["may zqay", "MÁY ZQẤY", "zqi", "thi lo", "zqong"])
    def test_words_of_title_people_and_place_with_and_without_accents(self, entry, typed):
        assert found(q=typed) == {"Máy Zqấy chè"}

    def test_words_are_found_from_their_beginning(self, entry):
        assert found(q="qay") == set()

    def test_nobody_is_found_who_is_not_named(self, entry):
        change(entry, publish_names=False)
        assert (found(q="zqien"), found(q="zqong")) == (set(), set())
        assert found(q="zqay") == {"Máy Zqấy chè"}

    def test_nothing_under_embargo_is_found(self, entry):
        change(entry, embargo_until=clock.now().date() + datetime.timedelta(days=5))
        assert (found(q="zqay"), found(q="zqien")) == (set(), set())

    def test_a_consent_that_ends_is_seen_at_once(self, entry):
        assert found(q="zqien") == {"Máy Zqấy chè"}
        Entry.objects.filter(pk=entry.pk).update(publish_names=False)
        results.apply("consent.withdrawn", {"edition": entry.edition_id})
        assert found(q="zqien") == set()


class TestFilters:
    def test_without_any_it_lists_all(self, announced):
        assert found() == all_titles()

    def test_by_commune(self, entry):
        assert found(xa="99001") == {"Máy Zqấy chè"}

    def test_the_commune_of_people_who_are_not_named_is_no_filter(self, entry):
        change(entry, publish_names=False)
        assert found(xa="99001") == set()
        assert "99001" not in {choice.value for choice in hall.of({}).communes}

    def test_nor_is_that_of_a_minor(self, entry):
        Author.objects.filter(entry=entry).update(guardian="Mẹ, 0912345678")
        assert found(xa="99001") == set()

    def test_by_year(self, entry):
        year = str(entry.edition.year)
        assert (found(nam=year), found(nam="1999")) == (all_titles(), set())

    def test_by_field_and_prize_together(self, entry):
        award = facts.all_winners().get(entry=entry)
        [prize] = [one for one in hall.of({}).prizes if one.label == award.tier.name]
        same = {
            other.entry.title
            for other in facts.all_winners()
            if (other.tier, other.entry.field) == (award.tier, award.entry.field)
        }
        assert found(giai=prize.value, **{"linh-vuc": entry.field.code}) == same

    def test_counts_are_those_that_the_other_filters_leave(self, entry):
        [year] = hall.of({"xa": "99001"}).years
        [commune] = [one for one in hall.of({"xa": "99001"}).communes if one.value == "99001"]
        assert (year.works, commune.works, commune.is_chosen) == (1, 1, True)

    def test_a_chosen_one_leads_back(self, entry):
        [chosen] = hall.of({"nam": str(entry.edition.year), "q": "zqay"}).years
        assert chosen.query == "q=zqay"


class TestWhatIsListed:
    def test_nothing_before_the_announcement(self, announced):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        cache.clear()
        assert hall.of({}).total == 0

    def test_a_prize_that_is_revoked_leaves_a_kept_list_too(self, announced):
        award = facts.all_winners()[0]
        assert award.entry.title in found()
        verify.revoke(
            certificate=award.certificates.get(author=None),
            reason="Chép bài",
            by=announced.cast.secretary,
            at=announced.at(95),
        )
        assert award.entry.title not in found()

    def test_one_under_embargo_keeps_its_row_without_its_name(self, entry):
        change(entry, embargo_until=clock.now().date() + datetime.timedelta(days=5))
        assert "Máy Zqấy chè" not in found()
        assert len(hall.of({}).winners) == len(all_titles())


class TestThePages:
    @pytest.fixture
    def home(self, announced):
        return HomePageFactory(edition=announced.edition)

    def test_the_hall_keeps_what_was_typed(self, entry, home, client):
        page = GalleryPageFactory(parent=home)
        text = page.serve(request_for(client, page, q="Zqấy")).render().content.decode()
        assert 'value="Zqấy"' in text
        assert f"/cong-trinh/{facts.number_of(entry)}/" in text

    def test_it_asks_a_dozen_queries_at_most(
        self, entry, home, client, django_assert_max_num_queries
    ):
        page = GalleryPageFactory(parent=home)
        hall.of({})
        with django_assert_max_num_queries(12):
            page.serve(request_for(client, page)).render()

    def test_so_does_the_page_of_an_edition(
        self, entry, home, client, django_assert_max_num_queries
    ):
        page = ResultsPageFactory(parent=home)
        page.serve(request_for(client, page)).render()
        with django_assert_max_num_queries(12):
            page.serve(request_for(client, page)).render()

    def test_the_highest_prize_that_was_awarded_is_the_largest(self, announced):
        tiers = facts.results_of(announced.edition)["tiers"]
        looks = [item["look"] for item in tiers if item["winners"]]
        assert looks[0] == "large"
        assert len(set(looks)) == len(looks)

    def test_a_page_has_so_many(self, announced, monkeypatch):
        monkeypatch.setattr(facts, "PAGE", 2)
        shown = []
        for number in (1, 2, 3):
            for item in facts.results_of(announced.edition, number)["tiers"]:
                shown += [winner.face.title for winner in item["winners"]]
        assert shown[:2] == [award.entry.title for award in facts.all_winners()[:2]]
        assert len(shown) == len(set(shown)) == min(6, len(all_titles()))


def request_for(client, page, **parameters):
    """A stranger's request for a page that hangs in no site."""
    request = client.get("/livez", parameters).wsgi_request
    request.resolver_match = None
    return request
