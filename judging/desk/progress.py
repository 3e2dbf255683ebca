"""The desk of those who lead a panel: who is late, what is to be discussed, when the council
meets.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from competition import clock
from competition.errors import Refused
from competition.web import attempt
from judging import permissions
from judging.councils import discussion, meetings, progress, rounds
from judging.desk.buttons import SignedIn, button
from judging.desk.forms import WhenAndWhere
from judging.models import BlindedEntry, Panel


class CallForm(WhenAndWhere):
    """A meeting to be called."""

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
    try:
        meeting = meetings.call(
            panel=panel,
            held_at=form.moment,
            place=form.cleaned_data["place"],
            entries=_agenda(panel, form.cleaned_data["agenda"]),
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, panel, form, status=422)
    messages.success(request, _("The meeting is called; the members are told."))
    return redirect("meeting", meeting.pk)


def _agenda(panel: Panel, choice: str) -> list[BlindedEntry]:
    if choice == "wide":
        return [spread.entry for spread in discussion.spreads(panel) if spread.is_wide]
    if choice == "all":
        return list(progress.of_entries(panel))
    return []


def _page(request: SignedIn, panel: Panel, form: CallForm, *, status: int = 200) -> HttpResponse:
    context = {
        "panel": panel,
        "judges": progress.of_members(panel),
        "form": form,
        "spreads": discussion.spreads(panel),
        "meetings": panel.meetings.all(),
        "is_late": rounds.is_late(panel),
        "can_key": permissions.can_key(request.user, panel),
        "entries": list(progress.of_entries(panel)),
    }
    return render(request, "judging/progress.html", context, status=status)
