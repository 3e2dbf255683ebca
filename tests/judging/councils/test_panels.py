"""Seats are given and changed with a reason, a line and a message; never by the way."""

import pytest

from accounts.models import Membership, User
from competition.errors import Refused, WrongState
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging import permissions
from judging.councils import panels, undertakings
from judging.models import Judge
from judging.scoring import keyed
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelFactory
from tests.factories.moments import NOON
from tests.refusals import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel():
    return PanelFactory()


@pytest.fixture
def office(panel) -> User:
    return secretary_of(panel.round.edition)


@pytest.fixture
def seat(panel, office) -> Judge:
    return give(panel, UserFactory(), office)


def give(panel, user, office, position="judge", reason="21/QĐ") -> Judge:
    usual = {"reason": reason, "by": office, "at": NOON}
    return panels.appoint(panel=panel, user=user, position=position, **usual)


def roles_of(user, panel) -> list[str]:
    held = Membership.objects.filter(user=user, scope="panel", scope_id=panel.pk)
    return list(held.values_list("role", flat=True))


def again(seat: Judge) -> User:
    return User.objects.get(pk=seat.user_id)


class TestASeat:
    def test_the_person_is_told_why(self, seat):
        message = Message.objects.get(recipient=seat.user)
        assert "21/QĐ" in message.body

    def test_not_without_a_reason(self, panel, office):
        person = UserFactory()
        with unchanged(), pytest.raises(Refused, match="lý do"):
            give(panel, person, office, reason=" ")

    def test_not_twice(self, panel, office, seat):
        with unchanged(), pytest.raises(WrongState):
            give(panel, seat.user, office)

    def test_the_ledger_names_nobody(self, seat):
        line = Event.objects.get(verb="judge.appointed")
        assert set(line.payload) == {"seat", "position", "digest"}

    def test_who_declined_may_be_asked_again(self, panel, office, seat):
        undertakings.decline(judge=seat, reason="Bận", by=seat.user, at=NOON)
        give(panel, seat.user, office)
        seat.refresh_from_db()
        assert seat.declined_at is None
        assert roles_of(seat.user, panel) == ["judge"]


class TestAnotherPosition:
    def test_the_seat_has_it(self, panel, office, seat):
        give(panel, seat.user, office, "chair", "Thay người")
        seat.refresh_from_db()
        assert seat.position == "chair"
        assert seat.may_conclude

    def test_the_role_of_before_ends(self, panel, office, seat):
        give(panel, seat.user, office, "chair", "Thay người")
        assert roles_of(seat.user, panel) == ["chair"]
        give(panel, seat.user, office, "judge", "Thôi giữ chức")
        assert not permissions.can_see_panel_progress(again(seat), panel)

    def test_the_ledger_has_a_line(self, panel, office, seat):
        give(panel, seat.user, office, "chair", "Thay người")
        line = Event.objects.get(verb="judge.changed")
        assert (line.payload["seat"], line.payload["position"]) == (seat.pk, "chair")
        assert line.actor == office

    def test_the_person_is_told(self, panel, office, seat):
        give(panel, seat.user, office, "chair", "Thay người")
        message = Message.objects.get(recipient=seat.user, key__startswith="rights:")
        assert "chủ tịch hội đồng" in message.body
        assert "Thay người" in message.body

    def test_not_one_without_sheets_to_somebody_who_has_them(self, panel, office, seat):
        AssignmentFactory(judge=seat)
        with unchanged(), pytest.raises(Refused, match="phiếu"):
            give(panel, seat.user, office, "panel_secretary", "Thay người")

    def test_a_beside_seat_stays(self, panel, office, seat):
        beside = give(PanelFactory(round=panel.round), seat.user, office)
        give(panel, seat.user, office, "chair", "Thay người")
        beside.refresh_from_db()
        assert beside.position == "judge"
        assert roles_of(seat.user, beside.panel) == ["judge"]

    def test_who_was_named_secretary_afterwards_does_not_check(self, panel, office, seat):
        """A judge whom the office makes its ally once it has typed."""
        Judge.objects.filter(pk=seat.pk).update(undertaking_at=NOON)
        typed = keyed.KeyedSheet(keyed_at=NOON, keyed_by=office)
        assert keyed._might_check_before(seat.user, panel, typed)
        later = NOON.replace(hour=NOON.hour + 1)
        usual = {"reason": "Thay người", "by": office, "at": later}
        panels.appoint(panel=panel, user=seat.user, position="panel_secretary", **usual)
        assert not keyed._might_check_before(again(seat), panel, typed)


class TestDeclined:
    def test_no_role_on_the_panel_is_left(self, panel, office):
        chair = give(panel, UserFactory(), office, "chair")
        undertakings.decline(judge=chair, reason="Bận", by=chair.user, at=NOON)
        assert not permissions.can_see_panel_progress(again(chair), panel)
        assert roles_of(chair.user, panel) == []

    def test_on_another_panel_it_is(self, panel, office, seat):
        beside = give(PanelFactory(round=panel.round), seat.user, office)
        undertakings.decline(judge=seat, reason="Bận", by=seat.user, at=NOON)
        assert roles_of(seat.user, beside.panel) == ["judge"]


class TestRights:
    def test_not_without_a_reason(self, seat, office):
        with unchanged(), pytest.raises(Refused, match="lý do"):
            panels.set_rights(judge=seat, rights={"may_vote": False}, reason="", by=office, at=NOON)

    def test_the_ledger_has_a_line(self, seat, office):
        usual = {"reason": "Vắng", "by": office, "at": NOON}
        panels.set_rights(judge=seat, rights={"may_vote": False}, **usual)
        assert Event.objects.get(verb="judge.changed").payload["seat"] == seat.pk
