"""The contest in numbers: totals that may be public, and no more."""

import csv
import datetime
import io

import pytest
from django.core.cache import cache
from django.http import Http404

from accounts.models import Unit
from awards.models import AwardDecision
from cms import communes
from cms.numbers import drawing
from cms.numbers.counts import SMALLEST, tellable
from cms.numbers.page import ALL, as_csv, numbers_of, public_editions
from competition import clock
from competition.models import Phase
from submissions.models import Author, Entry
from tests import guards
from tests.factories.accounts import UnitFactory
from tests.factories.cms import HomePageFactory, NumbersPageFactory
from tests.factories.competition import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(awarded):
    cache.clear()
    with clock.set_to(awarded.at(94)):
        yield awarded


def numbers(contest, chosen=""):
    cache.clear()
    return numbers_of(chosen, contest.edition, False, clock.now())


def chart(contest, key):
    found = [chart for chart in numbers(contest).charts if chart.key == key]
    return found[0] if found else None


def standing(contest):
    gone = [Entry.Status.DRAFT, Entry.Status.WITHDRAWN]
    return Entry.objects.filter(edition=contest.edition).exclude(status__in=gone)


class TestWhatIsCounted:
    def test_neither_drafts_nor_withdrawn_works(self, contest):
        before = numbers(contest).entries
        first, second = standing(contest)[:2]
        Entry.objects.filter(pk=first.pk).update(status=Entry.Status.WITHDRAWN)
        Entry.objects.filter(pk=second.pk).update(status=Entry.Status.DRAFT)
        assert (before, numbers(contest).entries) == (standing(contest).count() + 2, before - 2)

    def test_works_by_commune_stand_on_the_map(self, contest):
        on_the_map = {unit["code"] for unit in communes.outlines()["units"]}
        ward = Unit.objects.filter(code__in=on_the_map).first()
        school = UnitFactory(kind=Unit.Kind.SCHOOL)
        first, second, *_rest = standing(contest)
        standing(contest).update(unit=None)
        Entry.objects.filter(pk=first.pk).update(unit=ward)
        Entry.objects.filter(pk=second.pk).update(unit=school)
        units = chart(contest, "xa-phuong").drawing["units"]
        assert {unit["code"]: unit["count"] for unit in units if unit["count"]} == {ward.code: 1}

    @pytest.mark.parametrize(
        ("count", "tone"),
        [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (90, 4)],
    )
    def test_the_classes_of_the_map_are_fixed(self, count, tone):
        assert communes.class_of(count) == tone

    def test_days_add_up(self, contest):
        shown = chart(contest, "theo-ngay")
        assert shown.rows[-1][2] == sum(row[1] for row in shown.rows) == standing(contest).count()


class TestSmallGroups:
    @pytest.mark.parametrize(
        ("counts", "told"),
        [
            ([9, 4, 3], [9, None, None]),
            ([9, 0, 7], [9, 0, 7]),
            ([9, 1, 7], [9, None, None]),  # the sum would tell the only one
            ([SMALLEST, 8], [SMALLEST, 8]),
            ([3], [None]),
        ],
    )
    def test_they_are_not_told(self, counts, told):
        assert tellable(counts) == told

    def test_an_age_of_few_authors_is_not_told(self, contest):
        authors = Author.objects.filter(entry__edition=contest.edition)
        year = contest.edition.year
        authors.update(birth_date=datetime.date(year - 40, 5, 1))
        one = authors.first()
        Author.objects.filter(pk=one.pk).update(birth_date=datetime.date(year - 70, 5, 1))
        told = dict(numbers(contest).counts.ages)
        assert told["trên 60"] is None
        assert None in (told["31 đến 45"], told["trên 60"])

    def test_whoever_gives_no_date_is_in_no_group(self, contest):
        Author.objects.filter(entry__edition=contest.edition).update(birth_date=None)
        assert chart(contest, "tuoi") is None


class TestPrizes:
    def test_they_are_told_after_the_announcement(self, contest):
        won = contest.decision.awards.count()
        assert sum(row[1] for row in chart(contest, "giai").rows) == won

    def test_nothing_by_prize_before(self, contest):
        with guards.lifted():
            AwardDecision.objects.update(announced_at=None)
        assert chart(contest, "giai") is None
        assert numbers(contest).prizes == 0


class TestEditions:
    def test_one_whose_call_has_not_begun_is_not_offered(self, contest):
        coming = EditionFactory(slug="sap-toi", year=2049)
        assert coming not in public_editions(clock.now())
        assert numbers(contest, "sap-toi").chosen == contest.edition.slug

    def test_a_draft_is_not_offered(self, contest):
        begun = clock.now() - datetime.timedelta(days=1)
        draft = EditionFactory(slug="ban-nhap", needs_publication=True)
        Phase.objects.filter(edition=draft).delete()
        Phase.objects.bulk_create(
            [
                Phase(
                    edition=draft,
                    kind=Phase.Kind.SUBMISSION,
                    opens_at=begun,
                    closes_at=begun + datetime.timedelta(days=30),
                )
            ]
        )
        assert draft.is_draft
        assert draft not in public_editions(clock.now())

    def test_all_of_them_stand_together(self, contest):
        together = numbers(contest, ALL)
        assert together.shown == public_editions(clock.now())
        assert together.before is None

    def test_the_last_edition_of_the_contest_is_beside_it(self, contest):
        earlier = EditionFactory(contest=contest.edition.contest, year=contest.edition.year - 1)
        other = EditionFactory(year=contest.edition.year - 1)
        opened = contest.edition.phase(Phase.Kind.SUBMISSION).opens_at
        for edition in (earlier, other):
            Phase.objects.filter(edition=edition).delete()
            Phase.objects.bulk_create(
                [
                    Phase(
                        edition=edition,
                        kind=Phase.Kind.SUBMISSION,
                        opens_at=opened - datetime.timedelta(days=365),
                        closes_at=opened - datetime.timedelta(days=300),
                    )
                ]
            )
        assert numbers(contest).before == earlier


class TestThePage:
    @pytest.fixture
    def page(self, contest):
        return NumbersPageFactory(parent=HomePageFactory(edition=contest.edition))

    def answer(self, page, client, **parameters):
        request = client.get("/livez", parameters).wsgi_request
        request.resolver_match = None
        given = page.serve(request)
        return given.render() if hasattr(given, "render") else given

    def test_each_chart_has_its_finding_a_table_and_a_file(self, contest, page, client):
        text = self.answer(page, client).content.decode()
        charts = numbers(contest).charts
        assert len(charts) >= 5
        for one in charts:
            assert f'id="{one.key}"' in text
            assert f"bang={one.key}" in text
        assert text.count("Xem bảng số liệu") == len(charts)

    def test_the_file_is_the_table(self, contest, page, client):
        given = self.answer(page, client, bang="linh-vuc")
        lines = list(csv.reader(io.StringIO(given.content.decode("utf-8-sig"))))
        shown = chart(contest, "linh-vuc")
        assert lines[0] == list(shown.head)
        assert lines[1:] == [[str(cell) for cell in row] for row in shown.rows]

    def test_a_file_that_nobody_knows_is_not_there(self, page, client):
        with pytest.raises(Http404):
            self.answer(page, client, bang="ten-that")

    def test_no_cell_is_a_formula(self, contest):
        shown = chart(contest, "linh-vuc")
        shown.rows[0] = ("=1+1", 3)
        assert b'"\'=1+1"' in as_csv(shown)

    def test_it_says_so_where_nothing_was_submitted(self, contest, page, client):
        standing(contest).update(status=Entry.Status.DRAFT)
        cache.clear()
        assert "hồ sơ đầu tiên" in self.answer(page, client).content.decode()

    def test_it_asks_a_dozen_queries_at_most(
        self, contest, page, client, django_assert_max_num_queries
    ):
        cache.clear()
        self.answer(page, client)
        with django_assert_max_num_queries(12):
            self.answer(page, client)


def test_a_day_of_nothing_leaves_the_sum_where_it_was():
    day = datetime.date(2030, 1, 1)
    drawn = drawing.days_of({day: 2, day + 2 * drawing.DAY: 2}, day, {}, None)
    heights = [float(point.split(",")[1]) for point in drawn.now.points.split()]
    assert (heights[0], heights[1]) == (54.0, 54.0)
    assert (drawn.now.total, heights[2]) == (4, drawing.TOP)


def test_the_days_begin_with_the_call():
    day = datetime.date(2030, 1, 1)
    assert drawing.without_gaps({day + 2 * drawing.DAY: 3}, day) == [0, 0, 3]
