"""Which editions stand on the first page of whoever works in a secretariat."""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from competition.permissions import editions_run_by
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role


@pytest.fixture
def editions() -> list:
    return EditionFactory.create_batch(3)


def test_the_own_ones_alone(editions):
    secretary = secretary_of(editions[1])
    assert list(editions_run_by(secretary)) == [editions[1]]


def test_no_other_role_and_no_panel_of_that_number_counts(editions):
    secretary = secretary_of(editions[1])
    grant(secretary, Role.COMMITTEE, edition_id=editions[0].pk)
    grant(secretary, Role.SECRETARIAT, panel_id=editions[2].pk)
    assert list(editions_run_by(secretary)) == [editions[1]]


def test_all_of_them_for_the_secretariat_of_the_site_the_newest_first(editions):
    secretary = UserFactory()
    grant(secretary, Role.SECRETARIAT)
    assert list(editions_run_by(secretary)) == editions[::-1]


def test_none_for_anybody_else(editions):
    assert not editions_run_by(UserFactory()).exists()
