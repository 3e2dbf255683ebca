"""The works of the vote as people look through them: fair published orders, search, fields."""

import datetime
import hashlib
import time
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from competition import clock
from competition.models import Phase
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, FieldFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory, VoterFactory
from voting import gallery
from voting.models import Ballot

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def vote():
    """A running vote with 30 works in two fields, 20 in the one and 10 in the other."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, closes_at=days(30))
    PollFactory(edition=edition)
    edition.tea = FieldFactory(edition=edition)
    edition.mill = FieldFactory(edition=edition)
    edition.works = [
        CandidateFactory(
            edition=edition,
            field=edition.tea if number < 20 else edition.mill,
            title=f"Công trình số {number}",
            summary="",
        )
        for number in range(30)
    ]
    with clock.set_to(NOON):
        yield edition


def opened(client, vote, asked: str = ""):
    return client.get(reverse("ballot_paper", args=[vote.slug]) + asked)


def codes(answer) -> list[str]:
    return [card["code"] for card in answer.context["cards"]]


class TestTheOrder:
    def test_anybody_computes_it_again(self, client, vote):
        day = localdate(NOON).isoformat()
        by_rule = sorted(
            (work.code for work in vote.works),
            key=lambda code: hashlib.sha256(f"{day}|7|{code}".encode()).hexdigest(),
        )
        pages = [codes(opened(client, vote, f"?thu-tu=7&trang={page}")) for page in (1, 2)]
        assert pages[0] + pages[1] == by_rule

    def test_another_number_and_another_day_are_other_orders(self, client, vote):
        seventh = codes(opened(client, vote, "?thu-tu=7"))
        assert codes(opened(client, vote, "?thu-tu=8")) != seventh
        with clock.set_to(NOON + datetime.timedelta(days=1)):
            assert codes(opened(client, vote, "?thu-tu=7")) != seventh

    def test_everybody_reads_the_same_by_one_address(self, client, vote):
        by_a_stranger = codes(opened(client, vote, "?thu-tu=7"))
        client.force_login(UserFactory(), backend=BACKEND)
        assert codes(opened(client, vote, "?thu-tu=7")) == by_a_stranger

    def test_no_work_stands_first_much_more_often_than_another(self):
        day = localdate(NOON)
        works = [f"BC-{number:06}" for number in range(8)]
        first = Counter(
            min(works, key=lambda code: gallery.order_key(day + offset, number, code))
            for offset in map(datetime.timedelta, range(30))
            for number in range(1, gallery.ORDERS + 1)
        )
        expected = 30 * gallery.ORDERS / len(works)
        assert [code for code in works if not 0.6 * expected < first[code] < 1.4 * expected] == []

    def test_visitors_are_spread_over_all_orders(self):
        met = Counter(gallery.number_for(f"203.0.113.{last}", NOON.date()) for last in range(256))
        assert set(met) <= set(range(1, gallery.ORDERS + 1))
        assert len(met) > 0.9 * gallery.ORDERS

    @pytest.mark.parametrize("asked", ["?thu-tu=0", "?thu-tu=33", "?thu-tu=bảy", ""])
    def test_what_is_no_number_leads_to_ones_own(self, client, vote, asked):
        assert 1 <= opened(client, vote, asked).context["asked"].number <= gallery.ORDERS


class TestTheAddress:
    def test_a_stranger_gets_no_cookie(self, client, vote):
        assert not opened(client, vote, "?thu-tu=7").cookies

    def test_with_a_number_it_may_be_kept_for_all(self, client, vote):
        assert "public" in opened(client, vote, "?thu-tu=7").headers["Cache-Control"]

    def test_without_one_it_is_not(self, client, vote):
        assert "public" not in opened(client, vote).headers.get("Cache-Control", "")

    def test_nor_for_whoever_is_signed_in(self, client, vote):
        client.force_login(UserFactory(), backend=BACKEND)
        assert "no-store" in opened(client, vote, "?thu-tu=7").headers["Cache-Control"]


class TestTheSearch:
    @pytest.fixture
    def tea(self, vote):
        work = vote.works[25]
        work.title = "Hệ thống tưới chè Tân Cương"
        work.save()
        return work

    @pytest.mark.parametrize("words", ["tưới chè", "tuoi che", "CHE  tuoi", "tân CUONG"])
    def test_words_are_found_with_and_without_accents(self, client, vote, tea, words):
        assert codes(opened(client, vote, f"?tim={words}")) == [tea.code]

    def test_a_code_is_found(self, client, vote, tea):
        assert codes(opened(client, vote, f"?tim={tea.code.lower()}")) == [tea.code]

    def test_the_summary_is_found_where_it_may_be_read(self, client, vote, tea):
        vote.works[3].summary = "Máy đo độ ẩm"
        vote.works[3].save()
        assert codes(opened(client, vote, "?tim=do am")) == [vote.works[3].code]

    def test_nothing_of_a_work_under_embargo_is_found(self, client, vote, tea):
        tea.embargo_until = NOON.date() + datetime.timedelta(days=9)
        tea.summary = "Máy đo độ ẩm"
        tea.save()
        assert codes(opened(client, vote, "?tim=tuoi che")) == []
        assert codes(opened(client, vote, "?tim=do am")) == []

    def test_a_work_that_left_is_not_found(self, client, vote, tea):
        tea.withdrawn_at = NOON
        tea.save()
        assert codes(opened(client, vote, "?tim=tuoi che")) == []

    def test_within_a_field_alone(self, client, vote, tea):
        field = vote.tea.code
        assert codes(opened(client, vote, f"?tim=tuoi che&linh-vuc={field}")) == []


class TestTheFields:
    def test_each_says_how_many_works_it_has(self, client, vote):
        shown = {field.code: number for field, number in opened(client, vote).context["fields"]}
        assert (shown[vote.tea.code], shown[vote.mill.code]) == (20, 10)

    def test_a_field_alone_is_shown(self, client, vote):
        answer = opened(client, vote, f"?linh-vuc={vote.mill.code}")
        assert sorted(codes(answer)) == sorted(work.code for work in vote.works[20:])


class TestTheTwoTaps:
    @pytest.fixture
    def voter(self, client):
        person = UserFactory()
        client.force_login(person, backend=BACKEND)
        return person

    def test_the_second_one_votes_and_leads_back_to_the_card(self, client, vote, voter):
        code = vote.works[0].code
        back = reverse("ballot_paper", args=[vote.slug]) + f"?thu-tu=7#{code}"
        address = reverse("cast_vote", args=[vote.slug, code])
        assert client.post(address, {"next": back}).url == back
        assert Ballot.objects.get().candidate == vote.works[0]

    def test_a_chosen_card_asks_no_more(self, client, vote, voter):
        given = VoterFactory(edition=vote, user=voter)
        BallotFactory(candidate=vote.works[0], voter=given)
        page = opened(client, vote).content.decode()
        page += opened(client, vote, "?trang=2").content.decode()
        assert page.count("data-chosen") == 1
        assert reverse("cast_vote", args=[vote.slug, vote.works[0].code]) not in page
        assert reverse("cast_vote", args=[vote.slug, vote.works[1].code]) in page

    def test_a_stranger_is_led_to_sign_in(self, client, vote):
        page = opened(client, vote, "?thu-tu=7").content.decode()
        assert "/chon/" not in page
        assert "csrfmiddlewaretoken" not in page

    def test_after_the_close_no_card_asks(self, client, vote, voter):
        with clock.set_to(days(29)):
            assert "/chon/" in opened(client, vote).content.decode()


class TestTheWeight:
    """A page of 24 cards, signed in, nothing kept from before."""

    @pytest.fixture
    def reader(self, client, vote):
        client.force_login(UserFactory(), backend=BACKEND)
        opened(client, vote)
        return client

    def test_ten_queries_at_most(self, reader, vote):
        with CaptureQueriesContext(connection) as asked:
            assert len(codes(opened(reader, vote, "?thu-tu=7&tim=cong trinh"))) == 24
        assert len(asked) <= 10  # with those for session, person and menu

    def test_150_kilobytes_at_most(self, reader, vote):
        assert len(opened(reader, vote, "?thu-tu=7").content) <= 150_000

    def test_it_costs_little(self, reader, vote):
        costs = []
        for _look in range(5):
            begun = time.process_time()
            opened(reader, vote, "?thu-tu=7")
            costs.append(time.process_time() - begun)
        assert min(costs) <= 0.04
