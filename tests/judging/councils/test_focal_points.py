"""Whoever reads for a unit whose works they are does not judge them."""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from competition import clock
from competition.errors import Refused
from judging.councils import panels
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def focal_point_in(edition):
    person = UserFactory()
    grant(person, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=UnitFactory())
    return person


def test_a_focal_point_of_this_edition_gets_no_seat(council):
    person = focal_point_in(council.edition)
    with unchanged(), pytest.raises(Refused, match="đơn vị"):
        panels.appoint(
            panel=council.panel,
            user=person,
            by=council.cast.secretary,
            reason="1/QĐ",
            at=clock.now(),
        )


def test_one_of_another_edition_does(council):
    person = focal_point_in(EditionFactory())
    seat = panels.appoint(
        panel=council.panel, user=person, by=council.cast.secretary, reason="1/QĐ", at=clock.now()
    )
    assert seat.user == person
