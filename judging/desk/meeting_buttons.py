"""The buttons of a meeting's page. Members see it; who may press what, the verbs say."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from competition import clock
from competition.web import attempt, numbers_of
from judging.councils import meetings
from judging.desk.buttons import SignedIn, button, chosen
from judging.desk.meeting import page, seen
from judging.models import AgendaItem, Judge, Meeting, Motion
from judging.papers import minutes


def _attempt(
    request: SignedIn,
    shown: Meeting,
    verb: Callable[..., object],
    done: str,
    /,
    **arguments: object,
) -> HttpResponse:
    """Call the verb: back to the meeting, or the page again with what forbids it."""
    if attempt(request, verb, by=request.user, done=done, **arguments):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{shown.get_absolute_url()}{query}")
    return page(request, shown, status=422)


def _item(request: SignedIn, meeting: Meeting) -> AgendaItem:
    return chosen(meeting.agenda.all(), request.POST.get("item"))


def _motion(request: SignedIn, meeting: Meeting) -> Motion:
    return chosen(meeting.motions.all(), request.POST.get("motion"))


@button("meeting", "number")
def note_attendance(request: SignedIn, number: int) -> HttpResponse:
    """Who is here of the members on this page of the list; replaces what was noted of them."""
    meeting = seen(request, number)
    ticked = numbers_of(request.POST.getlist("present"))
    present = list(Judge.objects.filter(pk__in=ticked))
    return _attempt(
        request,
        meeting,
        meetings.note_attendance,
        _("The attendance is noted."),
        meeting=meeting,
        present=present,
        asked=numbers_of(request.POST.getlist("asked")),
    )


@button("meeting", "number")
def begin_presentation(request: SignedIn, number: int) -> HttpResponse:
    """The clock of an entry's presentation starts."""
    meeting = seen(request, number)
    item = _item(request, meeting)
    return _attempt(request, meeting, meetings.begin_presentation, "", item=item, at=clock.now())


@button("meeting", "number")
def conclude_item(request: SignedIn, number: int) -> HttpResponse:
    """What the council concludes on one entry."""
    meeting = seen(request, number)
    item = _item(request, meeting)
    text = request.POST.get("text", "")
    done = _("The conclusion is kept.")
    return _attempt(request, meeting, meetings.conclude_item, done, item=item, text=text)


@button("meeting", "number")
def put_to_vote(request: SignedIn, number: int) -> HttpResponse:
    """Open a vote among those present."""
    meeting = seen(request, number)
    return _attempt(
        request,
        meeting,
        meetings.put_to_vote,
        _("The vote is open."),
        meeting=meeting,
        text=request.POST.get("text", ""),
        is_secret=bool(request.POST.get("secret")),
        needs=request.POST.get("needs", Motion.Needs.HALF_PRESENT),
        at=clock.now(),
    )


@button("meeting", "number")
def vote_on_motion(request: SignedIn, number: int) -> HttpResponse:
    """For, against or abstention, once."""
    meeting = seen(request, number)
    motion = _motion(request, meeting)
    choice = request.POST.get("choice", "")
    done = _("Your vote is in.")
    return _attempt(request, meeting, meetings.vote, done, motion=motion, choice=choice)


@button("meeting", "number")
def close_motion(request: SignedIn, number: int) -> HttpResponse:
    """Close a vote and count it."""
    meeting = seen(request, number)
    motion = _motion(request, meeting)
    done = _("The vote is closed and counted.")
    return _attempt(request, meeting, meetings.close_vote, done, motion=motion, at=clock.now())


@button("meeting", "number")
def conclude_meeting(request: SignedIn, number: int) -> HttpResponse:
    """Write the conclusion and close the meeting."""
    meeting = seen(request, number)
    return _attempt(
        request,
        meeting,
        meetings.conclude,
        _("The meeting is closed."),
        meeting=meeting,
        text=request.POST.get("text", ""),
        at=clock.now(),
    )


@button("meeting", "number")
def draft_minutes(request: SignedIn, number: int) -> HttpResponse:
    """Draft the minutes from the data, or draft them again."""
    meeting = seen(request, number)
    done = _("The minutes are drafted.")
    return _attempt(request, meeting, minutes.draft_minutes, done, meeting=meeting)


@button("meeting", "number")
def attach_minutes(request: SignedIn, number: int) -> HttpResponse:
    """The scan of the minutes with everybody's signatures."""
    meeting = seen(request, number)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choose a file first."))
        return page(request, meeting, status=422)
    return _attempt(
        request,
        meeting,
        meetings.attach_signed,
        _("The signed minutes are attached."),
        meeting=meeting,
        upload=upload,
        at=clock.now(),
    )
