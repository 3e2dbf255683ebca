"""Who lets a related person judge, and not without a reason."""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from competition.errors import NotAllowed, Refused
from submissions.models import Clearance
from submissions.sealing import clearing
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(prepared) -> dict:
    """A clearance that is given: what is refused below is refused for one reason alone."""
    return {
        "entry": prepared.entry,
        "person": prepared.cast.judges[1],
        "reason": "Bài báo chung hơn mười năm trước",
        "by": prepared.cast.secretary,
        "at": prepared.at(35),
    }


def test_the_secretariat_clears(usual):
    assert clearing.clear(**usual) == Clearance.objects.get()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(prepared, usual, who):
    stranger = known_as(prepared, who)
    with unchanged(), pytest.raises(NotAllowed):
        clearing.clear(**usual | {"by": stranger})


def test_nor_does_the_entrant_who_works_in_the_secretariat(prepared, usual):
    owner = prepared.entry.owner
    grant(owner, Membership.Role.SECRETARIAT, edition_id=prepared.edition.pk)
    with unchanged(), pytest.raises(NotAllowed):
        clearing.clear(**usual | {"by": owner})


def test_not_without_a_reason(usual):
    with unchanged(), pytest.raises(Refused):
        clearing.clear(**usual | {"reason": " \n"})
