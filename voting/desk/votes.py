"""The public vote: blinded profiles, one vote a person and work, counts unseen until the close."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from competition import clock
from competition.models import Edition, Phase
from competition.web import attempt, client_address
from voting import casting
from voting.models import Ballot, Candidate, Tally

PAGE = 24


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
    return render(request, "voting/votes.html", {"editions": editions})


def _running(slug: str) -> Edition:
    edition = get_object_or_404(Edition, slug=slug, poll__isnull=False)
    if not (
        casting.is_running(edition, clock.now()) or Tally.objects.filter(edition=edition).exists()
    ):
        raise Http404
    return edition


def _own_page(request, candidates, number: int) -> tuple[list[Candidate], int]:
    """A page of the works in this voter's own order, and the number of pages.

    Works stand at random places on a circle; each voter starts elsewhere, so no work stands first
    for everybody, and the database reads one page whatever the number of works.
    """
    seed = str(request.user.pk or client_address(request))
    start = (
        int.from_bytes(hashlib.sha256(f"{seed}|{settings.SECRET_KEY}".encode()).digest()[:4], "big")
        % 2**31
    )
    after, before = (
        candidates.filter(place__gte=start).order_by("place"),
        candidates.filter(place__lt=start).order_by("place"),
    )
    ahead, total = after.count(), candidates.count()
    first = (number - 1) * PAGE
    shown = list(after[first : first + PAGE])
    if len(shown) < PAGE:
        skipped = max(0, first - ahead)
        shown += before[skipped : skipped + PAGE - len(shown)]
    return shown, max(1, -(-total // PAGE))


@require_GET
def ballot_paper(request, slug):
    """The works of the vote, a page at a time."""
    edition = _running(slug)
    candidates = Candidate.objects.in_edition(edition).standing().select_related("field")
    field = request.GET.get("linh-vuc", "")
    if field:
        candidates = candidates.filter(field__code=field)
    number = int(request.GET["trang"]) if request.GET.get("trang", "").isdecimal() else 1
    shown, pages = _own_page(request, candidates, max(1, min(number, 10_000)))
    mine = Ballot.objects.none()
    if request.user.is_authenticated:
        mine = Ballot.objects.filter(
            voter=request.user, revoked_at=None, candidate__edition=edition
        )
    chosen = set(mine.filter(candidate__in=shown).values_list("candidate_id", flat=True))
    for candidate in shown:
        candidate.chosen = candidate.pk in chosen
    context = {
        "edition": edition,
        "candidates": shown,
        "chosen": mine.count(),
        "field": field,
        "pages": range(1, pages + 1),
        "number": number,
        "running": casting.is_running(edition, clock.now()),
        "phase": edition.phase(Phase.Kind.VOTING),
        "fields": edition.fields.all(),
    }
    return render(request, "voting/ballot_paper.html", context)


@require_GET
def candidate_page(request, slug, code):
    """One blinded profile."""
    edition = _running(slug)
    candidate = get_object_or_404(
        Candidate.objects.standing().select_related("field"), edition=edition, code=code
    )
    ballot = None
    if request.user.is_authenticated:
        ballot = Ballot.objects.filter(
            candidate=candidate, voter=request.user, revoked_at=None
        ).first()
    context = {
        "edition": edition,
        "candidate": candidate,
        "ballot": ballot,
        "running": casting.is_running(edition, clock.now()),
    }
    return render(request, "voting/candidate.html", context)


@login_required
@require_POST
def cast_vote(request, slug, code):
    """Vote for a work."""
    candidate = get_object_or_404(
        Candidate.objects.select_related("edition"), edition__slug=slug, code=code
    )
    attempt(
        request,
        casting.cast,
        candidate=candidate,
        by=request.user,
        at=clock.now(),
        address=client_address(request),
        done=_("Your vote is noted. You may take it back until the vote closes."),
    )
    return redirect("candidate", slug=slug, code=code)


@login_required
@require_POST
def revoke_vote(request, slug, code):
    """Take a vote back."""
    candidate = get_object_or_404(
        Candidate.objects.select_related("edition"), edition__slug=slug, code=code
    )
    attempt(
        request,
        casting.revoke,
        candidate=candidate,
        by=request.user,
        at=clock.now(),
        done=_("Your vote is taken back."),
    )
    return redirect("candidate", slug=slug, code=code)
