"""Rights of the office's groups: what the house gives, what an administrator changes with a line in
the site's ledger, and what is changed past both, which the look at everything tells.
"""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from accounts.membership import OFFICE_GROUPS
from cms import group_rights
from cms.audit import of_group_rights
from foundation.ledger import chain
from foundation.ledger.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON

pytestmark = pytest.mark.django_db

NAMES = sorted(OFFICE_GROUPS.values())


def told() -> list[str]:
    return list(of_group_rights(EditionFactory()))


def another_right() -> Permission:
    return Permission.objects.get(codename="change_user", content_type__app_label="accounts")


@pytest.fixture
def group() -> Group:
    return Group.objects.get(name=OFFICE_GROUPS["editor"])


def test_what_the_house_gives_is_in_order():
    assert told() == []


@pytest.mark.parametrize("name", NAMES)
def test_a_right_more_is_told(name):
    Group.objects.get(name=name).permissions.add(another_right())
    assert told() == [f"group “{name}”: has the right accounts.change_user, which nobody gave it"]


def test_a_right_on_pages_is_told(group):
    lock = Permission.objects.get(codename="lock_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=lock)
    assert "has the right page 0001: lock_page" in told()[0]


def test_an_editor_does_not_get_what_the_secretariat_has(group):
    rules = Permission.objects.get(codename="change_phase", content_type__app_label="competition")
    group.permissions.add(rules)
    assert "competition.change_phase" in told()[0]


def test_another_group_opens_no_door_of_the_office():
    Group.objects.create(name="Khác").permissions.add(another_right())
    assert told() == []


class TestChangedByAnAdministrator:
    @pytest.fixture
    def changed(self, group):
        before = group_rights.of_group(group)
        group.permissions.add(another_right())
        usual = {"by": UserFactory(), "at": NOON}
        group_rights.note(group=group, before=before, **usual)
        return group

    def test_fits(self, changed):
        assert told() == []

    def test_has_a_line_that_says_what_stands_beside_it(self, changed):
        line = Event.objects.get(verb="group.rights")
        assert set(line.payload) == {"kept"}
        assert "accounts.change_user" in chain.told(line)["rights"]

    def test_is_told_when_it_is_taken_past_the_page(self, changed):
        changed.permissions.remove(another_right())
        name = changed.name
        due = f"group “{name}”: has not the right accounts.change_user, which nobody took from it"
        assert told() == [due]

    def test_without_a_change_there_is_no_line(self, group):
        rights = group_rights.of_group(group)
        group_rights.note(group=group, before=rights, by=UserFactory(), at=NOON)
        assert not Event.objects.exists()


def test_the_page_of_a_group_leaves_the_line(client, group):
    """Saved with no right ticked: all are taken, and the line says so."""
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    form = client.get(address).context
    sent = {"name": group.name}
    for panel in form["permission_panels"]:
        sent |= {f"{panel.prefix}-TOTAL_FORMS": 0, f"{panel.prefix}-INITIAL_FORMS": 0}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    line = Event.objects.get(verb="group.rights")
    assert "wagtailadmin.access_admin" not in chain.told(line)["rights"]
    assert told() == []
