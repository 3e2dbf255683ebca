"""The way in: a code to phone or mailbox first, a passkey first where one was used, the password
folded away.
"""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import phone_views
from accounts.membership import grant
from accounts.models import Membership, User
from foundation.notifications.models import Message
from tests.accounts.passkeys import Passkey
from tests.factories.accounts import UserFactory
from tests.judging.council import BACKEND
from tests.reading import seen

pytestmark = [pytest.mark.django_db]
PASSWORD = "ThaiNguyen2026"
NUMBER = "0912345678"


@pytest.fixture
def person() -> User:
    """An entrant: no role anywhere."""
    return UserFactory(email="nong@example.vn", password=PASSWORD)


def asks(client, email: str) -> list[str]:
    """The codes in the mails that this press has sent."""
    client.post(reverse("account_request_login_code"), {"email": email})
    words = " ".join(message.body for message in mail.outbox)
    mail.outbox.clear()
    return re.findall(r"^\s*([A-Z0-9]{3}-?[A-Z0-9]{3})\s*$", words, re.MULTILINE) or re.findall(
        r"\b[A-Z0-9]{4,8}(?:-[A-Z0-9]{4})?\b(?=\s*$)", words, re.MULTILINE
    )


class TestACodeByMail:
    def test_signs_in(self, client, person):
        (code,) = asks(client, person.email)
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert client.session["_auth_user_id"] == str(person.pk)

    @pytest.mark.parametrize("email", ["nong@example.vn", "khong-ai-ca@example.vn"])
    def test_the_demonstration_shows_the_mail_to_who_asked(self, client, person, email):
        asks(client, email)
        [shown] = client.get(reverse("sent_mail")).context["sent"]
        assert shown.address == email

    def test_and_to_nobody_else(self, client, person):
        asks(client, person.email)
        assert list(Client().get(reverse("sent_mail")).context["sent"]) == []

    def test_it_does_not_stand_in_the_inbox(self, client, person):
        asks(client, person.email)
        client.force_login(person, backend=BACKEND)
        assert list(client.get(reverse("inbox")).context["received"]) == []

    def test_a_wrong_one_does_not(self, client, person):
        asks(client, person.email)
        client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA"})
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("role", [Membership.Role.SECRETARIAT, Membership.Role.EDITOR])
    def test_none_goes_to_who_holds_a_role(self, client, person, role):
        grant(person, role, edition_id=1)
        assert asks(client, person.email) == []

    def test_none_goes_to_an_administrator(self, client, person):
        User.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
        assert asks(client, person.email) == []

    def test_the_answer_is_the_same_for_everybody(self, client, person):
        answers = set()
        grant(UserFactory(email="thu-ky@example.vn"), Membership.Role.SECRETARIAT, edition_id=1)
        for email in (person.email, "thu-ky@example.vn", "la@example.vn"):
            answer = Client().post(reverse("account_request_login_code"), {"email": email})
            answers.add((answer.status_code, answer["Location"]))
        assert len(answers) == 1

    def test_the_page_of_the_code_offers_another_one_with_a_clock(self, client, person):
        asks(client, person.email)
        page = seen(client.get(reverse("account_confirm_login_code")))
        assert 'data-wait="60"' in page
        assert "Gửi lại mã" in page


class TestTheCodeToAPhoneAgain:
    @pytest.fixture
    def asked(self, client) -> Client:
        client.post(reverse("phone_sign_in"), {"phone": NUMBER})
        return client

    def sent(self) -> int:
        return Message.objects.filter(key__startswith="sms:").count()

    def test_not_before_the_wait_is_over(self, asked):
        answer = asked.post(reverse("phone_code_again"), follow=True)
        assert self.sent() == 1
        assert "giây mới xin mã khác" in seen(answer)

    def test_then_another_one_is_sent(self, asked, monkeypatch):
        later = timezone.now() + datetime.timedelta(seconds=phone_views.WAIT + 1)
        monkeypatch.setattr(phone_views.timezone, "now", lambda: later)
        asked.post(reverse("phone_code_again"))
        assert self.sent() == 2

    def test_the_number_of_nobody_leads_to_the_first_page(self, client):
        answer = client.post(reverse("phone_code_again"))
        assert answer.url == reverse("phone_sign_in")
        assert self.sent() == 0

    def test_opened_it_leads_back_and_sends_none(self, asked):
        answer = asked.get(reverse("phone_code_again"))
        assert answer.url.startswith(reverse("phone_code"))
        assert self.sent() == 1


class TestTheOrder:
    def page(self, client) -> str:
        return seen(client.get(reverse("account_login")))

    def test_phone_and_mailbox_first_the_password_folded(self, client):
        page = self.page(client)
        places = [page.index(word) for word in ('name="phone"', 'name="email"', "passkey_login")]
        assert places == sorted(places)
        assert '<details class="entrance-password">' in page
        assert page.index("passkey_login") < page.index('name="password"')

    def test_a_wrong_password_unfolds_it(self, client, person):
        answer = client.post(
            reverse("account_login"), {"login": person.email, "password": "sai-roi-nhe"}
        )
        assert '<details class="entrance-password" open>' in seen(answer)

    def test_the_passkey_first_where_its_owner_has_signed_in(self, client, person):
        Passkey(person)
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        client.cookies["sessionid"] = ""
        client.cookies["passkey"] = "1"
        page = self.page(client)
        assert page.index("passkey_login") < page.index('name="phone"')

    def test_whoever_has_none_is_offered_one_once(self, client, person):
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        address = reverse("my_entries")
        offer = "Lần sau chỉ cần vân tay"
        assert offer in seen(client.get(address))
        assert offer not in seen(client.get(address))

    def test_whoever_has_one_is_not(self, client, person):
        client.force_login(person, backend=BACKEND)
        assert "Lần sau chỉ cần vân tay" not in seen(client.get(reverse("my_entries")))

    def test_people_without_either_find_the_officers_way(self, client):
        assert "in mã cho bạn" in self.page(client)

    def test_the_wish_to_go_on_is_kept_by_every_way(self, client):
        page = seen(client.get(reverse("account_login"), {"next": "/ho-so/"}))
        assert page.count('name="next" value="/ho-so/"') == 4
