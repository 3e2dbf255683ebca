"""Whoever has got hold of a mailbox alone does not have both proofs of its owner."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import printed_codes, second_factor
from accounts.models import SignInCode, User
from foundation.jobs.drain import drain
from foundation.notifications.models import Message
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory

pytestmark = pytest.mark.django_db
PASSWORD = "chè xanh Tân Cương 2026"


@pytest.fixture
def secretary() -> User:
    return secretary_of(EditionFactory())


def reset_by_mail(user: User) -> Client:
    """Whoever reads this mailbox sets another password and signs in with it."""
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    drain()
    link = re.search(r"/tai-khoan/password/reset/key/\S+", mail.outbox[-1].body)
    assert link is not None
    page = client.get(link.group(), follow=True)
    typed = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], typed)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def digits_sent() -> int:
    return Message.objects.filter(key__startswith="factor:").count()


def set_anew(user: User, *, days: float) -> None:
    at = timezone.now() - datetime.timedelta(days=days)
    User.objects.filter(pk=user.pk).update(reset_at=at)
    user.refresh_from_db()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestAfterAResetByMail:
    def test_no_digits_go_to_the_same_mailbox(self, secretary):
        client = reset_by_mail(secretary)
        page = client.post(reverse("send_proof_code"))
        assert page.status_code == 200
        assert digits_sent() == 0

    def test_the_office_stays_shut(self, secretary):
        client = reset_by_mail(secretary)
        client.post(reverse("send_proof_code"))
        assert client.get("/quan-tri/").status_code == 302

    def test_the_page_says_what_proves_it_instead(self, secretary):
        set_anew(secretary, days=1)
        page = signed_in(secretary).get(reverse("prove")).content.decode()
        assert reverse("send_proof_code") not in page

    def test_a_printed_code_proves_it(self, secretary):
        set_anew(secretary, days=1)
        purpose = SignInCode.Purpose.PROOF
        by = secretary_of(EditionFactory())
        (code, *_others) = printed_codes.renew(secretary, purpose=purpose, by=by, at=timezone.now())
        client = signed_in(secretary)
        client.post(reverse("prove"), {"code": code})
        assert client.get("/quan-tri/").status_code == 200

    def test_a_phone_that_was_verified_gets_them(self, secretary):
        User.objects.filter(pk=secretary.pk).update(
            phone="0912345678", phone_verified_at=timezone.now()
        )
        set_anew(secretary, days=1)
        _state, number = second_factor.send(secretary, at=timezone.now())
        assert Message.objects.get(pk=number).address == "0912345678"


class TestOtherwise:
    def test_digits_go_to_whoever_set_no_password_anew(self, secretary):
        signed_in(secretary).post(reverse("send_proof_code"))
        assert digits_sent() == 1

    @pytest.mark.parametrize(("days", "sent"), [(6.9, 0), (7.1, 1)])
    def test_for_seven_days(self, secretary, days, sent):
        set_anew(secretary, days=days)
        signed_in(secretary).post(reverse("send_proof_code"))
        assert digits_sent() == sent
