"""A meeting's page, which leads through it: who is here, one entry after the other with its sheets
and its votes, the conclusion, the minutes. For members and those who lead the panel.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from competition import clock
from competition.two_windows import stored_beside, version_of
from foundation.vault import store
from judging import permissions
from judging.councils import confirming, course, discussion, meetings, rounds
from judging.desk import spread
from judging.desk.buttons import SignedIn
from judging.desk.forms import ConclusionForm
from judging.desk.progress import A_PAGE, MEMBERS_PAGE
from judging.models import AgendaItem, Contribution, Judge, Meeting, Motion, MotionVoter

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
    meeting = seen(request, number)
    paper = getattr(meeting, PAPERS[name]) if name in PAPERS else None
    if paper is None or not meetings.may_read_minutes(request.user, meeting):
        raise Http404
    is_shown = name.endswith(".pdf")
    return store.serve(paper, name=name, user=request.user, purpose="minutes", inline=is_shown)


@dataclass(frozen=True)
class Step:
    """A line of the agenda: what it is called, how far it is (`done`, `now`, `ahead`)."""

    key: str
    label: str
    look: str
    item: AgendaItem | None = None
    is_now: bool = False


ATTENDANCE = "diem-danh"
CONCLUSION = "ket-luan"
MINUTES = "bien-ban"
SHOWN = "xem"  # of the address: which step is shown; the one that is on where it says none


def page(
    request: SignedIn,
    meeting: Meeting,
    *,
    status: int = 200,
    conclusion: ConclusionForm | None = None,
) -> HttpResponse:
    """The page of a meeting; 422 after a button whose verb refused, or with a `conclusion` whose
    form has errors.
    """
    panel = meeting.panel
    seat = permissions.seat_on(request.user, panel)
    members = Paginator(meetings.members(panel), A_PAGE).get_page(request.GET.get(MEMBERS_PAGE))
    items = list(meetings.agenda_for(seat, meeting).select_related("blinded_entry__field"))
    agenda = Paginator(items, A_PAGE).get_page(request.GET.get("trang"))
    present = set(
        meeting.attendances.filter(judge__in=list(members)).values_list("judge", flat=True)
    )
    quorum = meetings.quorum(meeting)
    steps = _steps(meeting, items, quorum)
    shown = _shown(steps, CONCLUSION if conclusion else request.GET.get(SHOWN))
    item = shown.item
    leads = permissions.can_see_panel_progress(request.user, panel)
    context = {
        "meeting": meeting,
        "panel": panel,
        "leads": leads,
        "seat": seat,
        "shows_titles": rounds.shows_titles(panel.round, request.user),
        "shows_members": leads or panel.round.scheme.shows_colleagues,
        "members": members,
        "members_query": f"{MEMBERS_PAGE}={members.number}",
        "present": present,
        "come": quorum[0],
        "needed": quorum[1],
        "share": min(100, 100 * quorum[0] // max(1, meetings.voting_members(meeting))),
        "choices": MotionVoter.Choice.choices,
        "needs": Motion.Needs.choices,
        "may_vote": permissions.voting_seat(request.user, meeting) is not None,
        "agenda": agenda,
        "agenda_query": f"trang={agenda.number}",
        # Buttons lead back to the pages of the lists that were open.
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "has_ended": meeting.closed_at is not None,
        "waits_for_its_day": meetings.waits_for_its_day(meeting, clock.now()),
        "steps": _on_page(steps, agenda),
        "shown": shown,
        "item": item,
        "motions": _motions(meeting, seat, item),
        "conclusion_form": conclusion or ConclusionForm(meeting=meeting),
        "lines": course.minutes_so_far(meeting, items),
        "kept_away": set(meetings.kept_away(item)) if item else set(),
        "reads_minutes": meetings.may_read_minutes(request.user, meeting),
    }
    context |= _clock(meeting, items, panel.round.scheme.presentation_minutes)
    if item is not None:
        context |= _heard(request, meeting, item) | _concluded(request, item)
    if shown.key == MINUTES:
        context |= _to_confirm(request, meeting)
    return render(request, "judging/meeting.html", context, status=status)


def _steps(meeting: Meeting, items: list[AgendaItem], quorum: tuple[int, int]) -> list[Step]:
    """The whole course. One of them is `now`: the one that the meeting is at."""
    has_ended = meeting.closed_at is not None
    running = course.heard(items)
    ahead = course.following(items)
    if has_ended:
        now = MINUTES
    elif quorum[0] < quorum[1]:
        now = ATTENDANCE
    elif at := running or ahead:
        now = str(at.pk)
    else:
        now = CONCLUSION

    def step(key: str, label: str, *, is_done: bool, item: AgendaItem | None = None) -> Step:
        if key == now:
            return Step(key, label, "now", item, is_now=True)
        return Step(key, label, "done" if is_done else "ahead", item)

    came = quorum[0] >= quorum[1]
    return [
        step(ATTENDANCE, _("Attendance"), is_done=came or has_ended),
        *[
            step(
                str(item.pk), item.blinded_entry.code, is_done=item.ended_at is not None, item=item
            )
            for item in items
        ],
        step(CONCLUSION, _("Conclusion"), is_done=has_ended),
        step(MINUTES, _("Minutes"), is_done=meeting.signed_id is not None),
    ]


def _shown(steps: list[Step], asked: str | None) -> Step:
    for step in steps:
        if step.key == asked:
            return step
    return next(step for step in steps if step.is_now)


def _on_page(steps: list[Step], agenda: Any) -> list[Step]:
    """The steps without the entries of other pages of the agenda."""
    here = {item.pk for item in agenda}
    return [step for step in steps if step.item is None or step.item.pk in here]


def _clock(meeting: Meeting, items: list[AgendaItem], minutes: int) -> dict[str, Any]:
    running = course.heard(items)
    is_open = meeting.closed_at is None
    is_voting = running is not None and running.motions.filter(closed_at=None).exists()
    return {
        "running": running,
        "minutes": minutes + running.more_minutes if running and minutes else 0,
        "ahead": course.following(items) if is_open else None,
        "is_voting": is_voting,
    }


def _concluded(request: SignedIn, item: AgendaItem) -> dict[str, Any]:
    """The version of what is concluded on the entry, and what another leader has kept meanwhile."""
    is_typed = request.POST.get("item") == str(item.pk)
    there = stored_beside(item.conclusion, request.POST, "text") if is_typed else ""
    return {"upon": version_of(item.conclusion), "there": there}


def _heard(request: SignedIn, meeting: Meeting, item: AgendaItem) -> dict[str, Any]:
    """The sheets of the entry, drawn, and what members have said; nothing of them to whoever may
    not read it in the council.
    """
    panel = meeting.panel
    entry = item.blinded_entry
    if not permissions.can_read_in_council(request.user, entry, panel):
        return {}
    apart = discussion.spread_of(entry, panel)
    if apart is None:
        return {}
    said = list(Contribution.objects.filter(blinded_entry=entry))
    seats = {sheet.assignment.judge_id for sheet in apart.sheets} | {word.judge_id for word in said}
    voices = discussion.voices(panel, request.user, seats)
    criteria = list(panel.round.scheme.criteria.all())
    return {
        "apart": apart,
        "drawing": spread.drawn(apart, criteria, voices),
        "said": [{"who": voices[word.judge_id], "text": word.text, "at": word.at} for word in said],
        "speaks": permissions.can_discuss(request.user, entry, panel),
    }


def _to_confirm(request: SignedIn, meeting: Meeting) -> dict[str, Any]:
    turns = confirming.turns(meeting)
    own = next((turn for turn in turns if turn.judge.user_id == request.user.pk), None)
    return {"turns": turns, "own_turn": own, "is_waited_for": any(turn.is_due for turn in turns)}


@dataclass(frozen=True)
class Bar:
    """How many chose it, and how long its bar is, in per cent of those of whom a share is asked."""

    label: str
    count: int
    width: int


@dataclass(frozen=True)
class MotionRow:
    """A motion as its page shows it: how many have voted, and how, once it is closed."""

    motion: Motion
    voters: int
    has_voted: bool
    counted: list[Bar]
    is_carried: bool | None
    open_votes: list[MotionVoter]
    waits_for: str  # why it cannot be closed yet

    @property
    def needed_at(self) -> int | None:
        """Where on the bars the least share stands, in per cent."""
        if not self.motion.required or not self.motion.of:
            return None
        return 100 * self.motion.required // self.motion.of


def _motions(meeting: Meeting, seat: Judge | None, item: AgendaItem | None) -> list[MotionRow]:
    """The votes about the entry that is shown, or about the meeting as a whole."""
    of_seat = MotionVoter.objects.filter(motion__meeting=meeting, judge=seat)
    voted_on = set(of_seat.values_list("motion", flat=True)) if seat else set()
    motions = meeting.motions.filter(item=item).annotate(given=Count("voters"))
    return [_motion_row(motion, motion.pk in voted_on) for motion in motions]


def _counted(motion: Motion) -> list[Bar]:
    """The bars of the choices; none where the split would tell who chose what."""
    if not meetings.shows_split(motion):
        return []
    votes = meetings.result(motion)
    of = motion.of or sum(votes.values()) or 1
    return [
        Bar(str(choice.label), votes[choice.value], 100 * votes[choice.value] // of)
        for choice in MotionVoter.Choice
    ]


def _motion_row(motion: Any, has_voted: bool) -> MotionRow:
    is_closed = motion.closed_at is not None
    is_named = is_closed and not motion.is_secret
    return MotionRow(
        motion=motion,
        voters=motion.given,
        has_voted=has_voted,
        counted=_counted(motion) if is_closed else [],
        is_carried=meetings.is_carried(motion) if is_closed else None,
        open_votes=list(motion.voters.select_related("judge__user")) if is_named else [],
        waits_for="" if is_closed else meetings.waits_for_votes(motion),
    )
