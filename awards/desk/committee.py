"""The organising committee: what waits for its members, and their vote on the prizes."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import is_committee_anywhere
from awards import permissions, ratification, unsealing, what_if
from awards.desk.proposals import (
    MEANT,
    beside,
    by_tier,
    following,
    proposals_of,
    sheets_of,
    votes_of,
)
from awards.models import Ratification, Standing
from competition import clock, joint_requests
from competition.models import Edition, Phase
from competition.web import attempt


@login_required
@require_GET
def committee_desk(request):
    """The editions on whose committee this person sits, with what waits for them."""
    if not is_committee_anywhere(request.user):
        raise Http404
    editions = Edition.objects.filter(pk__in=permissions.ratified_by(request.user))
    editions = editions.select_related("standing__unsealing", "standing__ratification")
    context = {"editions": editions, "waiting": joint_requests.waiting_for(request.user)}
    return render(request, "awards/committee_desk.html", context)


@login_required
@require_GET
def ratify(request, slug):
    """A member reads the proposed prizes, and answers all of them or one by one."""
    edition = _committee_edition(request, slug)
    vote = _vote_of(edition)
    rows = proposals_of(vote, request.user) if vote else []
    if vote and vote.closed_at:
        counts = ratification.approvals(vote)
        for row in rows:
            row.approvals = counts[row.place.pk]
    context = {
        "edition": edition,
        "vote": vote,
        "tiers": by_tier(rows),
        "missing": [row for row in rows if row.waits],
        "phase": edition.phase(Phase.Kind.RATIFICATION),
        "sent": len(ratification.voters(vote)) if vote else 0,
        "standing": Standing.objects.filter(edition=edition).first(),
        "asked": unsealing.asked_for(edition),
        "shows_what_if": not what_if.why_not(edition),
    }
    return render(request, "awards/ratify.html", context)


@login_required
@require_GET
def proposed_prize(request, slug, row):
    """One proposed prize with what speaks for it. Whoever entered the work itself sees none of it
    before the announcement.
    """
    edition = _committee_edition(request, slug)
    vote = _vote_of(edition)
    rows = proposals_of(vote, request.user) if vote else []
    shown = next((one for one in rows if one.place.pk == row), None)
    if vote is None or shown is None or shown.is_own:
        raise Http404
    context = {
        "edition": edition,
        "vote": vote,
        "row": shown,
        "number": rows.index(shown) + 1,
        "all": len(rows),
        "missing": [one for one in rows if one.waits],
        "sent": len(ratification.voters(vote)),
        "places": vote.standing.rows.count(),
        "sheets": sheets_of(edition, shown.place.code),
        "votes": votes_of(edition, shown.place.code),
        "beside": beside(shown.place),
        "following": following(rows, shown),
    }
    return render(request, "awards/proposed_prize.html", context)


@login_required
@require_POST
def vote_on_prizes(request, slug):
    """A member approves, declines or abstains, of each proposed prize or of one."""
    vote = _open_to(request, slug)
    _note(request, vote, _choices(request.POST))
    return _on(request.POST.get("tiep", ""), slug)


@login_required
@require_POST
def approve_rest(request, slug):
    """A member approves of every prize that has no answer of theirs, neither noted nor on the
    page.
    """
    vote = _open_to(request, slug)
    choices = _choices(request.POST)
    for one in proposals_of(vote, request.user):
        if one.waits:
            choices.setdefault(one.place.pk, True)
    _note(request, vote, choices)
    return redirect("ratify", slug=slug)


def _open_to(request, slug: str) -> Ratification:
    edition = _committee_edition(request, slug)
    return get_object_or_404(Ratification, standing__edition=edition)


def _note(request, vote: Ratification, choices: dict[int, bool | None]) -> None:
    attempt(
        request,
        ratification.vote,
        ratification=vote,
        choices=choices,
        by=request.user,
        at=clock.now(),
        done=_("Your vote is noted. You may change it until the vote is closed."),
    )


def _on(following: str, slug: str) -> HttpResponse:
    """To the prize that is asked for next, or to the list."""
    if re.fullmatch(r"\d{1,18}", following):
        return redirect("proposed_prize", slug=slug, row=int(following))
    return redirect("ratify", slug=slug)


def _committee_edition(request, slug: str) -> Edition:
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_ratify(request.user, edition.pk):
        raise Http404
    return edition


def _vote_of(edition: Edition) -> Ratification | None:
    votes = Ratification.objects.filter(standing__edition=edition)
    return votes.select_related("standing__edition").first()


def _choices(posted) -> dict[int, bool | None]:
    """{row id: whether it is approved, None for an abstention} of the rows that were answered."""
    return {
        int(name.removeprefix("row-")): MEANT[answer]
        for name, answer in posted.items()
        if re.fullmatch(r"row-\d{1,18}", name) and answer in MEANT
    }
