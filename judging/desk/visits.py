"""The pages of site checks: planned and recorded by a panel, read beside the sheet."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.web import attempt
from foundation.vault import store
from judging import permissions
from judging.councils import meetings, visits
from judging.desk.forms import WhenAndWhere
from judging.models import Assignment, BlindedEntry, Panel, Visit, VisitPhoto
from judging.results import comparing


class VisitForm(WhenAndWhere):
    """When, where, who."""

    entry = forms.ModelChoiceField(label=gettext_lazy("Entry"), queryset=None, to_field_name="code")
    team = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Team"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, panel: Panel, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Assignment.objects.countable().filter(judge__panel=panel).values("blinded_entry")
        self.fields["entry"].queryset = BlindedEntry.objects.countable().filter(pk__in=mine)
        self.fields["entry"].label_from_instance = lambda entry: f"{entry.code} – {entry.title}"
        self.fields["team"].queryset = meetings.members(panel)
        self.order_fields(["entry", "day", "hour", "place", "team"])


@login_required
@require_http_methods(["GET", "POST"])
def panel_visits(request, panel_id):
    """Plan visits and record them. Who leads the panel plans; the team of a visit
    records it too.
    """
    panel = get_object_or_404(
        Panel.objects.select_related("round__edition", "round__scheme"),
        pk=panel_id,
        round__scheme__has_visits=True,
    )
    leads, seat = (
        permissions.can_see_panel_progress(request.user, panel),
        permissions.seat_on(request.user, panel),
    )
    if not (leads or seat):
        raise Http404
    planned = (
        Visit.objects.filter(team__panel=panel)
        .select_related("blinded_entry")
        .prefetch_related("photos", "team__user")
        .distinct()
    )
    shown = planned if leads else planned.filter(team=seat)
    action = request.POST.get("action", "")
    form = VisitForm(request.POST if action == "plan" else None, panel=panel)
    if action == "plan" and leads and form.is_valid() and _planned(request, panel, form):
        return redirect("panel_visits", panel_id)
    if action == "record":
        visit = get_object_or_404(shown, pk=request.POST.get("visit") or 0)
        about = {
            "visit": visit,
            "text": request.POST.get("text", ""),
            "photos": request.FILES.getlist("photos"),
            "by": request.user,
            "at": clock.now(),
        }
        if attempt(request, visits.record, done=_("The record is kept."), **about):
            return redirect("panel_visits", panel_id)
    context = {
        "panel": panel,
        "leads": leads,
        "form": form,
        "visits": shown,
        "typed": request.POST.get("text", ""),
        "typed_for": request.POST.get("visit", ""),
    }
    return render(
        request, "judging/visits.html", context, status=422 if request.method == "POST" else 200
    )


def _planned(request, panel: Panel, form: VisitForm) -> bool:
    data = form.cleaned_data
    about = {
        "entry": data["entry"],
        "panel": panel,
        "planned_at": form.moment,
        "place": data["place"],
        "team": list(data["team"]),
    }
    return attempt(
        request,
        visits.plan,
        done=_("The visit is planned; the team is told."),
        by=request.user,
        **about,
    )


@login_required
@require_GET
def visit_photo(request, number):
    """A photo of a visit: for the judges of the entry, the team, and those who lead the panel."""
    photo = get_object_or_404(
        VisitPhoto.objects.select_related("visit__blinded_entry", "blob"), pk=number
    )
    entry = photo.visit.blinded_entry
    judges = (
        Assignment.objects.assigned_to(request.user).filter(blinded_entry=entry).exists()
        or photo.visit.team.filter(user=request.user).exists()
    )
    judges = judges or comparing.reads(request.user, entry)
    if not judges and not permissions.can_see_panel_progress(
        request.user, photo.visit.team.first().panel
    ):
        raise Http404
    return store.serve(
        photo.blob,
        name=f"{entry.code}-{photo.pk}.jpg",
        user=request.user,
        purpose="visit",
        inline=True,
    )
