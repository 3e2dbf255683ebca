"""A lost second factor is set back by two people of the edition; nobody does it for oneself."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership, SignInCode, User
from competition import joint_requests, recovery, switching
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging.councils import undertakings
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import JudgeFactory
from tests.factories.moments import NOON
from tests.joint import agreed, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def secretary(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def member(edition) -> User:
    return member_of(edition)


@pytest.fixture
def person(edition) -> User:
    return with_devices(member_of(edition))


def with_devices(user: User) -> User:
    """An app, a passkey and recovery codes."""
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


def ask(edition, user, by, reason="Đến văn phòng, có thẻ căn cước"):
    return recovery.ask_for(edition=edition, user=user, reason=reason, by=by, at=NOON)


def devices(user) -> int:
    return Authenticator.objects.filter(user=user).count()


def test_one_person_sets_nothing_back(edition, secretary, member, person):
    ask(edition, person, secretary)
    assert devices(person) == len(Authenticator.Type.values)


def test_two_do(edition, secretary, member, person):
    agreed(ask(edition, person, secretary), at=NOON, by=member)
    assert devices(person) == 0


def test_nobody_elses_are(edition, secretary, member, person):
    with_devices(member)
    agreed(ask(edition, person, secretary), at=NOON, by=secretary_of(edition))
    assert devices(member) == len(Authenticator.Type.values)


def test_the_person_is_told_by_whom(edition, secretary, member, person):
    agreed(ask(edition, person, secretary), at=NOON, by=member)
    body = Message.objects.get(recipient=person, subject__contains="đặt lại").body
    assert secretary.full_name in body
    assert member.full_name in body


def test_the_ledger_knows(edition, secretary, member, person):
    agreed(ask(edition, person, secretary), at=NOON, by=member)
    assert Event.objects.get(verb="factor.set_back").payload["person"] == person.pk


def test_not_the_own(edition, secretary, member):
    with_devices(secretary)
    with pytest.raises(NotAllowed, match="của mình"):
        recovery.ask_for(edition=edition, user=secretary, reason="x", by=secretary, at=NOON)


def test_nor_does_the_person_agree(edition, secretary, member, person):
    joint = ask(edition, person, secretary)
    with pytest.raises(NotAllowed, match="chính bạn"):
        joint_requests.agree(joint=joint, by=person, at=NOON)


def test_the_second_person_reads_whose_device_it_is(edition, secretary, member, person):
    [[what, _before, _after]] = ask(edition, person, secretary).changes
    assert str(person) in what
    assert person.email in what


def test_not_by_the_committee(edition, secretary, member, person):
    with pytest.raises(NotAllowed):
        ask(edition, person, member)


def test_not_of_somebody_who_works_elsewhere(edition, secretary, member):
    with pytest.raises(Refused, match="không có vai trò"):
        ask(edition, with_devices(member_of(EditionFactory())), secretary)


class TestWhoWorksElsewhereToo:
    """The attack: a role that nobody asked for is given here, and the devices are gone
    everywhere.
    """

    def test_not_with_a_role_there(self, edition, secretary, member, person):
        grant(person, Membership.Role.COMMITTEE, edition_id=EditionFactory().pk)
        with pytest.raises(NotAllowed, match="ngoài lần thi"):
            ask(edition, person, secretary)

    def test_not_on_a_panel_there(self, edition, secretary, member, person):
        JudgeFactory(user=person)
        with pytest.raises(NotAllowed, match="ngoài lần thi"):
            ask(edition, person, secretary)

    def test_but_by_who_runs_the_site(self, edition, member, person):
        grant(person, Membership.Role.COMMITTEE, edition_id=EditionFactory().pk)
        runs = UserFactory()
        grant(runs, Membership.Role.SECRETARIAT)
        agreed(ask(edition, person, runs), at=NOON, by=member)
        assert devices(person) == 0

    def test_not_when_the_role_came_after_the_request(self, edition, secretary, member, person):
        joint = ask(edition, person, secretary)
        grant(person, Membership.Role.COMMITTEE, edition_id=EditionFactory().pk)
        with pytest.raises(NotAllowed, match="ngoài lần thi"):
            joint_requests.agree(joint=joint, by=member, at=NOON)
        assert devices(person) == len(Authenticator.Type.values)

    def test_no_proof_is_printed_for_them(self, edition, secretary):
        seat = JudgeFactory(panel__round__edition=edition)
        grant(seat.user, Membership.Role.COMMITTEE, edition_id=EditionFactory().pk)
        with pytest.raises(NotAllowed, match="ngoài lần thi"):
            undertakings.print_codes(judge=seat, by=secretary, at=NOON)
        assert not SignInCode.objects.exists()

    def test_but_for_who_has_judged_elsewhere(self, edition, secretary):
        seat = JudgeFactory(panel__round__edition=edition)
        JudgeFactory(user=seat.user)
        assert undertakings.print_codes(judge=seat, by=secretary, at=NOON)

    def test_nor_is_their_account_switched_off(self, edition, secretary, member, person):
        JudgeFactory(user=person)
        with pytest.raises(NotAllowed, match="ngoài lần thi"):
            switching.switch_off(
                edition=edition, user=person, reason="Mất máy", by=secretary, at=NOON
            )


def test_not_of_an_entrant(edition, secretary, member):
    with pytest.raises(Refused, match="không có vai trò"):
        ask(edition, with_devices(UserFactory()), secretary)


def test_of_a_judge_of_the_edition(edition, secretary, member):
    judge = JudgeFactory(panel__round__edition=edition)
    with_devices(judge.user)
    agreed(ask(edition, judge.user, secretary), at=NOON, by=member)
    assert devices(judge.user) == 0


def test_not_of_an_administrator(edition, secretary, member, person):
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    person.refresh_from_db()
    with pytest.raises(Refused, match="quản trị viên"):
        ask(edition, person, secretary)


def test_not_where_nothing_is_set_up(edition, secretary, member):
    with pytest.raises(WrongState):
        ask(edition, member, secretary)


def test_the_office_asks_on_the_page_of_the_roles(client, edition, secretary, member, person):
    client.force_login(secretary)
    typed = {"email": person.email, "reason": "Có thẻ căn cước"}
    client.post(reverse("ask_recovery", args=[edition.slug]), typed)
    assert JointRequest.objects.get().kind == "recovery"


def test_a_refusal_keeps_what_was_typed(client, edition, secretary, member):
    client.force_login(secretary)
    typed = {"email": member.email, "reason": "Có thẻ căn cước"}
    answer = client.post(reverse("ask_recovery", args=[edition.slug]), typed)
    assert answer.status_code == 422
    assert "Có thẻ căn cước" in answer.content.decode()


def test_whoever_holds_the_lost_device_is_signed_out(client, edition, secretary, member, person):
    client.force_login(person)
    other = Client()
    other.force_login(member)
    agreed(ask(edition, person, secretary), at=NOON, by=secretary_of(edition))
    assert client.get(reverse("joint_requests")).status_code == 302
    assert other.get(reverse("joint_requests")).status_code == 200
