"""What an observer reads: how far an edition is, in dates and numbers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import is_observer_anywhere
from accounts.proving import SignedIn
from cms.workbench.page import rails_for
from competition import clock
from competition.office import state_of
from competition.permissions import editions_observed_by


@login_required
@require_GET
def observe(request: SignedIn) -> HttpResponse:
    """The steps of each edition that the person observes; nothing leads into the office."""
    if not is_observer_anywhere(request.user):
        raise Http404
    editions = list(editions_observed_by(request.user))
    rails = rails_for(editions, clock.now())
    shown = [
        {"edition": edition, "state": state_of(edition), "steps": rails[edition.pk].steps}
        for edition in editions
    ]
    return render(request, "cms/observe.html", {"shown": shown})
