"""The second factor: an app's code, a passkey, a sent code, a printed one, a recovery code: right,
wrong, another person's, used twice, too old. At the sign-in, and where a seat is signed.
"""

import datetime
import json
import re
import time

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import digits, printed_codes, second_factor
from accounts.models import User
from foundation.notifications.models import Message
from judging.models import Judge
from tests.accounts.passkeys import Passkey
from tests.factories.accounts import SignInCodeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "chè-xanh-Tân-Cương-7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OTHER_SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def person() -> User:
    return UserFactory(email="khue@example.vn", password=PASSWORD)


@pytest.fixture
def other() -> User:
    return UserFactory(email="dat@example.vn", password=PASSWORD)


@pytest.fixture
def now(monkeypatch) -> float:
    """The clock of the authenticator app, in the middle of its half minute."""
    moment = (time.time() // 30) * 30 + 15
    monkeypatch.setattr(time, "time", lambda: moment)
    return moment


def app_of(user: User, secret: str = SECRET) -> Authenticator:
    return totp.TOTP.activate(user, secret).instance


def code_at(moment: float, secret: str = SECRET) -> str:
    """What the app shows at a moment: RFC 6238."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(moment) // 30))


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"


def check(user: User, typed: str, state: dict | None = None, at=None) -> bool:
    return second_factor.check(user, typed, state, at=at or timezone.now())


class TestTheAppsCode:
    @pytest.fixture(autouse=True)
    def _set_up(self, person, other, now):
        app_of(person)
        app_of(other, OTHER_SECRET)

    def test_the_published_vectors_are_what_it_shows(self):
        """RFC 6238, appendix B, the last six digits of SHA-1."""
        secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        shown = [code_at(moment, secret) for moment in (59, 1111111109, 1234567890)]
        assert shown == ["287082", "081804", "005924"]

    def test_the_right_one_is_right(self, person, now):
        assert check(person, code_at(now))

    def test_blanks_around_it_do_not_matter(self, person, now):
        assert check(person, f" {code_at(now)} ")

    def test_a_wrong_one_is_wrong(self, person, now):
        assert not check(person, another(code_at(now)))

    @pytest.mark.parametrize("typed", ["", " ", "000", "mã của tôi"])
    def test_what_is_no_code_is_wrong(self, person, typed):
        assert not check(person, typed)

    def test_another_persons_is_wrong(self, person, now):
        assert not check(person, code_at(now, OTHER_SECRET))

    def test_it_is_good_once(self, person, now):
        code = code_at(now)
        check(person, code)
        assert not check(person, code)

    def test_that_one_person_used_it_up_is_nothing_to_another(self, person, other, now):
        """Two apps may show the same digits."""
        Authenticator.objects.filter(user=other).delete()
        app_of(other, SECRET)
        check(person, code_at(now))
        assert check(other, code_at(now))

    @pytest.mark.parametrize("seconds", [-30, 30, -3600])
    def test_one_of_another_half_minute_is_wrong(self, person, now, seconds):
        assert not check(person, code_at(now + seconds))

    def test_without_an_app_no_code_is_right(self, person, now):
        Authenticator.objects.filter(user=person).delete()
        assert not check(person, code_at(now))

    def test_who_has_an_app_is_known(self, person, other):
        Authenticator.objects.filter(user=other).delete()
        assert second_factor.has_app(person)
        assert not second_factor.has_app(other)

    def test_a_passkey_is_no_app(self, other):
        Authenticator.objects.filter(user=other).delete()
        Passkey(other)
        assert not second_factor.has_app(other)


class TestTheSentCode:
    @pytest.fixture
    def sent(self, person) -> tuple[dict, str]:
        state, message = second_factor.send(person, at=timezone.now())
        code = re.search(r"\b\d{6}\b", Message.objects.get(pk=message).subject)
        return state, code[0]

    def test_it_goes_to_the_person_and_to_nobody_else(self, person, sent):
        assert [message.address for message in Message.objects.all()] == [person.email]
        sent = Message.objects.get()
        # Also where the subject is not shown, or encoded as on a console.
        assert re.search(r"\d{6}", sent.subject)[0] in sent.body.splitlines()

    def test_it_does_not_lie_in_the_accounts_inbox(self, person, sent):
        """Whoever came in with a password alone would read it there."""
        assert not Message.objects.filter(recipient=person).exists()

    def test_who_has_a_phone_alone_gets_it_there(self):
        farmer = UserFactory(email=None, phone="+84912345678")
        second_factor.send(farmer, at=timezone.now())
        assert Message.objects.get().address == "+84912345678"

    def test_what_the_session_keeps_does_not_hold_it(self, sent):
        state, code = sent
        assert code not in json.dumps(state)

    def test_the_right_one_is_right(self, person, sent):
        state, code = sent
        assert check(person, code, state)

    def test_it_may_be_typed_in_groups(self, person, sent):
        state, code = sent
        assert check(person, f"{code[:3]} {code[3:]}", state)

    def test_a_wrong_one_is_wrong(self, person, sent):
        state, code = sent
        assert not check(person, another(code), state)

    def test_it_is_right_for_the_person_to_whom_it_was_sent_alone(self, other, sent):
        state, code = sent
        assert not check(other, code, state)

    @pytest.mark.parametrize(("left", "is_right"), [(SECOND, True), (0 * SECOND, False)])
    def test_it_is_good_for_ten_minutes(self, person, left, is_right):
        begun = timezone.now()
        state, code = digits.issue(str(person.pk), at=begun)
        at = begun + datetime.timedelta(minutes=10) - left
        assert check(person, code, state, at=at) is is_right

    @pytest.mark.parametrize(("wrong", "is_right"), [(4, True), (5, False)])
    def test_five_tries_end_it(self, person, sent, wrong, is_right):
        state, code = sent
        for _time in range(wrong):
            check(person, another(code), state)
        assert check(person, code, state) is is_right

    def test_an_empty_line_is_no_try(self, person, sent):
        state, code = sent
        for _time in range(9):
            check(person, " ", state)
        assert check(person, code, state)

    def test_tries_of_a_sent_code_do_not_let_the_app_be_guessed_on(self, person, sent, now):
        app_of(person)
        state, code = sent
        for _time in range(5):
            check(person, another(code), state)
        assert not check(person, code_at(now), state)

    def test_a_new_code_ends_the_older_one(self, person, sent):
        _state, old = sent
        fresh, _message = second_factor.send(person, at=timezone.now())
        fresh_code = re.search(r"\b\d{6}\b", Message.objects.latest("pk").subject)[0]
        assert check(person, old, dict(fresh)) is (old == fresh_code)
        assert check(person, fresh_code, fresh)


class TestThePrintedCode:
    @pytest.fixture
    def printed(self, person, other) -> list[str]:
        return printed_codes.renew(person, purpose="proof", by=other, at=timezone.now())

    def test_the_right_one_is_right(self, person, printed):
        assert check(person, printed[0])

    def test_it_is_good_once(self, person, printed):
        check(person, printed[0])
        assert not check(person, printed[0])

    def test_one_that_is_used_up_leaves_the_others(self, person, printed):
        check(person, printed[0])
        assert check(person, printed[1])

    def test_another_persons_is_wrong_and_stays_good(self, person, other, printed):
        assert not check(other, printed[0])
        assert check(person, printed[0])

    def test_an_old_one_is_wrong(self, person, printed):
        end = person.sign_in_codes.first().expires_at
        assert check(person, printed[0], at=end - SECOND)
        assert not check(person, printed[1], at=end)

    def test_a_new_sheet_ends_the_older_one_of_this_person_alone(self, person, other, printed):
        of_other = printed_codes.renew(other, purpose="proof", by=person, at=timezone.now())
        printed_codes.renew(person, purpose="proof", by=other, at=timezone.now())
        assert not check(person, printed[0])
        assert check(other, of_other[0])

    def test_a_new_sheet_does_not_change_when_a_used_code_ended(self, person):
        used = SignInCodeFactory(user=person, purpose="proof", used_at=timezone.now())
        ends = used.expires_at
        printed_codes.renew(person, purpose="proof", by=person, at=timezone.now())
        used.refresh_from_db()
        assert used.expires_at == ends


class TestThePasskey:
    """`check_passkey` by itself, with the session of a request."""

    @pytest.fixture(autouse=True)
    def session(self):
        request = RequestFactory().get("/", secure=True)
        request.session = SessionStore()
        with context.request_context(request):
            yield request.session

    @pytest.fixture
    def key(self, person) -> Passkey:
        return Passkey(person)

    @staticmethod
    def asked(user: User) -> str:
        """The challenge that the browser is given."""
        return second_factor.passkey_options(user)["request_options"]["publicKey"]["challenge"]

    def test_the_persons_own_key_is_right(self, person, key):
        assert second_factor.check_passkey(person, key.signs(self.asked(person)))

    def test_of_several_keys_each_is_right(self, person, key):
        second = Passkey(person, "Máy tính")
        assert second_factor.check_passkey(person, second.signs(self.asked(person)))
        assert second_factor.check_passkey(person, key.signs(self.asked(person)))

    def test_its_use_is_noted_on_the_key_that_signed(self, person, key):
        beside = Passkey(person, "Máy tính")
        second_factor.check_passkey(person, key.signs(self.asked(person)))
        key.row.refresh_from_db()
        beside.row.refresh_from_db()
        assert key.row.last_used_at is not None
        assert beside.row.last_used_at is None

    def test_what_was_signed_once_is_not_good_again(self, person, key):
        signed = key.signs(self.asked(person))
        second_factor.check_passkey(person, signed)
        assert not second_factor.check_passkey(person, signed)

    def test_another_challenge_is_wrong(self, person, key):
        old = self.asked(person)
        self.asked(person)
        assert not second_factor.check_passkey(person, key.signs(old))

    def test_without_a_challenge_nothing_is_right(self, person, key):
        assert not second_factor.check_passkey(person, key.signs("AAAAAAAAAAAAAAAAAAAAAA"))

    @pytest.mark.parametrize("origin", ["https://testserver.example.com", "http://testserver"])
    def test_a_signature_for_another_site_is_wrong(self, person, key, origin):
        signed = key.signs(self.asked(person), origin=origin)
        assert not second_factor.check_passkey(person, signed)

    def test_a_key_of_another_site_is_wrong(self, person, key):
        signed = key.signs(self.asked(person), site="example.com")
        assert not second_factor.check_passkey(person, signed)

    def test_a_registration_is_no_signature(self, person, key):
        signed = key.signs(self.asked(person), kind="webauthn.create")
        assert not second_factor.check_passkey(person, signed)

    def test_a_key_that_nobody_touched_is_wrong(self, person, key):
        assert not second_factor.check_passkey(person, key.signs(self.asked(person), flags=0))

    def test_another_persons_key_is_wrong(self, person, other, key):
        signed = Passkey(other).signs(self.asked(person))
        assert not second_factor.check_passkey(person, signed)

    def test_another_key_in_the_name_of_this_one_is_wrong(self, person, other, key):
        signed = key.signs(self.asked(person), by=Passkey(other))
        assert not second_factor.check_passkey(person, signed)

    def test_a_key_that_was_taken_out_is_wrong(self, person, key):
        challenge = self.asked(person)
        key.row.delete()
        assert not second_factor.check_passkey(person, key.signs(challenge))

    def test_a_wrong_signature_uses_the_challenge_up(self, person, other, key):
        challenge = self.asked(person)
        second_factor.check_passkey(person, key.signs(challenge, by=Passkey(other)))
        assert not second_factor.check_passkey(person, key.signs(challenge))

    @pytest.mark.parametrize(
        "signed",
        [
            "",
            "x",
            "null",
            "[]",
            "7",
            '"x"',
            "{}",
            '{"id": 1, "rawId": 2}',
            '{"id": "AA", "rawId": "AA", "response": {}}',
            '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "e30"}}',
            "[" * 19_000,
        ],
    )
    def test_what_no_browser_sends_is_wrong_and_no_crash(self, person, key, signed):
        self.asked(person)
        assert not second_factor.check_passkey(person, signed)

    @pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
    @pytest.mark.parametrize("broken", ["", "AA", "????", "e30", "W10", "MQ", 7, None, [], {}])
    def test_a_broken_part_is_wrong_and_no_crash(self, person, key, part, broken):
        answer = json.loads(key.signs(self.asked(person)))
        answer["response"][part] = broken
        assert not second_factor.check_passkey(person, json.dumps(answer))

    def test_who_has_none_is_not_asked_for_one(self, person, other):
        Passkey(other)
        app_of(person)
        assert second_factor.passkey_options(person) is None

    def test_the_browser_is_told_of_the_persons_own_keys_alone(self, person, other, key):
        Passkey(other)
        options = second_factor.passkey_options(person)["request_options"]["publicKey"]
        told = json.loads(json.dumps(options, default=dict))["allowCredentials"]
        assert len(told) == 1


class TestTheHint:
    def test_it_names_the_app_before_the_e_mail(self, person):
        without = second_factor.hint(person, timezone.now())
        app_of(person)
        assert person.email in without
        assert person.email not in second_factor.hint(person, timezone.now())

    def test_who_has_only_a_phone_is_told_of_printed_codes(self):
        nobody = UserFactory(email=None, phone="+84912345678")
        assert "None" not in second_factor.hint(nobody, timezone.now())


def is_in(client) -> bool:
    return client.get(reverse("account_page")).status_code == 200


@pytest.fixture
def browser(client):
    """A browser that speaks HTTPS, as every one must."""
    client.defaults["wsgi.url_scheme"] = "https"
    return client


class TestTheSignIn:
    @pytest.fixture(autouse=True)
    def _set_up(self, person, now):
        app_of(person)

    @pytest.fixture
    def at_the_second_step(self, browser, person):
        answer = browser.post(
            reverse("account_login"), {"login": person.email, "password": PASSWORD}
        )
        assert answer["Location"].startswith(reverse("mfa_authenticate"))
        return browser

    @staticmethod
    def types(browser, code: str) -> bool:
        browser.post(reverse("mfa_authenticate"), {"code": code})
        return is_in(browser)

    def test_a_password_alone_opens_nothing(self, at_the_second_step):
        assert not is_in(at_the_second_step)

    def test_the_apps_code_opens(self, at_the_second_step, now):
        assert self.types(at_the_second_step, code_at(now))

    def test_a_wrong_code_opens_nothing(self, at_the_second_step, now):
        assert not self.types(at_the_second_step, another(code_at(now)))

    def test_another_persons_code_opens_nothing(self, at_the_second_step, other, now):
        app_of(other, OTHER_SECRET)
        assert not self.types(at_the_second_step, code_at(now, OTHER_SECRET))

    @pytest.mark.parametrize("seconds", [-30, 30])
    def test_a_code_of_another_half_minute_opens_nothing(self, at_the_second_step, now, seconds):
        assert not self.types(at_the_second_step, code_at(now + seconds))

    def test_a_code_opens_once(self, at_the_second_step, person, now):
        check(person, code_at(now))
        assert not self.types(at_the_second_step, code_at(now))

    def test_a_recovery_code_opens_once(self, at_the_second_step, person):
        code = RecoveryCodes.activate(person).generate_codes()[0]
        assert self.types(at_the_second_step, code)
        at_the_second_step.logout()
        at_the_second_step.post(
            reverse("account_login"), {"login": person.email, "password": PASSWORD}
        )
        assert not self.types(at_the_second_step, code)

    def test_another_persons_recovery_code_opens_nothing(self, at_the_second_step, person, other):
        RecoveryCodes.activate(person)
        code = RecoveryCodes.activate(other).generate_codes()[0]
        assert not self.types(at_the_second_step, code)

    def test_a_recovery_code_that_is_used_up_leaves_the_others(self, at_the_second_step, person):
        recovery = RecoveryCodes.activate(person)
        first, second, *_rest = recovery.generate_codes()
        recovery.validate_code(first)
        assert not self.types(at_the_second_step, first)
        assert self.types(at_the_second_step, second)

    def test_a_passkey_opens(self, at_the_second_step, person):
        key = Passkey(person)
        assert self.touches(at_the_second_step, key, key)

    def test_another_persons_passkey_opens_nothing(self, at_the_second_step, person, other):
        Passkey(person)
        stranger = Passkey(other)
        assert not self.touches(at_the_second_step, stranger, stranger)

    def test_a_forged_signature_opens_nothing(self, at_the_second_step, person, other):
        assert not self.touches(at_the_second_step, Passkey(person), Passkey(other))

    def touches(self, browser, key: Passkey, signer: Passkey) -> bool:
        browser.get(reverse("mfa_authenticate"))
        challenge = browser.session["mfa.webauthn.state"]["challenge"]
        signed = key.signs(challenge, by=signer)
        browser.post(reverse("mfa_authenticate"), {"credential": signed})
        return is_in(browser)

    def test_a_code_by_phone_does_not_pass_the_second_factor_by(self, browser, person, now):
        person.phone = "+84912345678"
        person.save()
        browser.post(reverse("phone_sign_in"), {"phone": "0912345678"})
        sent = re.search(r"\d{6}", Message.objects.latest("pk").subject)[0]
        answer = browser.post(reverse("phone_code"), {"code": sent})
        assert answer["Location"].startswith(reverse("mfa_authenticate"))
        assert not is_in(browser)
        assert self.types(browser, code_at(now))

    def test_the_second_step_is_nothing_without_the_first(self, browser, now):
        assert not self.types(browser, code_at(now))

    def test_guessing_ends_after_a_few_tries(self, at_the_second_step, settings, now):
        settings.ACCOUNT_RATE_LIMITS = {}
        settings.MFA_RATE_LIMITS = {}
        cache.clear()
        for _time in range(5):
            self.types(at_the_second_step, another(code_at(now)))
        page = at_the_second_step.post(reverse("mfa_authenticate"), {"code": code_at(now)})
        assert page.status_code == 200
        assert not is_in(at_the_second_step)


class TestTheSignatureOfASeat:
    """A judge's seat opens nothing before it is signed with one of them."""

    @pytest.fixture
    def seat(self, convened) -> Judge:
        seat = Judge.objects.filter(panel=convened.panel, user=convened.member).get()
        Judge.objects.filter(pk=seat.pk).update(undertaking_at=None, accepted_at=None)
        return seat

    @pytest.fixture
    def judge(self, seat, browser):
        browser.force_login(seat.user, backend=BACKEND)
        return browser

    @staticmethod
    def signs(browser, seat: Judge, **how: str) -> bool:
        browser.post(reverse("sign_seat", args=[seat.pk]), {"max_load": "5"} | how)
        seat.refresh_from_db()
        return seat.undertaking_at is not None

    @staticmethod
    def challenge(browser, seat: Judge) -> str:
        browser.get(reverse("judge_seat", args=[seat.pk]))
        return browser.session["mfa.webauthn.state"]["challenge"]

    @pytest.mark.parametrize("how", [{}, {"code": " "}, {"credential": " "}])
    def test_without_one_nothing_is_signed(self, judge, seat, how):
        assert not self.signs(judge, seat, **how)

    def test_the_apps_code_signs(self, judge, seat, now):
        app_of(seat.user)
        assert self.signs(judge, seat, code=code_at(now))

    def test_who_has_no_app_signs_with_no_apps_code(self, judge, seat, now):
        app_of(UserFactory())
        assert not self.signs(judge, seat, code=code_at(now))

    def test_a_recovery_code_signs_nothing(self, judge, seat):
        app_of(seat.user)
        code = RecoveryCodes.activate(seat.user).generate_codes()[0]
        assert not self.signs(judge, seat, code=code)

    def test_a_passkey_signs(self, judge, seat):
        key = Passkey(seat.user)
        assert self.signs(judge, seat, credential=key.signs(self.challenge(judge, seat)))

    def test_another_judges_passkey_signs_nothing(self, judge, seat, convened):
        Passkey(seat.user)
        stranger = Passkey(convened.chair)
        signed = stranger.signs(self.challenge(judge, seat))
        assert not self.signs(judge, seat, credential=signed)

    def test_a_passkey_on_another_site_signs_nothing(self, judge, seat):
        key = Passkey(seat.user)
        signed = key.signs(self.challenge(judge, seat), origin="https://example.com")
        assert not self.signs(judge, seat, credential=signed)

    def test_a_bad_signature_is_not_made_good_by_a_right_code(self, judge, seat, now):
        app_of(seat.user)
        signed = Passkey(seat.user).signs("AAAAAAAAAAAAAAAAAAAAAA")
        assert not self.signs(judge, seat, credential=signed, code=code_at(now))

    def test_a_sent_code_signs_one_seat(self, judge, seat, convened):
        second = Judge.objects.create(
            panel=seat.panel.round.panels.create(name="Hội đồng 2"),
            user=seat.user,
            position="judge",
        )
        judge.post(reverse("send_seat_code", args=[seat.pk]), {"max_load": "5"})
        sent = Message.objects.filter(address=seat.user.email).latest("pk")
        code = re.search(r"\d{6}", sent.subject)[0]
        assert self.signs(judge, seat, code=code)
        assert not self.signs(judge, second, code=code)

    def test_a_code_sent_to_one_judge_signs_nothing_for_the_next_in_the_same_browser(
        self, judge, seat, convened
    ):
        judge.post(reverse("send_seat_code", args=[seat.pk]), {"max_load": "5"})
        sent = Message.objects.filter(address=seat.user.email).latest("pk")
        code = re.search(r"\d{6}", sent.subject)[0]
        state = judge.session["factor"]
        beside = Judge.objects.get(panel=seat.panel, user=convened.chair)
        Judge.objects.filter(pk=beside.pk).update(undertaking_at=None)
        judge.force_login(beside.user, backend=BACKEND)
        session = judge.session
        session["factor"] = state
        session.save()
        assert not self.signs(judge, beside, code=code)
