"""The buttons of a meeting's page. Members see it; who may press what, the verbs say."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competition import clock
from competition.recap import Recap, shown
from competition.two_windows import UPON
from competition.web import attempt, numbers_of
from judging import permissions
from judging.councils import confirming, course, discussion, meetings
from judging.desk.buttons import SignedIn, button, chosen
from judging.desk.forms import ConclusionForm
from judging.desk.meeting import CONCLUSION, SHOWN, page, seen
from judging.desk.progress import A_PAGE
from judging.models import AgendaItem, Judge, Meeting, Motion
from judging.papers import minutes


def _attempt(
    request: SignedIn,
    about: Meeting,
    verb: Callable[..., object],
    done: str,
    /,
    **arguments: object,
) -> HttpResponse:
    """Call the verb: back to the meeting, or the page again with what forbids it."""
    if attempt(request, verb, by=request.user, done=done, **arguments):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{about.get_absolute_url()}{query}")
    return page(request, about, status=422)


def _items(request: SignedIn, meeting: Meeting) -> QuerySet[AgendaItem]:
    """What this person may meet of the agenda."""
    return meetings.agenda_for(permissions.seat_on(request.user, meeting.panel), meeting)


def _item(request: SignedIn, meeting: Meeting) -> AgendaItem:
    return chosen(_items(request, meeting), request.POST.get("item"))


def _item_or_none(request: SignedIn, meeting: Meeting) -> AgendaItem | None:
    """The entry that a form is about; None where it is about the meeting as a whole."""
    return _item(request, meeting) if request.POST.get("item") else None


def _motion(request: SignedIn, meeting: Meeting) -> Motion:
    items = _items(request, meeting)
    motions = meeting.motions.filter(Q(item=None) | Q(item__in=items))
    return chosen(motions, request.POST.get("motion"))


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
        at=clock.now(),
    )


@button("meeting", "number")
def begin_presentation(request: SignedIn, number: int) -> HttpResponse:
    """The clock of an entry's presentation starts."""
    meeting = seen(request, number)
    item = _item(request, meeting)
    return _attempt(request, meeting, meetings.begin_presentation, "", item=item, at=clock.now())


@button("meeting", "number")
def go_on(request: SignedIn, number: int) -> HttpResponse:
    """The entry that is heard ends, the next one begins; back to the step that is on."""
    meeting = seen(request, number)
    if attempt(request, course.go_on, meeting=meeting, by=request.user, at=clock.now()):
        return redirect(meeting)
    return page(request, meeting, status=422)


@button("meeting", "number")
def give_more_time(request: SignedIn, number: int) -> HttpResponse:
    """Five more minutes for the entry that is heard."""
    meeting = seen(request, number)
    item = _item(request, meeting)
    return _attempt(request, meeting, course.give_more_time, "", item=item)


@button("meeting", "number")
def write_line(request: SignedIn, number: int) -> HttpResponse:
    """A line of the minutes, with its moment."""
    meeting = seen(request, number)
    return _attempt(
        request,
        meeting,
        course.write_line,
        _("The line stands in the minutes."),
        meeting=meeting,
        item=_item_or_none(request, meeting),
        text=request.POST.get("line", ""),
        at=clock.now(),
    )


@button("meeting", "number")
def strike_line(request: SignedIn, number: int) -> HttpResponse:
    """Take a line out of the minutes."""
    meeting = seen(request, number)
    items = _items(request, meeting)
    lines = meeting.lines.filter(Q(item=None) | Q(item__in=items))
    line = chosen(lines, request.POST.get("struck"))
    done = _("The line is taken out.")
    return _attempt(request, meeting, course.strike_line, done, line=line)


@button("meeting", "number")
def say_in_meeting(request: SignedIn, number: int) -> HttpResponse:
    """Add to the discussion of the entry that is shown."""
    meeting = seen(request, number)
    return _attempt(
        request,
        meeting,
        discussion.say,
        "",
        entry=_item(request, meeting).blinded_entry,
        text=request.POST.get("said", ""),
        at=clock.now(),
    )


@button("meeting", "number")
def conclude_item(request: SignedIn, number: int) -> HttpResponse:
    """What the council concludes on one entry."""
    meeting = seen(request, number)
    item = _item(request, meeting)
    text = request.POST.get("text", "")
    done = _("The conclusion is kept.")
    upon = request.POST.get(UPON)
    return _attempt(request, meeting, meetings.conclude_item, done, item=item, text=text, upon=upon)


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
        item=_item_or_none(request, meeting),
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
    """Close a vote and count it; once more where somebody who is here has not voted."""
    meeting = seen(request, number)
    motion = _motion(request, meeting)
    recap = _before_the_count(motion)
    if recap and _leads(request, meeting) and not recap.is_read(request.POST):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        back = f"{meeting.get_absolute_url()}{query}"
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    done = _("The vote is closed and counted.")
    return _attempt(request, meeting, meetings.close_vote, done, motion=motion, at=clock.now())


def _leads(request: SignedIn, meeting: Meeting) -> bool:
    return permissions.can_see_panel_progress(request.user, meeting.panel)


def _before_the_count(motion: Motion) -> Recap | None:
    """None where everybody who is here has voted, or where it cannot be closed yet."""
    voted, present = meetings.turnout(motion)
    if motion.closed_at or voted >= present or meetings.waits_for_votes(motion):
        return None
    return Recap(
        question=_("Close this vote?"),
        facts=[
            (_("On what they vote"), motion.text),
            (_("Members who have voted, of those present"), f"{voted}/{present}"),
        ],
        after=[
            _("Whoever has not voted yet cannot vote any more."),
            _("A closed vote is not opened again; the count goes to the ledger."),
        ],
        button=_("Close and count"),
    )


@button("meeting", "number")
def conclude_meeting(request: SignedIn, number: int) -> HttpResponse:
    """Write the conclusion and close the meeting; what it leaves out is read once more before."""
    meeting = seen(request, number)
    form = ConclusionForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return page(request, meeting, status=422, conclusion=form)
    about: dict[str, Any] = {
        "meeting": meeting,
        "ended_at": form.ended_at,
        "by": request.user,
        "at": clock.now(),
    }
    recap = _before_the_end(request, meeting, form)
    if not recap.is_read(request.POST):
        if not attempt(request, meetings.require_ready, **about):
            return page(request, meeting, status=422, conclusion=form)
        back = f"{meeting.get_absolute_url()}?{SHOWN}={CONCLUSION}"
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    text = form.cleaned_data["text"]
    done = _("The meeting is closed.")
    if attempt(request, meetings.conclude, text=text, done=done, **about):
        return redirect(meeting)
    return page(request, meeting, status=422, conclusion=form)


def _before_the_end(request: SignedIn, meeting: Meeting, form: ConclusionForm) -> Recap:
    come, needed = meetings.quorum(meeting)
    left_out = course.not_heard(_items(request, meeting))
    facts: list[tuple[str, object]] = [
        (_("Voting members present, of those needed"), f"{come}/{needed}"),
        (
            _("Entries of the agenda not taken up"),
            len(left_out) or pgettext("how many entries", "none"),
        ),
        (_("End of the meeting"), _end_in_words(meeting, form)),
        (_("Conclusion"), form.cleaned_data["text"].strip()),
    ]
    if left_out:
        codes = ", ".join(item.blinded_entry.code for item in left_out[:A_PAGE])
        facts.insert(2, (pgettext("entries of the agenda", "Which"), codes))
    return Recap(
        question=_("Close this meeting?"),
        facts=facts,
        after=[
            _("A closed meeting is not opened again: nothing more is heard, voted on or written."),
            _("Its minutes are drafted from what stands here now."),
        ],
        button=_("Conclude and close the meeting"),
    )


def _end_in_words(meeting: Meeting, form: ConclusionForm) -> str:
    if form.ended_at is not None:
        return date_format(localtime(form.ended_at), "DATETIME_FORMAT")
    if meeting.is_during(clock.now()):
        return _("at the press below")
    return _("not known: a blank in the minutes, to be filled by hand")


@button("meeting", "number")
def draft_minutes(request: SignedIn, number: int) -> HttpResponse:
    """Draft the minutes from the data, or draft them again."""
    meeting = seen(request, number)
    done = _("The minutes are drafted.")
    return _attempt(request, meeting, minutes.draft_minutes, done, meeting=meeting)


@button("meeting", "number")
def confirm_minutes(request: SignedIn, number: int) -> HttpResponse:
    """A member who was there has read the minutes and confirms them."""
    meeting = seen(request, number)
    done = _("You have confirmed the minutes.")
    verb = confirming.confirm
    return _attempt(request, meeting, verb, done, meeting=meeting, at=clock.now())


@button("meeting", "number")
def remind_to_confirm(request: SignedIn, number: int) -> HttpResponse:
    """Write to those whose turn it is to confirm."""
    meeting = seen(request, number)
    done = _("Those whose turn it is are reminded.")
    verb = confirming.remind
    return _attempt(request, meeting, verb, done, meeting=meeting, at=clock.now())


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
        confirming.attach_signed,
        _("The signed minutes are attached."),
        meeting=meeting,
        upload=upload,
        at=clock.now(),
    )
