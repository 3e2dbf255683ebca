"""A part of the site is away: whoever needed it reads what does not work, what does, and has in the
page what was typed.
"""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override
from redis.exceptions import RedisError

SECRETS = ("password", "code", "csrf", "credential", "oldpassword")  # never sent back to a page
_OF_A_STORAGE = ("botocore", "boto3", "storages", "s3transfer")  # as modules; none is needed here
_AGAIN_IN = 60  # seconds


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of all that a form sent, but for secrets."""
    pairs = []
    for name, values in request.POST.lists():
        if not name.startswith(SECRETS):
            pairs += [(name, str(value)) for value in values]
    return pairs


def part_of(error: BaseException | None) -> str:
    """The part that is away when this error comes up: "database", "cache", "storage"; empty where
    the fault is our own.
    """
    if isinstance(error, OperationalError | InterfaceError):
        return "database"
    if isinstance(error, RedisError):
        return "cache"
    if isinstance(error, UnreadablePostError):
        return ""
    is_of_a_library = type(error).__module__.split(".")[0] in _OF_A_STORAGE
    return "storage" if is_of_a_library or isinstance(error, OSError) else ""


def _typed(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        return {"kept": [], "had_files": False}
    return {"kept": kept(request), "had_files": bool(request.FILES)}


def answer(request: HttpRequest, part: str) -> HttpResponse:
    """503 in the reader's language; the page asks neither database nor cache."""
    # As for every other page the address decides, and not what a browser prefers.
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    context = {
        "part": part,
        "address": request.get_full_path(),
        "is_form": request.method == "POST",
        "csrf_token": get_token(request),
        "language": language,
    }
    with override(language):
        page = render_to_string("503.html", context | _typed(request))
    response = HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(_AGAIN_IN)
    response.headers["Cache-Control"] = "no-store"
    return response
