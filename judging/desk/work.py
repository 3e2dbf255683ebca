"""The judges' door: what is next, what waits to be signed, who meets."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import is_judge_anywhere
from judging import permissions
from judging.councils import meetings, progress, undertakings, visits
from judging.desk.buttons import SignedIn
from judging.models import Panel
from judging.results import comparing


@login_required
@require_GET
def judge_desk(request: SignedIn) -> HttpResponse:
    """The judge's queue: what is next, what is drafted, what is locked."""
    if not is_judge_anywhere(request.user):
        raise Http404
    seats = list(undertakings.seats_of(request.user))
    signed = [seat for seat in seats if seat.undertaking_at]
    queues = progress.queues_of(request.user)
    context = {
        "panels": sorted((queue for queue in queues if not queue.is_past), key=_by_end),
        "past": [queue for queue in reversed(queues) if queue.is_past],
        "led": _led_by(request.user),
        "seats": seats,
        "meetings": meetings.waiting_for(signed),
        "visits": visits.of_teams(seats),
        "comparisons": comparing.waiting_for(request.user),
    }
    return render(request, "judging/desk.html", context)


def _by_end(queue: progress.PanelQueue) -> tuple[bool, float]:
    """What runs out first stands first; a round without a date, or without work left, last."""
    end = queue.closes_at
    return queue.next is None, end.timestamp() if end else float("inf")


def _led_by(user: User) -> list[Panel]:
    panels = Panel.objects.select_related("round__edition")
    panels = panels.filter(pk__in=permissions.panel_ids(user))
    return [panel for panel in panels if permissions.can_see_panel_progress(user, panel)]
