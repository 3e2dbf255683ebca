"""A meeting's page: agenda, attendance, votes, conclusion, minutes. For members and those who lead
the panel.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from foundation.vault import store
from judging import permissions
from judging.councils import meetings, rounds
from judging.desk.buttons import SignedIn
from judging.desk.progress import A_PAGE, MEMBERS_PAGE
from judging.models import Judge, Meeting, Motion, MotionVoter

PAPERS = {
    "bien-ban.pdf": "minutes",
    "bien-ban.docx": "minutes_docx",
    "bien-ban-da-ky.pdf": "signed",
}


def seen(request: SignedIn, number: int) -> Meeting:
    """A meeting of the person's own panel; 404 for strangers."""
    found = get_object_or_404(
        Meeting.objects.select_related("panel__round__edition__contest", "panel__round__scheme"),
        pk=number,
    )
    if not permissions.can_see_panel(request.user, found.panel):
        raise Http404
    return found


@login_required
@require_GET
def meeting(request: SignedIn, number: int) -> HttpResponse:
    """The meeting as it stands."""
    return page(request, seen(request, number))


@login_required
@require_GET
def meeting_paper(request: SignedIn, number: int, name: str) -> HttpResponseBase:
    """The minutes of a meeting: as PDF, as Word, and with everybody's signatures."""
    paper = getattr(seen(request, number), PAPERS[name]) if name in PAPERS else None
    if paper is None:
        raise Http404
    is_shown = name.endswith(".pdf")
    return store.serve(paper, name=name, user=request.user, purpose="minutes", inline=is_shown)


def page(request: SignedIn, meeting: Meeting, *, status: int = 200) -> HttpResponse:
    """The page of a meeting; 422 after a button whose verb refused."""
    panel = meeting.panel
    seat = permissions.seat_on(request.user, panel)
    members = Paginator(meetings.members(panel), A_PAGE).get_page(request.GET.get(MEMBERS_PAGE))
    agenda = Paginator(meetings.agenda_for(seat, meeting), A_PAGE).get_page(
        request.GET.get("trang")
    )
    present = set(
        meeting.attendances.filter(judge__in=list(members)).values_list("judge", flat=True)
    )
    voting_present, needed = meetings.quorum(meeting)
    context = {
        "meeting": meeting,
        "panel": panel,
        "leads": permissions.can_see_panel_progress(request.user, panel),
        "seat": seat,
        "shows_titles": rounds.shows_titles(panel.round, request.user),
        "members": members,
        "members_query": f"{MEMBERS_PAGE}={members.number}",
        "present": present,
        "motions": _motions(meeting, seat),
        "come": voting_present,
        "needed": needed,
        "choices": MotionVoter.Choice.choices,
        "needs": Motion.Needs.choices,
        "may_vote": permissions.voting_seat(request.user, meeting) is not None,
        "agenda": agenda,
        "agenda_query": f"trang={agenda.number}",
        # Buttons lead back to the pages of the lists that were open.
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "minutes": panel.round.scheme.presentation_minutes,
        "has_ended": meeting.closed_at is not None,
    }
    return render(request, "judging/meeting.html", context, status=status)


@dataclass(frozen=True)
class MotionRow:
    """A motion as its page shows it: how many have voted, and how, once it is closed."""

    motion: Motion
    voters: int
    has_voted: bool
    counted: list[tuple[str, int]]
    is_carried: bool | None
    open_votes: list[MotionVoter]


def _motions(meeting: Meeting, seat: Judge | None) -> list[MotionRow]:
    of_seat = MotionVoter.objects.filter(motion__meeting=meeting, judge=seat)
    voted_on = set(of_seat.values_list("motion", flat=True)) if seat else set()
    return [_motion_row(motion, motion.pk in voted_on) for motion in meeting.motions.all()]


def _counted(motion: Motion) -> list[tuple[str, int]]:
    """{choice: votes} in words; empty where the split would tell who chose what."""
    if not meetings.shows_split(motion):
        return []
    votes = meetings.result(motion)
    return [(str(choice.label), votes[choice.value]) for choice in MotionVoter.Choice]


def _motion_row(motion: Motion, has_voted: bool) -> MotionRow:
    is_named = motion.closed_at is not None and not motion.is_secret
    return MotionRow(
        motion=motion,
        voters=motion.voters.count(),
        has_voted=has_voted,
        counted=_counted(motion),
        is_carried=meetings.is_carried(motion),
        open_votes=list(motion.voters.select_related("judge__user")) if is_named else [],
    )
