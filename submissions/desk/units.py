"""The focal point's page: the works of the unit's people, one list with number and date, or back to
the authors.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_focal_point_anywhere
from competition import clock
from competition.errors import Refused
from competition.web import attempt, say_beside
from foundation.vault import store
from submissions import permissions
from submissions.desk.sharing_forms import ListForm
from submissions.models import Attachment, Entry, EntryVersion
from submissions.sharing import units


def _entries_of_unit(request):
    """Submitted entries of the person's unit and the units below; who is no focal point gets
    404.
    """
    if not is_focal_point_anywhere(request.user):
        raise Http404
    entries = units.entries_of(request.user)
    shown = entries.select_related("edition", "field", "owner", "unit", "outcome")
    return shown.order_by("edition", "receipt_number")


def _entry_of_unit(request, public_id) -> Entry:
    """One of them; 404 for whoever may not confirm it."""
    entry = get_object_or_404(_entries_of_unit(request), public_id=public_id)
    if not permissions.can_confirm(request.user, entry):
        raise Http404
    return entry


def _with_latest_version(entries) -> list[Entry]:
    """The entries, each with its latest version and what the unit said about it."""
    entries = entries.prefetch_related("versions__confirmation", "versions__unit_return")
    for entry in entries:
        entry.version = entry.versions.all()[0]
    return list(entries)


def _waits(entry) -> bool:
    """Submitted, and its latest version is not confirmed by the unit yet."""
    return entry.awaits_decision and not hasattr(entry.version, "confirmation")


def _is_answered(entry) -> bool:
    """The unit has confirmed its latest version, or sent it back."""
    return hasattr(entry.version, "confirmation") or hasattr(entry.version, "unit_return")


def _versions(entries, chosen: set[str]) -> list[EntryVersion]:
    """The latest versions of those among the chosen entries that wait."""
    waiting = [entry for entry in entries if _waits(entry)]
    return [entry.version for entry in waiting if str(entry.public_id) in chosen]


@login_required
@require_GET
def unit_desk(request):
    """What waits for the unit, and what is confirmed."""
    entries = _with_latest_version(_entries_of_unit(request))
    return _page(request, entries, ListForm())


def _page(request, entries: list[Entry], form: ListForm, *, status: int = 200) -> HttpResponse:
    context = {
        "waiting": [entry for entry in entries if _waits(entry)],
        "answered": [entry for entry in entries if _is_answered(entry)],
        "passed_by": [entry for entry in entries if not _waits(entry) and not _is_answered(entry)],
        "form": form,
        "chosen": set(request.POST.getlist("entry")),
        "units": units.units_of(request.user),
        "editions": units.editions_of(request.user),
    }
    return render(
        request, "submissions/unit_desk.html", context, status=422 if form.errors else status
    )


@login_required
@require_http_methods(["GET", "POST"])
def confirm_list(request):
    """The chosen works are confirmed in one list of the unit."""
    entries = _with_latest_version(_entries_of_unit(request))
    if request.method == "GET":
        return redirect("unit_desk")
    form = ListForm(request.POST, request.FILES)
    versions = _versions(entries, set(request.POST.getlist("entry")))
    if not form.is_valid():
        if not versions:
            form.add_error(None, units.NOTHING_CHOSEN)
        return _page(request, entries, form)
    try:
        count = units.confirm_list(
            versions=versions,
            number=form.cleaned_data["number"],
            date=form.cleaned_data["date"],
            upload=form.cleaned_data["page"],
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        say_beside(form, refusal)
        return _page(request, entries, form)
    done = ngettext("%(count)s work is confirmed.", "%(count)s works are confirmed.", count)
    messages.success(request, done % {"count": count})
    return redirect("unit_desk")


@login_required
@require_POST
def unit_return(request, public_id):
    """Send an entry back to its authors."""
    entry = _entry_of_unit(request, public_id)
    is_sent_back = attempt(
        request,
        units.send_back,
        version=entry.versions.first(),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("The entry is sent back; its authors are told."),
    )
    if is_sent_back:
        return redirect("unit_desk")
    entries = _with_latest_version(_entries_of_unit(request))
    return _page(request, entries, ListForm(), status=422)


@login_required
@require_GET
def unit_file(request, public_id, file_id):
    """The focal point opens a checked file of an entry of the unit."""
    entry = _entry_of_unit(request, public_id)
    files = Attachment.objects.filter(entry=entry, verdict=Attachment.Verdict.CLEARED)
    attachment = get_object_or_404(files.select_related("blob"), public_id=file_id)
    return store.serve(
        attachment.blob, name=attachment.name, user=request.user, purpose="unit", inline=True
    )
