"""The least that a page and a vote can be in Django: what the real ones are measured against.

No middleware, session or form: a view that answers, and one that inserts a ballot and redirects
(`bench.bare_wsgi` serves them).
"""

import secrets
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from voting.models import Ballot


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Bare</title>")


def insert(_request: HttpRequest, voter: uuid.UUID, candidate: int) -> HttpResponse:
    """One row into the real table, as wide as a real one."""
    Ballot.objects.create(
        candidate_id=candidate,
        voter_id=voter,
        cast_at=timezone.now(),
        network=secrets.token_hex(16),
        receipt=secrets.token_hex(32),
    )
    return HttpResponseRedirect("/")


urlpatterns = [path("", page), path("<uuid:voter>/<int:candidate>/", insert)]
