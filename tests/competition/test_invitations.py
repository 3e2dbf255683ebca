"""Somebody is invited to a role before there is an account: by whom, to whom, once, in time."""

import datetime
import re

import pytest

from accounts import erasure
from accounts.models import Membership, RoleInvitation
from competition import invitations, joint_requests, pending_invitations
from competition.errors import NotAllowed, Refused, WrongState
from competition.invitations import VALID, Invitee
from competition.models import JointRequest
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging.models import Judge
from tests.beside import secretary_of, untouched
from tests.factories.accounts import RoleInvitationFactory, UserFactory
from tests.factories.competition import EditionFactory, FieldFactory, PublicationFactory
from tests.factories.judging import JudgeFactory, PanelFactory
from tests.factories.moments import NOON, days
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role
WHY = "Quyết định 16/QĐ-BTCCT"
EMAIL = "nguoi-moi@example.vn"
NAME = "Lê Thị Mới"


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def host(edition):
    return secretary_of(edition)


@pytest.fixture
def usual(edition, host):
    who = Invitee(NAME, EMAIL)
    return {
        "edition": edition,
        "role": Role.EDITOR,
        "who": who,
        "reason": WHY,
        "by": host,
        "at": NOON,
    }


@pytest.fixture
def invited(usual):
    return invitations.invite(**usual)


@pytest.fixture
def newcomer():
    return UserFactory(email=EMAIL, full_name=NAME)


def held(person, edition) -> set[str]:
    rows = Membership.objects.filter(user=person, scope="edition", scope_id=edition.pk)
    return set(rows.values_list("role", flat=True))


def accept(invitation, person, at=NOON):
    return invitations.accept(invitation=invitation, by=person, at=at)


def code_of(message: Message) -> str:
    found = re.search(r"/nhan-vai-tro/([A-Z0-9-]+)/", message.link)
    assert found
    return found[1]


class TestInviting:
    def test_the_letter_leads_to_the_invitation(self, invited):
        assert invitations.find(code_of(Message.objects.get(address=EMAIL))) == invited

    def test_the_letter_says_who_invites_to_what_and_why(self, invited, host):
        body = Message.objects.get(address=EMAIL).body
        assert [part in body for part in (host.full_name, "biên tập", WHY)] == [True] * 3

    def test_the_code_is_kept_as_a_digest_alone(self, invited):
        code = code_of(Message.objects.get(address=EMAIL))
        assert code not in str(RoleInvitation.objects.values().get())

    def test_the_ledger_says_who_invited_and_not_whom(self, invited, host):
        line = Event.objects.get(verb="role.invited")
        assert line.actor == host
        assert EMAIL not in str(line.payload)

    def test_a_phone_gets_a_short_message(self, usual):
        invitations.invite(**usual | {"who": Invitee(NAME, phone="0912 345 678")})
        assert "/nhan-vai-tro/" in Message.objects.get(address="+84912345678").subject

    def test_not_by_a_member_of_the_committee(self, usual, edition):
        with pytest.raises(NotAllowed):
            invitations.invite(**usual | {"by": member_of(edition)})

    def test_not_by_a_secretary_of_another_edition(self, usual):
        with pytest.raises(NotAllowed):
            invitations.invite(**usual | {"by": secretary_of(EditionFactory())})

    def test_not_without_a_reason(self, usual):
        with pytest.raises(Refused, match="lý do"):
            invitations.invite(**usual | {"reason": " "})

    def test_not_without_a_name(self, usual):
        with pytest.raises(Refused, match="họ và tên"):
            invitations.invite(**usual | {"who": Invitee(" ", EMAIL)})

    def test_not_to_what_is_no_address(self, usual):
        with pytest.raises(Refused, match=r"ten@example\.vn"):
            invitations.invite(**usual | {"who": Invitee(NAME, "mới")})

    def test_not_to_what_is_no_phone(self, usual):
        with pytest.raises(Refused, match="0912"):
            invitations.invite(**usual | {"who": Invitee(NAME, phone="12")})

    def test_not_without_any_address(self, usual):
        with pytest.raises(Refused, match="giấy mời"):
            invitations.invite(**usual | {"who": Invitee(NAME)})

    @pytest.mark.parametrize("role", [Role.FOCAL_POINT, "admin"])
    def test_not_to_a_role_that_has_another_door(self, usual, role):
        with pytest.raises(Refused, match="nhiệm vụ"):
            invitations.invite(**usual | {"role": role})

    def test_not_twice_to_the_same(self, usual, invited):
        with pytest.raises(WrongState, match="đã được mời"):
            invitations.invite(**usual)

    def test_to_another_role_beside(self, usual, invited):
        with untouched(invited):
            assert invitations.invite(**usual | {"role": Role.COMMITTEE}) != invited

    def test_again_once_the_first_is_too_old(self, usual, invited):
        assert invitations.invite(**usual | {"at": NOON + VALID}) != invited

    def test_a_slip_is_a_paper_with_the_code(self, usual):
        paper = invitations.invite_on_paper(**usual | {"who": Invitee(NAME)})
        assert paper.startswith(b"%PDF")
        assert not Message.objects.exists()

    def test_no_slip_by_a_stranger(self, usual):
        with pytest.raises(NotAllowed):
            invitations.invite_on_paper(**usual | {"by": UserFactory()})


class TestAccepting:
    def test_the_role_is_given_then_and_not_before(self, edition, invited, newcomer):
        before = held(newcomer, edition)
        accept(invited, newcomer)
        assert (before, held(newcomer, edition)) == (set(), {Role.EDITOR})

    def test_the_role_is_given_in_the_name_of_who_invited(self, invited, newcomer, host):
        accept(invited, newcomer)
        assert Event.objects.get(verb="role.given").actor == host

    def test_the_ledger_says_who_accepted(self, invited, newcomer):
        accept(invited, newcomer)
        assert Event.objects.get(verb="invitation.accepted").actor == newcomer

    def test_the_address_is_forgotten(self, invited, newcomer):
        accept(invited, newcomer)
        assert RoleInvitation.objects.get().email == ""

    def test_a_second_person_is_asked_where_the_role_asks(self, edition, usual, newcomer):
        PublicationFactory(edition=edition)
        member_of(edition)
        invitation = invitations.invite(**usual | {"role": Role.SECRETARIAT})
        joint = accept(invitation, newcomer)
        assert isinstance(joint, JointRequest)
        assert held(newcomer, edition) == set()

    def test_and_the_role_comes_when_that_one_agrees(self, edition, usual, newcomer):
        PublicationFactory(edition=edition)
        member = member_of(edition)
        joint = accept(invitations.invite(**usual | {"role": Role.SECRETARIAT}), newcomer)
        joint_requests.agree(joint=joint, by=member, at=NOON)
        assert held(newcomer, edition) == {Role.SECRETARIAT}

    def test_by_phone(self, edition, usual):
        invitation = invitations.invite(**usual | {"who": Invitee(NAME, phone="0912345678")})
        person = UserFactory(email=None, phone="+84912345678", phone_verified_at=NOON)
        accept(invitation, person)
        assert held(person, edition) == {Role.EDITOR}

    def test_by_slip_under_the_name_on_it(self, edition, usual, newcomer):
        invitations.invite_on_paper(**usual | {"who": Invitee(NAME)})
        accept(RoleInvitation.objects.get(), newcomer)
        assert held(newcomer, edition) == {Role.EDITOR}

    def test_not_by_slip_under_another_name(self, usual):
        invitations.invite_on_paper(**usual | {"who": Invitee(NAME)})
        with pytest.raises(Refused, match="người khác"):
            accept(RoleInvitation.objects.get(), UserFactory(full_name="Lê Thị Khác"))

    def test_not_twice(self, invited, newcomer):
        accept(invited, newcomer)
        with pytest.raises(Refused, match="đã được dùng"):
            invitations.accept(invitation=invited, by=newcomer, at=NOON)

    def test_not_when_withdrawn(self, invited, newcomer, host):
        pending_invitations.withdraw(invitations=[invited], reason="Nhầm", by=host, at=NOON)
        with pytest.raises(Refused, match="đã rút"):
            accept(invited, newcomer)

    def test_not_when_declined(self, invited, newcomer):
        invitations.decline(invitation=invited, by=newcomer, at=NOON)
        with pytest.raises(Refused, match="từ chối"):
            accept(invited, newcomer)

    @pytest.mark.parametrize(("late", "is_good"), [(-1, True), (0, False)])
    def test_not_from_the_last_moment_on(self, invited, newcomer, late, is_good):
        at = invited.expires_at + datetime.timedelta(seconds=late)
        if is_good:
            accept(invited, newcomer, at)
            return
        with pytest.raises(Refused, match="quá hạn"):
            accept(invited, newcomer, at)

    def test_not_by_somebody_else(self, invited):
        with pytest.raises(Refused, match="người khác"):
            accept(invited, UserFactory(full_name=NAME))

    def test_not_by_who_only_typed_the_address(self, invited):
        with pytest.raises(Refused, match="người khác"):
            accept(invited, UserFactory(email=EMAIL, confirms=False))

    def test_not_when_the_host_has_left(self, invited, newcomer, host):
        Membership.objects.filter(user=host).delete()
        with pytest.raises(Refused, match="không còn điều hành"):
            accept(invited, newcomer)

    def test_not_when_the_edition_is_gone(self, invited, newcomer):
        RoleInvitation.objects.update(edition_id=987654)
        with pytest.raises(Refused, match="không còn nữa"):
            accept(RoleInvitation.objects.get(), newcomer)

    def test_what_the_giving_verb_refuses_stays_unanswered(self, edition, usual, newcomer):
        invitation = invitations.invite(**usual | {"role": Role.SECRETARIAT})
        JudgeFactory(panel__round__edition=edition, user=newcomer)
        with untouched(invitation), pytest.raises(Refused, match="hội đồng"):
            accept(invitation, newcomer)


class TestSeats:
    @pytest.fixture
    def panel(self, edition):
        return PanelFactory(round__edition=edition)

    @pytest.fixture
    def to_judge(self, usual, panel):
        return usual | {"role": Role.JUDGE, "panel_id": panel.pk}

    def test_a_seat_comes_of_it(self, to_judge, panel, newcomer):
        accept(invitations.invite(**to_judge), newcomer)
        assert Judge.objects.get(user=newcomer).panel == panel

    def test_with_the_fields_that_were_named(self, edition, to_judge, newcomer):
        field, _other = FieldFactory(edition=edition), FieldFactory(edition=edition)
        who = Invitee(NAME, EMAIL, fields=[field.pk])
        accept(invitations.invite(**to_judge | {"who": who}), newcomer)
        assert list(Judge.objects.get(user=newcomer).expertise.all()) == [field]

    def test_on_no_panel_of_another_edition(self, to_judge):
        other = PanelFactory()
        with pytest.raises(Refused, match="hội đồng của lần thi này"):
            invitations.invite(**to_judge | {"panel_id": other.pk})

    def test_not_without_a_panel(self, to_judge):
        with pytest.raises(Refused, match="hội đồng của lần thi này"):
            invitations.invite(**to_judge | {"panel_id": 0})

    def test_no_panel_for_a_role_in_the_edition(self, to_judge):
        with pytest.raises(Refused, match="nhiệm vụ"):
            invitations.invite(**to_judge | {"role": Role.EDITOR})

    def test_no_second_chair(self, to_judge, panel):
        JudgeFactory(panel=panel, position=Role.CHAIR)
        with pytest.raises(Refused, match="chủ tịch"):
            invitations.invite(**to_judge | {"role": Role.CHAIR})


class TestDeclining:
    def test_whoever_invited_is_told(self, invited, newcomer, host):
        invitations.decline(invitation=invited, by=newcomer, at=NOON)
        assert NAME in Message.objects.get(recipient=host).subject

    def test_not_by_somebody_else(self, invited):
        with pytest.raises(Refused, match="người khác"):
            invitations.decline(invitation=invited, by=UserFactory(), at=NOON)


class TestPending:
    """The office's own verbs, each with another edition's invitation beside."""

    @pytest.fixture
    def beside(self):
        return RoleInvitationFactory(edition_id=EditionFactory().pk)

    def test_sent_again_it_is_valid_anew(self, invited, host, beside):
        with untouched(beside):
            pending_invitations.send_again(invitations=[invited], by=host, at=days(10))
        assert RoleInvitation.objects.get(pk=invited.pk).expires_at == days(10) + VALID

    def test_the_link_of_before_opens_nothing(self, invited, host):
        old = code_of(Message.objects.get(address=EMAIL))
        pending_invitations.send_again(invitations=[invited], by=host, at=NOON)
        assert invitations.find(old) is None

    def test_the_new_one_opens_it(self, invited, host):
        pending_invitations.send_again(invitations=[invited], by=host, at=NOON)
        last = Message.objects.filter(address=EMAIL).order_by("pk").last()
        assert invitations.find(code_of(last)) == invited

    def test_slips_are_printed(self, invited, host):
        paper = pending_invitations.print_slips(invitations=[invited], by=host, at=NOON)
        assert paper.startswith(b"%PDF")

    def test_no_letter_to_who_has_no_address(self, usual, host):
        invitations.invite_on_paper(**usual | {"who": Invitee(NAME)})
        waiting = list(RoleInvitation.objects.all())
        with pytest.raises(Refused, match="không có địa chỉ"):
            pending_invitations.send_again(invitations=waiting, by=host, at=NOON)

    def test_nothing_is_withdrawn_without_a_reason(self, invited, host):
        with untouched(invited), pytest.raises(Refused, match="lý do"):
            pending_invitations.withdraw(invitations=[invited], reason="", by=host, at=NOON)

    def test_nothing_is_chosen(self, host):
        with pytest.raises(Refused, match="ít nhất một"):
            pending_invitations.print_slips(invitations=[], by=host, at=NOON)

    @pytest.mark.parametrize("verb", ["send_again", "print_slips", "withdraw"])
    def test_not_of_another_edition(self, host, beside, verb):
        more = {"reason": "Nhầm"} if verb == "withdraw" else {}
        act = getattr(pending_invitations, verb)
        with untouched(beside), pytest.raises(NotAllowed):
            act(invitations=[beside], by=host, at=NOON, **more)

    @pytest.mark.parametrize("verb", ["send_again", "print_slips", "withdraw"])
    def test_not_once_answered(self, invited, newcomer, host, verb):
        accept(invited, newcomer)
        more = {"reason": "Nhầm"} if verb == "withdraw" else {}
        with pytest.raises(WrongState):
            getattr(pending_invitations, verb)(invitations=[invited], by=host, at=NOON, **more)


def test_it_goes_with_the_account_of_its_address(invited, newcomer):
    beside = RoleInvitationFactory()
    erasure.erase(person=newcomer, by=newcomer, at=NOON)
    assert list(RoleInvitation.objects.all()) == [beside]
