"""The front page by its phase: what its slots show, and what no visitor may read there."""

import datetime

import lxml.html
import pytest
from django.test import Client
from wagtail.models import Locale, Page, Site

from accounts.models import User
from cms import communes, facts, front
from cms.models import HomePage
from competition import clock
from competition.models import Edition, Phase
from submissions.models import Author, Entry
from submissions.writing import drafting
from tests.factories.competition import PhaseFactory
from tests.factories.moments import NOON, days
from tests.judging.council import visit_as
from voting.models import Candidate

pytestmark = pytest.mark.data


@pytest.fixture
def home():
    """`home(edition, at)` is the front page as a stranger, or `by`, gets it then, as a tree."""

    def page(
        edition: Edition,
        at: datetime.datetime,
        query: str = "?khong-nho=1",
        by: User | None = None,
    ):
        Page.objects.filter(depth=2).delete()
        locale, _is_new = Locale.objects.get_or_create(language_code="vi")
        shown = HomePage(title="Trang chủ", slug="trang-chu", edition=edition, locale=locale)
        Page.objects.get(depth=1).add_child(instance=shown)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": shown}
        )
        client = Client()
        if by:
            visit_as(client, by)
        with clock.set_to(at):
            answer = client.get(f"/{query}")
        assert answer.status_code == 200
        return lxml.html.document_fromstring(answer.content)

    return page


def act(tree) -> str:
    return tree.xpath("string(//section[contains(@class, 'hero')]/@data-act)")


def words(tree) -> str:
    return " ".join(tree.xpath("string(//main)").split())


class TestACall:
    def test_leads_to_the_dossier_alone(self, home, sent_in):
        tree = home(sent_in.edition, clock.now())
        assert act(tree) == "call"
        assert tree.xpath("//*[@data-variant='primary']/@href") == [
            f"/du-thi/{sent_in.edition.slug}/"
        ]

    def draft(self, begun) -> Entry:
        owner = begun.cast.entrants[0]
        return drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(5))

    def test_leads_whoever_writes_on_to_the_draft(self, home, begun):
        entry = self.draft(begun)
        tree = home(begun.edition, begun.at(6), by=entry.owner)
        assert tree.xpath("//*[@data-variant='primary']/@href") == [entry.get_absolute_url()]

    def test_leads_nobody_to_the_draft_of_somebody_else(self, home, begun):
        self.draft(begun)
        tree = home(begun.edition, begun.at(6), by=begun.cast.entrants[1])
        assert tree.xpath("//*[@data-variant='primary']/@href") == [
            f"/du-thi/{begun.edition.slug}/"
        ]

    def test_tells_how_many_and_not_who(self, home, sent_in):
        tree = home(sent_in.edition, clock.now())
        sent = [entry for entry in Entry.objects.all() if entry.status != Entry.Status.DRAFT]
        numbers = [b.text for b in tree.xpath("//ul[@class='front-slip-live']//b")]
        assert numbers[0] == str(len(sent)) == "2"
        assert not [a for a in Author.objects.all() if a.full_name in words(tree)]
        assert not [entry for entry in sent if entry.title in words(tree)]

    def test_answers_for_a_commune(self, home, sent_in):
        counts = facts.shares_of(sent_in.edition)["communes"]
        code, count = next(iter(counts.items()))
        name = dict(communes.names())[code]
        answer = home(sent_in.edition, clock.now(), f"?xa={code}").xpath("//*[@role='status']//b")
        assert " ".join(answer[0].text_content().split()) == f"{name}: {count} công trình"

    @pytest.mark.parametrize("asked", ["", "99999", "<b>", "a" * 300])
    def test_answers_nothing_to_what_is_no_commune(self, home, begun, asked):
        tree = home(begun.edition, begun.at(3), f"?xa={asked}")
        assert not tree.xpath("//*[@class='communes-answer']")

    def test_costs_few_queries(self, home, sent_in, django_assert_max_num_queries):
        home(sent_in.edition, clock.now())
        with clock.set_to(clock.now()), django_assert_max_num_queries(12):
            Client().get("/?khong-nho=1")


class TestAVote:
    def test_shows_works_by_code_and_no_name(self, home, judged):
        tree = home(judged.edition, judged.at(62))
        assert act(tree) == "vote"
        links = tree.xpath("//li[@class='card']//h3/a/@href")
        known = {candidate.code for candidate in Candidate.objects.all()}
        assert links
        assert {link.strip("/").rpartition("/")[2] for link in links} <= known
        assert not [a for a in Author.objects.all() if a.full_name in words(tree)]


class TestTheResult:
    def test_shows_the_highest_prizes_and_the_names_that_may_be(self, home, awarded):
        tree = home(awarded.edition, awarded.at(90))
        assert act(tree) == "winners"
        shown = [title.text for title in tree.xpath("//ul[@class='best']//h3")]
        told = facts.results_of(awarded.edition)["tiers"]
        best = next(tier for tier in told if tier["winners"])["winners"]
        assert shown[: len(best)] == [winner.face.title for winner in best][: front.BEST]


class TestTheClock:
    @pytest.fixture
    def edition(self, db) -> Edition:
        return PhaseFactory(closes_at=days(2)).edition

    def clock_at(self, edition: Edition, at: datetime.datetime) -> front.Clock | None:
        told = facts.of_edition(edition, at)
        return front.clock_of(front.act_of(told), edition, told, at)

    def test_counts_down_to_the_deadline(self, edition):
        left = self.clock_at(edition, NOON + datetime.timedelta(hours=3, minutes=20, seconds=1))
        assert (left.days, left.hours, left.minutes) == (1, 20, 39)

    def test_stands_for_nothing_once_all_is_over(self, edition):
        assert self.clock_at(edition, days(2)) is None


class TestBeside:
    def test_another_open_contest_is_named(self, db):
        ours = PhaseFactory().edition
        theirs = PhaseFactory(closes_at=days(5)).edition
        PhaseFactory(opens_at=days(1))
        PhaseFactory(kind=Phase.Kind.JUDGING)
        assert [other["edition"] for other in front.beside(ours, NOON)] == [theirs]

    def test_a_vote_that_is_not_released_is_not(self, db):
        ours = PhaseFactory().edition
        PhaseFactory(kind=Phase.Kind.VOTING)
        assert front.beside(ours, NOON) == []

    def test_a_draft_is_not(self, db):
        ours = PhaseFactory().edition
        PhaseFactory(edition__needs_publication=True)
        assert front.beside(ours, NOON) == []


class TestTheLine:
    def test_is_filled_to_today(self, db):
        edition = PhaseFactory().edition
        PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=days(40), closes_at=days(50))
        line = front.line_of(facts.journey(edition, days(15)), days(15))
        assert [step["share"] for step in line] == [75, 0]
        assert front.line_of(facts.journey(edition, days(60)), days(60))[1]["share"] == 100


class TestTheMap:
    @pytest.mark.parametrize(
        ("count", "place"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (90, 4)]
    )
    def test_has_fixed_classes(self, count, place):
        assert communes.class_of(count) == place

    def test_is_served_with_counts_alone(self, sent_in):
        with clock.set_to(clock.now()):
            answer = Client().get(f"/hinh/ban-do/{sent_in.edition.slug}/sang.svg")
        tones, _border, _accent = communes.SCHEMES["sang"]
        drawn = answer.content.decode()
        assert drawn.count(tones[0]) == 92 - len(facts.shares_of(sent_in.edition)["communes"])
        assert "<text" not in drawn
        assert answer["Cache-Control"] == "public, max-age=60"

    def test_of_a_draft_is_unknown(self, db):
        edition = PhaseFactory(edition__needs_publication=True).edition
        assert Client().get(f"/hinh/ban-do/{edition.slug}/sang.svg").status_code == 404
