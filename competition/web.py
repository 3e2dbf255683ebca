"""The shape shared by write views: one bound form, one verb, a refusal shown with everything typed
kept.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from competition.errors import Refused


def attempt(request: HttpRequest, verb: Callable, /, *, done: str = "", **arguments: Any) -> bool:
    """Call one process verb; True when it went through. A refusal becomes a message for
    the person.
    """
    try:
        verb(**arguments)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True


def client_address(request: HttpRequest) -> str:
    """The address the connection came from; a proxy's header counts only where the web server
    itself sets REMOTE_ADDR.
    """
    return request.META.get("REMOTE_ADDR", "")
