"""Ballots are seen and given by whoever came in by a door of their own: who has printed a code on
paper knows it, and may be the one who types it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import proving
from accounts.permissions import Visitor


def by_an_own_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Not for a session that came in by a code on paper."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **keywords: Any) -> HttpResponse:
        if not proving.came_by_paper(request):
            return view(request, *args, **keywords)
        words = _(
            "You came in with a printed code. Ballots are seen and given only after signing in "
            "with a code to your phone or mailbox: the vote stays secret from the office."
        )
        messages.error(request, words)
        return redirect("my_work")

    return guarded


def voter_of(request: HttpRequest) -> Visitor:
    """Whose ballots the page may show: nobody's to a session that came in by a code on paper."""
    return AnonymousUser() if proving.came_by_paper(request) else request.user
