"""The public vote: blinded profiles, one vote a person and work, counts unseen until the close."""

import datetime
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Visitor
from competition import clock
from competition.models import Edition, Phase, Scheme
from competition.web import attempt, client_address, number_of
from foundation.soft_cache import remembered
from voting import casting, forgetting, gallery, permissions, rules
from voting.desk.doors import by_an_own_door, voter_of
from voting.models import Ballot, Booth, Candidate, Tally, Voter

PAGE = 24
LEAVES = 5  # that are drawn for the works one has chosen
MOST_LETTERS = 80  # of a search
BOOTHS_KEPT = 60  # seconds
ORDER = "thu-tu"  # of the address: the number of an order


@require_GET
def votes(request):
    """The editions whose vote is running."""
    at = clock.now()
    editions = Edition.objects.filter(
        poll__isnull=False,
        phases__kind=Phase.Kind.VOTING,
        phases__opens_at__lte=at,
        phases__closes_at__gt=at,
    )
    context = {"editions": editions, "days": forgetting.DAYS}
    return render(request, "voting/votes.html", context)


def _running(slug: str) -> Edition:
    """An edition whose vote is running, or counted."""
    editions = Edition.objects.select_related("poll")
    edition = get_object_or_404(editions, slug=slug, poll__isnull=False)
    is_running = casting.is_running(edition, clock.now())
    if not is_running and not Tally.objects.filter(edition=edition).exists():
        raise Http404
    return edition


def _candidate(request, slug: str, code: str) -> Candidate:
    """The work that a person may vote for."""
    if not permissions.can_vote(request.user):
        raise Http404
    candidates = Candidate.objects.select_related("edition")
    return get_object_or_404(candidates, edition__slug=slug, code=code)


def _asked(request, at: datetime.datetime) -> gallery.Asked:
    """What the address asks for; without a number of an order, that of this visitor and day."""
    number = number_of(request.GET.get(ORDER))
    if not 1 <= number <= gallery.ORDERS:
        visitor = str(request.user.pk or client_address(request))
        number = gallery.number_for(visitor, localdate(at))
    return gallery.Asked(
        number=number,
        field=request.GET.get("linh-vuc", "")[:MOST_LETTERS],
        words=request.GET.get("tim", "").strip()[:MOST_LETTERS],
    )


def _query(asked: gallery.Asked, *, page: int = 1, **other: Any) -> str:
    """What an address asks for, as its query, with these of its parts exchanged."""
    asked = replace(asked, **other)
    parts = {ORDER: asked.number, "linh-vuc": asked.field, "tim": asked.words}
    if page > 1:
        parts["trang"] = page
    return urlencode({name: value for name, value in parts.items() if value})


@require_GET
def ballot_paper(request, slug):
    """The works of the vote, a page at a time, in one of the day's published orders."""
    edition = _running(slug)
    at = clock.now()
    asked = _asked(request, at)
    arranged = gallery.arranged(edition, asked, at)
    page = Paginator(arranged.works, PAGE).get_page(number_of(request.GET.get("trang")) or 1)
    running = casting.is_running(edition, at)
    chosen = _chosen(voter_of(request), edition) if running else set()
    scheme = rules.published(edition)
    context = {
        "edition": edition,
        "asked": asked,
        "orders": gallery.ORDERS,
        "next_order": _query(asked, number=asked.number % gallery.ORDERS + 1),
        "query": _query(asked),
        "without_field": _query(asked, field=""),
        "here": f"{request.path}?{_query(asked, page=page.number)}",
        "cards": _cards(list(page), chosen, at),
        "chosen": len(chosen),
        "leaves": [place < len(chosen) for place in range(LEAVES)],
        "page": page,
        "running": running,
        "phase": edition.phase(Phase.Kind.VOTING),
        "total": arranged.total,
        "fields": arranged.of_field,
        "scheme": scheme,
        "missing": rules.missing(scheme, len(chosen)),
        "asks_age": running and _asks_age(voter_of(request), edition, scheme),
        "booths": _booths(edition) if running else [],
    }
    response = render(request, "voting/ballot_paper.html", context)
    if ORDER in request.GET and not request.user.is_authenticated:
        kept = f"public, max-age=0, s-maxage={settings.PUBLIC_CACHE_SECONDS}"
        response.headers["Cache-Control"] = kept
    return response


def _booths(edition: Edition) -> list[Booth]:
    """The polling places, at most a minute old: they stand on a page that many read."""
    rows = Booth.objects.filter(edition=edition)
    return remembered(f"booths:{edition.pk}", lambda: list(rows), BOOTHS_KEPT)


def _chosen(voter: Visitor, edition: Edition) -> set[int]:
    """The works that a visitor has chosen, and that still stand."""
    if not voter.is_authenticated:
        return set()
    given = Ballot.objects.filter(
        voter__user=voter,
        revoked_at=None,
        candidate__edition=edition,
        candidate__withdrawn_at=None,
    )
    return set(given.values_list("candidate_id", flat=True))


def _asks_age(voter: Visitor, edition: Edition, scheme: Scheme | None) -> bool:
    """Whether a visitor still has to say how old they are: once, before the first vote."""
    if scheme is None or not scheme.min_voter_age or not voter.is_authenticated:
        return False
    return not Voter.objects.filter(edition=edition, user=voter).exists()


def _cards(works: list[int], chosen: set[int], at: datetime.datetime) -> list[dict]:
    """The cards of these works, in this order."""
    standing = Candidate.objects.standing().select_related("field", "kind").defer("kept_from")
    found = standing.in_bulk(works)
    return [_card(found[pk], at) | {"is_chosen": pk in chosen} for pk in works if pk in found]


def _card(candidate: Candidate, at: datetime.datetime) -> dict:
    """What a page shows of a work: its code and its face."""
    return {"code": candidate.code, "face": candidate.face(at)}


@require_GET
def candidate_page(request, slug, code):
    """One blinded profile."""
    edition = _running(slug)
    candidate = get_object_or_404(
        Candidate.objects.standing().select_related("field", "kind"), edition=edition, code=code
    )
    running = casting.is_running(edition, clock.now())
    scheme = rules.published(edition)
    ballot = None
    voter = voter_of(request)
    if running and voter.is_authenticated:
        ballot = Ballot.objects.filter(
            candidate=candidate, voter__user=voter, revoked_at=None
        ).first()
    context = {
        "edition": edition,
        "work": _card(candidate, clock.now()),
        "ballot": ballot,
        "running": running,
        "scheme": scheme,
        "asks_age": running and _asks_age(voter, edition, scheme),
        "phase": edition.phase(Phase.Kind.VOTING),
    }
    return render(request, "voting/candidate.html", context)


def _back(request, slug: str, code: str) -> HttpResponseRedirect:
    """To the page of ours on which the button was, or to the work."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect("candidate", slug=slug, code=code)


@login_required
@by_an_own_door
@require_POST
def cast_vote(request, slug, code):
    """Vote for a work."""
    attempt(
        request,
        casting.cast,
        candidate=_candidate(request, slug, code),
        by=request.user,
        at=clock.now(),
        address=client_address(request),
        is_of_age=bool(request.POST.get("of_age")),
        done=_("Your vote is noted. You may take it back until the vote closes."),
    )
    return _back(request, slug, code)


@login_required
@by_an_own_door
@require_POST
def revoke_vote(request, slug, code):
    """Take a vote back."""
    attempt(
        request,
        casting.revoke,
        candidate=_candidate(request, slug, code),
        by=request.user,
        at=clock.now(),
        done=_("Your vote is taken back."),
    )
    return _back(request, slug, code)
