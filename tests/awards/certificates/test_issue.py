"""Certificates that are not issued: each rule alone."""

import pytest

from awards.certificates import issue
from awards.models import AwardDecision, Certificate
from competition.errors import NotAllowed, WrongState
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(announced) -> dict:
    """Certificates that are issued: what is refused below is refused for one reason alone."""
    by, at = announced.cast.secretary, announced.at(93)
    return {"decision": announced.decision, "by": by, "at": at}


def test_the_secretariat_issues_one_for_every_award(usual):
    issue.issue(**usual)
    assert Certificate.objects.count() == usual["decision"].awards.count() > 0


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(announced, usual, who):
    stranger = known_as(announced, who)
    with unchanged(), pytest.raises(NotAllowed):
        issue.issue(**usual | {"by": stranger})


def test_not_before_the_announcement(usual):
    AwardDecision.objects.update(announced_at=None)
    with unchanged(), pytest.raises(WrongState):
        issue.issue(**usual)
