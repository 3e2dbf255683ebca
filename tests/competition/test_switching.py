"""An account is switched off in a second: sessions end, nobody is locked out by one alone."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership, User
from competition import joint_requests, switching
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import JointRequest
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PublicationFactory
from tests.factories.judging import JudgeFactory
from tests.factories.moments import NOON
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role
WHY = "Mất điện thoại"


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


@pytest.fixture
def member(edition):
    return member_of(edition)


def off(edition, user, by, reason=WHY):
    return switching.switch_off(edition=edition, user=user, reason=reason, by=by, at=NOON)


def is_on(person) -> bool:
    return User.objects.get(pk=person.pk).is_active


class TestOff:
    def test_it_is_off(self, edition, secretary, member):
        beside = member_of(edition)
        with untouched(beside):
            off(edition, member, secretary)
        assert not is_on(member)

    def test_every_session_ends_and_no_other(self, edition, secretary, member):
        clients = [Client(), Client(), Client()]
        for client, person in zip(clients, [member, member, secretary], strict=True):
            client.force_login(person)
        off(edition, member, secretary)
        assert Session.objects.count() == 1
        answers = [client.get(reverse("account_page")).status_code for client in clients]
        assert answers == [302, 302, 200]

    def test_the_person_is_told(self, edition, secretary, member):
        off(edition, member, secretary)
        assert Message.objects.filter(recipient=member).exists()

    def test_the_ledger_says_who_and_why(self, edition, secretary, member):
        off(edition, member, secretary)
        line = Event.objects.get(verb="person.switched_off")
        assert (line.actor, line.kept_text.text) == (secretary, WHY)

    def test_a_judge_of_the_edition_too(self, edition, secretary):
        judge = JudgeFactory(panel__round__edition=edition).user
        off(edition, judge, secretary)
        assert not is_on(judge)

    def test_and_on_again(self, edition, secretary, member):
        off(edition, member, secretary)
        switching.switch_on(edition=edition, user=member, reason="Tìm thấy", by=secretary, at=NOON)
        assert is_on(member)

    def test_not_without_a_reason(self, edition, secretary, member):
        usual = {"edition": edition, "user": member, "by": secretary, "at": NOON}
        with untouched(member), pytest.raises(Refused, match="lý do"):
            switching.switch_off(reason=" ", **usual)

    def test_not_by_a_member_of_the_committee(self, edition, member):
        with untouched(member), pytest.raises(NotAllowed):
            off(edition, member, member_of(edition))

    def test_not_by_the_secretary_of_another_edition(self, edition, member):
        with untouched(member), pytest.raises(NotAllowed):
            off(edition, member, secretary_of(EditionFactory()))

    def test_not_oneself(self, edition, secretary):
        secretary_of(edition)
        with pytest.raises(NotAllowed, match="tự"):
            off(edition, secretary, secretary)

    def test_nobody_without_a_role_here(self, edition, secretary):
        with pytest.raises(Refused, match="không có vai trò"):
            off(edition, member_of(EditionFactory()), secretary)

    def test_nobody_who_works_elsewhere_too(self, edition, secretary, member):
        grant(member, Role.COMMITTEE, edition_id=EditionFactory().pk)
        with untouched(member), pytest.raises(NotAllowed, match="ngoài lần thi"):
            off(edition, member, secretary)

    def test_but_by_who_runs_the_site(self, edition, member):
        grant(member, Role.COMMITTEE, edition_id=EditionFactory().pk)
        runs = UserFactory()
        grant(runs, Role.SECRETARIAT)
        off(edition, member, runs)
        assert not is_on(member)

    def test_no_administrator_by_a_secretary(self, edition, secretary, member):
        User.objects.filter(pk=member.pk).update(is_superuser=True)
        with untouched(member), pytest.raises(NotAllowed, match="ngoài lần thi"):
            off(edition, member, secretary)

    def test_not_the_last_administrator(self, edition, member):
        User.objects.filter(pk=member.pk).update(is_superuser=True)
        runs = UserFactory()
        grant(runs, Role.SECRETARIAT)
        with untouched(member), pytest.raises(Refused, match="quản trị"):
            off(edition, member, runs)

    def test_not_the_last_of_the_secretariat(self, edition, secretary):
        runs = UserFactory()
        grant(runs, Role.SECRETARIAT)
        with untouched(secretary), pytest.raises(Refused, match="cuối cùng"):
            off(edition, secretary, runs)

    def test_not_twice(self, edition, secretary, member):
        off(edition, member, secretary)
        with pytest.raises(WrongState, match="như vậy"):
            off(edition, member, secretary)

    def test_not_on_while_it_is_on(self, edition, secretary, member):
        with untouched(member), pytest.raises(WrongState, match="như vậy"):
            switching.switch_on(edition=edition, user=member, reason=WHY, by=secretary, at=NOON)


class TestByTwo:
    @pytest.fixture
    def joint(self, edition, secretary, member):
        member_of(edition)
        PublicationFactory(edition=edition)
        return off(edition, member, secretary)

    def test_it_waits(self, joint, member):
        assert isinstance(joint, JointRequest)
        assert is_on(member)

    def test_and_is_done_by_another(self, edition, joint, member):
        other = member_of(edition)
        joint_requests.agree(joint=joint, by=other, at=NOON)
        assert not is_on(member)

    def test_not_by_the_person_itself(self, joint, member):
        with pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=member, at=NOON)

    def test_who_is_nobody_of_two_goes_at_once(self, edition, secretary, joint):
        editor = UserFactory()
        grant(editor, Role.EDITOR, edition_id=edition.pk)
        off(edition, editor, secretary)
        assert not is_on(editor)
