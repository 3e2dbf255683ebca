"""The sign NUL, which PostgreSQL knows in no word, breaks nothing wherever a stranger puts it."""

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize(
    "address", ["/binh-chon/2025/a%00b/", "/%00/", "/tin-tuc/%00/", "/xac-minh/%00/", "/en/a%00/"]
)
def test_an_address_with_it_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME])
def test_a_cookie_with_it_is_none(client, name):
    # As Python reads it: a quoted cookie may hold any sign, by its number.
    answer = client.get(reverse("account_login"), HTTP_COOKIE=f'{name}="abcdefgh\\000x"')
    assert answer.status_code == 200
    assert answer.wsgi_request.COOKIES.get(name) is None


def test_other_cookies_stay(client):
    answer = client.get(reverse("account_login"), HTTP_COOKIE='a="b\\000"; c=d')
    assert answer.wsgi_request.COOKIES["c"] == "d"


def test_a_question_is_asked_without_it(client):
    answer = client.get("/?q=a%00b")
    assert answer.wsgi_request.GET["q"] == "ab"
