"""Two people, roles, codes and devices side by side: what one has opens and ends nothing of the
other.
"""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from accounts import membership, permissions, phone, printed_codes, second_factor
from accounts.forms import ProfileForm
from accounts.models import Membership, SignInCode, User
from foundation.vault import codes
from tests.beside import untouched
from tests.factories.accounts import (
    MembershipFactory,
    SignInCodeFactory,
    UnitFactory,
    UserFactory,
)
from tests.factories.foundation import MessageFactory
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role
Scope = Membership.Scope
NUMBER = "+84912345678"
CODE = "ABCD-EFGH-JKMN"
SIGN_IN = SignInCode.Purpose.SIGN_IN
DIGEST = codes.code_digest(CODE)


@pytest.fixture
def person() -> User:
    return UserFactory(phone=NUMBER)


class TestPrintedCodes:
    def test_the_older_codes_of_one_person_end(self, person):
        old = SignInCodeFactory(user=person)
        others = [SignInCodeFactory(), SignInCodeFactory(user=person, used_at=days(-0.5))]
        with untouched(*others):
            printed_codes.renew(person, purpose=SIGN_IN, by=UserFactory(), at=NOON)
        old.refresh_from_db()
        assert old.expires_at == NOON

    def test_a_code_is_used_up_alone(self, person):
        ours = SignInCodeFactory(user=person, digest=DIGEST)
        others = [SignInCodeFactory(user=person), SignInCodeFactory()]
        with untouched(*others):
            assert printed_codes.use(CODE, purpose=SIGN_IN, at=NOON, user=person)
        ours.refresh_from_db()
        assert ours.used_at == NOON

    @pytest.mark.parametrize(
        "columns",
        [{"used_at": days(-0.5)}, {"expires_at": NOON}, {"user": None}, {"digest": "0" * 64}],
        ids=lambda columns: next(iter(columns)),
    )
    def test_one_that_is_not_good_opens_nothing_because_another_is(self, person, columns):
        if "user" in columns:
            columns = {"user": UserFactory()}
        ours = SignInCodeFactory(**{"user": person, "digest": DIGEST} | columns)
        good = SignInCodeFactory(user=person)
        with untouched(ours, good):
            assert not printed_codes.use(CODE, purpose=SIGN_IN, at=NOON, user=person)

    @pytest.mark.parametrize("whose", ["another phone", "an account out of use"])
    def test_by_phone_the_code_is_of_who_has_that_phone(self, person, whose):
        state, _sent = phone.begin(NUMBER, at=NOON)
        if whose == "another phone":
            holder = UserFactory(phone="+84987654321")
        else:
            User.objects.filter(pk=person.pk).update(is_active=False)
            holder = person
        kept = SignInCodeFactory(user=holder, digest=DIGEST)
        with untouched(kept):
            assert not phone.check(state, CODE, at=NOON)


class TestTheSecondFactor:
    def device(self, user, kind) -> Authenticator:
        if kind == Authenticator.Type.TOTP:
            return TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance
        return Authenticator.objects.create(user=user, type=kind, data={})

    def code_of_the_app(self) -> str:
        counter = next(iter(yield_hotp_counters_from_time()))
        return format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))

    def test_the_app_is_the_persons_own(self, person):
        self.device(UserFactory(), Authenticator.Type.TOTP)
        assert not second_factor.has_app(person)
        assert not second_factor.check(person, self.code_of_the_app(), None, at=NOON)

    def test_a_key_is_no_app(self, person):
        self.device(person, Authenticator.Type.WEBAUTHN)
        assert not second_factor.has_app(person)
        assert not second_factor.check(person, "123456", None, at=NOON)

    def test_the_own_app_beside_a_key_is(self, person):
        self.device(person, Authenticator.Type.WEBAUTHN)
        self.device(person, Authenticator.Type.TOTP)
        assert second_factor.has_app(person)
        assert second_factor.check(person, self.code_of_the_app(), None, at=NOON)

    def test_the_key_is_the_persons_own(self, person):
        self.device(UserFactory(), Authenticator.Type.WEBAUTHN)
        assert second_factor.passkey_options(person) is None

    def test_an_app_is_no_key(self, person):
        self.device(person, Authenticator.Type.TOTP)
        assert second_factor.passkey_options(person) is None


class TestRoles:
    def staff(self) -> list[User]:
        return list(permissions.staff_of(Role.SECRETARIAT, edition_id=7))

    def test_the_staff_of_an_edition(self):
        ours = MembershipFactory(scope=Scope.EDITION, scope_id=7).user
        everywhere, both = (MembershipFactory().user for _number in range(2))
        membership.grant(both, Role.SECRETARIAT, edition_id=7)
        assert set(self.staff()) == {ours, everywhere, both}
        assert len(self.staff()) == 3

    @pytest.mark.parametrize(
        "columns",
        [
            {"scope": Scope.EDITION, "scope_id": 8},
            {"scope": Scope.PANEL, "scope_id": 7},
            {"scope": Scope.EDITION, "scope_id": 7, "role": Role.COMMITTEE},
            {"role": Role.EDITOR},
            {"scope": Scope.EDITION, "scope_id": 7, "user__is_active": False},
        ],
        ids=str,
    )
    def test_nobody_of_another_edition_panel_or_role_and_nobody_who_left(self, columns):
        MembershipFactory(**columns)
        assert self.staff() == []

    def test_a_role_here_and_another_elsewhere_are_not_one(self):
        both = MembershipFactory(scope=Scope.EDITION, scope_id=7, role=Role.COMMITTEE).user
        MembershipFactory(user=both, scope=Scope.EDITION, scope_id=8)
        assert self.staff() == []

    def test_who_has_a_seat_on_a_panel(self):
        seat = MembershipFactory(scope=Scope.PANEL, scope_id=7, role=Role.JUDGE).user
        MembershipFactory(scope=Scope.EDITION, scope_id=7, role=Role.COMMITTEE)
        MembershipFactory()
        assert permissions.people_on_panels() == [seat]

    def test_the_seats_of_a_committee(self):
        ours = MembershipFactory(scope=Scope.EDITION, scope_id=7, role=Role.COMMITTEE)
        MembershipFactory(scope=Scope.EDITION, scope_id=8, role=Role.COMMITTEE)
        MembershipFactory(scope=Scope.PANEL, scope_id=7, role=Role.COMMITTEE)
        MembershipFactory(scope=Scope.EDITION, scope_id=7)
        MembershipFactory(role=Role.COMMITTEE)
        assert membership.committee_seats(edition_id=7).get() == ours

    def test_a_role_is_given_to_one_person(self, person):
        beside = MembershipFactory(scope=Scope.EDITION, scope_id=7)
        with untouched(beside):
            given = membership.grant(person, Role.SECRETARIAT, edition_id=7)
        assert given.user == person


class TestPeople:
    def test_a_phone_is_its_persons(self, person):
        UserFactory(phone="+84987654321")
        assert phone.person(NUMBER) == person
        assert phone.person("+84911111111") is None

    def test_an_account_that_is_out_of_use_is_nobodys(self):
        UserFactory(phone=NUMBER, is_active=False)
        assert phone.person(NUMBER) is None

    def test_fresh_codes_are_those_of_the_person_with_the_phone(self):
        person = UserFactory(email=None, phone=NUMBER)
        beside = SignInCodeFactory()
        with untouched(beside):
            user, fresh = phone.print_codes(
                phone=NUMBER, full_name="Lê An", by=UserFactory(), at=NOON
            )
        assert user == person
        assert SignInCode.objects.filter(user=person).count() == len(fresh)

    def test_a_unit_is_chosen_among_those_below_the_root(self, person):
        root = UnitFactory()
        unit = UnitFactory(parent=root)
        assert list(ProfileForm(instance=person).fields["unit"].queryset) == [unit]

    def test_units_stand_in_the_order_of_the_alphabet(self, person):
        root = UnitFactory()
        for name in ("Xã Na Rì", "Phường Bắc Kạn", "Phường Bách Quang", "Xã Nà Phặc"):
            UnitFactory(parent=root, name=name)
        choices = [label for _value, label in ProfileForm(instance=person).fields["unit"].choices]
        assert [str(label) for label in choices[1:]] == [
            "Phường Bách Quang",
            "Phường Bắc Kạn",
            "Xã Na Rì",
            "Xã Nà Phặc",
        ]

    def test_the_mail_that_a_browser_sees_is_what_it_caused(self, client):
        ours = MessageFactory()
        MessageFactory()
        session = client.session
        session["mail"] = [ours.pk]
        session.save()
        assert list(client.get(reverse("sent_mail")).context["sent"]) == [ours]
