"""A member of the committee sees which prizes wait for an answer, and what was answered."""

import itertools
from decimal import Decimal

import pytest
from django.urls import reverse

from awards import ratification
from awards.desk import committee, proposals
from awards.models import Approval, StandingRow
from judging.models import Scoresheet
from submissions.models import Entry
from submissions.sealing import sealing
from tests.judging.council import visit_as
from tests.reading import seen
from voting.models import TallyRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(put_to_the_committee):
    return put_to_the_committee


def page_of(client, contest, member):
    visit_as(client, member)
    return client.get(reverse("ratify", args=[contest.edition.slug]))


def proposed(contest) -> list:
    return list(contest.ratification.standing.rows.exclude(tier=None).order_by("rank", "code"))


@pytest.fixture
def absent(contest):
    """A member who has not voted."""
    voted = contest.ratification.approvals.values("member")
    return next(
        member
        for member in contest.cast.committee
        if member.pk not in {row["member"] for row in voted}
    )


def test_all_that_wait_are_named(client, contest, absent):
    page = page_of(client, contest, absent).content.decode()
    places = proposed(contest)
    assert f"Bạn chưa biểu quyết {len(places)} giải" in page
    assert all(f'href="#giai-{place.pk}"' in page for place in places)


def test_what_was_answered_waits_no_more(client, contest, absent):
    first, *others = proposed(contest)
    visit_as(client, absent)
    address = reverse("vote_on_prizes", args=[contest.edition.slug])
    page = client.post(address, {f"row-{first.pk}": "no"}, follow=True)
    missing = [row.place.pk for row in page.context["missing"]]
    assert sorted(missing) == sorted(place.pk for place in others)
    assert Approval.objects.get(member=absent).approves is False


def test_whoever_has_answered_everything_is_told_so(client, contest):
    member = contest.ratification.approvals.first().member
    page = page_of(client, contest, member).content.decode()
    assert "Bạn đã biểu quyết mọi giải" in page
    assert "Bạn chưa biểu quyết" not in page


def test_an_own_work_does_not_wait_and_cannot_be_answered(client, contest, absent):
    own = proposed(contest)[0]
    Entry.objects.filter(pk=own.entry_id).update(owner=absent)
    answer = page_of(client, contest, absent)
    assert own.pk not in [row.place.pk for row in answer.context["missing"]]
    assert f'name="row-{own.pk}"' not in answer.content.decode()


def test_once_closed_it_says_so_and_nothing_waits(client, closed_by_the_committee):
    contest = closed_by_the_committee
    member = contest.cast.committee[0]
    page = page_of(client, contest, member).content.decode()
    assert "chưa biểu quyết" not in page
    assert "Đã kết thúc biểu quyết của Ban Tổ chức." in page


class TestAnswering:
    @pytest.fixture
    def places(self, contest) -> list:
        return proposed(contest)

    @pytest.fixture
    def answer(self, client, contest, absent):
        """Post answers of the member who has not voted; what came back."""
        visit_as(client, absent)
        address = reverse("vote_on_prizes", args=[contest.edition.slug])
        return lambda **posted: client.post(address, posted)

    @pytest.fixture
    def rest(self, client, contest, absent):
        visit_as(client, absent)
        address = reverse("approve_rest", args=[contest.edition.slug])
        return lambda **posted: client.post(address, posted)

    def given(self, member) -> dict:
        return dict(Approval.objects.filter(member=member).values_list("row", "approves"))

    def test_a_member_may_abstain(self, answer, absent, places):
        answer(**{f"row-{places[0].pk}": "none"})
        assert self.given(absent) == {places[0].pk: None}

    def test_who_abstains_has_voted_and_approves_of_nothing(self, answer, contest, absent, places):
        before = ratification.approvals(contest.ratification)[places[0].pk]
        answer(**{f"row-{places[0].pk}": "none"})
        assert absent in ratification.voters(contest.ratification)
        assert ratification.approvals(contest.ratification)[places[0].pk] == before

    def test_one_press_approves_of_the_rest_alone(self, answer, rest, absent, places):
        first, second, *others = places
        answer(**{f"row-{first.pk}": "no"})
        rest(**{f"row-{second.pk}": "none"})
        assert self.given(absent) == {first.pk: False, second.pk: None} | {
            place.pk: True for place in others
        }

    def test_the_rest_leaves_an_own_work_out(self, rest, absent, places):
        Entry.objects.filter(pk=places[0].entry_id).update(owner=absent)
        rest()
        assert places[0].pk not in self.given(absent)

    def test_an_answer_that_is_none_of_the_three_is_not_noted(self, answer, absent, places):
        answer(**{f"row-{places[0].pk}": "maybe"})
        assert self.given(absent) == {}

    def test_one_by_one_it_goes_on_to_the_next(self, answer, contest, places):
        response = answer(**{f"row-{places[0].pk}": "yes", "tiep": str(places[1].pk)})
        assert response.url == reverse("proposed_prize", args=[contest.edition.slug, places[1].pk])

    def test_it_goes_nowhere_else(self, answer, contest):
        response = answer(tiep="https://example.com/")
        assert response.url == reverse("ratify", args=[contest.edition.slug])


class TestEvidence:
    @pytest.fixture
    def place(self, contest):
        return proposed(contest)[0]

    def shown(self, client, contest, member, place):
        visit_as(client, member)
        return client.get(reverse("proposed_prize", args=[contest.edition.slug, place.pk]))

    def test_says_points_and_place(self, client, contest, absent, place):
        page = self.shown(client, contest, absent, place).content.decode()
        assert f"hạng {place.rank} trong {contest.ratification.standing.rows.count()}" in page

    def test_shows_every_sheet_and_no_judge(self, client, contest, absent, place):
        sheets = (
            Scoresheet.objects.countable()
            .filter(assignment__blinded_entry__code=place.code)
            .select_related("assignment__judge__user")
        )
        response = self.shown(client, contest, absent, place)
        totals = sorted((sheet.total for sheet in sheets), reverse=True)
        assert response.context["sheets"].totals == totals
        page = response.content.decode()
        names = {sheet.assignment.judge.user.full_name for sheet in sheets}
        assert names
        assert not [name for name in names if name in page]

    def test_counts_the_votes_of_this_work(self, client, contest, absent, place):
        code = sealing.result_codes_of([place.code])[place.code]
        votes = self.shown(client, contest, absent, place).context["votes"]
        assert (votes.result_code, votes.votes) == (code, place.votes)

    def test_says_how_many_votes_were_set_aside(self, client, contest, absent, place, monkeypatch):
        counted = TallyRow(votes=1482, set_aside=12)
        monkeypatch.setattr(committee, "votes_of", lambda _edition, _code: counted)
        page = self.shown(client, contest, absent, place).content.decode()
        assert "1482 phiếu bình chọn được tính" in page
        assert "12 phiếu khác bị tạm giữ" in page

    def test_leads_on_to_a_prize_that_waits(self, client, contest, absent, place):
        response = self.shown(client, contest, absent, place)
        assert response.context["following"].place == proposed(contest)[1]

    def test_of_an_own_work_is_closed(self, client, contest, absent, place):
        Entry.objects.filter(pk=place.entry_id).update(owner=absent)
        assert self.shown(client, contest, absent, place).status_code == 404

    def test_of_what_is_no_proposed_prize_is_none(self, client, contest, absent, place):
        place.pk = StandingRow.objects.latest("pk").pk + 1
        assert self.shown(client, contest, absent, place).status_code == 404

    def test_is_not_for_the_secretariat(self, client, contest, place):
        assert self.shown(client, contest, contest.cast.secretary, place).status_code == 404


class TestNearTheLine:
    """The last place of the first prize, and the one after it."""

    @pytest.fixture
    def places(self, contest) -> tuple:
        rows = list(contest.ratification.standing.rows.order_by("rank", "code"))
        return next(
            (above, below)
            for above, below in itertools.pairwise(rows)
            if above.tier_id != below.tier_id
        )

    def near(self, contest, member, place):
        rows = proposals.proposals_of(contest.ratification, member)
        return next(row.near for row in rows if row.place == place)

    def apart(self, places) -> Decimal:
        return places[0].final_score - places[1].final_score

    def test_is_said_with_the_points(self, contest, absent, places, monkeypatch):
        apart = self.apart(places)
        monkeypatch.setattr(proposals, "CLOSE", apart + Decimal("0.0001"))
        said = self.near(contest, absent, places[0])
        assert proposals.Near(places[1].rank, apart, is_above=False) in said

    def test_from_the_limit_on_it_is_not_near(self, contest, absent, places, monkeypatch):
        monkeypatch.setattr(proposals, "CLOSE", self.apart(places))
        said = self.near(contest, absent, places[0])
        assert places[1].rank not in [near.rank for near in said]

    def test_two_places_of_one_prize_have_no_line_between_them(self, contest, absent, monkeypatch):
        monkeypatch.setattr(proposals, "CLOSE", Decimal(1000))
        rows = {row.rank: row.tier_id for row in contest.ratification.standing.rows.all()}
        for row in proposals.proposals_of(contest.ratification, absent):
            assert row.place.tier_id not in [rows[near.rank] for near in row.near]


@pytest.mark.parametrize("page", ["ratify", "proposed_prize"])
class TestHowManyHaveVoted:
    def words(self, client, contest, page: str) -> str:
        visit_as(client, contest.cast.committee[0])
        row = proposed(contest)[0].pk
        args = [contest.edition.slug] + ([row] if page == "proposed_prize" else [])
        return seen(client.get(reverse(page, args=args)))

    def test_it_is_a_secret_while_the_vote_is_open(self, client, contest, page):
        assert "trước khi kết thúc, không ai thấy" in self.words(client, contest, page)

    def test_and_none_is_spoken_of_afterwards(self, client, contest, page):
        type(contest.ratification).objects.update(closed_at=contest.at(81))
        words = self.words(client, contest, page)
        assert "không ai thấy" not in words
        assert "biểu quyết đã kết thúc lúc" in words
