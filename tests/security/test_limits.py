"""Limits stop who guesses, and nobody else: not the owner of the account, not a school behind one
address, not everybody behind a proxy.
"""

import lxml.html
import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client, RequestFactory

from competition.web import client_address
from config import views
from foundation.notifications.models import Message
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "chè-xanh-Tân-Cương-7"
EMAIL = "khue@example.vn"
HOME, STRANGE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.LIMITS
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def owner():
    return UserFactory(email=EMAIL, password=PASSWORD)


def signs_in(visitor: Client, password: str, email: str = EMAIL) -> bool:
    visitor.post("/tai-khoan/login/", {"login": email, "password": password})
    return "_auth_user_id" in visitor.session


def known_device(address: str) -> Client:
    """A browser in which the owner has signed in and out."""
    visitor = Client(REMOTE_ADDR=address)
    assert signs_in(visitor, PASSWORD)
    visitor.post("/tai-khoan/logout/")
    return visitor


class TestAStrangerWhoGuesses:
    def test_is_stopped_after_five_tries(self, owner):
        thief = Client(REMOTE_ADDR=STRANGE)
        for number in range(5):
            signs_in(thief, f"đoán-{number}")
        assert not signs_in(thief, PASSWORD)

    def test_does_not_lock_the_owner_out_elsewhere(self, owner):
        thief = Client(REMOTE_ADDR=STRANGE)
        for number in range(8):
            signs_in(thief, f"đoán-{number}")
        assert signs_in(Client(REMOTE_ADDR=HOME), PASSWORD)

    def test_does_not_lock_a_device_out_that_the_owner_used_before(self, owner):
        """Behind the same address too, as in a school."""
        visitor = known_device(HOME)
        thief = Client(REMOTE_ADDR=HOME)
        for number in range(8):
            signs_in(thief, f"đoán-{number}")
        assert signs_in(visitor, PASSWORD)

    def test_is_stopped_on_that_device_as_well(self, owner):
        visitor = known_device(HOME)
        for number in range(5):
            signs_in(visitor, f"đoán-{number}")
        assert not signs_in(visitor, PASSWORD)

    def test_gains_nothing_by_a_device_of_another_account(self, owner):
        UserFactory(email="ke@example.vn", password=PASSWORD)
        thief = Client(REMOTE_ADDR=STRANGE)
        assert signs_in(thief, PASSWORD, "ke@example.vn")
        thief.post("/tai-khoan/logout/")
        for number in range(5):
            signs_in(thief, f"đoán-{number}")
        thief.cookies.pop("device")
        assert not signs_in(thief, PASSWORD)

    def test_gains_nothing_by_a_forged_device(self, owner):
        thief = Client(REMOTE_ADDR=STRANGE)
        for number in range(6):
            thief.cookies["device"] = f"{number}:forged"
            signs_in(thief, f"đoán-{number}")
        assert not signs_in(thief, PASSWORD)


NUMBER = "+84912345678"


def asks_by_phone(visitor: Client, number: str = NUMBER) -> bool:
    """Whether a code was sent."""
    return visitor.post("/tai-khoan/dien-thoai/", {"phone": number}).status_code == 302


def asks_by_mail(visitor: Client, email: str = EMAIL) -> bool:
    return visitor.post("/tai-khoan/login/code/", {"email": email}).status_code == 302


def strangers(number: int, address: str = STRANGE) -> list[Client]:
    """Fresh browsers."""
    return [Client(REMOTE_ADDR=address) for _browser in range(number)]


def six_digits() -> str:
    """Of the SMS that was sent last."""
    sent = Message.objects.filter(address=NUMBER).latest("pk").subject
    return "".join(letter for letter in sent[:7] if letter.isdigit())


def from_everywhere(asks, number: int) -> int:
    """How many of so many strangers, each behind an address of their own, were sent a code."""
    return sum(asks(Client(REMOTE_ADDR=f"192.0.2.{place}")) for place in range(1, number + 1))


class TestAStrangerWhoAsksForCodes:
    """In the name of somebody who signs in without a password."""

    @pytest.fixture(autouse=True)
    def owner(self):
        return UserFactory(email=EMAIL, phone=NUMBER, password=PASSWORD)

    @pytest.mark.parametrize("asks", [asks_by_phone, asks_by_mail])
    class TestOfEitherKind:
        def test_is_stopped_after_five_in_however_many_browsers(self, asks):
            asked = [asks(browser) for browser in strangers(6)]
            assert asked == [True] * 5 + [False]

        def test_does_not_lock_the_owner_out_elsewhere(self, asks):
            for browser in strangers(6):
                asks(browser)
            assert asks(Client(REMOTE_ADDR=HOME))

        def test_does_not_lock_a_device_out_that_the_owner_used_before(self, asks):
            """Behind the same address too."""
            device = known_device(HOME)
            for browser in strangers(6, HOME):
                asks(browser)
            assert asks(device)

        def test_is_stopped_for_the_day_wherever_they_stand(self, asks):
            assert from_everywhere(asks, 40) == 30

        def test_and_the_device_of_the_owner_still_passes(self, asks):
            device = known_device(HOME)
            from_everywhere(asks, 40)
            assert asks(device)

        def test_that_device_is_bounded_as_well(self, asks):
            device = known_device(HOME)
            asked = []
            for _time in range(6):
                device.cookies.pop("sessionid", None)  # no code is waited for yet
                asked.append(asks(device))
            assert asked == [True] * 5 + [False]

    def test_wrong_digits_of_strangers_are_not_counted_against_the_owner(self):
        owner = Client(REMOTE_ADDR=HOME)
        asks_by_phone(owner)
        right = six_digits()
        for browser in strangers(5):
            asks_by_phone(browser)
            for _time in range(3):
                browser.post("/tai-khoan/dien-thoai/ma/", {"code": "wrong"})
        owner.post("/tai-khoan/dien-thoai/ma/", {"code": right})
        assert "_auth_user_id" in owner.session

    def test_a_session_that_is_put_back_gives_no_more_tries(self):
        (browser,) = strangers(1)
        asks_by_phone(browser)
        kept = dict(browser.session["phone_sign_in"])
        right = six_digits()
        for _time in range(5):
            session = browser.session
            session["phone_sign_in"] = dict(kept)
            session.save()
            browser.post("/tai-khoan/dien-thoai/ma/", {"code": "wrong"})
        session = browser.session
        session["phone_sign_in"] = dict(kept)
        session.save()
        browser.post("/tai-khoan/dien-thoai/ma/", {"code": right})
        assert "_auth_user_id" not in browser.session


class TestASchoolBehindOneAddress:
    def test_forty_people_sign_in_within_a_minute(self):
        people = [
            UserFactory(email=f"hs{number}@example.vn", password=PASSWORD) for number in range(40)
        ]
        arrived = [signs_in(Client(REMOTE_ADDR=HOME), PASSWORD, person.email) for person in people]
        assert all(arrived)


class TestTheProxies:
    def asked(self, **headers):
        return RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (0, "203.0.113.7", "10.0.0.1"),
            (1, "203.0.113.7", "203.0.113.7"),
            (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
            (2, "6.6.6.6, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ],
    )
    def test_the_address_is_that_which_the_trusted_proxies_saw(
        self, settings, proxies, forwarded, address
    ):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        assert client_address(self.asked(HTTP_X_FORWARDED_FOR=forwarded)) == address

    def test_ours_and_allauths_are_the_same(self, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        request = self.asked(HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
        assert get_adapter().get_client_ip(request) == client_address(request)

    def test_who_asks_without_a_proxy_has_the_address_of_the_line(self, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert client_address(self.asked()) == "10.0.0.1"


class TestThePageOfTheLimit:
    @pytest.fixture
    def page(self, settings):
        settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
        typed = {
            "full_name": "Lường Thị Chiên",
            "email": "chien@example.vn",
            "password1": PASSWORD,
        }
        visitor = Client(REMOTE_ADDR=HOME)
        visitor.post("/tai-khoan/signup/", typed)
        return visitor.post("/tai-khoan/signup/", typed)

    def test_it_says_that_there_were_too_many(self, page):
        assert page.status_code == 429

    def test_it_speaks_the_readers_language(self, page):
        assert "Chờ một phút" in page.content.decode()

    def test_it_keeps_what_was_typed(self, page):
        assert "Lường Thị Chiên" in page.content.decode()

    def test_where_nothing_was_typed_nothing_is_said_of_it(self, rf):
        request = rf.get("/tai-khoan/login/")
        request.user = AnonymousUser()
        said = views.too_many(request).content.decode()
        assert "Chờ một phút" in said
        assert "đã nhập" not in said
        assert '<form method="post" action="/tai-khoan/login/"' not in said

    def test_it_keeps_no_password(self, page):
        assert PASSWORD not in page.content.decode()


class TestAFormOfAPageThatIsTooOld:
    """The token of its session is gone: nothing is done, and nothing is lost."""

    @pytest.fixture
    def page(self):
        visitor = Client(enforce_csrf_checks=True)
        typed = {"full_name": "Lường Thị Chiên", "password1": PASSWORD}
        return visitor.post("/tai-khoan/signup/", typed)

    def test_it_is_forbidden(self, page):
        assert page.status_code == 403

    def test_it_speaks_the_readers_language(self, page):
        assert "Trang đã mở quá lâu" in page.content.decode()

    def test_what_was_typed_is_there_to_be_copied(self, page):
        assert "Lường Thị Chiên" in page.content.decode()

    def test_no_password_is(self, page):
        assert PASSWORD not in page.content.decode()

    def test_no_press_sends_it_again(self, page):
        forms = lxml.html.fromstring(page.content.decode()).forms
        assert not any("signup" in form.action for form in forms)
