"""The focal point's page: the works of the unit's people, one list with number and date, or back to
the authors.
"""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_focal_point_anywhere
from competition import clock
from competition.errors import Refused
from competition.web import attempt
from foundation.vault import store
from submissions.models import Attachment, Entry
from submissions.sharing import units


class ListForm(forms.Form):
    """Number and date of the unit's list, and the stamped page."""

    number = forms.CharField(label=gettext_lazy("Number of the list"), max_length=60)
    date = forms.DateField(
        label=gettext_lazy("Date of the list"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        help_text=gettext_lazy("Day/month/year."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-size": "short"}),
        error_messages={
            "invalid": gettext_lazy("Write a date as day/month/year, such as 22/11/2026.")
        },
    )
    page = forms.FileField(label=gettext_lazy("Stamped page (PDF or picture)"), required=False)


def _mine(request):
    if not is_focal_point_anywhere(request.user):
        raise Http404
    return (
        units.entries_of(request.user)
        .select_related("edition", "field", "owner", "unit")
        .order_by("edition", "receipt_number")
    )


@login_required
@require_http_methods(["GET", "POST"])
def unit_desk(request):
    """What waits for the unit, and what is confirmed."""
    entries = list(
        _mine(request).prefetch_related("versions__confirmation", "versions__unit_return")
    )
    for entry in entries:
        entry.version = entry.versions.all()[0]
    waiting = [
        entry
        for entry in entries
        if entry.status == Entry.Status.SUBMITTED and not hasattr(entry.version, "confirmation")
    ]
    form = ListForm(request.POST or None, request.FILES or None)
    chosen = set(request.POST.getlist("entry"))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        versions = [entry.version for entry in waiting if str(entry.public_id) in chosen]
        try:
            units.confirm_list(
                versions=versions,
                number=data["number"],
                date=data["date"],
                upload=data["page"],
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("unit_desk")
    done = [entry for entry in entries if entry not in waiting]
    context = {
        "waiting": waiting,
        "done": done,
        "form": form,
        "chosen": chosen,
        "unit": request.user.unit,
        "editions": units.editions_of(request.user),
    }
    return render(
        request, "submissions/unit_desk.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def unit_return(request, public_id):
    """Send an entry back to its authors."""
    entry = get_object_or_404(_mine(request), public_id=public_id)
    done = _("The entry is sent back; its authors are told.")
    attempt(
        request,
        units.send_back,
        version=entry.versions.first(),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=done,
    )
    return redirect("unit_desk")


@login_required
@require_GET
def unit_file(request, public_id, file_id):
    """The focal point opens a checked file of an entry of the unit."""
    entry = get_object_or_404(_mine(request), public_id=public_id)
    cleared = Attachment.objects.filter(
        entry=entry, verdict=Attachment.Verdict.CLEARED
    ).select_related("blob")
    attachment = get_object_or_404(cleared, public_id=file_id)
    return store.serve(
        attachment.blob, name=attachment.name, user=request.user, purpose="unit", inline=True
    )
