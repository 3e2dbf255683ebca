"""Roles of an edition: given and taken by whom, why, and by two people once it counts."""

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.membership import OFFICE_GROUPS, grant
from accounts.models import Membership, User
from competition import clock, joint_requests, roles
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging.councils import panels
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PublicationFactory
from tests.factories.judging import JudgeFactory, PanelFactory
from tests.factories.moments import NOON
from tests.joint import agreed, member_of

pytestmark = pytest.mark.django_db
Role = Membership.Role
WHY = "Quyết định 16/QĐ-BTCCT"


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def secretary(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def person() -> User:
    return UserFactory()


def give(edition, person, by, role=Role.COMMITTEE, reason=WHY):
    return roles.give(edition=edition, user=person, role=role, reason=reason, by=by, at=NOON)


def take(held, by, reason=WHY):
    return roles.take(held=held, reason=reason, by=by, at=NOON)


def held_by(person, edition, role=Role.COMMITTEE) -> bool:
    rows = Membership.objects.filter(user=person, role=role, scope="edition", scope_id=edition.pk)
    return rows.exists()


class TestGiving:
    def test_the_person_has_it(self, edition, secretary, person):
        give(edition, person, secretary)
        assert held_by(person, edition)

    def test_in_this_edition_alone(self, edition, secretary, person):
        other = EditionFactory()
        give(edition, person, secretary)
        assert not held_by(person, other)

    def test_the_ledger_says_who_gave_what_to_whom(self, edition, secretary, person):
        give(edition, person, secretary)
        line = Event.objects.get(verb="role.given")
        assert (line.actor_id, line.payload["person"], line.payload["role"]) == (
            secretary.pk,
            person.pk,
            "committee",
        )

    def test_the_person_is_told_why(self, edition, secretary, person):
        give(edition, person, secretary)
        assert WHY in Message.objects.get(recipient=person).body

    def test_the_secretariat_comes_with_the_group_of_the_office(self, edition, secretary, person):
        give(edition, person, secretary, Role.SECRETARIAT)
        assert person.groups.filter(name=OFFICE_GROUPS[Role.SECRETARIAT]).exists()

    def test_not_without_a_reason(self, edition, secretary, person):
        usual = {"user": person, "role": Role.COMMITTEE, "by": secretary, "at": NOON}
        with pytest.raises(Refused, match="lý do"):
            roles.give(edition=edition, reason=" ", **usual)

    def test_not_to_an_address_that_nobody_has_confirmed(self, edition, secretary):
        with pytest.raises(Refused, match="chưa xác nhận"):
            give(edition, UserFactory(confirms=False), secretary)

    def test_not_to_an_account_that_is_not_in_use(self, edition, secretary):
        with pytest.raises(Refused, match="không còn dùng"):
            give(edition, UserFactory(is_active=False), secretary)

    @pytest.mark.parametrize("role", [Role.JUDGE, Role.CHAIR, Role.FOCAL_POINT, "admin"])
    def test_no_role_that_is_not_the_offices(self, edition, secretary, person, role):
        with pytest.raises(Refused, match="vai trò"):
            give(edition, person, secretary, role)

    def test_not_twice(self, edition, secretary, person):
        give(edition, person, secretary)
        with pytest.raises(WrongState):
            give(edition, person, secretary)

    def test_not_by_a_member_of_the_committee(self, edition, person):
        with pytest.raises(NotAllowed):
            give(edition, person, member_of(edition))

    def test_not_by_a_secretary_of_another_edition(self, edition, person):
        with pytest.raises(NotAllowed):
            give(edition, person, secretary_of(EditionFactory()))


class TestWhoJudges:
    """Works never in the secretariat of the same edition, whichever came first."""

    @pytest.fixture
    def judge(self, edition):
        return JudgeFactory(panel__round__edition=edition)

    def test_is_not_named_to_it(self, edition, secretary, judge):
        with pytest.raises(Refused, match="hội đồng chấm"):
            give(edition, judge.user, secretary, Role.SECRETARIAT)

    def test_is_named_to_that_of_another_edition(self, edition, judge):
        other = EditionFactory()
        give(other, judge.user, secretary_of(other), Role.SECRETARIAT)
        assert held_by(judge.user, other, Role.SECRETARIAT)

    def test_may_when_the_seat_was_declined(self, edition, secretary, judge):
        judge.declined_at = NOON
        judge.save()
        give(edition, judge.user, secretary, Role.SECRETARIAT)
        assert held_by(judge.user, edition, Role.SECRETARIAT)

    def test_who_works_in_it_gets_no_seat(self, edition, secretary):
        panel = PanelFactory(round__edition=edition)
        with pytest.raises(Refused, match="không thể làm giám khảo"):
            panels.appoint(panel=panel, user=secretary, by=secretary, reason="1/QĐ", at=clock.now())


class TestTaking:
    @pytest.fixture
    def held(self, edition, person) -> Membership:
        return grant(person, Role.COMMITTEE, edition_id=edition.pk)

    def test_it_is_gone(self, edition, secretary, person, held):
        take(held, secretary)
        assert not held_by(person, edition)

    def test_the_same_role_elsewhere_stays(self, edition, secretary, person, held):
        other = EditionFactory()
        grant(person, Role.COMMITTEE, edition_id=other.pk)
        take(held, secretary)
        assert held_by(person, other)

    def test_the_ledger_and_the_person_know(self, secretary, person, held):
        take(held, secretary)
        assert Event.objects.get(verb="role.taken").actor_id == secretary.pk
        assert WHY in Message.objects.get(recipient=person).body

    def test_the_group_goes_with_the_last_role(self, edition, secretary):
        colleague = secretary_of(edition)
        take(colleague.memberships.get(), secretary)
        assert not colleague.groups.exists()

    def test_it_stays_while_another_edition_needs_it(self, edition, secretary):
        colleague = secretary_of(edition)
        grant(colleague, Role.SECRETARIAT, edition_id=EditionFactory().pk)
        take(colleague.memberships.get(scope_id=edition.pk), secretary)
        assert Group.objects.get(user=colleague).name == OFFICE_GROUPS[Role.SECRETARIAT]

    def test_the_last_of_the_secretariat_stays(self, secretary):
        with pytest.raises(Refused, match="người cuối cùng"):
            take(secretary.memberships.get(), secretary)

    def test_a_colleague_whose_account_is_not_in_use_is_none(self, edition, secretary):
        User.objects.filter(pk=secretary_of(edition).pk).update(is_active=False)
        with pytest.raises(Refused, match="người cuối cùng"):
            take(secretary.memberships.get(), secretary)

    def test_not_without_a_reason(self, secretary, held):
        with pytest.raises(Refused, match="lý do"):
            roles.take(held=held, reason="", by=secretary, at=NOON)

    def test_not_by_a_secretary_of_another_edition(self, held):
        with pytest.raises(NotAllowed):
            take(held, secretary_of(EditionFactory()))

    def test_nobody_takes_a_seat_on_a_panel_away_so(self, edition, secretary):
        judge = JudgeFactory(panel__round__edition=edition)
        seat = grant(judge.user, Role.JUDGE, panel_id=judge.panel_id)
        Membership.objects.filter(pk=seat.pk).update(scope_id=edition.pk)
        with pytest.raises(NotAllowed):
            take(seat, secretary)


class TestOncePublished:
    @pytest.fixture
    def panel(self, edition):
        return PanelFactory(round__edition=edition)

    @pytest.fixture(autouse=True)
    def published(self, edition, panel):
        return PublicationFactory(edition=edition)

    @pytest.mark.parametrize("role", roles.WEIGHTY)
    def test_a_weighty_role_waits_for_a_second_person(self, edition, secretary, person, role):
        member = member_of(edition)
        joint = give(edition, person, secretary, role)
        assert not held_by(person, edition, role)
        agreed(joint, at=NOON, by=member)
        assert held_by(person, edition, role)

    def test_an_editors_does_not(self, edition, secretary, person):
        give(edition, person, secretary, Role.EDITOR)
        assert held_by(person, edition, Role.EDITOR)

    def test_so_does_taking_it(self, edition, secretary, person):
        member, held = member_of(edition), grant(person, Role.COMMITTEE, edition_id=edition.pk)
        joint = take(held, secretary)
        assert held_by(person, edition)
        agreed(joint, at=NOON, by=member)
        assert not held_by(person, edition)

    def test_nobody_agrees_to_a_role_of_their_own(self, edition, secretary):
        member = member_of(edition)
        colleague = member_of(edition)
        joint = give(edition, member, secretary, Role.SECRETARIAT)
        with pytest.raises(NotAllowed, match="chính bạn"):
            agreed(joint, at=NOON, by=member)
        agreed(joint, at=NOON, by=colleague)
        assert held_by(member, edition, Role.SECRETARIAT)

    def test_nor_is_it_asked_for_where_nobody_else_could_agree(self, edition, secretary):
        member = member_of(edition)
        with pytest.raises(Refused, match="hai người"):
            give(edition, member, secretary, Role.SECRETARIAT)

    def test_not_to_somebody_who_was_given_a_seat_meanwhile(
        self, edition, secretary, person, panel
    ):
        member = member_of(edition)
        joint = give(edition, person, secretary, Role.SECRETARIAT)
        JudgeFactory(user=person, panel=panel)
        with pytest.raises(Refused, match="hội đồng chấm"):
            agreed(joint, at=NOON, by=member)

    def test_what_is_gone_is_not_taken(self, edition, secretary, person):
        member, held = member_of(edition), grant(person, Role.COMMITTEE, edition_id=edition.pk)
        joint = take(held, secretary)
        held.delete()
        with pytest.raises(WrongState, match="không còn"):
            joint_requests.agree(joint=joint, by=member, at=NOON)


class TestWhatIsAsked:
    """Of a role in a published edition."""

    @pytest.fixture
    def edition(self, edition):
        PublicationFactory(edition=edition)
        return edition

    @pytest.fixture
    def office(self, client, secretary):
        client.force_login(secretary)
        return client

    @pytest.fixture
    def member(self, edition):
        return member_of(edition)

    def pressed(self, office, edition, button, **typed) -> str:
        address = reverse(button, args=[edition.slug])
        return office.post(address, {"reason": WHY} | typed, follow=True).content.decode()

    def test_it_says_who_by_name_and_address(self, edition, secretary, member, person):
        for joint in (
            give(edition, person, secretary),
            take(grant(person, Role.DEPUTY, edition_id=edition.pk), secretary),
        ):
            assert str(person) in joint.changes[0][0]
            assert person.email in joint.changes[0][0]

    def test_what_only_waits_is_not_said_to_be_noted(self, office, edition, member, person):
        typed = {"email": person.email, "role": "committee"}
        page = self.pressed(office, edition, "give_role", **typed)
        assert "chờ người thứ hai" in page
        assert "Đã ghi nhận" not in page
        assert "Đã giao vai trò" not in page

    def test_what_is_done_at_once_is_said_to_be_done(self, office, edition, person):
        typed = {"email": person.email, "role": "editor"}
        assert "Đã giao vai trò" in self.pressed(office, edition, "give_role", **typed)

    def test_nor_is_an_end_of_a_role(self, office, edition, member, person):
        held = grant(person, Role.COMMITTEE, edition_id=edition.pk)
        page = self.pressed(office, edition, "take_role", role=held.pk)
        assert "chờ người thứ hai" in page
        editor = grant(person, Role.EDITOR, edition_id=edition.pk)
        assert "Đã kết thúc vai trò" in self.pressed(office, edition, "take_role", role=editor.pk)

    def test_the_buttons_say_what_they_do(self, office, edition, member):
        grant(member, Role.EDITOR, edition_id=edition.pk)
        page = office.get(reverse("edition_roles", args=[edition.slug]))
        rows = {button.text_content().strip() for button in buttons_of(page, "take_role", edition)}
        assert rows == {"Đề nghị người thứ hai đồng ý", "Thôi vai trò"}
        [given] = buttons_of(page, "give_role", edition)
        assert given.text_content().strip() == "Đề nghị giao vai trò"


def buttons_of(page, route, edition):
    document = lxml.html.document_fromstring(page.content)
    return document.xpath(f'//form[@action="{reverse(route, args=[edition.slug])}"]//button')


class TestThePage:
    @pytest.fixture
    def office(self, client, secretary):
        client.force_login(secretary)
        return client

    def test_it_names_those_of_the_edition(self, office, edition):
        ours, other = member_of(edition), member_of(EditionFactory())
        page = office.get(reverse("edition_roles", args=[edition.slug])).content.decode()
        assert ours.email in page
        assert other.email not in page

    def test_a_role_is_given_there(self, office, edition, person):
        typed = {"email": person.email, "role": "committee", "reason": WHY}
        office.post(reverse("give_role", args=[edition.slug]), typed)
        assert held_by(person, edition)

    def test_an_unknown_address_keeps_what_was_typed(self, office, edition):
        typed = {"email": "khong-co@example.vn", "role": "committee", "reason": WHY}
        answer = office.post(reverse("give_role", args=[edition.slug]), typed)
        assert answer.status_code == 422
        assert WHY in answer.content.decode()

    def test_a_role_ends_there(self, office, edition, person):
        held = grant(person, Role.COMMITTEE, edition_id=edition.pk)
        typed = {"role": held.pk, "reason": WHY}
        office.post(reverse("take_role", args=[edition.slug]), typed)
        assert not held_by(person, edition)

    def test_not_without_a_reason(self, office, edition, person):
        held = grant(person, Role.COMMITTEE, edition_id=edition.pk)
        answer = office.post(reverse("take_role", args=[edition.slug]), {"role": held.pk})
        assert answer.status_code == 422
        assert held_by(person, edition)

    def test_not_one_of_another_edition(self, office, edition, person):
        held = grant(person, Role.COMMITTEE, edition_id=EditionFactory().pk)
        typed = {"role": held.pk, "reason": WHY}
        answer = office.post(reverse("take_role", args=[edition.slug]), typed)
        assert answer.status_code == 404
        assert Membership.objects.filter(pk=held.pk).exists()

    def test_one_that_a_colleague_has_ended_keeps_the_reason(self, office, edition, person):
        held = grant(person, Role.COMMITTEE, edition_id=edition.pk)
        number = held.pk
        colleague = secretary_of(edition)
        roles.take(held=held, reason="Chuyển công tác", by=colleague, at=NOON)
        typed = {"role": number, "holder": person.pk, "reason": WHY}
        answer = office.post(reverse("take_role", args=[edition.slug]), typed)
        assert answer.status_code == 422
        assert f"{colleague} đã kết thúc vai trò này của {person}" in answer.content.decode()
        assert WHY in answer.content.decode()

    def test_who_was_ended_elsewhere_is_told_to_nobody_here(self, office, edition, person):
        elsewhere = EditionFactory()
        held = grant(person, Role.COMMITTEE, edition_id=elsewhere.pk)
        number = held.pk
        roles.take(held=held, reason="Chuyển công tác", by=secretary_of(elsewhere), at=NOON)
        typed = {"role": number, "holder": person.pk, "reason": WHY}
        answer = office.post(reverse("take_role", args=[edition.slug]), typed)
        assert "đã kết thúc vai trò" not in answer.content.decode()

    def test_in_a_published_edition_it_says_that_somebody_must_agree(self, office, edition):
        PublicationFactory(edition=edition)
        page = office.get(reverse("edition_roles", args=[edition.slug])).content.decode()
        assert "người thứ hai đồng ý" in page

    @pytest.mark.counts_queries("edition_roles")
    def test_it_asks_as_much_for_ten_as_for_two(self, office, edition):
        counts = []
        for more in (0, 2, 8):  # first with nobody, to fill the caches
            for _number in range(more):
                member_of(edition)
            with CaptureQueriesContext(connection) as queries:
                office.get(reverse("edition_roles", args=[edition.slug]))
            counts.append(len(queries))
        assert counts[1] == counts[2]

    def test_strangers_do_not_see_it(self, client, edition):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(reverse("edition_roles", args=[edition.slug])).status_code == 404
        assert not JointRequest.objects.exists()
