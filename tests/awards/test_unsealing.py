"""Who may ask for the names."""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from awards import unsealing
from awards.models import Unsealing
from competition import clock, joint_requests
from competition.errors import NotAllowed, WrongState
from tests.factories.accounts import UserFactory
from tests.refusals import known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize("who", ["secretary", "committee member"])
def test_the_secretariat_and_the_committee_ask(ranked, who):
    cast = ranked.cast
    by = cast.secretary if who == "secretary" else cast.committee[0]
    joint = unsealing.ask(standing=ranked.standing, by=by, at=ranked.at(76))
    assert joint.asked_by == by
    assert not Unsealing.objects.exists()


@pytest.mark.parametrize(
    "who", ["entrant", "judge", "voter", "secretary of another edition", "secretary who left"]
)
def test_nobody_else_does(ranked, who):
    stranger = known_as(ranked, who)
    with unchanged(), pytest.raises(NotAllowed):
        unsealing.ask(standing=ranked.standing, by=stranger, at=ranked.at(76))


@pytest.fixture
def asked(ranked):
    """To open the seals, by the secretary."""
    usual = {"by": ranked.cast.secretary, "at": ranked.at(76)}
    return unsealing.ask(standing=ranked.standing, **usual)


def test_both_people_stand_in_the_milestone(ranked, asked):
    joint_requests.agree(joint=asked, by=ranked.cast.second, at=ranked.at(77))
    opened = Unsealing.objects.get()
    assert (opened.asked_by, opened.opened_by) == (ranked.cast.secretary, ranked.cast.second)


def test_it_is_void_after_three_working_days(ranked, asked):
    with pytest.raises(WrongState):
        joint_requests.agree(joint=asked, by=ranked.cast.second, at=asked.expires_at)
    assert not Unsealing.objects.exists()


def test_then_it_is_asked_for_anew(ranked, asked):
    with clock.set_to(asked.expires_at):
        joint_requests.look_after()
        again = unsealing.ask(standing=ranked.standing, by=ranked.cast.second, at=asked.expires_at)
        joint_requests.agree(joint=again, by=ranked.cast.secretary, at=asked.expires_at)
    assert Unsealing.objects.get().asked_by == ranked.cast.second


def test_a_deputy_opens_from_the_next_working_day_on(ranked, asked):
    deputy = UserFactory()
    grant(deputy, Membership.Role.DEPUTY, edition_id=ranked.edition.pk)
    with clock.set_to(asked.passes_at):
        joint_requests.agree(joint=asked, by=deputy, at=asked.passes_at)
    assert Unsealing.objects.get().opened_by == deputy


def test_what_is_open_is_not_asked_for_again(ranked, asked):
    joint_requests.agree(joint=asked, by=ranked.cast.second, at=ranked.at(77))
    with pytest.raises(WrongState):
        unsealing.ask(standing=ranked.standing, by=ranked.cast.second, at=ranked.at(78))
