"""“My ballots”: whether they count, what one may still change, and the slips to keep."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.errors import Refused
from foundation.notifications.post import absolute
from foundation.papers.qr import qr_data_url
from voting import forgetting, integrity, objecting, own, permissions, receipts
from voting.desk.doors import by_an_own_door
from voting.models import Ballot, Voter


class ObjectionForm(forms.Form):
    """Why a ballot should count."""

    text = forms.CharField(
        label=gettext_lazy("Why should your ballot count?"),
        max_length=objecting.MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Such as: our class voted together in a lesson. Write neither your name nor which work "
            "you chose."
        ),
    )


@login_required
@by_an_own_door
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
@by_an_own_door
@require_http_methods(["GET", "POST"])
def object_to_ballot(request, slug, receipt):
    """One's own ballot is set aside: say why it should count, without saying for whom it is."""
    mine = Ballot.objects.filter(voter__user=request.user, candidate__edition__slug=slug)
    ballot = get_object_or_404(mine.select_related("candidate__edition"), receipt=receipt)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objecting.object_to(
                ballot=ballot, text=form.cleaned_data["text"], by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted: two people read it before they rule."))
            return redirect("my_ballots")
    context = {
        "edition": ballot.candidate.edition,
        "short": receipts.short(ballot.receipt),
        "receipt": ballot.receipt,
        "why": integrity.why(ballot.quarantine_reason),
        "closed": "" if form.errors else objecting.why_not(ballot),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "voting/object_to_ballot.html", context, status=status)


@login_required
@by_an_own_door
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
