"""Browsers in which somebody has signed in before, told by a signed cookie.

Wrong passwords, and codes that are asked for, are counted apart for them (OWASP, “device cookies”):
whoever guesses elsewhere does not lock the owner out. The cookie names nobody: it holds keyed
digests of the last few logins, and opens nothing by itself.
"""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "device"
DEVICE = "device"  # the place of whoever types in such a browser
PASSKEY = "passkey"  # the cookie of a browser in which somebody with a passkey has signed in
MOST = 5  # people who share a browser
SECONDS = 365 * 24 * 3600


def _digest(login: str) -> str:
    return salted_hmac("accounts.devices", login.lower()).hexdigest()[:32]


def _logins(request: HttpRequest) -> list[str]:
    """The digests that the cookie holds, the latest first; none when it is not ours."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=SECONDS)
    return kept.split(".") if kept else []


def is_known(request: HttpRequest, login: str) -> bool:
    """Whether this e-mail address or phone has signed in here before."""
    return _digest(login) in _logins(request)


def place_of(request: HttpRequest, *logins: str) -> str:
    """Where somebody stands who types a login: a device that knows one of the owner's, or an
    address (of IPv6 a network).
    """
    if any(is_known(request, login) for login in logins):
        return DEVICE
    return get_ip(request)


def may_ask(request: HttpRequest, action: str, *logins: str) -> bool:
    """Whether another code may be sent to the first of these logins of a person; it is counted.

    What strangers ask for is counted where they stand, and all of it together by the day, so that
    neither guesses nor messages are without end. A device that knows the person is not part of it.
    """
    place = place_of(request, *logins)
    if not ratelimit.consume(request, action=action, key=f"{logins[0]}:{place}"):
        return False
    elsewhere = f"{action}_elsewhere"
    return place == DEVICE or ratelimit.consume(request, action=elsewhere, key=logins[0])


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """This e-mail address or phone has signed in here."""
    digest = _digest(login)
    others = [other for other in _logins(request) if other != digest]
    response.set_signed_cookie(
        COOKIE,
        ".".join([digest, *others][:MOST]),
        salt=COOKIE,
        max_age=SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def put_passkey_first(response: HttpResponse) -> None:
    """From now on this browser is asked for a passkey before anything else; it opens nothing."""
    response.set_cookie(
        PASSKEY,
        "1",
        max_age=SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
