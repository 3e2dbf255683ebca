"""Where ballots came from is forgotten on a published day; the count stays."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse

from competition import clock
from foundation.jobs.models import Job
from foundation.ledger import chain, triggers
from foundation.ledger.models import Event
from tests.factories.voting import VoterFactory
from voting import forgetting, noting
from voting.models import Ballot, Tally, Voter

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def counted(voted):
    """A counted vote whose ballots have networks, and the day on which they are forgotten."""
    assert Ballot.objects.exclude(network="").exists()
    last = max(phase.closes_at for phase in voted.edition.phases.all())
    voted.due = last + datetime.timedelta(days=30)
    return voted


def known() -> int:
    return Ballot.objects.exclude(network="").count()


def test_on_the_day(counted):
    before = known()
    assert forgetting.forget_networks(edition=counted.edition, at=counted.due) == before
    assert known() == 0


def test_not_before(counted):
    before = known()
    moment = counted.due - datetime.timedelta(seconds=1)
    assert forgetting.forget_networks(edition=counted.edition, at=moment) == 0
    assert known() == before


def test_ballots_and_count_stay(counted):
    ballots = list(Ballot.objects.order_by("pk").values("candidate", "voter", "receipt"))
    root = Tally.objects.get(edition=counted.edition).ballots_root
    forgetting.forget_networks(edition=counted.edition, at=counted.due)
    after = list(Ballot.objects.order_by("pk").values("candidate", "voter", "receipt"))
    assert (after, Tally.objects.get(edition=counted.edition).ballots_root) == (ballots, root)


def test_the_ledger_says_how_many(counted):
    count = forgetting.forget_networks(edition=counted.edition, at=counted.due)
    line = Event.objects.filter(chain__name=counted.edition.chain).last()
    assert (line.verb, line.payload) == ("ballots.networks_forgotten", {"count": count})
    assert chain.verify(counted.edition.chain) is None


def test_twice_leaves_one_line(counted):
    forgetting.forget_networks(edition=counted.edition, at=counted.due)
    assert forgetting.forget_networks(edition=counted.edition, at=counted.due) == 0
    assert Event.objects.filter(verb="ballots.networks_forgotten").count() == 1


def test_the_daily_job_does_it(counted):
    with clock.set_to(counted.due):
        forgetting.forget(Job(kind="forget_networks"))
    assert known() == 0


def test_not_where_nothing_is_counted(judged):
    judged.vote()
    with clock.set_to(judged.at(400)):
        forgetting.forget(Job(kind="forget_networks"))
    assert known() > 0


def somebody() -> int:
    return Voter.objects.filter(user__isnull=False).count()


class TestVoters:
    def test_all_of_an_edition_on_the_day(self, counted):
        before = somebody()
        assert before
        assert forgetting.forget_voters(edition=counted.edition, at=counted.due) == before
        assert somebody() == 0

    def test_none_before(self, counted):
        before = somebody()
        moment = counted.due - datetime.timedelta(seconds=1)
        assert forgetting.forget_voters(edition=counted.edition, at=moment) == 0
        assert somebody() == before

    def test_none_where_nothing_is_counted(self, judged):
        judged.vote()
        assert forgetting.forget_voters(edition=judged.edition, at=judged.at(400)) == 0
        assert somebody()

    def test_those_of_another_edition_stay(self, counted):
        other = VoterFactory()
        forgetting.forget_voters(edition=counted.edition, at=counted.due)
        assert Voter.objects.get(user__isnull=False) == other

    def test_ballots_and_evidence_stay(self, counted):
        ballots = list(Ballot.objects.order_by("pk").values())
        forgetting.forget_voters(edition=counted.edition, at=counted.due)
        assert list(Ballot.objects.order_by("pk").values()) == ballots
        assert noting.faults(counted.edition) == []
        assert triggers.differences(connection) == []

    def test_the_ledger_says_how_many(self, counted):
        count = forgetting.forget_voters(edition=counted.edition, at=counted.due)
        line = Event.objects.filter(chain__name=counted.edition.chain).last()
        assert (line.verb, line.payload) == ("ballots.voters_forgotten", {"count": count})
        assert line.actor is None

    def test_twice_leaves_one_line(self, counted):
        forgetting.forget_voters(edition=counted.edition, at=counted.due)
        assert forgetting.forget_voters(edition=counted.edition, at=counted.due) == 0
        assert Event.objects.filter(verb="ballots.voters_forgotten").count() == 1

    def test_the_daily_job_does_it(self, counted):
        forgetting.forget_networks(edition=counted.edition, at=counted.due)
        with clock.set_to(counted.due):
            forgetting.forget(Job(kind="forget_networks"))
        assert somebody() == 0


def test_the_page_of_the_vote_says_when(client):
    assert "30 ngày" in client.get(reverse("votes")).content.decode()
