"""The committee's vote that is not closed: each rule alone."""

import pytest

from awards import ratification
from competition.errors import NotAllowed, WrongState
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(put_to_the_committee) -> dict:
    """A vote that is closed: what is refused below is refused for one reason alone."""
    rehearsal = put_to_the_committee
    return {
        "ratification": rehearsal.ratification,
        "by": rehearsal.cast.secretary,
        "at": rehearsal.at(81),
    }


def test_the_secretariat_closes_it_when_just_enough_members_have_voted(usual):
    assert ratification.close(**usual).closed_at == usual["at"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(put_to_the_committee, usual, who):
    stranger = known_as(put_to_the_committee, who)
    with unchanged(), pytest.raises(NotAllowed):
        ratification.close(**usual | {"by": stranger})


def test_not_twice(usual):
    ratification.close(**usual)
    with unchanged(), pytest.raises(WrongState):
        ratification.close(**usual)


def test_not_before_enough_members_have_voted(put_to_the_committee, usual):
    last = put_to_the_committee.cast.committee[usual["ratification"].required - 1]
    usual["ratification"].approvals.filter(member=last).delete()
    with unchanged(), pytest.raises(WrongState):
        ratification.close(**usual)
