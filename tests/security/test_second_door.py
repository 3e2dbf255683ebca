"""Who works for the contest shows a second factor before the first page, and after twelve hours.

Everybody here signs in with a password at the page, as somebody who has stolen it would.
"""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import proving
from accounts.membership import grant
from accounts.models import Membership
from foundation.jobs.drain import drain
from foundation.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.proven import records_of

pytestmark = pytest.mark.django_db
PASSWORD = "chè-xanh-Tân-Cương-7"
Role = Membership.Role
PROVE = "/tai-khoan/xac-nhan/"
ASKED = [
    Role.SECRETARIAT,
    Role.EDITOR,
    Role.COMMITTEE,
    Role.CHAIR,
    Role.VICE_CHAIR,
    Role.PANEL_SECRETARY,
]


@pytest.fixture
def edition():
    return EditionFactory()


def known(email: str, **columns):
    """A person whose address is verified, with a password."""
    return UserFactory(email=email, password=PASSWORD, **columns)


def holding(role: str, edition):
    """A person with this role in an edition or on a panel."""
    user = known(f"{role}@example.vn".replace("_", "-"))
    if role in (Role.CHAIR, Role.VICE_CHAIR, Role.PANEL_SECRETARY, Role.JUDGE):
        grant(user, role, panel_id=1)
    else:
        grant(user, role, edition_id=edition.pk)
    return user


def thief(user) -> Client:
    """A browser in which the right password was typed, and nothing more."""
    visitor = Client()
    answer = visitor.post(
        "/tai-khoan/login/", {"login": user.email, "password": PASSWORD}, follow=False
    )
    assert answer.status_code == 302
    return visitor


def is_stopped(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith(PROVE)


def sent_code(visitor) -> str:
    """The six digits that the button sends by mail, to nobody else."""
    drain()
    before = len(mail.outbox)
    visitor.post(reverse("send_proof_code"))
    drain()
    (letter,) = mail.outbox[before:]
    return re.search(r"\b\d{6}\b", letter.subject)[0]


def proven(user) -> Client:
    visitor = thief(user)
    visitor.post(PROVE, {"code": sent_code(visitor)})
    return visitor


class TestWhoIsStopped:
    @pytest.mark.parametrize("role", ASKED)
    @pytest.mark.parametrize("page", ["my_work", "account_page", "inbox", "my_entries"])
    def test_a_password_alone_opens_no_page(self, edition, role, page):
        assert is_stopped(thief(holding(role, edition)).get(reverse(page)))

    @pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.EDITOR])
    def test_nor_the_office(self, edition, role):
        assert is_stopped(thief(holding(role, edition)).get("/quan-tri/"))

    def test_nor_anything_to_an_administrator(self):
        user = known("goc@example.vn", is_superuser=True, is_staff=True)
        assert is_stopped(thief(user).get("/quan-tri/users/"))

    @pytest.mark.parametrize(
        "page",
        [
            "account_email",
            "account_change_password",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_generate_recovery_codes",
            "account_reauthenticate",
        ],
    )
    def test_nor_what_would_set_up_a_factor_or_an_address_of_ones_own(self, edition, page):
        visitor = thief(holding(Role.SECRETARIAT, edition))
        assert is_stopped(visitor.get(reverse(page)))
        assert is_stopped(visitor.post(reverse(page), {"email": "ke@example.vn"}))

    def test_a_role_that_is_given_meanwhile_asks_at_once(self, edition):
        user = known("an@example.vn")
        visitor = thief(user)
        assert visitor.get(reverse("my_entries")).status_code == 200
        grant(user, Role.COMMITTEE, edition_id=edition.pk)
        assert is_stopped(visitor.get(reverse("my_entries")))

    def test_a_judge_is_stopped_where_judges_work(self, edition):
        visitor = thief(holding(Role.JUDGE, edition))
        assert is_stopped(visitor.get(reverse("judge_desk")))

    def test_a_judge_is_not_stopped_where_entrants_work(self, edition):
        visitor = thief(holding(Role.JUDGE, edition))
        assert visitor.get(reverse("my_entries")).status_code == 200

    @pytest.mark.parametrize("page", ["my_entries", "account_page", "inbox"])
    def test_an_entrant_is_not_stopped(self, page):
        assert thief(known("an@example.vn")).get(reverse(page)).status_code == 200

    def test_a_focal_point_is_not_stopped(self, edition):
        visitor = thief(holding(Role.FOCAL_POINT, edition))
        assert visitor.get(reverse("account_page")).status_code == 200

    @pytest.mark.parametrize("page", ["verify_lookup", "ledger_heads", "votes"])
    def test_what_strangers_read_is_read_before_the_proof_too(self, edition, page):
        visitor = thief(holding(Role.COMMITTEE, edition))
        assert visitor.get(reverse(page)).status_code == 200

    def test_the_way_out_is_open(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        visitor.post(reverse("account_logout"))
        assert "_auth_user_id" not in visitor.session


class TestTheProof:
    @pytest.mark.parametrize("role", ASKED)
    def test_the_code_that_was_sent_opens_the_pages(self, edition, role):
        visitor = proven(holding(role, edition))
        assert visitor.get(reverse("account_page")).status_code == 200

    def test_a_wrong_code_opens_nothing(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        code = sent_code(visitor)
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        answer = visitor.post(PROVE, {"code": wrong})
        assert answer.status_code == 422
        assert is_stopped(visitor.get(reverse("account_page")))

    def test_the_code_of_another_person_opens_nothing(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        visitor.post(reverse("send_proof_code"))
        other = thief(holding(Role.SECRETARIAT, edition))
        assert visitor.post(PROVE, {"code": sent_code(other)}).status_code == 422

    def test_the_code_stands_nowhere_on_the_accounts_own_pages(self, edition):
        user = holding(Role.COMMITTEE, edition)
        visitor = proven(user)
        code = sent_code(visitor)
        assert code not in visitor.get(reverse("inbox")).content.decode()
        assert not Message.objects.filter(recipient=user, subject__contains=code).exists()

    def test_no_code_passes_by_an_app(self, edition):
        """Whoever reads the mail has no way around the device that was set up."""
        user = holding(Role.COMMITTEE, edition)
        visitor = thief(user)
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        before = len(mail.outbox)
        visitor.post(reverse("send_proof_code"))
        drain()
        assert len(mail.outbox) == before

    def test_who_has_signed_in_with_an_app_is_not_asked_again(self, edition):
        user = holding(Role.COMMITTEE, edition)
        secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        TOTP.activate(user, secret)
        visitor = thief(user)
        shown = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
        visitor.post(reverse("mfa_authenticate"), {"code": shown})
        assert visitor.get(reverse("account_page")).status_code == 200

    def test_one_goes_on_to_where_one_wanted_to_go(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        stopped = visitor.get(reverse("account_page"))
        code = sent_code(visitor)
        answer = visitor.post(PROVE, {"code": code, "next": reverse("account_page")})
        assert stopped.url == f"{PROVE}?next=%2Ftai-khoan%2F"
        assert answer.url == reverse("account_page")

    @pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com/", "javascript:1"])
    def test_one_goes_on_to_no_strange_site(self, edition, wanted):
        visitor = thief(holding(Role.COMMITTEE, edition))
        answer = visitor.post(PROVE, {"code": sent_code(visitor), "next": wanted})
        assert answer.url == reverse("my_work")

    def test_what_was_sent_before_the_proof_is_not_lost(self, edition):
        user = holding(Role.COMMITTEE, edition)
        visitor = thief(user)
        address = reverse("account_page")
        visitor.post(address, {"full_name": "Lường Thị Chiên", "language": "vi"})
        visitor.post(PROVE, {"code": sent_code(visitor), "next": address})
        user.refresh_from_db()
        assert user.full_name == "Lường Thị Chiên"

    def test_nothing_that_was_sent_is_done_before_the_proof(self, edition):
        user = holding(Role.COMMITTEE, edition)
        thief(user).post(reverse("account_page"), {"full_name": "Kẻ Gian", "language": "vi"})
        user.refresh_from_db()
        assert user.full_name != "Kẻ Gian"


class TestHowLongItHolds:
    @pytest.mark.parametrize(("age", "stops"), [(-60, False), (60, True)])
    def test_it_holds_for_twelve_hours(self, edition, age, stops):
        user = holding(Role.COMMITTEE, edition)
        visitor = thief(user)
        session = visitor.session
        session.update(records_of(user, at=time.time() - proving.GOOD_FOR - age))
        session.save()
        assert is_stopped(visitor.get(reverse("account_page"))) is stops

    def test_the_proof_of_one_person_is_none_of_another(self, edition):
        user = holding(Role.COMMITTEE, edition)
        visitor = thief(user)
        session = visitor.session
        session.update(records_of(holding(Role.SECRETARIAT, edition)))
        session.save()
        assert is_stopped(visitor.get(reverse("account_page")))

    def test_a_password_is_no_second_factor(self, edition):
        user = holding(Role.COMMITTEE, edition)
        visitor = thief(user)
        assert visitor.session["account_authentication_methods"][0]["method"] == "password"
        assert is_stopped(visitor.get(reverse("account_page")))


class TestThePageThatAsks:
    @staticmethod
    def first_choice(page) -> str:
        """The button that is offered first: the one that is not plain."""
        text = page.content.decode()
        buttons = re.findall(r'<button\s+class="button"([^>]*)>\s*([^<]+?)\s*</button>', text)
        return next(label for attributes, label in buttons if "data-variant" not in attributes)

    def test_it_offers_to_send_a_code_first(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        assert self.first_choice(visitor.get(PROVE)) == "Gửi mã cho tôi"

    def test_a_wrong_code_that_nobody_sent_does_not_change_that(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        page = visitor.post(PROVE, {"code": "000000"})
        assert self.first_choice(page) == "Gửi mã cho tôi"

    def test_then_it_offers_to_confirm(self, edition):
        visitor = thief(holding(Role.COMMITTEE, edition))
        page = visitor.post(reverse("send_proof_code"))
        assert self.first_choice(page) == "Xác nhận"

    def test_who_has_an_app_is_offered_no_code(self, edition):
        user = holding(Role.COMMITTEE, edition)
        visitor = thief(user)
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        page = visitor.get(PROVE)
        assert self.first_choice(page) == "Xác nhận"
        assert "Gửi mã cho tôi" not in page.content.decode()
