"""The title of a page that was refused begins with the word for it; no other title does."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from config.middleware import RefusedTitle

PAGE = "<html><title>\n  Hồ sơ</title><svg><title>Lá</title></svg></html>"


def answered(response, language: str = "vi"):
    with override(language):
        return RefusedTitle(lambda _request: response)(RequestFactory().post("/"))


@pytest.mark.parametrize(("language", "word"), [("vi", "Lỗi:"), ("en", "Error:")])
def test_it_begins_with_the_word(language, word):
    text = answered(HttpResponse(PAGE, status=422), language).content.decode()
    assert f"<title>{word} Hồ sơ</title>" in text
    assert "<title>Lá</title>" in text


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(PAGE, status=200),
        HttpResponse(PAGE, status=404),
        HttpResponse(PAGE, status=422, content_type="application/json"),
    ],
)
def test_no_other_does(response):
    assert answered(response).content.decode() == PAGE


def test_what_is_streamed_is_left_alone():
    streamed = StreamingHttpResponse([PAGE.encode()], status=422)
    assert b"".join(answered(streamed).streaming_content) == PAGE.encode()


@pytest.mark.django_db
def test_a_page_of_the_site_that_is_refused(client):
    answer = client.post("/tai-khoan/signup/", {})
    assert 'class="error-summary"' in answer.content.decode()
    assert "<title>Lỗi: " in answer.content.decode()


@pytest.mark.django_db
def test_a_page_of_wagtails_that_is_refused(admin_client):
    answer = admin_client.post("/quan-tri/collections/add/", {"name": ""})
    assert "<title>Lỗi: " in answer.content.decode()


@pytest.mark.django_db
def test_a_page_of_wagtails_that_is_only_opened(admin_client):
    answer = admin_client.get("/quan-tri/collections/add/")
    assert 'data-type="error"' in answer.content.decode()
    assert "<title>Lỗi" not in answer.content.decode()
