"""The pages of site checks: planned and recorded by a panel, read beside the sheet."""

from typing import cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from competition import clock
from competition.recap import shown
from competition.two_windows import UPON, stored_beside, version_of
from competition.web import RowsField, attempt, numbers_of
from foundation.vault import store
from foundation.vietnamese.text import fold
from judging import permissions
from judging.councils import meetings, visits
from judging.desk.buttons import SignedIn, button, chosen
from judging.desk.forms import WhenAndWhere
from judging.models import Assignment, BlindedEntry, Judge, Panel, Visit, VisitPhoto

MOST_SHOWN = 50
SEARCHED = "tim"  # of the address: a part of a member's name


class _EntryField(forms.ModelChoiceField):
    """An entry by its code, which is typed: a panel may have thousands."""

    def to_python(self, value: object) -> BlindedEntry | None:
        return super().to_python(str(value or "").strip().upper())


class VisitForm(WhenAndWhere):
    """When, where, who: of many members the first by name, those whose name holds `words` alone,
    and whoever is ticked.
    """

    entry = _EntryField(
        label=gettext_lazy("Blind code"),
        queryset=BlindedEntry.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        error_messages={"invalid_choice": gettext_lazy("No entry of this panel has this code.")},
    )
    team = RowsField(
        label=gettext_lazy("Team"),
        queryset=Judge.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("entry", "day", "hour", "is_held", "place", "team")

    def __init__(self, *args, panel: Panel, words: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        scored = Assignment.objects.countable().filter(judge__panel=panel).values("blinded_entry")
        entry = cast(forms.ModelChoiceField, self.fields["entry"])
        entry.queryset = BlindedEntry.objects.countable().filter(pk__in=scored)
        team = cast(forms.ModelMultipleChoiceField, self.fields["team"])
        members = meetings.members(panel)
        found = members.filter(user__folded_name__contains=fold(words))[: MOST_SHOWN + 1]
        seats = list(found.values_list("pk", flat=True))
        self.has_more = len(seats) > MOST_SHOWN
        ticked = numbers_of(self["team"].data or ())
        team.queryset = members.filter(pk__in=seats[:MOST_SHOWN] + ticked)


def _visiting(request: SignedIn, panel_id: int) -> Panel:
    panel = get_object_or_404(
        Panel.objects.select_related("round__edition", "round__scheme"),
        pk=panel_id,
        round__scheme__has_visits=True,
    )
    if not permissions.can_see_panel(request.user, panel):
        raise Http404
    return panel


@login_required
@require_GET
def panel_visits(request: SignedIn, panel_id: int) -> HttpResponse:
    """The visits of a panel: all of them to those who lead it, to a member those of the team."""
    panel = _visiting(request, panel_id)
    return _page(request, panel, _empty_form(request, panel))


@button("panel_visits", "panel_id")
def plan_visit(request: SignedIn, panel_id: int) -> HttpResponse:
    """Plan a visit, or move it."""
    panel = _visiting(request, panel_id)
    form = VisitForm(request.POST, panel=panel, words=_words(request))
    if not form.is_valid():
        return _page(request, panel, form, status=422)
    recap = form.on_a_day_off(
        question=_("Plan this visit for a day on which nobody works?"),
        after=_("The team is told at once."),
        button=_("Plan the visit"),
    )
    if recap and not recap.is_read(request.POST):
        back = reverse("panel_visits", args=[panel_id])
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    is_planned = attempt(
        request,
        visits.plan,
        panel=panel,
        entry=form.cleaned_data["entry"],
        planned_at=form.moment,
        place=form.cleaned_data["place"],
        team=list(form.cleaned_data["team"]),
        is_held=form.cleaned_data["is_held"],
        by=request.user,
        done=_visit_done(form),
    )
    return redirect("panel_visits", panel_id) if is_planned else _page(request, panel, form, 422)


def _visit_done(form: VisitForm) -> str:
    if form.cleaned_data["is_held"]:
        return _("The visit is written down.")
    return _("The visit is planned; the team is told.")


@button("panel_visits", "panel_id")
def record_visit(request: SignedIn, panel_id: int) -> HttpResponse:
    """Write down what was found, with photos."""
    panel = _visiting(request, panel_id)
    visit = chosen(visits.shown_to(request.user, panel), request.POST.get("visit"))
    is_recorded = attempt(
        request,
        visits.record,
        visit=visit,
        text=request.POST.get("text", ""),
        photos=request.FILES.getlist("photos"),
        upon=request.POST.get(UPON),
        by=request.user,
        at=clock.now(),
        done=_("The record is kept."),
    )
    if is_recorded:
        return redirect("panel_visits", panel_id)
    return _page(request, panel, _empty_form(request, panel), status=422)


def _words(request: SignedIn) -> str:
    return request.GET.get(SEARCHED, "").strip()


def _empty_form(request: SignedIn, panel: Panel) -> VisitForm:
    return VisitForm(panel=panel, words=_words(request))


def _page(request: SignedIn, panel: Panel, form: VisitForm, status: int = 200) -> HttpResponse:
    context = {
        "panel": panel,
        "leads": permissions.can_see_panel_progress(request.user, panel),
        "form": form,
        "words": _words(request),
        "visits": [_row(request, visit) for visit in visits.shown_to(request.user, panel)],
    }
    return render(request, "judging/visits.html", context, status=status)


def _row(request: SignedIn, visit: Visit) -> dict:
    """A visit with its record, or with what was typed and refused."""
    is_typed = request.POST.get("visit") == str(visit.pk)
    return {
        "visit": visit,
        "text": request.POST.get("text", "") if is_typed else visit.record,
        "upon": version_of(visit.record),
        "there": stored_beside(visit.record, request.POST, "text") if is_typed else "",
    }


@login_required
@require_GET
def visit_photo(request: SignedIn, number: int) -> HttpResponseBase:
    """A photo of a visit: for the judges of the entry, the team, and those who lead the panel."""
    photo = get_object_or_404(
        VisitPhoto.objects.select_related("visit__blinded_entry", "blob"), pk=number
    )
    if not permissions.can_see_visit(request.user, photo.visit):
        raise Http404
    name = f"{photo.visit.blinded_entry.code}-{photo.pk}.jpg"
    return store.serve(photo.blob, name=name, user=request.user, purpose="visit", inline=True)
