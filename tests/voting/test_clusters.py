"""Two people rule on each cluster of ballots that was set aside; until then nothing is counted."""

import pytest
from django.urls import reverse

from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import JointRequest, Phase
from competition.two_windows import Stale, mark_of
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory
from tests.reading import seen
from tests.voting import aside
from voting import clusters, integrity, tally
from voting.models import Ballot, ClusterRuling

pytestmark = [pytest.mark.django_db, pytest.mark.data]
OURS, OTHER = "a1", "b2"  # networks


@pytest.fixture
def vote():
    """A running vote in which a work has a cluster from each of two networks, set aside."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, closes_at=days(1))
    PollFactory(edition=edition)
    edition.work = CandidateFactory(edition=edition)
    for network in (OURS, OTHER):
        BallotFactory.create_batch(
            3,
            candidate=edition.work,
            network=network,
            quarantined_at=days(-1),
            quarantine_reason="burst",
        )
    aside.told(edition)
    edition.asks, edition.agrees = secretary_of(edition), secretary_of(edition)
    with clock.set_to(NOON):
        yield edition


@pytest.fixture
def usual(vote) -> dict:
    about = {"edition": vote, "code": vote.work.code, "network": OURS, "counts": True}
    return about | {"reason": "Lớp học bình chọn chung", "by": vote.asks, "at": NOON}


def ruled(usual: dict, **columns) -> ClusterRuling:
    """Asked for and agreed to."""
    joint = clusters.ask(**usual | columns)
    joint_requests.agree(joint=joint, by=usual["edition"].agrees, at=NOON)
    return ClusterRuling.objects.get(joint=joint)


def counted(network: str) -> int:
    return Ballot.objects.counted().filter(network=network).count()


class TestTheRuling:
    def test_one_person_changes_nothing(self, usual):
        clusters.ask(**usual)
        assert counted(OURS) == 0

    def test_nor_does_the_same_person_agree(self, usual):
        joint = clusters.ask(**usual)
        with pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=usual["by"], at=NOON)

    def test_two_people_let_it_count(self, usual):
        ruled(usual)
        assert counted(OURS) == 3

    def test_the_other_cluster_stays_set_aside(self, usual):
        ruled(usual)
        assert counted(OTHER) == 0

    def test_two_people_leave_it_set_aside(self, usual):
        ruled(usual, counts=False)
        assert counted(OURS) == 0

    @pytest.mark.parametrize("counts", [True, False])
    def test_the_other_cluster_waits_still(self, vote, usual, counts):
        ruled(usual, counts=counts)
        assert clusters.unruled(vote) == 1

    def test_the_ledger_knows_who_asked_and_who_agreed(self, vote, usual):
        ruled(usual)
        lines = Event.objects.filter(verb__startswith="joint.")
        told = list(lines.order_by("number").values_list("verb", "actor_id"))
        assert told == [("joint.asked", vote.asks.pk), ("joint.agreed", vote.agrees.pk)]

    def test_it_is_not_ruled_on_twice(self, usual):
        ruled(usual, counts=False)
        with pytest.raises(WrongState):
            clusters.ask(**usual)

    def test_one_that_grew_is_looked_at_anew(self, vote, usual):
        joint = clusters.ask(**usual)
        BallotFactory(
            candidate=vote.work, network=OURS, quarantined_at=NOON, quarantine_reason="burst"
        )
        with pytest.raises(WrongState):
            joint_requests.agree(joint=joint, by=vote.agrees, at=NOON)

    @pytest.mark.parametrize("counts", [True, False])
    def test_while_one_waits_nothing_else_is_asked_for(self, usual, counts):
        clusters.ask(**usual | {"counts": True})
        with pytest.raises(WrongState, match="chờ người thứ hai"):
            clusters.ask(**usual | {"counts": counts, "reason": "Khác"})
        assert clusters.ask(**usual | {"network": OTHER, "counts": counts})

    def test_the_office_reads_what_was_asked_for_in_place_of_the_form(self, client, vote, usual):
        joint = clusters.ask(**usual)
        client.force_login(vote.agrees)
        text = seen(client.get(reverse("voting_office", args=[vote.slug])))
        assert f'đã đề nghị:<a href="{joint.get_absolute_url()}">' in text
        assert f'name="network" value="{OURS}"' not in text
        assert f'name="network" value="{OTHER}"' in text

    def test_one_that_grew_before_it_was_asked_for(self, vote, usual):
        read = mark_of(clusters.parts_of(3, []))
        clusters.ask(**usual | {"network": OTHER}, upon=read)
        BallotFactory(
            candidate=vote.work, network=OURS, quarantined_at=NOON, quarantine_reason="burst"
        )
        with pytest.raises(Stale):
            clusters.ask(**usual, upon=read)

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_not_without_a_reason(self, usual, reason):
        with pytest.raises(Refused):
            clusters.ask(**usual | {"reason": reason})

    def test_the_secretariat_of_another_edition_does_not_ask(self, usual):
        with pytest.raises(NotAllowed):
            clusters.ask(**usual | {"by": secretary_of(EditionFactory())})

    def test_a_voter_does_not_ask(self, usual):
        with pytest.raises(NotAllowed):
            clusters.ask(**usual | {"by": UserFactory()})

    def test_what_counts_by_a_ruling_is_not_set_aside_again(self, vote, usual):
        crowd = BallotFactory.create_batch(
            integrity.BURST_SIZE,
            candidate=vote.work,
            network=OURS,
            cast_at=days(-1),
            quarantined_at=days(-1),
            quarantine_reason="burst",
        )
        aside.told(vote)
        ruled(usual)
        assert integrity.scan(edition=vote, by=vote.asks, at=NOON) == 0
        assert counted(OURS) == len(crowd) + 3


class TestTheCount:
    def close(self, vote):
        return tally.close(edition=vote, by=vote.asks, at=days(2))

    def test_waits_for_every_cluster(self, vote, usual):
        ruled(usual)
        with pytest.raises(WrongState, match="1"):
            self.close(vote)

    def test_is_done_once_all_are_ruled_on(self, vote, usual):
        ruled(usual)
        ruled(usual, network=OTHER, counts=False)
        row = self.close(vote).rows.get()
        assert (row.votes, row.set_aside) == (3, 3)

    def test_afterwards_nothing_is_asked(self, vote, usual):
        aside.settled(vote)
        self.close(vote)
        with pytest.raises(WrongState):
            clusters.ask(**usual)

    def test_nor_agreed_to(self, vote, usual):
        joint = clusters.ask(**usual)
        aside.settled(vote)
        self.close(vote)
        with pytest.raises(WrongState):
            joint_requests.agree(joint=joint, by=vote.agrees, at=NOON)
        assert JointRequest.objects.get(pk=joint.pk).state == JointRequest.State.WAITING


class TestWhoIsTold:
    def told(self, key: str) -> list[int]:
        sent = Message.objects.filter(key__startswith=key)
        return sorted(sent.values_list("recipient", flat=True))

    def voters(self, network: str) -> list[int]:
        given = Ballot.objects.filter(network=network)
        return sorted(given.values_list("voter__user", flat=True))

    def test_the_voters_of_the_cluster_that_was_ruled_on(self, usual):
        ruled(usual)
        drain()
        assert self.told("ballots-ruled:") == self.voters(OURS)

    def test_nobody_before_two_agreed(self, usual):
        clusters.ask(**usual)
        assert self.told("ballots-ruled:") == []

    def test_the_voters_whose_ballots_are_set_aside(self, vote):
        BallotFactory(candidate=vote.work, network="c3", cast_at=days(-1))
        crowd = {"candidate": vote.work, "network": "d4", "cast_at": days(-1)}
        BallotFactory.create_batch(integrity.BURST_SIZE, **crowd)
        integrity.scan(edition=vote, by=vote.asks, at=NOON)
        assert self.told("ballots-aside:") == []
        drain()
        assert self.told("ballots-aside:") == self.voters("d4")

    def test_no_message_names_the_work(self, vote, usual):
        ruled(usual)
        drain()
        bodies = Message.objects.filter(key__startswith="ballots-ruled:").values_list("body")
        assert not [body for (body,) in bodies if vote.work.code in body]
