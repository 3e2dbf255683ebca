"""The desk of those who lead a panel: who is late, what is to be discussed, when the council
meets.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from competition import clock
from competition.errors import Refused
from competition.recap import shown
from competition.web import attempt
from judging import permissions
from judging.councils import discussion, meetings, progress, rounds
from judging.desk.buttons import SignedIn, button
from judging.desk.forms import WhenAndWhere
from judging.models import BlindedEntry, Judge, Panel

A_PAGE = 50
MEMBERS_PAGE = "thanh-vien"  # of the address: which page of the members


class CallForm(WhenAndWhere):
    """A meeting to be called, or one that was held without being called here."""

    field_order = ("day", "hour", "is_held", "place", "agenda")

    agenda = forms.ChoiceField(
        label=gettext_lazy("Agenda"),
        initial="wide",
        choices=[
            ("wide", gettext_lazy("entries about which the judges disagree")),
            ("all", gettext_lazy("every entry of the panel")),
            ("none", gettext_lazy("no entries")),
        ],
    )


def _led(request: SignedIn, panel_id: int) -> Panel:
    panel = get_object_or_404(
        Panel.objects.select_related("round__edition__contest", "round__scheme"), pk=panel_id
    )
    if not permissions.can_see_panel_progress(request.user, panel):
        raise Http404
    return panel


@login_required
@require_GET
def panel_progress(request: SignedIn, panel_id: int) -> HttpResponse:
    """Chair, vice-chair and secretary see who is late; points only once every sheet is locked."""
    return _page(request, _led(request, panel_id), CallForm())


@button("panel_progress", "panel_id")
def remind(request: SignedIn, panel_id: int) -> HttpResponse:
    """Write to the members whose sheets are missing."""
    panel = _led(request, panel_id)
    done = _("The members whose sheets are missing are reminded.")
    if attempt(request, rounds.remind, panel=panel, by=request.user, at=clock.now(), done=done):
        return redirect("panel_progress", panel_id)
    return _page(request, panel, CallForm(), status=422)


@button("panel_progress", "panel_id")
def call_meeting(request: SignedIn, panel_id: int) -> HttpResponse:
    """Call a meeting of the panel with the agenda that is chosen."""
    panel = _led(request, panel_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, panel, form, status=422)
    recap = form.on_a_day_off(
        question=_("Call this meeting for a day on which nobody works?"),
        after=_("The members are told at once."),
        button=_("Call the meeting"),
    )
    if recap and not recap.is_read(request.POST):
        back = reverse("panel_progress", args=[panel_id])
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    try:
        meeting = meetings.call(
            panel=panel,
            held_at=form.moment,
            place=form.cleaned_data["place"],
            entries=_agenda(panel, form.cleaned_data["agenda"]),
            is_held=form.cleaned_data["is_held"],
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, panel, form, status=422)
    called = _("The meeting is called; the members are told.")
    written = _("The meeting is written down.")
    messages.success(request, written if form.cleaned_data["is_held"] else called)
    return redirect("meeting", meeting.pk)


def _agenda(panel: Panel, choice: str) -> list[BlindedEntry]:
    if choice == "wide":
        return list(discussion.wide(panel))
    if choice == "all":
        return list(progress.of_entries(panel).filter(Q(total__gt=0)))
    return []


@dataclass(frozen=True)
class MemberRow:
    """A member of the panel with the own sheets."""

    judge: Judge
    sheets: progress.Tally


def member_rows(request: SignedIn, panel: Panel) -> tuple[Page, list[MemberRow]]:
    """The page of members that the address asks for, by name, with their sheets."""
    members = panel.judges.filter(declined_at=None).select_related("user")
    members = members.order_by("user__name_key", "pk")
    page = Paginator(members, A_PAGE).get_page(request.GET.get(MEMBERS_PAGE))
    sheets = progress.of_judges(page)
    return page, [MemberRow(judge, sheets.get(judge.pk, progress.Tally())) for judge in page]


def _entries(request: SignedIn, panel: Panel, *, is_scored: bool) -> Page:
    """The page of entries that is asked for: once every sheet is in, those furthest apart first."""
    entries = discussion.apart(panel) if is_scored else progress.of_entries(panel)
    return Paginator(entries, A_PAGE).get_page(request.GET.get("trang"))


def _page(request: SignedIn, panel: Panel, form: CallForm, *, status: int = 200) -> HttpResponse:
    member_page, members = member_rows(request, panel)
    is_scored = permissions.all_sheets_in(panel)
    entries = _entries(request, panel, is_scored=is_scored)
    context = {
        "panel": panel,
        "members": members,
        "member_page": member_page,
        "form": form,
        "is_scored": is_scored,
        "shows_titles": rounds.shows_titles(panel.round, request.user),
        "entries": entries,
        "entries_query": f"trang={entries.number}",
        "members_query": f"{MEMBERS_PAGE}={member_page.number}",
        "meetings": panel.meetings.all(),
        "is_late": rounds.is_late(panel),
        "can_key": permissions.can_key(request.user, panel),
    }
    return render(request, "judging/progress.html", context, status=status)
