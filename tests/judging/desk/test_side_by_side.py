"""A judge's own sheets beside each other: points first, a line of where each stands."""

from decimal import Decimal

import pytest
from django.urls import reverse

from judging.models import Assignment
from judging.scoring import scoresheets
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def mine(council) -> list[Assignment]:
    return list(Assignment.objects.countable().filter(judge__user=council.member).order_by("pk"))


@pytest.fixture
def criteria(council) -> list:
    return list(council.round.scheme.criteria.all())


@pytest.fixture
def page(client, council, mine):
    def ask(**query) -> dict:
        address = reverse("compare_sheets", args=[mine[0].judge_id])
        answer = visit_as(client, council.member).get(address, query)
        assert answer.status_code == 200
        return answer.context

    return ask


def keep(council, task: Assignment, points: dict) -> None:
    scoresheets.save_sheet(
        assignment=task, points=points, comment="", by=council.member, at=council.at(41)
    )


def tasks_of(context) -> list[Assignment]:
    return [row.item for row in context["rows"]]


@pytest.fixture
def three(council, mine, criteria) -> list[Assignment]:
    """Three sheets: a low total, a high one, and one on which only the first mark stands, which is
    the highest of all.
    """
    first, *others = criteria
    low, high, begun = mine[:3]
    keep(council, low, {first.pk: "12"} | {criterion.pk: "3" for criterion in others})
    keep(council, high, {first.pk: "8"} | {criterion.pk: "14" for criterion in others})
    keep(council, begun, {first.pk: "15"})
    return [low, high, begun]


class TestTheOrder:
    def test_the_highest_total_is_on_top_and_what_has_none_comes_last(self, page, three):
        low, high, _begun = three
        assert tasks_of(page())[:2] == [high, low]

    def test_or_the_highest_mark_on_one_criterion(self, page, three, criteria):
        low, high, begun = three
        assert tasks_of(page(theo=criteria[0].pk))[:3] == [begun, low, high]

    @pytest.mark.parametrize("forged", ["", "0", "x", "-1", "1' OR 1=1", "９"])
    def test_another_word_is_no_order(self, page, three, forged):
        assert page(theo=forged)["by"] is None


class TestTheLine:
    def test_it_goes_from_the_lowest_to_the_highest(self, page, three, criteria):
        drawing = page()["drawing"]
        others = len(criteria) - 1
        assert (drawing["lowest"], drawing["highest"]) == (12 + 3 * others, 8 + 14 * others)

    def test_each_complete_sheet_has_its_dot_on_it(self, page, three):
        dots = page()["drawing"]["dots"]
        high, low = three[1], three[0]
        assert [dot["row"].item for dot in dots] == [high, low]

    def test_a_higher_one_stands_further_right(self, page, three):
        high, low = page()["drawing"]["dots"]
        assert 0 < low["x"] < high["x"] < 100

    def test_equal_points_stand_at_one_place(self, page, council, mine, criteria):
        for task in mine[:2]:
            keep(council, task, {criterion.pk: "10" for criterion in criteria})
        one, other = page()["drawing"]["dots"]
        assert one["x"] == other["x"]

    def test_one_sheet_alone_has_none(self, page, council, mine, criteria):
        keep(council, mine[0], {criterion.pk: "10" for criterion in criteria})
        assert page()["drawing"] is None


class TestTheBar:
    def test_its_parts_follow_each_other(self, page, three):
        bars = page()["rows"][0].bars
        ends = [bar["x"] + bar["width"] for bar in bars]
        assert [bar["x"] for bar in bars[1:]] == ends[:-1]

    def test_the_highest_marks_fill_it(self, page, council, mine, criteria):
        keep(council, mine[0], {criterion.pk: str(criterion.max_points) for criterion in criteria})
        assert sum(bar["width"] for bar in page()["rows"][0].bars) == pytest.approx(Decimal(100))

    def test_what_has_no_mark_has_no_part(self, page, three):
        begun = next(row for row in page()["rows"] if row.item == three[2])
        assert len(begun.bars) == 1
