"""No ballot is taken once the count is published, even where the dates would still let it in."""

import pytest

from competition.errors import PhaseClosed
from tests.factories.accounts import UserFactory
from tests.factories.competition import PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import CandidateFactory, PollFactory, TallyFactory
from voting import casting
from voting.models import Ballot

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    candidate = CandidateFactory()
    edition = candidate.edition
    PollFactory(edition=edition)
    PhaseFactory(edition=edition, kind="voting", opens_at=days(-9), closes_at=days(9))
    return candidate


@pytest.fixture
def voter():
    return UserFactory()


def test_a_ballot_is_taken_before(candidate, voter):
    TallyFactory()  # of another edition
    casting.cast(candidate=candidate, by=voter, at=NOON)
    assert Ballot.objects.filter(candidate=candidate, voter__user=voter).exists()


def test_none_is_taken_after(candidate, voter):
    TallyFactory(edition=candidate.edition)
    with pytest.raises(PhaseClosed):
        casting.cast(candidate=candidate, by=voter, at=NOON)


def test_none_is_taken_back_after(candidate, voter):
    casting.cast(candidate=candidate, by=voter, at=NOON)
    TallyFactory(edition=candidate.edition)
    with pytest.raises(PhaseClosed):
        casting.revoke(candidate=candidate, by=voter, at=NOON)
