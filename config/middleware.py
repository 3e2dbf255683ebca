"""What holds for whole areas of the site: policies in headers, and pages that strangers get from
the cache.
"""

import logging
import re
import time
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.actions.copy_for_translation import ParentNotTranslatedError

from accounts import permissions, proving
from cms.navigation import pages_stamp
from cms.permissions import works_in_office
from config import routes, views
from foundation import soft_cache
from foundation.vietnamese.text import nfc

logger = logging.getLogger(__name__)
# Where Wagtail lets a picture lead whose original cannot be read.
LOST_PICTURE = f'src="{settings.MEDIA_URL}not-found"'
REFUSALS = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)
# Where Wagtail says, above a form that it shows again, that something in it was refused.
ERROR_OF_WAGTAIL = re.compile(
    rb'data-w-messages-target="container">((?!</ul>).)*<li class="[^"]*\berror\b', re.DOTALL
)
PRIVATE = (
    "/du-thi/",
    "/lap-ho/",
    "/cham-diem/",
    "/ban-to-chuc/",
    "/quan-tri/",
    "/tai-khoan/",
    "/ho-so/",
    "/don-vi/",
    "/hop-thu/",
    "/viec-cua-toi/",
    "/la-phieu-cua-toi/",
    "/cho-dong-y/",
)


def _with_room(get_response, request):
    """`get_response(request)`, in a frame behind which there is room for all that it calls.

    CPython keeps frames in chunks of 16 KiB and gives a chunk back as soon as it is left: where the
    end of one falls inside a loop of a page, each turn asks the system for memory anew. Which page
    that is depends on nothing but how deep it is called (ADR 15).
    """
    return get_response(request)


# As if it needed 258 KiB itself: its chunk is then of 512 KiB, and the rest is for those it calls.
_with_room.__code__ = _with_room.__code__.replace(co_stacksize=33_000)


class RoomForFrames:
    """Everything below is called with room for its frames.

    A page from the cache calls so little that it needs none: `PublicPages` stands above.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return _with_room(self.get_response, request)


class PolicyHeaders:
    """Private areas are never kept by a cache; no address leaves the site in a Referer; powerful
    features are off.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        path = request.path.removeprefix("/en")
        signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
        if signed_in or path.startswith(PRIVATE):
            response.headers["Cache-Control"] = "private, no-store"
        if response.headers.get("Content-Encoding") == "None":  # as Wagtail hands out documents
            del response.headers["Content-Encoding"]
        if path.startswith("/quan-tri/"):
            response.headers.setdefault("Content-Security-Policy", settings.OFFICE_FORM_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        return response


class SeenText:
    """What a form sends is composed, so that it is counted as it is stored, and holds no character
    that nobody sees, whoever sends it and whatever field it is for; passwords stay as they were
    typed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _arguments, _keywords):
        """After the check of CSRF, which reads the form as well."""
        if request.method != "POST":
            return
        cleaned = request.POST.copy()
        for name, values in request.POST.lists():
            if "password" not in name:
                cleaned.setlist(name, [nfc(value) for value in values])
        cleaned._mutable = False
        if cleaned != request.POST:
            request.POST = cleaned


class NoNul:
    """No address, question or cookie holds the sign NUL: PostgreSQL knows no word with it in it."""

    NUL = "\0"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            cleaned = request.GET.copy()
            for name, values in request.GET.lists():
                cleaned.setlist(name, [value.replace(self.NUL, "") for value in values])
            cleaned._mutable = False
            request.GET = cleaned
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if self.NUL not in value
        }
        return self.get_response(request)

    def process_view(self, request, _view, _arguments, _keywords):
        if self.NUL in request.path_info:
            raise Http404


class PublicPages:
    """A visitor without a session gets an editor's page from the cache, at most
    `PUBLIC_CACHE_SECONDS` old.

    Such a page is the same for every stranger: no cookie, no CSRF token, no nonce. What an editor
    publishes is seen at once (`pages_stamp`); what a clock changes (a phase that opens) within
    those seconds.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self._is_stranger_reading(request):
            return self.get_response(request)
        number = request.GET.get("trang", "")[:6]
        address = f"{request.scheme}:{request.get_host()}:{request.path}:{number}"
        key = f"page:{pages_stamp()}:{address}"
        if page := soft_cache.get(key):
            return page
        response = self.get_response(request)
        if self._is_page_for_all(request, response):
            response.headers["Cache-Control"] = (
                f"public, max-age=0, s-maxage={settings.PUBLIC_CACHE_SECONDS}"
            )
            if hasattr(response, "render"):
                response.add_post_render_callback(lambda done: self._keep(key, done))
            if getattr(response, "is_rendered", True):
                self._keep(key, response)
        return response

    @staticmethod
    def _keep(key: str, response) -> None:
        """Not a page that stands without one of its pictures: the disk may be back in a moment."""
        if LOST_PICTURE.encode() in response.content:
            response.headers["Cache-Control"] = "no-store"
            return
        soft_cache.keep(key, response, settings.PUBLIC_CACHE_SECONDS)

    @staticmethod
    def _is_page_for_all(request, response) -> bool:
        match = request.resolver_match
        is_page = match is not None and match.view_name == "wagtail_serve"
        return is_page and response.status_code == 200 and not response.cookies

    @staticmethod
    def _is_stranger_reading(request) -> bool:
        asked_plainly = (
            request.method == "GET"
            and NoNul.NUL not in request.path
            and set(request.GET) <= {"trang"}
            and "Authorization" not in request.headers
        )
        return asked_plainly and not {settings.SESSION_COOKIE_NAME, "messages"} & set(
            request.COOKIES
        )


class RefusedTitle:
    """The title of a page that was refused says so first: it is what a screen reader reads before
    anything else, and what a tab shows.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = "html" in response.headers.get("Content-Type", "") and not response.streaming
        if is_page and self._is_refused(request, response):
            word = pgettext("begins a title", "Error:").encode()
            title = b"<title>" + word + b" "
            response.content = re.sub(rb"<title>\s*", title, response.content, count=1)
        return response

    @staticmethod
    def _is_refused(request, response) -> bool:
        """Allauth and Wagtail answer 200 when they show a form again; allauth's summary says that
        it did, and Wagtail's message.
        """
        if request.method != "POST":
            return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        if response.status_code in REFUSALS:
            return True
        if response.status_code != HTTPStatus.OK:
            return False
        says_so = b'class="error-summary"' in response.content
        return says_so or ERROR_OF_WAGTAIL.search(response.content) is not None


class AdminDoor:
    """To a signed-in person who does not work in the office, the office does not exist.

    Wagtail would send them to the sign-in page, which sends a signed-in person back: a circle.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _arguments, _keywords):
        inside = request.path.startswith("/quan-tri/")
        if inside and request.user.is_authenticated and not works_in_office(request.user):
            raise Http404


class TornForms:
    """A form of Wagtail's of which a part is missing, or names what is gone, is refused in words,
    and what was typed is there to be copied; Wagtail would break off.

    Its editor reads fields that its own scripts have written, without asking whether they came.
    """

    TORN = (
        *(AttributeError, LookupError, TypeError, ValueError, OverflowError, RecursionError),
        *(ObjectDoesNotExist, ValidationError, DataError, NoReverseMatch),
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, self.TORN) or not _is_wagtails(request.resolver_match.func):
            return None
        if request.method == "GET" and request.GET:
            raise Http404 from exception
        if request.method != "POST":
            return None
        logger.exception("A form that Wagtail could not read: %s", request.path)
        if isinstance(exception, NoReverseMatch):  # it is done, and leads on to no page
            return redirect("wagtailadmin_home")
        return views.torn(request)


def _is_wagtails(view) -> bool:
    kinds = getattr(view, "view_class", type(view)).__mro__
    return any(one.__module__.startswith("wagtail.") for one in (view, *kinds))


class UntranslatedParent:
    """Who asks for the translation of a page whose parent has none reads that, and what comes
    first; Wagtail would break off.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ParentNotTranslatedError):
            return None
        messages.error(
            request,
            _("The page above this one has no translation in that language: translate it first."),
        )
        return redirect(request.get_full_path())


def _door(name: str, onward: str) -> HttpResponse:
    """To a page that asks who somebody is, and from there to an address."""
    return redirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: onward})}")


def came_from(request) -> str:
    """The page of ours on which somebody pressed or followed something; empty where none is
    known.
    """
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referer, {request.get_host()}, require_https=request.is_secure()
    )
    if not is_ours:
        return ""
    page = urlsplit(referer)
    return page._replace(scheme="", netloc="", fragment="").geturl()


class LostPresses:
    """Who presses a button after the session has ended signs in, is led to the page where it
    stands, and reads there that nothing was done.

    Who opens the address of a button as a page reads that it is none, and finds the way back.
    """

    LOST = "lost_press"  # the session's word for the page where it is said
    TEXTS = "door_texts"  # and for when something was typed, and what
    KEPT_FOR = 600  # seconds

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and self._asks_to_sign_in(response):
            page = came_from(request) or reverse(settings.LOGIN_REDIRECT_URL)
            request.session[self.LOST] = page
            if texts := views.texts_of(request):
                request.session[self.TEXTS] = [time.time(), texts]
            return _door(settings.LOGIN_URL, page)
        is_for_a_reader = "text/html" in request.headers.get("Accept", "")
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and is_for_a_reader:
            page = came_from(request) or reverse(settings.LOGIN_REDIRECT_URL)
            answer = views.only_a_button(request, page)
            answer.headers["Allow"] = response.headers["Allow"]
            return answer
        return response

    def process_view(self, request, _view, _arguments, _keywords):
        if request.user.is_authenticated and (
            request.session.get(self.LOST) == request.get_full_path()
        ):
            del request.session[self.LOST]
            messages.warning(
                request,
                _(
                    "You had been signed out, so what you pressed was not carried out. Look at "
                    "what stands in the form, then press it again."
                ),
            )
        self._show_texts(request)

    def _show_texts(self, request) -> None:
        """At the door what was typed is there to be copied, for a browser without script: another
        one puts it back into its form itself (`keep.js`).
        """
        if self.TEXTS not in request.session:
            return
        typed_at, texts = request.session[self.TEXTS]
        if request.user.is_authenticated or time.time() - typed_at > self.KEPT_FOR:
            del request.session[self.TEXTS]
        else:
            request.lost_texts = texts

    @staticmethod
    def _asks_to_sign_in(response) -> bool:
        """Not the sign-in page itself, which leads to itself with other words."""
        if response.status_code != HTTPStatus.FOUND:
            return False
        address = urlsplit(response.url)
        is_the_door = address.path == reverse(settings.LOGIN_URL)
        return is_the_door and f"{REDIRECT_FIELD_NAME}=" in address.query


class SecondDoor:
    """Who works for the contest opens no page of the house before a second factor is shown.

    What was sent meanwhile is kept, and goes on its way after the proof.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _arguments, _keywords):
        name = request.resolver_match.view_name
        if not request.user.is_authenticated or name in routes.BEFORE_THE_PROOF:
            return None
        if proving.is_proven(request) or not self._is_asked(request.user, name):
            return None
        answer = suspend_request(request, reverse("prove"))
        if request.method != "POST":
            return answer
        # What was sent is found again by its path alone, and brings its query itself.
        return _door("prove", request.path)

    @staticmethod
    def _is_asked(user, name: str) -> bool:
        if permissions.works_for_the_contest(user):
            return True
        if name in routes.WHERE_INSPECTORS_READ:
            return True
        return name in routes.WHERE_JUDGES_WORK and permissions.is_judge_anywhere(user)
