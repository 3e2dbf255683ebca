"""A decision that is not adopted: each rule alone."""

import pytest

from awards import decision
from awards.models import Award, AwardDecision, Ratification
from competition.errors import NotAllowed, Refused, WrongState
from tests import guards
from tests.awards.deciding import adopted
from tests.refusals import OUTSIDERS, another_edition, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(closed_by_the_committee) -> dict:
    """A decision that is adopted: what is refused below is refused for one reason alone."""
    return {
        "ratification": closed_by_the_committee.ratification,
        "number": "17/QĐ-BTCCT",
        "date": closed_by_the_committee.at(92).date(),
        "signer_name": "Lê An",
        "signer_title": "TRƯỞNG BAN",
        "by": closed_by_the_committee.cast.secretary,
        "at": closed_by_the_committee.at(92),
    }


def test_the_secretariat_enters_it(usual):
    decision.adopt(**usual)
    assert AwardDecision.objects.get().number == "17/QĐ-BTCCT"
    assert Award.objects.exists()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(closed_by_the_committee, usual, who):
    stranger = known_as(closed_by_the_committee, who)
    with unchanged(), pytest.raises(NotAllowed):
        decision.adopt(**usual | {"by": stranger})


def test_not_before_the_committees_vote_is_closed(usual):
    guards.change(Ratification.objects.all(), closed_at=None, closed_by=None)
    with unchanged(), pytest.raises(WrongState):
        decision.adopt(**usual)


@pytest.mark.parametrize("missing", ["number", "signer_name"])
def test_not_without_its_number_and_its_signer(usual, missing):
    with unchanged(), pytest.raises(Refused):
        decision.adopt(**usual | {missing: " \n"})


@pytest.mark.parametrize("number", ["16/QĐ-BTCCT", " 16/QĐ-BTCCT "])
def test_not_under_a_number_that_another_one_has(closed_by_the_committee, usual, number):
    """Here a decision of another edition, which stands in no other way."""
    AwardDecision.objects.create(
        edition=another_edition(closed_by_the_committee.edition),
        number="16/QĐ-BTCCT",
        date=usual["date"],
        annex=[],
        adopted_by=usual["by"],
        adopted_at=usual["at"],
    )
    with unchanged(), pytest.raises(Refused):
        decision.adopt(**usual | {"number": number})


def test_not_while_another_one_waits_to_be_announced(closed_by_the_committee, usual):
    waiting = adopted(closed_by_the_committee)
    with unchanged(), pytest.raises(WrongState):
        decision.adopt(**usual)
    AwardDecision.objects.filter(pk=waiting.pk).update(announced_at=usual["at"])
    assert decision.adopt(**usual).supersedes == waiting
