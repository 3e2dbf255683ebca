"""“My ballots”: whether they count, what one may still change, and the slips to keep."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from competition import clock
from foundation.notifications.post import absolute
from foundation.papers.qr import qr_data_url
from voting import forgetting, own, permissions
from voting.models import Voter


@login_required
@require_GET
def my_ballots(request):
    """The person's ballots in every edition, during the vote and after it."""
    at = clock.now()
    votes = []
    for vote in own.votes_of(request.user, at):
        chosen = [{"code": work.code, "face": work.face(at)} for work in vote.chosen]
        votes.append({"vote": vote, "chosen": chosen})
    context = {
        "votes": votes,
        "may_vote": permissions.can_vote(request.user),
        "days": forgetting.DAYS,
    }
    return render(request, "voting/my_ballots.html", context)


@login_required
@require_GET
def ballot_slips(request, slug):
    """The receipts of one vote on paper: nothing here says which works were chosen."""
    voters = Voter.objects.select_related("edition").filter(user=request.user)
    voter = get_object_or_404(voters, edition__slug=slug)
    vote = own.vote_of(voter, clock.now())
    check = absolute(reverse("check_receipt", args=[slug]))
    slips = [
        {"ballot": ballot, "qr": qr_data_url(f"{check}?ma={ballot.receipt}", scale=3)}
        for ballot in vote.kept
    ]
    context = {"edition": voter.edition, "vote": vote, "slips": slips, "check": check}
    return render(request, "voting/ballot_slips.html", context)
