"""Roles for the whole site, and administrators, have lines in a chain of the site's own."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from accounts import membership, site_roles
from accounts.models import Membership, User
from competition import audit
from foundation.ledger import chain
from foundation.ledger.models import Event, Head, KeptText
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def lines() -> list[tuple[str, dict]]:
    found = Event.objects.filter(chain__name="site").order_by("number")
    return [(line.verb, chain.told(line)) for line in found]


def faults() -> list[str]:
    return list(audit.of_site_roles(EditionFactory()))


@pytest.fixture
def person() -> User:
    return UserFactory()


@pytest.fixture
def colleague(person) -> User:
    """Somebody who has a role by the verb: nothing is found of this one."""
    other = UserFactory()
    membership.grant(other, "secretariat")
    return other


class TestALine:
    def test_of_a_role_that_is_given(self, person):
        membership.grant(person, "editor")
        assert lines() == [("site_role.given", {"person": person.pk, "role": "editor"})]

    def test_names_nobody(self, person):
        membership.grant(person, "editor")
        assert set(Event.objects.get().payload) == {"kept"}

    def test_of_the_same_role_again_there_is_none(self, person):
        membership.grant(person, "editor")
        membership.grant(person, "editor")
        assert len(lines()) == 1

    def test_of_a_role_in_one_edition_there_is_none(self, person):
        membership.grant(person, "editor", edition_id=EditionFactory().pk)
        assert lines() == []

    def test_of_a_role_that_is_taken(self, person):
        membership.take_back(membership.grant(person, "editor"))
        assert lines()[1:] == [("site_role.taken", {"person": person.pk, "role": "editor"})]

    def test_of_an_administrator_of_the_command(self):
        named = {"email": "goc@example.vn", "full_name": "Quản Trị"}
        call_command("createsuperuser", interactive=False, **named)
        person = User.objects.get()
        told = {"person": person.pk, "role": "administrator"}
        assert lines() == [("site_role.given", told)]

    def test_of_an_administrator_who_was_somebody_before(self, person):
        membership.make_administrator(person)
        membership.make_administrator(person)
        assert User.objects.get().is_superuser
        told = {"person": person.pk, "role": "administrator"}
        assert lines() == [("site_role.given", told)]

    def test_of_an_administrator_who_leaves(self, person):
        membership.make_administrator(person)
        membership.leave_office(person)
        told = {"person": person.pk, "role": "administrator"}
        assert lines()[1:] == [("site_role.taken", told)]

    def test_of_somebody_who_never_was_one_there_is_none(self, person):
        membership.leave_office(person)
        assert lines() == []


class TestTheLook:
    def test_has_nothing_to_say_of_what_fits(self, colleague):
        membership.make_administrator(colleague)
        assert faults() == []

    def test_a_role_written_past_the_verbs(self, person, colleague):
        Membership.objects.create(user=person, role="secretariat", scope="site")
        what = f"secretariat of person {person.pk}: is not in the ledger"
        assert faults() == [f"role for the whole site, {what}"]

    def test_an_administrator_written_past_the_verbs(self, person, colleague):
        User.objects.filter(pk=person.pk).update(is_superuser=True)
        what = f"administrator of person {person.pk}: is not in the ledger"
        assert faults() == [f"role for the whole site, {what}"]

    def test_a_role_that_went_to_somebody_else(self, person, colleague):
        Membership.objects.filter(user=colleague).update(user=person)
        assert [fault.rpartition(": ")[2] for fault in faults()] == [
            "is not in the ledger",
            "is gone",
        ]

    def test_a_role_of_one_edition_that_became_one_of_the_site(self, person, colleague):
        given = membership.grant(person, "secretariat", edition_id=EditionFactory().pk)
        Membership.objects.filter(pk=given.pk).update(scope="site", scope_id=0)
        assert len(faults()) == 1

    def test_somebody_else_beside_a_line(self, person, colleague):
        Membership.objects.filter(user=colleague).update(user=person)
        with guards.lifted():
            KeptText.objects.update(facts={"person": person.pk, "role": "secretariat"})
        found = audit.faults(EditionFactory())
        assert len([fault for fault in found if "of_site_roles: cannot be compared" in fault]) == 1

    def test_a_line_that_was_altered(self, colleague):
        with guards.lifted():
            Event.objects.update(payload={})
        assert "site's ledger line 1: was altered" in "\n".join(audit.faults(EditionFactory()))


class TestThePage:
    def test_the_head_is_published_with_each_line(self, client, person):
        membership.take_back(membership.grant(person, "editor"))
        page = client.get(reverse("ledger_heads")).content.decode()
        assert Head.objects.count() == 2
        assert all(head.digest in page for head in Head.objects.all())

    def test_it_says_what_it_is(self, client, person):
        membership.grant(person, "editor")
        page = client.get(reverse("ledger_heads")).content.decode()
        assert "Giao hoặc thôi vai trò của toàn trang" in page
        assert "Toàn trang" in page


class TestWhatStoodBefore:
    """The migration writes lines for what it finds, and says that it found it."""

    @pytest.fixture
    def found(self, person) -> User:
        Membership.objects.create(user=person, role="editor", scope="site")
        membership.grant(UserFactory(), "editor", edition_id=EditionFactory().pk)
        User.objects.filter(pk=person.pk).update(is_superuser=True)
        self.note()
        return person

    def note(self) -> None:
        module = import_module("accounts.migrations.0005_site_roles_in_the_ledger")
        with guards.lifted():  # it writes past the chain, as it did before there were guards
            module.note_what_stands(apps, None)

    def test_both_have_lines(self, found):
        told = [said["role"] for _verb, said in lines()]
        assert told == ["administrator", "editor"]

    def test_that_say_that_it_was_found(self, found):
        assert [said["found"] for _verb, said in lines()] == [True, True]

    def test_and_fit(self, found):
        assert faults() == []
        assert chain.verify(site_roles.CHAIN) is None

    def test_the_head_is_published(self, found):
        assert Head.objects.get().gate == site_roles.GATE

    def test_lines_go_on_from_there(self, found):
        membership.grant(UserFactory(), "editor")
        assert chain.verify(site_roles.CHAIN) is None

    def test_where_nobody_has_one_nothing_is_written(self, person):
        self.note()
        assert lines() == []
        assert not Head.objects.exists()
