"""On whose committee a person sits; and the door that asks for nobody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.membership import grant
from accounts.models import Membership
from accounts.permissions import anyone
from awards.permissions import ratified_by
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role


def test_the_editions_of_the_own_committees_alone():
    ours, beside, panel = EditionFactory.create_batch(3)
    member = UserFactory()
    grant(member, Role.COMMITTEE, edition_id=ours.pk)
    grant(member, Role.SECRETARIAT, edition_id=beside.pk)
    grant(member, Role.COMMITTEE, panel_id=panel.pk)
    grant(UserFactory(), Role.COMMITTEE, edition_id=beside.pk)
    assert ratified_by(member) == {ours.pk}


def test_who_is_not_signed_in_sits_on_none():
    EditionFactory()
    assert ratified_by(AnonymousUser()) == set()


def test_a_public_door_is_open_to_whoever_asks():
    assert anyone(AnonymousUser())
