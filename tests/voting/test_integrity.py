"""Ballots that are not let count again: each rule alone."""

import pytest

from competition.errors import NotAllowed, Refused, WrongState
from tests.refusals import OUTSIDERS, known_as, unchanged
from tests.voting import aside
from voting import casting, integrity, tally
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(judged) -> dict:
    """A ballot that counts again: what is refused below is refused for one reason alone."""
    candidate = Candidate.objects.in_edition(judged.edition).first()
    casting.cast(candidate=candidate, by=judged.cast.voters[0], at=judged.at(62))
    Ballot.objects.update(quarantined_at=judged.at(70), quarantine_reason="burst")
    aside.told(judged.edition)
    return {
        "edition": judged.edition,
        "candidate_code": candidate.code,
        "reason": "Lớp học bình chọn chung",
        "by": judged.cast.secretary,
        "at": judged.at(76),
    }


def test_the_secretariat_lets_it_count(usual):
    assert integrity.restore(**usual) == 1
    assert Ballot.objects.counted().count() == 1


def test_a_ballot_that_was_taken_back_meanwhile_does_not_count_again(judged, usual):
    Ballot.objects.update(revoked_at=judged.at(45))
    assert integrity.restore(**usual) == 0
    assert Ballot.objects.counted().count() == 0


@pytest.mark.parametrize("who", [*OUTSIDERS, "voter"])
def test_nobody_else_does(judged, usual, who):
    stranger = known_as(judged, who)
    with unchanged(), pytest.raises(NotAllowed):
        integrity.restore(**usual | {"by": stranger})


def test_not_after_the_count_is_closed(judged, usual):
    aside.settled(judged.edition)
    tally.close(edition=judged.edition, by=usual["by"], at=judged.at(76))
    with unchanged(), pytest.raises(WrongState):
        integrity.restore(**usual)


def test_not_without_a_reason(usual):
    with unchanged(), pytest.raises(Refused):
        integrity.restore(**usual | {"reason": " \n"})
