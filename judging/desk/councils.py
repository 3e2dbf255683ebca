"""The council's desk: progress, the discussion of one entry, and the meeting. By code, unless the
round names the authors.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.web import attempt
from foundation.vault import store
from judging import permissions
from judging.councils import discussion, meetings, rounds
from judging.desk.forms import WhenAndWhere
from judging.models import (
    AgendaItem,
    Assignment,
    BlindedEntry,
    Contribution,
    Judge,
    Meeting,
    Motion,
    MotionVoter,
    Panel,
    Scoresheet,
)
from judging.papers import minutes
from judging.scoring import reopening

_WITH_ROUND = ("round__edition__contest", "round__scheme")


class CallForm(WhenAndWhere):
    """A meeting to be called."""

    agenda = forms.ChoiceField(
        label=gettext_lazy("Agenda"),
        choices=[
            ("wide", gettext_lazy("entries about which the judges disagree")),
            ("all", gettext_lazy("every entry of the panel")),
            ("none", gettext_lazy("no entries")),
        ],
    )


def _led(request, panel_id: int) -> Panel:
    panel = get_object_or_404(Panel.objects.select_related(*_WITH_ROUND), pk=panel_id)
    if not permissions.can_see_panel_progress(request.user, panel):
        raise Http404
    return panel


@login_required
@require_http_methods(["GET", "POST"])
def panel_progress(request, panel_id):
    """Chair, vice-chair and secretary see who is late and call meetings; points only once every
    sheet is locked.
    """
    panel = _led(request, panel_id)
    form = CallForm(
        request.POST if request.POST.get("action") == "call" else None, initial={"agenda": "wide"}
    )
    if request.method == "POST" and request.POST.get("action") == "remind":
        if attempt(
            request,
            rounds.remind,
            panel=panel,
            by=request.user,
            at=clock.now(),
            done=_("The members whose sheets are missing are reminded."),
        ):
            return redirect("panel_progress", panel_id)
    elif (
        request.method == "POST" and form.is_valid() and (meeting := _called(request, panel, form))
    ):
        return redirect("meeting", meeting.pk)
    countable = Q(
        assignments__state=Assignment.State.CONFIRMED, assignments__blinded_entry__withdrawn_at=None
    )
    judges = (
        panel.judges.filter(declined_at=None)
        .select_related("user")
        .order_by("user__name_key")
        .annotate(
            total=Count("assignments", filter=countable),
            locked=Count(
                "assignments",
                filter=countable & Q(assignments__sheet__state=Scoresheet.State.LOCKED),
            ),
        )
    )
    context = {
        "panel": panel,
        "judges": judges,
        "form": form,
        "spreads": discussion.spreads(panel),
        "meetings": panel.meetings.all(),
        "is_late": panel.round.state == "open"
        and rounds.late_assignments(panel.round).filter(judge__panel=panel).exists(),
        "can_key": permissions.can_key(request.user, panel),
        "entries": _entries(panel),
    }
    return render(request, "judging/progress.html", context, status=422 if form.errors else 200)


def _entries(panel: Panel) -> list[BlindedEntry]:
    """The panel's entries with how many of their sheets are locked."""
    mine = Q(assignments__judge__panel=panel, assignments__state=Assignment.State.CONFIRMED)
    found = (
        BlindedEntry.objects.countable()
        .annotate(
            total=Count("assignments", filter=mine),
            locked=Count(
                "assignments", filter=mine & Q(assignments__sheet__state=Scoresheet.State.LOCKED)
            ),
        )
        .filter(round=panel.round_id, total__gt=0)
    )
    return list(found.order_by("code"))


def _called(request, panel: Panel, form: CallForm) -> Meeting | None:
    data = form.cleaned_data
    wide = [spread.entry for spread in discussion.spreads(panel) if spread.is_wide]
    entries = {"wide": wide, "all": _entries(panel), "none": []}[data["agenda"]]
    about = {
        "panel": panel,
        "held_at": form.moment,
        "place": data["place"],
        "entries": entries,
        "by": request.user,
    }
    if attempt(
        request, meetings.call, done=_("The meeting is called; the members are told."), **about
    ):
        return panel.meetings.order_by("pk").last()
    return None


@login_required
@require_http_methods(["GET", "POST"])
def panel_entry(request, panel_id, code):
    """One entry in the council: its sheets side by side, and what members say to each other.
    Strangers and the conflicted get 404.
    """
    panel = get_object_or_404(Panel.objects.select_related(*_WITH_ROUND), pk=panel_id)
    mine = Assignment.objects.countable().filter(judge__panel=panel).values("blinded_entry")
    entry = get_object_or_404(BlindedEntry.objects.countable(), pk__in=mine, code=code)
    speaks, leads = (
        permissions.can_discuss(request.user, entry, panel),
        permissions.can_see_panel_progress(request.user, panel),
    )
    seat = permissions.seat_on(request.user, panel)
    conflicted = seat is not None and seat.conflicts.filter(blinded_entry=entry).exists()
    if conflicted or not permissions.all_sheets_in(panel) or not (speaks or leads):
        raise Http404
    text = request.POST.get("text", "")
    if request.method == "POST" and _discussed(request, panel, entry):
        return redirect("panel_entry", panel_id, code)
    spread = next((one for one in discussion.spreads(panel) if one.entry.pk == entry.pk), None)
    called, criteria = (
        discussion.voices(panel, request.user),
        list(panel.round.scheme.criteria.all()),
    )
    sheets = [
        {
            "sheet": sheet,
            "who": called[sheet.assignment.judge_id],
            "points": [sheet.points.get(str(criterion.pk)) for criterion in criteria],
            "asked": sheet.reopenings.filter(locked_at=sheet.locked_at).first(),
        }
        for sheet in (spread.sheets if spread else ())
    ]
    said = [
        {"who": called[word.judge_id], "text": word.text, "at": word.at}
        for word in Contribution.objects.filter(blinded_entry=entry)
    ]
    context = {
        "panel": panel,
        "entry": entry,
        "criteria": criteria,
        "spread": spread,
        "sheets": sheets,
        "said": said,
        "speaks": speaks,
        "leads": leads,
        "text": text,
    }
    return render(
        request, "judging/discussion.html", context, status=422 if request.method == "POST" else 200
    )


def _discussed(request, panel: Panel, entry: BlindedEntry) -> bool:
    action, about = request.POST.get("action"), {"by": request.user, "at": clock.now()}
    if action in ("reopen", "agree"):
        sheet = get_object_or_404(
            Scoresheet,
            pk=request.POST.get("sheet") or 0,
            assignment__blinded_entry=entry,
            assignment__judge__panel=panel,
        )
        if action == "reopen":
            return attempt(
                request,
                reopening.ask,
                sheet=sheet,
                reason=request.POST.get("reason", ""),
                done=_("Asked. Somebody else must agree."),
                **about,
            )
        asked = get_object_or_404(sheet.reopenings, agreed_at=None)
        return attempt(
            request,
            reopening.agree,
            reopening=asked,
            done=_("The sheet is open again; the judge is told."),
            **about,
        )
    return attempt(request, discussion.say, entry=entry, text=request.POST.get("text", ""), **about)


@login_required
@require_http_methods(["GET", "POST"])
def meeting(request, number):
    """A meeting's page: agenda, attendance, votes, conclusion, minutes. Members and those who lead
    the panel.
    """
    found = get_object_or_404(
        Meeting.objects.select_related("panel__round__edition__contest", "panel__round__scheme"),
        pk=number,
    )
    seat, leads = (
        permissions.seat_on(request.user, found.panel),
        permissions.can_see_panel_progress(request.user, found.panel),
    )
    if seat is None and not leads:
        raise Http404
    if request.method == "POST" and _met(request, found):
        return redirect("meeting", number)
    present = set(found.attendances.values_list("judge", flat=True))
    motions = list(found.motions.all())
    voted = (
        set(
            MotionVoter.objects.filter(motion__in=motions, judge=seat).values_list(
                "motion", flat=True
            )
        )
        if seat
        else set()
    )
    for motion in motions:
        counted = meetings.result(motion)
        motion.counted = [(choice.label, counted[choice.value]) for choice in MotionVoter.Choice]
        motion.how_many, motion.have_voted = motion.voters.count(), motion.pk in voted
        motion.openly = (
            []
            if motion.is_secret or not motion.closed_at
            else list(motion.voters.select_related("judge__user"))
        )
    come, needed = meetings.quorum(found)
    context = {
        "meeting": found,
        "panel": found.panel,
        "leads": leads,
        "seat": seat,
        "members": meetings.members(found.panel),
        "present": present,
        "motions": motions,
        "come": come,
        "needed": needed,
        "choices": MotionVoter.Choice.choices,
        "may_vote": bool(seat and seat.may_vote and seat.pk in present),
        "agenda": _agenda(found, seat),
        "minutes": found.panel.round.scheme.presentation_minutes,
        "has_ended": found.closed_at is not None,
    }
    return render(
        request, "judging/meeting.html", context, status=422 if request.method == "POST" else 200
    )


def _agenda(found: Meeting, seat: Judge | None) -> list[AgendaItem]:
    """The entries to be heard; a member with a conflict of interest leaves for that one and does
    not see it.
    """
    items = found.agenda.select_related("blinded_entry")
    return list(items.exclude(blinded_entry__conflicts__judge=seat) if seat else items)


def _met(request, found: Meeting) -> bool:
    typed, action, about = request.POST, request.POST.get("action"), {"by": request.user}
    timed = about | {"at": clock.now()}
    if action == "attend":
        present = list(
            Judge.objects.filter(
                pk__in=[number for number in typed.getlist("present") if number.isdecimal()]
            )
        )
        return attempt(
            request,
            meetings.note_attendance,
            meeting=found,
            present=present,
            done=_("The attendance is noted."),
            **about,
        )
    if action in ("begin", "item"):
        item = get_object_or_404(found.agenda, pk=typed.get("item") or 0)
        if action == "begin":
            return attempt(request, meetings.begin_presentation, item=item, **timed)
        return attempt(
            request,
            meetings.conclude_item,
            item=item,
            text=typed.get("text", ""),
            done=_("The conclusion is kept."),
            **about,
        )
    if action in ("vote", "close"):
        motion = get_object_or_404(Motion, pk=typed.get("motion") or 0, meeting=found)
        if action == "vote":
            return attempt(
                request,
                meetings.vote,
                motion=motion,
                choice=typed.get("choice", ""),
                done=_("Your vote is in."),
                **about,
            )
        return attempt(
            request,
            meetings.close_vote,
            motion=motion,
            done=_("The vote is closed and counted."),
            **timed,
        )
    if action == "ask":
        return attempt(
            request,
            meetings.put_to_vote,
            meeting=found,
            text=typed.get("text", ""),
            is_secret="secret" in typed,
            done=_("The vote is open."),
            **timed,
        )
    if action == "conclude":
        return attempt(
            request,
            meetings.conclude,
            meeting=found,
            text=typed.get("text", ""),
            done=_("The meeting is closed."),
            **timed,
        )
    if action == "draft":
        return attempt(
            request,
            minutes.draft_minutes,
            meeting=found,
            done=_("The minutes are drafted."),
            **about,
        )
    if action == "sign" and "file" in request.FILES:
        return attempt(
            request,
            meetings.attach_signed,
            meeting=found,
            upload=request.FILES["file"],
            done=_("The signed minutes are attached."),
            **timed,
        )
    messages.error(request, _("Choose a file first."))
    return False


PAPERS = {
    "bien-ban.pdf": "minutes",
    "bien-ban.docx": "minutes_docx",
    "bien-ban-da-ky.pdf": "signed",
}


@login_required
@require_GET
def meeting_paper(request, number, name):
    """The minutes of a meeting: as PDF, as Word, and with everybody's signatures."""
    found = get_object_or_404(Meeting.objects.select_related("panel__round"), pk=number)
    blob = getattr(found, PAPERS[name], None) if name in PAPERS else None
    may = permissions.can_see_panel_progress(request.user, found.panel) or permissions.seat_on(
        request.user, found.panel
    )
    if blob is None or not may:
        raise Http404
    return store.serve(
        blob, name=name, user=request.user, purpose="minutes", inline=name.endswith(".pdf")
    )
