"""Two roles that one person must not hold shut each other out, whichever was there first."""

import itertools
from collections.abc import Callable

import pytest

from accounts.models import Membership, User
from competition import roles
from competition.errors import Refused
from competition.models import Edition
from judging.councils import panels, undertakings
from submissions.sharing import units
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import PanelFactory
from tests.factories.moments import NOON
from tests.refusals import unchanged

pytestmark = pytest.mark.django_db
REASON = "21/QĐ"
Give = Callable[[Edition, User, User], object]


def office_role(role: str) -> Give:
    return lambda edition, person, office: roles.give(
        edition=edition, user=person, role=role, reason=REASON, by=office, at=NOON
    )


def on_panel(position: str) -> Give:
    return lambda edition, person, office: panels.appoint(
        panel=PanelFactory(round__edition=edition),
        user=person,
        position=position,
        reason=REASON,
        by=office,
        at=NOON,
    )


def focal_point(edition: Edition, person: User, office: User) -> object:
    unit = UnitFactory()
    return units.appoint(edition=edition, user=person, unit=unit, reason=REASON, by=office, at=NOON)


GIVE: dict[str, Give] = {
    **{role: office_role(role) for role in roles.GIVEN},
    "focal_point": focal_point,
    **{position: on_panel(position) for position, _label in panels.POSITIONS},
}
KNOW_THE_NAMES = {"secretariat", "focal_point"}
SEATS = {position for position, _label in panels.POSITIONS}
PAIRS = [
    (one, other)
    for one, other in itertools.permutations(GIVE, 2)
    if not {one, other} <= SEATS  # a person may sit on two panels
]


def shut_out(one: str, other: str) -> bool:
    return bool({one, other} & KNOW_THE_NAMES and {one, other} & SEATS)


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    secretary_of(edition)
    return secretary_of(edition)


@pytest.fixture
def person() -> User:
    return UserFactory()


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_every_role_is_in_the_table():
    assert set(GIVE) == set(Membership.Role.values)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_one_and_then_the_other(edition, office, person, one, other):
    GIVE[one](edition, person, office)
    if not shut_out(one, other):
        assert GIVE[other](edition, fresh(person), office)
        return
    with pytest.raises(Refused):
        GIVE[other](edition, fresh(person), office)
    assert set(person.memberships.values_list("role", flat=True)) == {one}


@pytest.mark.parametrize("role", sorted(KNOW_THE_NAMES))
class TestARoleThatKnowsTheNames:
    def test_of_another_edition_goes_with_a_seat(self, edition, office, person, role):
        GIVE["judge"](edition, person, office)
        elsewhere = EditionFactory()
        assert GIVE[role](elsewhere, fresh(person), secretary_of(elsewhere))

    def test_goes_with_a_seat_that_was_declined(self, edition, office, person, role):
        seat = GIVE["judge"](edition, person, office)
        undertakings.decline(judge=seat, reason="Bận", by=person, at=NOON)
        assert GIVE[role](edition, fresh(person), office)


def test_a_focal_points_role_that_is_refused_leaves_nothing(edition, office, person):
    GIVE["judge"](edition, person, office)
    usual = {"user": fresh(person), "unit": UnitFactory(), "reason": REASON, "by": office}
    with unchanged(), pytest.raises(Refused, match="không thể xác nhận hồ sơ"):
        units.appoint(edition=edition, at=NOON, **usual)
