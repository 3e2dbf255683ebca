"""One entry in the council: its sheets side by side, and what members say to each other. By code,
unless the round names the authors.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from competition import clock
from competition.models import Criterion, JointRequest
from competition.two_windows import UPON, mark_of
from competition.web import attempt
from judging import permissions
from judging.councils import discussion, rounds
from judging.desk.buttons import SignedIn, button, chosen
from judging.models import (
    Assignment,
    BlindedEntry,
    Contribution,
    Panel,
    Scoresheet,
)
from judging.scoring import reopening

_ADDRESS = ("panel_id", "code")


def _read(request: SignedIn, panel_id: int, code: str) -> tuple[Panel, BlindedEntry]:
    """The panel and one of its entries; 404 for strangers, the conflicted, and too early."""
    panel = get_object_or_404(
        Panel.objects.select_related("round__edition__contest", "round__scheme"), pk=panel_id
    )
    scored = Assignment.objects.countable().filter(judge__panel=panel).values("blinded_entry")
    entry = get_object_or_404(BlindedEntry.objects.countable(), pk__in=scored, code=code)
    if not permissions.can_read_in_council(request.user, entry, panel):
        raise Http404
    return panel, entry


@login_required
@require_GET
def panel_entry(request: SignedIn, panel_id: int, code: str) -> HttpResponse:
    """The sheets of one entry and the discussion of it."""
    panel, entry = _read(request, panel_id, code)
    return _page(request, panel, entry)


@button("panel_entry", *_ADDRESS)
def say_in_council(request: SignedIn, panel_id: int, code: str) -> HttpResponse:
    """Add to the discussion."""
    panel, entry = _read(request, panel_id, code)
    text = request.POST.get("text", "")
    if attempt(request, discussion.say, entry=entry, text=text, by=request.user, at=clock.now()):
        return redirect("panel_entry", panel_id, code)
    return _page(request, panel, entry, text=text, status=422)


@button("panel_entry", *_ADDRESS)
def ask_reopening(request: SignedIn, panel_id: int, code: str) -> HttpResponse:
    """Ask that a locked sheet goes back to its judge."""
    panel, entry = _read(request, panel_id, code)
    is_asked = attempt(
        request,
        reopening.ask,
        sheet=_sheet(request, panel, entry),
        upon=request.POST.get(UPON),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("Asked. Somebody else must agree."),
    )
    if is_asked:
        return redirect("panel_entry", panel_id, code)
    return _page(request, panel, entry, status=422)


def _sheet(request: SignedIn, panel: Panel, entry: BlindedEntry) -> Scoresheet:
    sheets = Scoresheet.objects.filter(
        assignment__blinded_entry=entry, assignment__judge__panel=panel
    )
    return chosen(sheets, request.POST.get("sheet"))


def _page(
    request: SignedIn, panel: Panel, entry: BlindedEntry, *, text: str = "", status: int = 200
) -> HttpResponse:
    spread = discussion.spread_of(entry, panel)
    criteria = list(panel.round.scheme.criteria.all())
    sheets = spread.sheets if spread else ()
    words = list(Contribution.objects.filter(blinded_entry=entry))
    seats = {sheet.assignment.judge_id for sheet in sheets} | {word.judge_id for word in words}
    voices = discussion.voices(panel, request.user, seats)
    asked = reopening.asked_of(sheets)
    context = {
        "panel": panel,
        "entry": entry,
        "shows_titles": rounds.shows_titles(panel.round, request.user),
        "criteria": criteria,
        "spread": spread,
        "sheets": [_sheet_row(sheet, criteria, voices, asked) for sheet in sheets],
        "said": [
            {"who": voices[word.judge_id], "text": word.text, "at": word.at} for word in words
        ],
        "speaks": permissions.can_discuss(request.user, entry, panel),
        "leads": permissions.can_see_panel_progress(request.user, panel),
        "text": text,
    }
    return render(request, "judging/discussion.html", context, status=status)


def _sheet_row(
    sheet: Scoresheet,
    criteria: list[Criterion],
    voices: dict[int, str],
    asked: dict[int, JointRequest],
) -> dict:
    return {
        "sheet": sheet,
        "who": voices[sheet.assignment.judge_id],
        "points": [sheet.points.get(str(criterion.pk)) for criterion in criteria],
        "asked": asked.get(sheet.pk),
        "mark": mark_of(reopening.parts_of(sheet)),
    }
