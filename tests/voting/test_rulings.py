"""What two people ruled on a cluster is what becomes of these ballots, and of no others."""

import pytest

from competition import audit, clock, joint_requests
from competition.errors import WrongState
from competition.models import Phase
from tests import guards
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory
from tests.voting import aside
from voting import clusters, objecting, tally
from voting.models import Ballot, ClusterRuling, Objection

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NETWORK = "a1"


@pytest.fixture
def vote():
    """A work whose first cluster is set aside, in a running vote."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, closes_at=days(1))
    PollFactory(edition=edition)
    edition.work = CandidateFactory(edition=edition)
    edition.asks, edition.agrees = secretary_of(edition), secretary_of(edition)
    edition.first = cluster(edition)
    with clock.set_to(NOON):
        yield edition


def cluster(edition) -> list[Ballot]:
    why = {"quarantined_at": days(-1), "quarantine_reason": "burst", "network": NETWORK}
    ballots = BallotFactory.create_batch(3, candidate=edition.work, cast_at=days(-1), **why)
    aside.told(edition)
    return ballots


def ruled(vote, *, counts: bool) -> ClusterRuling:
    about = {"edition": vote, "code": vote.work.code, "network": NETWORK, "counts": counts}
    joint = clusters.ask(**about, reason="Đã xem", by=vote.asks, at=NOON)
    joint_requests.agree(joint=joint, by=vote.agrees, at=NOON)
    return ClusterRuling.objects.get(joint=joint)


def objected(ballot: Ballot) -> Objection:
    words = {"text": "Lớp chúng tôi bình chọn chung.", "by": ballot.voter.user, "at": NOON}
    return objecting.object_to(ballot=ballot, **words)


def told(vote) -> list[str]:
    """What the look says of rulings."""
    return [fault for fault in audit.faults(vote) if "ruling" in fault]


def counted(ballots: list[Ballot]) -> int:
    return Ballot.objects.counted().filter(pk__in=[ballot.pk for ballot in ballots]).count()


class TestOnlyTheseBallots:
    def test_those_left_aside_before_do_not_come_back_with_a_later_cluster(self, vote):
        ruled(vote, counts=False)
        second = cluster(vote)
        ruled(vote, counts=True)
        assert (counted(vote.first), counted(second)) == (0, 3)

    def test_nor_are_those_that_count_set_aside_by_a_later_one(self, vote):
        ruled(vote, counts=True)
        second = cluster(vote)
        ruled(vote, counts=False)
        assert (counted(vote.first), counted(second)) == (3, 0)

    def test_reopened_by_an_objection_they_are_ruled_on_together(self, vote):
        ruled(vote, counts=False)
        objected(vote.first[0])
        ruled(vote, counts=True)
        assert counted(vote.first) == 3


class TestTheLook:
    def test_says_nothing_of_what_was_ruled(self, vote):
        ruled(vote, counts=False)
        cluster(vote)
        ruled(vote, counts=True)
        assert told(vote) == []

    def test_nor_of_a_ruling_that_an_objection_has_ended(self, vote):
        ruled(vote, counts=False)
        objected(vote.first[0])
        assert told(vote) == []
        ruled(vote, counts=True)
        assert told(vote) == []

    def test_nor_once_a_voter_has_taken_a_ballot_back(self, vote):
        ruled(vote, counts=False)
        Ballot.objects.filter(pk=vote.first[0].pk).update(revoked_at=NOON)
        assert told(vote) == []

    def test_tells_a_cluster_that_two_people_never_saw(self, vote):
        ruling = ruled(vote, counts=False)
        second = cluster(vote)
        with guards.lifted():
            Ballot.objects.filter(pk__in=[one.pk for one in second]).update(ruling=ruling)
        assert len(told(vote)) == 1

    def test_tells_a_ballot_that_left_its_ruling(self, vote):
        ruled(vote, counts=False)
        with guards.lifted():
            Ballot.objects.filter(pk=vote.first[0].pk).update(ruling=None)
        assert len(told(vote)) == 1

    def test_tells_a_ruling_that_nobody_objected_to_and_that_holds_no_ballot(self, vote):
        ruled(vote, counts=False)
        with guards.lifted():
            Ballot.objects.update(ruling=None)
        assert len(told(vote)) == 1

    def test_tells_one_that_says_something_else_than_was_agreed(self, vote):
        ruled(vote, counts=False)
        with guards.lifted():
            ClusterRuling.objects.update(counts=True)
        assert len(told(vote)) == 1

    def test_tells_one_at_another_moment(self, vote):
        ruled(vote, counts=False)
        with guards.lifted():
            ClusterRuling.objects.update(at=days(-1))
        assert len(told(vote)) == 1

    def test_tells_an_objection_that_two_people_never_read(self, vote):
        ruling = ruled(vote, counts=False)
        with guards.lifted():
            objection = objected(vote.first[0])
            Ballot.objects.update(ruling=ruling)
            Objection.objects.filter(pk=objection.pk).update(ruling=ruling)
        assert told(vote)


class TestTheCount:
    def test_waits_while_a_ruling_holds_other_ballots_than_two_people_saw(self, vote):
        ruling = ruled(vote, counts=False)
        second = cluster(vote)
        with guards.lifted():
            Ballot.objects.filter(pk__in=[one.pk for one in second]).update(ruling=ruling)
        with pytest.raises(WrongState):
            tally.close(edition=vote, by=vote.asks, at=days(2))

    def test_is_done_where_they_are_the_same(self, vote):
        ruled(vote, counts=True)
        assert tally.close(edition=vote, by=vote.asks, at=days(2)).rows.get().votes == 3
