"""A button that was pressed after the session had ended: nothing is done, the person is led to the
page where it stands and is told; whoever opens a button's address reads a page of ours.
"""

import time
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from config.middleware import LostPresses
from config.routes import ROUTES
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGE = "/noi-co-nut/?trang=2"
SAMPLES = {
    "IntConverter": 1,
    "verify_id": "0" * 32,
    "counts": "2-4",
    "language": "vi",
    "listing": "entry_queue",
    "palette": "CNTT",
    "place": 1,
    "scheme": "sang",
    "UUIDConverter": "7bd4d3a2-6a7c-4b3c-9e9e-0d6b6a0f4a11",
}
PASSWORD = "mot-mat-khau-du-dai-9"


def _addresses():
    """An address of each route of ours, with samples for what stands in it."""
    for name in set(ROUTES) - {"wagtail_serve"}:
        for ways, _pattern, _defaults, converters in get_resolver().reverse_dict.getlist(name):
            for _shape, keys in ways:
                kinds = {key: type(converters.get(key)).__name__ for key in keys}
                yield reverse(
                    name,
                    kwargs={
                        key: SAMPLES.get(key, SAMPLES.get(kind, "mau"))
                        for key, kind in kinds.items()
                    },
                )


def _next(answer):
    return parse_qs(urlsplit(answer.url).query).get("next", [""])[0]


def test_signed_out_every_press_leads_to_sign_in_and_back_to_the_page(client):
    wanted = {}
    for address in _addresses():
        answer = client.post(address, headers={"referer": f"http://testserver{PAGE}"})
        if answer.status_code == 302 and "/login/?next=" in answer.url:
            wanted[address] = _next(answer)
    assert len(wanted) > 100
    assert {address: page for address, page in wanted.items() if page != PAGE} == {}


def test_an_address_that_takes_posts_alone_opens_a_page_of_ours(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    bare = [
        address
        for address in _addresses()
        if (answer := client.get(address, **BROWSER)).status_code == 405
        and "Không có gì được thực hiện" not in answer.content.decode()
    ]
    assert bare == []


def test_some_addresses_do(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("send_erasure_code"), **BROWSER)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_a_script_that_asks_gets_no_page(client):
    client.force_login(UserFactory())
    assert (
        client.get(reverse("send_erasure_code"), headers={"accept": "application/json"}).content
        == b""
    )


def test_its_way_back_is_the_page_one_came_from(client):
    client.force_login(UserFactory())
    headers = {"referer": f"http://testserver{PAGE}"}
    page = client.get(reverse("send_erasure_code"), headers=headers, **BROWSER).content.decode()
    assert f'href="{PAGE}"' in page


@pytest.mark.parametrize("elsewhere", ["https://noi-khac.example/bay/", "", "http://[::1"])
def test_never_a_page_of_somebody_else(client, elsewhere):
    answer = client.post(reverse("send_erasure_code"), headers={"referer": elsewhere}, **BROWSER)
    assert "noi-khac" not in getattr(answer, "url", "") + answer.content.decode()


def _press_and_sign_in(client, referer):
    """The page that somebody reads who presses a button signed out, and signs in then."""
    person = UserFactory(password=PASSWORD)
    asked = client.post(reverse("send_erasure_code"), headers={"referer": referer})
    return client.post(asked.url, {"login": person.email, "password": PASSWORD}, follow=True)


def test_after_sign_in_one_reads_that_nothing_was_done(client):
    page = reverse("account_page")
    answer = _press_and_sign_in(client, f"http://testserver{page}")
    assert answer.request["PATH_INFO"] == page
    assert "chưa được thực hiện" in answer.content.decode()


def _typed_signed_out(client) -> str:
    typed = {"text": "Lời văn của Hiền", "upon": "a" * 64, "password": PASSWORD}
    asked = client.post(reverse("send_erasure_code"), typed)
    return client.get(asked.url).content.decode()


def test_what_was_typed_stands_at_the_door_for_who_has_no_script(client):
    page = _typed_signed_out(client)
    (kept,) = lxml.html.document_fromstring(page).xpath("//noscript//blockquote")
    assert kept.text_content().strip() == "Lời văn của Hiền"
    assert PASSWORD not in page


def test_it_stands_there_for_some_minutes(client, monkeypatch):
    _typed_signed_out(client)
    later = time.time() + LostPresses.KEPT_FOR + 1
    monkeypatch.setattr("config.middleware.time.time", lambda: later)
    assert "Lời văn của Hiền" not in client.get(reverse("account_login")).content.decode()


def test_after_sign_in_it_stands_nowhere(client):
    _typed_signed_out(client)
    client.force_login(UserFactory())
    client.get(reverse("account_page"))
    client.logout()
    assert "Lời văn của Hiền" not in client.get(reverse("account_login")).content.decode()


def test_another_browser_is_shown_nothing(client):
    _typed_signed_out(client)
    assert "Lời văn" not in Client().get(reverse("account_login")).content.decode()


def test_it_is_said_once(client):
    page = reverse("account_page")
    _press_and_sign_in(client, f"http://testserver{page}")
    assert "chưa được thực hiện" not in client.get(page).content.decode()


def test_without_a_referer_it_is_said_where_one_lands(client):
    answer = _press_and_sign_in(client, "")
    assert answer.status_code == 200
    assert "chưa được thực hiện" in answer.content.decode()


def test_what_waits_for_a_second_factor_goes_on_with_its_filters(client):
    edition = EditionFactory()
    person: User = secretary_of(edition)
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    address = reverse("hand_out_chosen", args=[edition.slug])
    answer = client.post(f"{address}?trang=2", {"entry": "1"})
    assert _next(answer) == address
