"""The organising committee: what waits for its members, and their vote on the prizes."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import is_committee_anywhere
from awards import permissions, ratification, unsealing
from awards.models import Approval, Ratification, Standing
from competition import clock, joint_requests
from competition.models import Edition
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
    """A member reads the proposed prizes."""
    edition = _committee_edition(request, slug)
    vote = Ratification.objects.filter(standing__edition=edition).select_related("standing").first()
    rows = _proposed_prizes(vote, request.user) if vote else []
    context = {
        "edition": edition,
        "vote": vote,
        "rows": rows,
        "missing": [row for row in rows if row["approves"] is None and not row["is_own"]],
        "standing": Standing.objects.filter(edition=edition).first(),
        "asked": unsealing.asked_for(edition),
    }
    return render(request, "awards/ratify.html", context)


@login_required
@require_POST
def vote_on_prizes(request, slug):
    """A member approves or declines each proposed prize."""
    edition = _committee_edition(request, slug)
    attempt(
        request,
        ratification.vote,
        ratification=get_object_or_404(Ratification, standing__edition=edition),
        choices=_choices(request.POST),
        by=request.user,
        at=clock.now(),
        done=_("Your vote is noted. You may change it until the vote is closed."),
    )
    return redirect("ratify", slug=slug)


def _committee_edition(request, slug: str) -> Edition:
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_ratify(request.user, edition.pk):
        raise Http404
    return edition


def _proposed_prizes(vote: Ratification, member) -> list[dict]:
    """Each row with a prize, its authors, and how this member voted; None for not yet."""
    own = Approval.objects.filter(ratification=vote, member=member)
    approves = dict(own.values_list("row_id", "approves"))
    places = vote.standing.rows.exclude(tier=None).select_related("tier", "entry", "field")
    proposed = []
    for place in places.prefetch_related("entry__authors"):
        authors = place.entry.authors.all() if place.entry else []
        names = ", ".join(author.full_name for author in authors)
        row = {
            "place": place,
            "authors": names,
            "approves": approves.get(place.pk),
            "is_own": place.entry is not None and place.entry.owner_id == member.pk,
        }
        proposed.append(row)
    return proposed


def _choices(posted) -> dict[int, bool]:
    """{row id: whether it is approved} of the rows that were answered."""
    return {
        int(name.removeprefix("row-")): answer == "yes"
        for name, answer in posted.items()
        if re.fullmatch(r"row-\d{1,18}", name) and answer in ("yes", "no")
    }
