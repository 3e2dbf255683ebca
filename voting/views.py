"""The public vote: blinded profiles, one vote a person and work, counts unseen until the close."""

import hashlib

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


@require_GET
def votes(request):
    """The editions whose vote is running."""
    at = clock.now()
    editions = Edition.objects.filter(poll__isnull=False, phases__kind=Phase.Kind.VOTING, phases__opens_at__lte=at, phases__closes_at__gt=at)
    return render(request, "voting/votes.html", {"editions": editions})


def _running(slug: str) -> Edition:
    edition = get_object_or_404(Edition, slug=slug, poll__isnull=False)
    if not (casting.is_running(edition, clock.now()) or Tally.objects.filter(edition=edition).exists()):
        raise Http404
    return edition


def _own_order(request, candidates: list[Candidate]) -> list[Candidate]:
    """Shuffled for each voter, so that no work stands first for everybody."""
    seed = str(request.user.pk or request.META.get("REMOTE_ADDR", ""))
    return sorted(candidates, key=lambda candidate: hashlib.sha256(f"{seed}|{candidate.code}".encode()).digest())


@require_GET
def ballot_paper(request, slug):
    """All works of the vote."""
    edition = _running(slug)
    candidates = list(Candidate.objects.in_edition(edition).standing().select_related("field"))
    field = request.GET.get("linh-vuc", "")
    if field:
        candidates = [candidate for candidate in candidates if candidate.field.code == field]
    mine = set()
    if request.user.is_authenticated:
        mine = set(Ballot.objects.filter(voter=request.user, revoked_at=None, candidate__edition=edition).values_list("candidate_id", flat=True))
    for candidate in candidates:
        candidate.chosen = candidate.pk in mine
    context = {
        "edition": edition, "candidates": _own_order(request, candidates), "chosen": len(mine), "field": field,
        "running": casting.is_running(edition, clock.now()), "phase": edition.phase(Phase.Kind.VOTING), "fields": edition.fields.all(),
    }  # fmt: skip
    return render(request, "voting/ballot_paper.html", context)


@require_GET
def candidate_page(request, slug, code):
    """One blinded profile."""
    edition = _running(slug)
    candidate = get_object_or_404(Candidate.objects.standing().select_related("field"), edition=edition, code=code)
    ballot = None
    if request.user.is_authenticated:
        ballot = Ballot.objects.filter(candidate=candidate, voter=request.user, revoked_at=None).first()
    context = {"edition": edition, "candidate": candidate, "ballot": ballot, "running": casting.is_running(edition, clock.now())}
    return render(request, "voting/candidate.html", context)


@login_required
@require_POST
def cast_vote(request, slug, code):
    """Vote for a work."""
    candidate = get_object_or_404(Candidate.objects.select_related("edition"), edition__slug=slug, code=code)
    attempt(
        request, casting.cast, candidate=candidate, by=request.user, at=clock.now(), address=client_address(request),
        done=_("Your vote is noted. You may take it back until the vote closes."),
    )  # fmt: skip
    return redirect("candidate", slug=slug, code=code)


@login_required
@require_POST
def revoke_vote(request, slug, code):
    """Take a vote back."""
    candidate = get_object_or_404(Candidate.objects.select_related("edition"), edition__slug=slug, code=code)
    attempt(request, casting.revoke, candidate=candidate, by=request.user, at=clock.now(), done=_("Your vote is taken back."))
    return redirect("candidate", slug=slug, code=code)
