"""No answer to a press is without what was typed into it: where the page shows it no more, since
its form is gone or there is no page any more, it stands there to be copied. Without script too.
"""

from collections.abc import Callable
from html.parser import HTMLParser
from http import HTTPStatus

from django.conf import settings
from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from competition.rows import DealtWith
from config import views
from config.middleware import came_from

LOST = "lost_texts"  # the session's word for what the next page has to show
# Pages of which no other part shows what was sent.
BARE = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND)
SURE = 20  # letters of a text that stands on a page by no chance
# Before what: the first of these that the page has. The last is Wagtail's page for a 404.
PLACES = (b'<template data-place="typed">', b"</main>", b"</body>")


class LostTexts:
    """Puts what a refused press has lost on the page that answers it, or on the next one where it
    leads to another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST":
            if response.status_code in BARE:
                _show(response, views.texts_of(request))
            elif response.status_code == HTTPStatus.FOUND and _is_to_be_held(request):
                request.session[LOST] = views.texts_of(request)
        elif _is_page(response) and response.status_code == HTTPStatus.OK and _held(request):
            _show(response, request.session.pop(LOST), where_no_script_does=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view that shows no page of its own for a row that somebody has dealt with."""
        if request.method != "POST" or not isinstance(exception, DealtWith):
            return None
        back = came_from(request) or reverse(settings.LOGIN_REDIRECT_URL)
        context = {"words": str(exception), "back": back}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "dealt_with.html", context, status=status)


def _held(request: HttpRequest) -> bool:
    """Without asking for a session where the visitor brings none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and LOST in request.session


def _is_to_be_held(request: HttpRequest) -> bool:
    """Whether this press of somebody who is signed in has left an error for the page to which it
    leads; the words of strangers lie nowhere.
    """
    if not request.user.is_authenticated:
        return False
    queued = getattr(get_messages(request), "_queued_messages", [])
    return any(message.level == ERROR for message in queued)


def _is_page(response: HttpResponse) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming


def _show(response: HttpResponse, texts: list[str], *, where_no_script_does: bool = False) -> None:
    if not texts or not _is_page(response):
        return
    page = _Shown()
    page.feed(response.content.decode())
    lost = [text for text in texts if not page.shows(text)]
    if not lost:
        return
    box = render_to_string("components/lost_texts.html", {"texts": lost}).encode()
    if where_no_script_does:
        box = b"<noscript>" + box + b"</noscript>"
    for place in PLACES:
        before, found, after = response.content.partition(place)
        if found:
            response.content = before + box + found + after
            return


def _plain(text: str) -> str:
    return " ".join(text.split())


class _Shown(HTMLParser):
    """What stands in the fields of a page, what it shows to be copied, and all that it says."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.words: list[str] = []
        self.open = ""  # the element whose whole text is one of `texts`
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in ("input", "option"):
            self.texts.add(_plain(known.get("value") or ""))
        if not self.open and (tag == "textarea" or "data-typed" in known):
            self.open = tag
            self.inside = []

    def handle_endtag(self, tag: str) -> None:
        if tag == self.open:
            self.texts.add(_plain(" ".join(self.inside)))
            self.open = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open:
            self.inside.append(data)

    def shows(self, text: str) -> bool:
        """Whether somebody who typed it finds it here."""
        plain = _plain(text)
        if plain in self.texts:
            return True
        return len(plain) >= SURE and plain in _plain(" ".join(self.words))
