"""A voter whose ballot is set aside objects before the count; the ruling on the cluster answers."""

import pytest
from django.urls import reverse

from competition import audit, clock, joint_requests
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import JointRequest, Phase
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import (
    BallotFactory,
    CandidateFactory,
    ObjectionFactory,
    PollFactory,
    TallyFactory,
)
from tests.voting import aside
from voting import clusters, objecting
from voting.models import Ballot, Objection

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TEXT = "Lớp chúng tôi bình chọn chung trong giờ học."


@pytest.fixture
def vote():
    """Three ballots of one network for one work are set aside."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, closes_at=days(1))
    PollFactory(edition=edition)
    edition.work = CandidateFactory(edition=edition)
    why = {"quarantined_at": days(-1), "quarantine_reason": "burst", "network": "a1"}
    edition.ballots = BallotFactory.create_batch(3, candidate=edition.work, **why)
    aside.told(edition)
    edition.asks, edition.agrees = secretary_of(edition), secretary_of(edition)
    with clock.set_to(NOON):
        yield edition


def objected(ballot: Ballot, **words) -> Objection:
    usual = {"text": TEXT, "by": ballot.voter.user, "at": NOON}
    return objecting.object_to(ballot=ballot, **usual | words)


def asked(vote, **words) -> JointRequest:
    about = {"edition": vote, "code": vote.work.code, "network": "a1", "counts": False}
    usual = {"reason": "Đã xem", "by": vote.asks, "at": NOON}
    return clusters.ask(**about | usual | words)


def ruled(vote) -> None:
    joint_requests.agree(joint=asked(vote), by=vote.agrees, at=NOON)


def test_both_who_rule_read_the_words_and_no_name(vote):
    objected(vote.ballots[0])
    joint = asked(vote)
    said = str(joint.changes)
    assert TEXT in said
    assert vote.ballots[0].voter.user.full_name not in said


def test_the_ledger_names_neither_person_nor_ballot(vote):
    objected(vote.ballots[0])
    line = Event.objects.get(verb="ballot.objected")
    assert (line.actor_id, set(line.payload)) == (None, {"kept"})


def test_the_ruling_answers_it_and_its_voter_is_told_by_the_worker(vote):
    one = objected(vote.ballots[0])
    ruled(vote)
    one.refresh_from_db()
    assert one.ruling is not None
    told = Message.objects.filter(recipient=vote.ballots[0].voter.user)
    assert not told.exists()
    drain()
    assert told.count() == 1


def test_what_came_between_the_two_people_is_read_first(vote):
    joint = asked(vote)
    objected(vote.ballots[0])
    with pytest.raises(WrongState):
        joint_requests.agree(joint=joint, by=vote.agrees, at=NOON)


def test_a_cluster_ruled_on_unheard_waits_anew_once(vote):
    ruled(vote)
    assert clusters.unruled(vote) == 0
    objected(vote.ballots[0])
    assert clusters.unruled(vote) == 1
    ruled(vote)
    with pytest.raises(WrongState):
        objected(vote.ballots[1])


def test_once_a_ballot_until_it_is_answered(vote):
    objected(vote.ballots[0])
    with pytest.raises(WrongState):
        objected(vote.ballots[0])


def test_only_of_an_own_ballot(vote):
    with pytest.raises(NotAllowed):
        objected(vote.ballots[0], by=vote.ballots[1].voter.user)


def test_not_of_one_that_counts(vote):
    with pytest.raises(WrongState):
        objected(BallotFactory(candidate=vote.work))


def test_not_after_the_count(vote):
    TallyFactory(edition=vote)
    with pytest.raises(PhaseClosed):
        objected(vote.ballots[0])


@pytest.mark.parametrize("text", [" ", "a" * (objecting.MOST_CHARACTERS + 1)])
def test_in_words_and_not_too_many(vote, text):
    with pytest.raises(Refused):
        objected(vote.ballots[0], text=text)


def test_from_my_ballots_to_the_office(vote, client):
    ballot = vote.ballots[0]
    client.force_login(ballot.voter.user)
    address = reverse("object_to_ballot", args=[vote.slug, ballot.receipt])
    assert address in client.get(reverse("my_ballots")).content.decode()
    refused = client.post(address, {"text": ""})
    assert refused.status_code == 422
    client.post(address, {"text": TEXT})
    client.force_login(vote.asks)
    page = client.get(reverse("voting_office", args=[vote.slug])).content.decode()
    assert TEXT in page
    assert ballot.receipt not in page


def test_a_ballot_of_somebody_else_is_not_found(vote, client):
    client.force_login(UserFactory())
    address = reverse("object_to_ballot", args=[vote.slug, vote.ballots[0].receipt])
    assert client.get(address).status_code == 404


def test_one_that_is_written_past_the_verb_is_told(vote):
    objected(vote.ballots[0])
    before = audit.faults(vote)
    ObjectionFactory(ballot=vote.ballots[1])
    assert len(audit.faults(vote)) == len(before) + 1


def test_somebody_else_is_refused(vote):
    with pytest.raises(NotAllowed):
        objecting.object_to(ballot=vote.ballots[0], text=TEXT, by=UserFactory(), at=NOON)
