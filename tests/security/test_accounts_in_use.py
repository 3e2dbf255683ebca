"""Whether an account is in use, and what opens the office: nobody changes it past the verbs without
being told of, and Wagtail's own form writes the line.
"""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from accounts import membership, profile, site_roles
from accounts.models import Membership, User
from competition import audit
from foundation.ledger import chain
from foundation.ledger.models import Event, KeptText
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def faults() -> list[str]:
    return audit.faults(EditionFactory())


@pytest.fixture
def colleague() -> User:
    """Somebody with a role of the office, and nothing wrong."""
    person = UserFactory()
    membership.grant(person, "editor")
    return person


@pytest.fixture
def off(colleague) -> User:
    """Switched off by the verb."""
    person = UserFactory()
    profile.put_in_use(person, False, reason="Mất máy", by=colleague, at=NOON)
    return person


def columns(person, **changes):
    return User.objects.filter(pk=person.pk).update(**changes)


class TestTheLook:
    def test_has_nothing_to_say_of_what_fits(self, off):
        assert faults() == []

    def test_nor_of_an_account_in_use_again(self, off, colleague):
        profile.put_in_use(off, True, reason="Tìm thấy", by=colleague, at=NOON)
        assert faults() == []

    def test_an_account_switched_off_by_hand(self, off, colleague):
        columns(colleague, is_active=False)
        assert len(faults()) == 1
        assert f"of person {colleague.pk}: is not in the ledger" in faults()[0]

    def test_an_account_in_use_again_by_hand(self, off):
        columns(off, is_active=True)
        assert len(faults()) == 1
        assert f"of person {off.pk}: is gone" in faults()[0]

    def test_an_account_that_is_said_to_be_erased(self, off):
        columns(off, erased_at=NOON)
        assert "erased accounts: 1, and the ledger has 0" in faults()

    def test_an_erased_account_that_is_in_use(self, off):
        columns(off, erased_at=NOON, is_active=True)
        assert f"person {off.pk}: was erased, and is in use" in faults()

    def test_a_mark_of_the_staff(self, colleague):
        columns(colleague, is_staff=True)
        assert faults() == [f"person {colleague.pk}: is marked as staff, and does not administer"]

    def test_an_administrator_is_staff(self):
        User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        assert faults() == []

    def test_a_group_without_a_role(self, off):
        off.groups.add(Group.objects.get_or_create(name="Biên tập viên")[0])
        assert len(faults()) == 1
        assert f"person {off.pk}: stands in the group" in faults()[0]

    def test_a_group_that_no_role_needs(self, colleague):
        colleague.groups.add(Group.objects.create(name="Moderators 2"))
        assert len(faults()) == 1

    def test_a_role_whose_group_was_taken(self, colleague):
        colleague.groups.clear()
        assert len(faults()) == 1
        assert f"person {colleague.pk}: does not stand in the group" in faults()[0]

    def test_a_right_of_ones_own(self, colleague):
        colleague.user_permissions.add(Permission.objects.first())
        assert len(faults()) == 1
        assert f"person {colleague.pk}: has the right" in faults()[0]

    def test_somebody_else_beside_the_line(self, off, colleague):
        with guards.lifted():
            KeptText.objects.filter(event__verb="account.switched_off").update(
                facts={"person": colleague.pk}
            )
            found = faults()
        assert [fault for fault in found if "of_accounts: cannot be compared" in fault]


class TestTheLine:
    def test_says_who_and_why(self, off, colleague):
        line = Event.objects.get(verb="account.switched_off")
        assert (line.chain.name, line.actor, line.kept_text.text) == ("site", colleague, "Mất máy")

    def test_names_nobody(self, off):
        assert set(Event.objects.get(verb="account.switched_off").payload) == {"kept"}


class TestTheFormOfTheAdministration:
    @pytest.fixture
    def administrator(self, client) -> User:
        user = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return user

    def post(self, client, person, **changes):
        address = reverse("wagtailusers_users:edit", args=[person.pk])
        fields = {"last_name": "Lê Thị", "first_name": "Lan"}
        return client.post(address, {**fields, **changes})

    def test_switches_off_with_a_line(self, client, administrator):
        person = UserFactory()
        self.post(client, person, reason="Thư rác")
        line = Event.objects.get(verb="account.switched_off")
        assert (line.actor, line.kept_text.text) == (administrator, "Thư rác")
        assert chain.told(line) == {"person": person.pk}
        assert not User.objects.get(pk=person.pk).is_active
        assert faults() == []

    def test_and_on_again(self, client, administrator):
        person = UserFactory()
        self.post(client, person, reason="Thư rác")
        self.post(client, person, is_active="on", reason="Nhầm")
        assert User.objects.get(pk=person.pk).is_active
        assert faults() == []

    def test_ends_the_sessions(self, client, administrator, django_user_model):
        person = UserFactory()
        theirs = client.__class__()
        theirs.force_login(person)
        self.post(client, person, reason="Thư rác")
        assert theirs.get(reverse("account_page")).status_code == 302

    def test_not_without_a_reason(self, client, administrator):
        person = UserFactory()
        page = self.post(client, person, reason=" ")
        assert "Hãy ghi lý do" in page.content.decode()
        assert User.objects.get(pk=person.pk).is_active
        assert not Event.objects.filter(verb="account.switched_off").exists()

    @pytest.mark.parametrize("scope", ["edition", "panel"])
    def test_not_somebody_who_works_in_an_edition(self, client, administrator, scope):
        person = UserFactory()
        Membership.objects.create(user=person, role="judge", scope=scope, scope_id=7)
        page = self.post(client, person, reason="Thư rác")
        assert "nhân sự của cuộc thi" in page.content.decode()
        assert User.objects.get(pk=person.pk).is_active

    def test_not_an_erased_account_on_again(self, client, administrator):
        person = UserFactory(is_active=False, erased_at=timezone.now())
        self.post(client, person, is_active="on", reason="Nhầm")
        assert not User.objects.get(pk=person.pk).is_active

    @pytest.mark.parametrize("field", ["is_staff", "is_superuser", "groups", "user_permissions"])
    def test_gives_no_right(self, client, administrator, field):
        person = UserFactory()
        group = Group.objects.create(name="Moderators 2")
        self.post(client, person, is_active="on", **{field: str(group.pk)})
        person.refresh_from_db()
        rights = (person.is_staff, person.is_superuser, person.groups.count())
        assert rights == (False, False, 0)
        assert person.user_permissions.count() == 0


def test_what_stood_before_has_lines():
    """The migration writes them for what it finds, and says that it found it."""
    person = UserFactory(is_active=False)
    UserFactory(is_active=False, erased_at=NOON)
    UserFactory()
    module = import_module("accounts.migrations.0010_accounts_that_are_switched_off")
    module.note_what_stands(apps, None)
    line = Event.objects.get(verb="account.switched_off")
    assert chain.told(line) == {"found": True, "person": person.pk}
    assert chain.verify(site_roles.CHAIN) is None
    assert list(site_roles.switched_off()) == [person.pk]
