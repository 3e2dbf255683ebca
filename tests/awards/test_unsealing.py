"""Who may ask for the names."""

import pytest

from awards import unsealing
from awards.models import Unsealing
from competition.errors import NotAllowed
from tests.refusals import known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize("who", ["secretary", "committee member"])
def test_the_secretariat_and_the_committee_ask(ranked, who):
    cast = ranked.cast
    by = cast.secretary if who == "secretary" else cast.committee[0]
    unsealing.ask(standing=ranked.standing, by=by, at=ranked.at(76))
    assert Unsealing.objects.get().asked_by == by


@pytest.mark.parametrize(
    "who", ["entrant", "judge", "voter", "secretary of another edition", "secretary who left"]
)
def test_nobody_else_does(ranked, who):
    stranger = known_as(ranked, who)
    with unchanged(), pytest.raises(NotAllowed):
        unsealing.ask(standing=ranked.standing, by=stranger, at=ranked.at(76))
