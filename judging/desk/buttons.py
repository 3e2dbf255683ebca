"""The shape of a button on a desk page: an address of its own that calls one verb."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.proving import SignedIn
from competition.rows import row_of
from competition.web import number_of

View = Callable[..., HttpResponse]
Row = TypeVar("Row", bound=Model)


def button(page: str, *shared: str) -> Callable[[View], View]:
    """The view of a button that stands on `page`, whose address has the arguments `shared`.

    When its verb refuses, the view shows the page again, with status 422 and everything typed.
    Opened by GET (a reload after that, a sign-in in between), the address leads to the page.
    """

    def decorate(view: View) -> View:
        @login_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def pressed(request: SignedIn, **arguments: object) -> HttpResponse:
            if request.method != "POST":
                address = {name: arguments[name] for name in shared}
                return redirect(reverse(page, kwargs=address))
            return view(request, **arguments)

        return pressed

    return decorate


def chosen(rows: QuerySet[Row], number: str | None) -> Row:
    """The row of these whose number a form sends; 404 for any other, and words for
    one with which somebody has dealt.
    """
    return row_of(rows, number_of(number))
