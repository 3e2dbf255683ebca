"""A code on paper opens what it was made for, once, and nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import phone, printed_codes, second_factor
from accounts.membership import grant
from accounts.models import Membership, SignInCode
from competition.errors import NotAllowed, Refused
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from submissions.sharing import behalf
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory

pytestmark = pytest.mark.django_db
NUMBER = "+84912345678"
Role = Membership.Role
Purpose = SignInCode.Purpose


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def clerk(edition):
    clerk = UserFactory(email="thuky@example.vn")
    grant(clerk, Role.SECRETARIAT, edition_id=edition.pk)
    return clerk


def with_a_role(role: str, edition):
    person = UserFactory(email="an@example.vn", phone=NUMBER)
    if role in (Role.CHAIR, Role.JUDGE):
        grant(person, role, panel_id=1)
    else:
        grant(person, role, edition_id=edition.pk)
    return person


def prints(clerk, edition, number: str = NUMBER) -> list[str]:
    _person, codes = behalf.print_sign_in_codes(
        edition=edition, phone=number, full_name="Lò Văn Pản", by=clerk, at=timezone.now()
    )
    return codes


def signs_in(client, code: str) -> bool:
    client.post(reverse("phone_sign_in"), {"phone": NUMBER})
    client.post(reverse("phone_code"), {"code": code})
    return "_auth_user_id" in client.session


ROLES = [Role.SECRETARIAT, Role.EDITOR, Role.COMMITTEE, Role.FOCAL_POINT, Role.CHAIR, Role.JUDGE]


class TestForWhom:
    def test_a_person_without_a_role_signs_in(self, client, clerk, edition):
        assert signs_in(client, prints(clerk, edition)[0])

    @pytest.mark.parametrize("role", ROLES)
    def test_none_is_printed_for_an_account_with_a_role(self, clerk, edition, role):
        with_a_role(role, edition)
        with pytest.raises(Refused, match="mã in không mở được"):
            prints(clerk, edition)

    def test_none_is_printed_for_an_administrator(self, clerk, edition):
        UserFactory(email="goc@example.vn", phone=NUMBER, is_superuser=True)
        with pytest.raises(Refused, match="mã in không mở được"):
            prints(clerk, edition)

    @pytest.mark.parametrize("role", ROLES)
    def test_one_from_before_the_role_opens_nothing(self, client, clerk, edition, role):
        code = prints(clerk, edition)[0]
        person = phone.person(NUMBER)
        grant(person, role, edition_id=edition.pk)
        assert not signs_in(client, code)

    @pytest.mark.parametrize("other", ["nobody", "another edition's secretary"])
    def test_the_secretariat_alone_prints_them(self, edition, other):
        by = UserFactory(email="ai@example.vn")
        if other != "nobody":
            grant(by, Role.SECRETARIAT, edition_id=EditionFactory().pk)
        with pytest.raises(NotAllowed):
            behalf.print_sign_in_codes(
                edition=edition, phone=NUMBER, full_name="Ai", by=by, at=timezone.now()
            )

    def test_the_page_says_so_beside_the_field_and_keeps_what_was_typed(
        self, client, clerk, edition
    ):
        with_a_role(Role.COMMITTEE, edition)
        client.force_login(clerk)
        address = reverse("print_sign_in_codes", args=[edition.slug])
        page = client.post(address, {"full_name": "Lò Văn Pản", "phone": "0912345678"})
        text = page.content.decode()
        assert page["Content-Type"].startswith("text/html")
        assert "mã in không mở được" in text
        assert "Lò Văn Pản" in text


class TestForWhat:
    def test_a_judges_code_signs_nobody_in(self, client, clerk):
        judge = UserFactory(email=None, phone=NUMBER)
        codes = printed_codes.renew(judge, purpose=Purpose.PROOF, by=clerk, at=timezone.now())
        assert not signs_in(client, codes[0])

    def test_a_sign_in_code_proves_nothing(self, clerk, edition):
        code = prints(clerk, edition)[0]
        person = phone.person(NUMBER)
        assert not second_factor.check(person, code, None, at=timezone.now())

    def test_a_judges_code_proves_who_it_is(self, clerk):
        judge = UserFactory(email=None, phone=NUMBER)
        codes = printed_codes.renew(judge, purpose=Purpose.PROOF, by=clerk, at=timezone.now())
        assert second_factor.check(judge, codes[0], None, at=timezone.now())

    def test_a_fresh_sheet_for_one_purpose_leaves_the_other(self, client, clerk, edition):
        code = prints(clerk, edition)[0]
        person = phone.person(NUMBER)
        printed_codes.renew(person, purpose=Purpose.PROOF, by=clerk, at=timezone.now())
        assert signs_in(client, code)


class TestWhatItShows:
    def test_a_printed_code_makes_no_phone_count_as_verified(self, client, clerk, edition):
        signs_in(client, prints(clerk, edition)[0])
        assert phone.person(NUMBER).phone_verified_at is None

    def test_the_digits_that_were_sent_do(self, client, clerk, edition):
        prints(clerk, edition)
        client.post(reverse("phone_sign_in"), {"phone": NUMBER})
        sent = Message.objects.filter(address=NUMBER).latest("pk").subject
        digits = "".join(letter for letter in sent[:7] if letter.isdigit())
        assert signs_in_with(client, digits)
        assert phone.person(NUMBER).phone_verified_at is not None


def signs_in_with(client, code: str) -> bool:
    client.post(reverse("phone_code"), {"code": code})
    return "_auth_user_id" in client.session


class TestWhatIsLeftBehind:
    def test_its_owner_is_told_by_whom(self, clerk, edition):
        prints(clerk, edition)
        letter = Message.objects.get(recipient=phone.person(NUMBER))
        assert clerk.full_name in letter.body

    def test_no_code_stands_in_what_the_owner_is_told(self, clerk, edition):
        codes = prints(clerk, edition)
        letter = Message.objects.get(recipient=phone.person(NUMBER))
        assert not [code for code in codes if code in letter.subject + letter.body]

    def test_the_ledger_says_who_printed_for_whom(self, clerk, edition):
        prints(clerk, edition)
        line = Event.objects.get(chain__name=edition.chain, verb="person.codes_printed")
        assert (line.payload, line.actor) == ({"person": phone.person(NUMBER).pk}, clerk)
