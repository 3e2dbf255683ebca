"""Sign-in by phone: a code by SMS, a printed code once, a new person's name, limits; nobody learns
whose number it is.
"""

import datetime
import io
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdfium2
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts import digits, phone, printed_codes
from accounts.models import Consent, SignInCode, User
from foundation.jobs.drain import drain
from foundation.notifications import sms
from foundation.notifications.models import Message
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NUMBER = "+84912345678"


@pytest.fixture
def person():
    return UserFactory(
        email=None, phone=NUMBER, full_name="Hoàng Thị Mỷ", phone_verified_at=timezone.now()
    )


def ask(client, number="0912 345 678", following=""):
    return client.post(reverse("phone_sign_in") + following, {"phone": number})


def sent_code() -> str:
    return re.search(r"\d{6}", Message.objects.filter(address=NUMBER).first().subject)[0]


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", NUMBER),
        ("84912345678", NUMBER),
        ("+84 912.345.678", NUMBER),
        ("0084912345678", NUMBER),
        ("912345678", NUMBER),
    ],
)
def test_a_number_has_one_form(typed, kept):
    assert sms.normal(typed) == kept


@pytest.mark.parametrize("typed", ["", "12", "abc", "0912-345", "091234567890123456"])
def test_what_is_no_number(client, typed):
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        sms.normal(typed)
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_the_code_signs_in_the_person_of_this_number(client, person):
    assert ask(client, following="?next=/ho-so/")["Location"].startswith(reverse("phone_code"))
    wrong = f"{(int(sent_code()) + 1) % 10**6:06d}"
    answer = client.post(reverse("phone_code"), {"code": wrong})
    assert answer.status_code == 422
    assert wrong in answer.content.decode()
    assert not is_in(client)
    answer = client.post(reverse("phone_code") + "?next=/ho-so/", {"code": sent_code()})
    assert answer["Location"] == "/ho-so/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_new_number_is_asked_for_a_name_and_a_consent(client):
    ask(client)
    assert client.get(reverse("phone_name"))["Location"] == reverse(
        "phone_sign_in"
    )  # not before the code
    client.post(reverse("phone_code"), {"code": sent_code()})
    bad = client.post(reverse("phone_name"), {"full_name": "Lò Văn Pản"})
    assert bad.status_code == 422
    assert "Lò Văn Pản" in bad.content.decode()
    assert not User.objects.filter(phone=NUMBER).exists()
    client.post(reverse("phone_name"), {"full_name": "Lò Văn Pản", "personal_data": "on"})
    user = User.objects.get(phone=NUMBER)
    assert is_in(client)
    assert user.phone_verified_at
    assert user.email is None
    assert Consent.objects.filter(user=user).count() == 1


def test_pages_are_the_same_whether_the_number_is_known_or_not(client, person):
    texts = []
    for number in ("0912345678", "0999888777"):
        page = client.post(
            reverse("phone_sign_in"), {"phone": number}, follow=True
        ).content.decode()
        texts.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
    assert texts[0] == texts[1]


def test_an_old_code_and_too_many_tries_do_not_open(client, person):
    ask(client)
    state = client.session["phone_sign_in"]
    assert phone.check(dict(state), sent_code(), at=timezone.now() + datetime.timedelta(minutes=9))
    assert not phone.check(
        dict(state), sent_code(), at=timezone.now() + datetime.timedelta(minutes=11)
    )
    for _try in range(digits.TRIES):
        client.post(reverse("phone_code"), {"code": "x"})
    assert client.post(reverse("phone_code"), {"code": sent_code()}).status_code == 422
    assert not is_in(client)


def test_a_printed_code_opens_once_and_for_its_person_only(client, person):
    clerk = UserFactory(email="thuky@example.vn", full_name="Thư Ký")
    _user, codes = phone.print_codes(
        phone="0912345678", full_name="bỏ qua", by=clerk, at=timezone.now()
    )
    assert len(codes) == printed_codes.ON_A_SHEET
    assert not SignInCode.objects.filter(digest__in=codes).exists()
    ask(client, "0999888777")
    client.post(reverse("phone_code"), {"code": codes[0]})
    assert not is_in(client)  # another number's
    ask(client)
    client.post(reverse("phone_code"), {"code": codes[0].lower()})
    assert client.session["_auth_user_id"] == str(person.pk)
    client.logout()
    ask(client)
    client.post(reverse("phone_code"), {"code": codes[0]})
    assert not is_in(client)  # used up
    phone.print_codes(phone="0912345678", full_name="", by=clerk, at=timezone.now())
    client.post(reverse("phone_code"), {"code": codes[1]})
    assert not is_in(client)  # a new sheet ends the old one


def test_only_the_secretariat_prints_codes_and_makes_the_account(begun, client):
    address = reverse("print_sign_in_codes", args=[begun.edition.slug])
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    for user, status in (
        (begun.cast.entrants[0], 404),
        (begun.cast.judges[0], 404),
        (begun.cast.secretary, 200),
    ):
        client.force_login(user, backend=backend)
        answer = client.post(address, {"full_name": "Lò Văn Pản", "phone": "0912345678"})
        assert answer.status_code == status
        assert User.objects.filter(phone=NUMBER).exists() is (status == 200)
    text = pypdfium2.PdfDocument(io.BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert len(re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)) == printed_codes.ON_A_SHEET
    assert "Lò Văn Pản" in text
    bad = client.post(address, {"full_name": "Lò Văn Pản", "phone": "12"})
    assert bad.status_code == 422
    assert "Lò Văn Pản" in bad.content.decode()


def test_codes_to_one_number_are_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"phone_code": "2/h/key", "phone_try": "9/h/key"}
    cache.clear()
    assert [ask(client).status_code for _time in range(3)] == [302, 302, 422]
    assert ask(client, "0999888777").status_code == 302


def test_where_the_person_is_sent_afterwards_is_on_this_site(client, person):
    ask(client)
    answer = client.post(
        reverse("phone_code") + "?next=https://example.com/", {"code": sent_code()}
    )
    assert answer["Location"].startswith("/viec-cua-toi/")


class Gateway(BaseHTTPRequestHandler):
    """A gateway on this machine that notes what it is asked to send."""

    told: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args):
        """Quiet."""


def test_a_gateway_is_asked_with_its_own_names_and_a_silent_one_is_asked_again(
    client, settings, person
):
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL, settings.SMS_TOKEN = (
        f"http://127.0.0.1:{server.server_port}/send",
        "bí-mật".encode().hex(),
    )
    settings.SMS_BODY = {"to": "phone", "text": "content", "with": {"brandname": "DMST"}}
    try:
        ask(client)
        drain()
    finally:
        server.shutdown()
        server.server_close()
    (token, body), code = Gateway.told[-1], sent_code()
    assert token.endswith(settings.SMS_TOKEN)
    assert body["phone"] == NUMBER
    assert body["brandname"] == "DMST"
    assert code in body["content"]
    assert Message.objects.get(address=NUMBER).delivery == "sent"
    ask(client)
    drain()  # nobody answers there any more
    assert Message.objects.filter(address=NUMBER, delivery="failed").count() == 1
