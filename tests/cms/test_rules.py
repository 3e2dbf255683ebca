"""The page of the rules: chapters with anchors, slices as wide as their points, the calendar."""

import datetime
from decimal import Decimal

import lxml.html
import pytest
from django.test import Client, RequestFactory

from cms import rules
from competition import clock
from competition.models import Edition, Phase, Scheme
from tests.factories.cms import EditionPageFactory
from tests.factories.competition import (
    CriterionFactory,
    DocumentTextFactory,
    FieldFactory,
    PhaseFactory,
    PrizeTierFactory,
    RubricBandFactory,
    SchemeFactory,
)
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def edition() -> Edition:
    """Two rounds of two criteria, a vote, prizes, a text, a call and a vote to come."""
    edition = PhaseFactory().edition
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=days(50), closes_at=days(70))
    for order in (1, 2):
        scheme = SchemeFactory(edition=edition, order=order, vote_max=20)
        for points in (20, 60):
            criterion = CriterionFactory(scheme=scheme, max_points=points)
            RubricBandFactory(criterion=criterion, lowest=0, highest=points, text="Rõ")
    PrizeTierFactory(edition=edition, count=2, money=30_000_000)
    FieldFactory(edition=edition, name="Cơ khí")
    DocumentTextFactory(edition=edition, title="Ai được dự thi", body="Mọi người.\n\nỞ mọi nơi.")
    return edition


def shown(edition: Edition, at: datetime.datetime = NOON):
    """The page as a tree."""
    page = EditionPageFactory(parent__edition=edition, edition=edition, title="Thể lệ")
    with clock.set_to(at):
        answer = page.serve(RequestFactory().get("/"))
        answer.render()
    return lxml.html.document_fromstring(answer.content)


class TestChapters:
    def test_stand_in_reading_order(self, edition):
        kinds = [chapter.kind for chapter in rules.chapters_of(edition)]
        assert kinds == ["text", "text", "scoring", "prizes", "calendar"]

    def test_number_the_sentences_of_a_text(self, edition):
        assert rules.chapters_of(edition)[0].articles == ("Mọi người.", "Ở mọi nơi.")

    def test_say_the_fields_and_how_many_authors(self, edition):
        said = " ".join(rules.chapters_of(edition)[1].articles)
        assert "Cơ khí" in said
        assert f"nhiều nhất {edition.max_authors} tác giả" in said

    def test_are_left_out_where_there_is_nothing(self):
        bare = PhaseFactory().edition
        assert [chapter.kind for chapter in rules.chapters_of(bare)] == ["text", "calendar"]

    def test_each_has_one_place_that_its_line_of_the_contents_leads_to(self, edition):
        tree = shown(edition)
        places = tree.xpath("//section[@class='article']/@id")
        contents = tree.xpath("//nav[@class='rules-list']//a/@href")
        assert contents == [f"#{place}" for place in places]
        assert len(set(places)) == len(places) == 5
        assert tree.xpath("//li[@id='muc-ai-duoc-du-thi-2']/span/text()") == ["1.2"]


class TestSlices:
    def test_are_as_wide_as_their_points(self, edition):
        last = rules.rounds_of(edition)[-1]
        assert [part.width for part in last["slices"]] == [20, 60, 20]
        assert [part.x for part in last["slices"]] == [0, 20, 80]

    def test_the_vote_counts_in_the_last_round_alone(self, edition):
        first, last = rules.rounds_of(edition)
        assert [part.points for part in first["slices"]] == [Decimal(20), Decimal(60)]
        assert (first["counts_vote"], last["counts_vote"]) == (False, True)

    def test_a_round_without_a_vote_has_none(self, edition):
        Scheme.objects.filter(edition=edition).update(vote_formula=Scheme.VoteFormula.NONE)
        assert len(rules.rounds_of(edition)[-1]["slices"]) == 2


class TestTheCalendar:
    def test_begins_and_ends_with_the_phases(self, edition):
        calendar = rules.calendar_of(edition, NOON)
        assert [(bar.x, bar.width) for bar in calendar.bars] == [(0, 60), (80, 20)]
        assert calendar.today == 30

    def test_has_no_today_outside(self, edition):
        assert rules.calendar_of(edition, days(71)).today is None

    def test_is_drawn_with_decimal_points(self, edition):
        widths = shown(edition, days(1)).xpath("//div[@class='calendar']//rect/@x")
        assert "31.0%" in widths
        assert not [width for width in widths if "," in width]


def test_the_page_shows_points_bands_and_prizes(edition):
    words = " ".join(shown(edition).xpath("string(//main)").split())
    assert "30.000.000 đ" in words
    assert "0–60 Rõ" in words


def test_a_hill_of_prizes_is_drawn_for_any_counts():
    for counts in ("2", "2-4-9-12", "0-1-300"):
        assert Client().get(f"/hinh/giai/{counts}.svg").status_code == 200
