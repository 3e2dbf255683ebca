"""Nobody learns from the pages who has an account."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
KNOWN, NEW = "khue@example.vn", "moi@example.vn"
PASSWORD = "chè-xanh-Tân-Cương-7"
hashed: list[str] = []


class CountingHasher(MD5PasswordHasher):
    """Notes each password that is hashed: with Argon2 that is nearly all of the time."""

    algorithm = "counting"

    def encode(self, password, salt):
        hashed.append(password)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _counted(settings):
    UserFactory(email=KNOWN, password=PASSWORD)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    hashed.clear()


def asked(path: str, email: str) -> tuple[int, str, str, int]:
    """(status, where to, the page without what is the visitor's own, passwords hashed)."""
    hashed.clear()
    visitor = Client()
    typed = {"full_name": "Lường Thị Chiên", "personal_data": "on"} | dict.fromkeys(
        ("password", "password1"), "mat-khau-rat-dai-7"
    )
    answer = visitor.post(path, typed | {"email": email, "login": email})
    page = visitor.get(answer["Location"]) if answer.status_code == 302 else answer
    text = re.sub(r'value="\w{64}"', "", page.content.decode()).replace(email, "")
    return answer.status_code, answer.get("Location", ""), text, len(hashed)


@pytest.mark.parametrize(
    "path", ["/tai-khoan/signup/", "/tai-khoan/login/", "/tai-khoan/password/reset/"]
)
@pytest.mark.parametrize("part", [0, 1, 2, 3], ids=["status", "place", "page", "hashing"])
def test_a_known_and_a_new_address_are_answered_alike(path, part):
    assert asked(path, KNOWN)[part] == asked(path, NEW)[part]


def test_the_owner_of_a_known_address_is_told(mailoutbox):
    asked("/tai-khoan/signup/", KNOWN)
    assert mail.outbox[-1].to == [KNOWN]
