"""An address that was never verified does nothing: whoever typed it first may be a stranger."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts import addresses
from accounts.models import Membership, Unit
from cms.desk import FocalForm
from competition import clock
from competition.errors import NotAllowed, Refused
from judging.councils import panels
from judging.office.forms import SeatForm
from submissions.sharing import units
from tests.factories.accounts import UserFactory
from tests.factories.judging import PanelFactory
from tests.factories.voting import CandidateFactory, PollFactory
from voting import casting, permissions

pytestmark = pytest.mark.django_db
EMAIL = "nhan@example.vn"


@pytest.fixture
def squatter():
    """Somebody who has registered with the address of another and cannot confirm it."""
    user = UserFactory(email=EMAIL, confirms=False)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=False, primary=True)
    return user


@pytest.fixture
def owner():
    return UserFactory(email=EMAIL)


@pytest.fixture
def administrator():
    return UserFactory(email="goc@example.vn", is_superuser=True)


@pytest.fixture
def panel():
    return PanelFactory()


@pytest.fixture
def unit():
    return Unit.add_root(name="Tỉnh", kind="province", code="T").add_child(
        name="Trường", kind="school", code="T1"
    )


class TestWhoseItIs:
    def test_it_is_nobodys_before_it_is_confirmed(self, squatter):
        assert addresses.person_of(EMAIL) is None

    def test_then_it_is_its_owners_however_it_is_typed(self, owner):
        assert addresses.person_of(f" {EMAIL.upper()} ") == owner

    def test_an_address_that_somebody_has_confirmed_beside_the_own_is_not_the_accounts(self):
        user = UserFactory(email="khac@example.vn")
        EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=False)
        assert addresses.person_of(EMAIL) is None

    def test_a_phone_that_has_answered_counts(self):
        user = UserFactory(email=None, phone="+84912345678", phone_verified_at=timezone.now())
        assert addresses.is_verified(user)

    def test_a_phone_that_was_only_written_down_does_not(self):
        assert not addresses.is_verified(UserFactory(email=None, phone="+84912345678"))


class TestNoSeat:
    def test_the_form_finds_the_owner(self, owner, panel):
        form = seat_form(panel)
        assert form.is_valid()
        assert form.cleaned_data["email"] == owner

    def test_the_form_finds_nobody_else(self, squatter, panel):
        assert "email" in seat_form(panel).errors

    def test_the_verb_refuses(self, squatter, panel, administrator):
        with pytest.raises(Refused, match="chưa xác nhận thư điện tử"):
            panels.appoint(
                panel=panel, user=squatter, by=administrator, reason="1/QĐ", at=clock.now()
            )

    def test_nothing_of_it_is_kept(self, squatter, panel, administrator):
        with pytest.raises(Refused):
            panels.appoint(
                panel=panel, user=squatter, by=administrator, reason="1/QĐ", at=clock.now()
            )
        assert not Membership.objects.filter(user=squatter).exists()


def seat_form(panel) -> SeatForm:
    typed = {"panel": panel.pk, "email": EMAIL, "position": "judge", "reason": "1/QĐ"}
    return SeatForm(typed, judging_round=panel.round)


class TestNoFocalPoint:
    def test_the_form_finds_the_owner(self, owner, unit):
        assert FocalForm({"email": EMAIL, "unit": unit.pk, "reason": "1/QĐ"}).is_valid()

    def test_the_form_finds_nobody_else(self, squatter, unit):
        assert "email" in FocalForm({"email": EMAIL, "unit": unit.pk, "reason": "1/QĐ"}).errors

    def test_the_verb_refuses(self, squatter, unit, panel, administrator):
        edition = panel.round.edition
        with pytest.raises(Refused, match="chưa xác nhận thư điện tử"):
            units.appoint(
                edition=edition,
                user=squatter,
                unit=unit,
                by=administrator,
                at=clock.now(),
                reason="1/QĐ",
            )


class TestNoVote:
    def test_who_has_confirmed_may_vote(self, owner):
        assert permissions.can_vote(owner)

    def test_who_has_not_may_not(self, squatter):
        assert not permissions.can_vote(squatter)

    def test_the_verb_refuses(self, squatter):
        candidate = CandidateFactory()
        PollFactory(edition=candidate.edition)
        with pytest.raises(NotAllowed):
            casting.cast(candidate=candidate, by=squatter, at=timezone.now())
