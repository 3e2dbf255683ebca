"""The public vote: blinded profiles, one vote a person and work, counts unseen until the close."""

import datetime
import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from competition import clock
from competition.models import Edition, Phase
from competition.web import attempt, client_address, number_of
from voting import casting, forgetting, permissions
from voting.models import Ballot, Candidate, Tally

PAGE = 24
MOST_PAGES = 10_000  # asked for by an address


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
    edition = get_object_or_404(Edition, slug=slug, poll__isnull=False)
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


def _own_page(request, candidates, number: int) -> tuple[list[Candidate], int]:
    """A page of the works in this voter's own order, and the number of pages.

    Works stand at random places on a circle; each voter starts elsewhere, so no work stands first
    for everybody, and the database reads one page whatever the number of works.
    """
    start = _start_of(str(request.user.pk or client_address(request)))
    from_start = candidates.filter(place__gte=start).order_by("place")
    before_start = candidates.filter(place__lt=start).order_by("place")
    total = candidates.count()
    first = (number - 1) * PAGE
    shown = list(from_start[first : first + PAGE])
    if len(shown) < PAGE:
        # Of the works before the start, those that earlier pages have shown.
        skipped = max(0, first - from_start.count())
        shown += before_start[skipped : skipped + PAGE - len(shown)]
    return shown, max(1, -(-total // PAGE))


def _start_of(voter: str) -> int:
    """The place on the circle where a voter begins: from 0 to 2³¹ - 1, the same every time."""
    digest = hashlib.sha256(f"{voter}|{settings.SECRET_KEY}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 2**31


@require_GET
def ballot_paper(request, slug):
    """The works of the vote, a page at a time."""
    edition = _running(slug)
    standing = Candidate.objects.in_edition(edition).standing()
    candidates = standing.select_related("field", "kind").defer("kept_from")
    field = request.GET.get("linh-vuc", "")
    if field:
        candidates = candidates.filter(field__code=field)
    number = max(1, min(number_of(request.GET.get("trang")), MOST_PAGES))
    shown, pages = _own_page(request, candidates, number)
    running = casting.is_running(edition, clock.now())
    mine = Ballot.objects.none()
    if running and request.user.is_authenticated:
        mine = Ballot.objects.filter(
            voter__user=request.user,
            revoked_at=None,
            candidate__edition=edition,
            candidate__withdrawn_at=None,
        )
    chosen_here = set(mine.filter(candidate__in=shown).values_list("candidate_id", flat=True))
    at = clock.now()
    cards = []
    for candidate in shown:
        cards.append(_card(candidate, at) | {"is_chosen": candidate.pk in chosen_here})
    context = {
        "edition": edition,
        "cards": cards,
        "chosen": mine.count(),
        "field": field,
        "pages": range(1, pages + 1),
        "number": number,
        "running": running,
        "phase": edition.phase(Phase.Kind.VOTING),
        "fields": edition.fields.all(),
    }
    return render(request, "voting/ballot_paper.html", context)


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
    ballot = None
    if running and request.user.is_authenticated:
        ballot = Ballot.objects.filter(
            candidate=candidate, voter__user=request.user, revoked_at=None
        ).first()
    context = {
        "edition": edition,
        "work": _card(candidate, clock.now()),
        "ballot": ballot,
        "running": running,
    }
    return render(request, "voting/candidate.html", context)


def _back(request, slug: str, code: str) -> HttpResponseRedirect:
    """To the page of ours on which the button was, or to the work."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)
    return redirect("candidate", slug=slug, code=code)


@login_required
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
        done=_("Your vote is noted. You may take it back until the vote closes."),
    )
    return _back(request, slug, code)


@login_required
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
