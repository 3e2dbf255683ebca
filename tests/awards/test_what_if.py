"""The committee reads the published arithmetic with one thing otherwise, and presses nothing."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from awards import standings, what_if
from awards.desk.proposals import CLOSE
from awards.formula import final_lines, propose_prizes
from awards.models import Standing
from competition import clock
from competition.models import Scheme
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from judging.arithmetic import engine
from judging.models import Ranking
from submissions.models import Entry
from tests import guards
from tests.factories.accounts import UserFactory
from voting.models import TallyRow

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def contest(put_to_the_committee):
    Scheme.objects.filter(edition=put_to_the_committee.edition).update(shows_what_if=True)
    put_to_the_committee.board_address = reverse(
        "what_if_board", args=[put_to_the_committee.edition.slug]
    )
    return put_to_the_committee


def board(contest) -> what_if.Board:
    return what_if.worked_out(Standing.objects.get(edition=contest.edition))


def frozen(contest) -> dict[str, int]:
    rows = contest.standing.rows.exclude(tier=None)
    return dict(rows.values_list("code", "tier"))


class TestArithmetic:
    def test_as_it_is_it_is_the_standing(self, contest):
        assert board(contest).now == frozen(contest)

    def test_without_the_vote_the_council_alone_decides(self, contest):
        ranking = Ranking.objects.decisive(contest.edition).get()
        lines = [replace(line, votes=0) for line in standings.lines_of(contest.edition)]
        tiers = standings.tiers_to_propose(contest.edition)
        expected = propose_prizes(final_lines(lines, ranking.scheme), tiers)
        assert board(contest).without_vote == expected

    def test_what_was_set_aside_counts_once_more(self, contest):
        assert board(contest).with_aside is None
        best = contest.standing.rows.order_by("-votes").first()
        with guards.lifted():
            TallyRow.objects.filter(votes=best.votes).update(set_aside=100)
        assert board(contest).with_aside is not None

    def test_each_judge_is_left_out_once_in_the_official_arithmetic(self, contest):
        ranking = Ranking.objects.decisive(contest.edition).get()
        tiers = standings.tiers_to_propose(contest.edition)
        expected = []
        for judge in {sheet["judge"] for sheet in ranking.sheets}:
            rest = [sheet for sheet in ranking.sheets if sheet["judge"] != judge]
            places = {place.code: place for place in engine.ranking(ranking.scheme, rest)}
            lines = [
                replace(
                    line,
                    council=places[line.code].score,
                    criterion_means=places[line.code].criterion_means,
                )
                for line in standings.lines_of(contest.edition)
                if line.code in places
            ]
            expected.append(propose_prizes(final_lines(lines, ranking.scheme), tiers))
        given = list(board(contest).without_judge.values())
        key = str
        assert sorted(map(key, map(sorted, map(dict.items, given)))) == sorted(
            map(key, map(sorted, map(dict.items, expected)))
        )

    def test_it_leaves_no_line_and_changes_no_row(self, contest):
        lines = Event.objects.count()
        before = list(contest.standing.rows.order_by("pk").values())
        board(contest)
        assert Event.objects.count() == lines
        assert list(contest.standing.rows.order_by("pk").values()) == before


class TestPage:
    def test_the_committee_reads_and_nothing_is_pressed(self, contest, client):
        client.force_login(contest.cast.committee[0])
        page = client.get(contest.board_address).content.decode()
        main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
        assert contest.standing.rows.exclude(tier=None).first().title in main
        assert "<form" not in main

    def test_no_judge_is_named(self, contest, client):
        client.force_login(contest.cast.committee[0])
        page = client.get(contest.board_address).content.decode()
        judges = contest.round.panels.first().judges.select_related("user")
        assert not [seat for seat in judges if seat.user.full_name in page]

    def test_own_works_are_left_out(self, contest, client):
        member = contest.cast.committee[0]
        row = contest.standing.rows.exclude(tier=None).select_related("entry").first()
        Entry.objects.filter(pk=row.entry_id).update(owner=member)
        client.force_login(member)
        answer = client.get(contest.board_address)
        assert row.code not in {one.place.code for one in answer.context["rows"]}
        assert answer.context["hidden"] == 1

    def test_near_ties_are_named(self, contest, client):
        client.force_login(contest.cast.committee[0])
        for row in client.get(contest.board_address).context["rows"]:
            assert all(near.apart < CLOSE for near in row.near)

    def test_not_where_the_rules_have_none(self, put_to_the_committee, client):
        client.force_login(put_to_the_committee.cast.committee[0])
        slug = put_to_the_committee.edition.slug
        assert client.get(reverse("what_if_board", args=[slug])).status_code == 404

    def test_before_the_seals_are_open_it_says_so(self, ranked, client):
        Scheme.objects.filter(edition=ranked.edition).update(shows_what_if=True)
        client.force_login(ranked.cast.committee[0])
        answer = client.get(reverse("what_if_board", args=[ranked.edition.slug]))
        assert answer.context["waits"]
        assert "rows" not in answer.context

    @pytest.mark.parametrize("who", ["secretary", "stranger"])
    def test_nobody_else(self, contest, client, who):
        person = contest.cast.secretary if who == "secretary" else UserFactory()
        client.force_login(person)
        assert client.get(contest.board_address).status_code == 404

    def test_where_it_is_heavy_the_worker_works_it_out(self, contest, client, monkeypatch):
        monkeypatch.setattr(what_if, "AT_ONCE", 0)
        client.force_login(contest.cast.committee[0])
        with clock.set_to(contest.at(81)):
            waiting = client.get(contest.board_address)
            assert waiting.headers["Refresh"] == "2"
            drain()
            assert client.get(contest.board_address).context["is_worked_out"]
