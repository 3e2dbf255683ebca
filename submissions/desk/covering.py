"""The entrant covers a part of an own page before judges see it: a face, a school, a stamp."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.web import attempt, number_of
from submissions import permissions
from submissions.desk.scope import writable_entry
from submissions.models import BlindCopy, Entry
from submissions.sealing import redacting
from submissions.sealing.box_form import BoxForm


def _copy(request, entry: Entry, number: int, page: int) -> BlindCopy:
    """A blinded copy of one of the entry's own files; 404 where it has no such page, or the dossier
    can no longer be changed.
    """
    if not permissions.can_edit(request.user, entry):
        raise Http404
    copies = BlindCopy.objects.filter(blob__in=entry.attachments.values("blob"))
    copy = get_object_or_404(copies, pk=number, refused="")
    if not 1 <= page <= copy.pages:
        raise Http404
    return copy


def _page(
    request, entry: Entry, copy: BlindCopy, page: int, form: BoxForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "entry": entry,
        "copy": copy,
        "page": page,
        "form": form,
        "boxes": redacting.own_parts(entry, copy, request.user).filter(page=page),
    }
    return render(request, "submissions/covering.html", context, status=status)


@login_required
@require_GET
def own_covering(request, public_id, copy, page):
    """One page, with what the entrant has covered on it."""
    entry = writable_entry(request, public_id)
    return _page(request, entry, _copy(request, entry, copy, page), page, BoxForm())


@login_required
@require_http_methods(["GET", "POST"])
def cover_own_part(request, public_id, copy, page):
    """What lies under a drawn box does not reach judges."""
    entry = writable_entry(request, public_id)
    of_page = _copy(request, entry, copy, page)
    if request.method == "GET":
        return redirect("own_covering", public_id=public_id, copy=copy, page=page)
    form = BoxForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, of_page, page, form, status=422)
    is_covered = attempt(
        request,
        redacting.cover_own,
        done=_("Covered. The copy is being made anew."),
        entry=entry,
        copy=of_page,
        page=page,
        box=form.box(),
        by=request.user,
        at=clock.now(),
    )
    if not is_covered:
        return _page(request, entry, of_page, page, form, status=422)
    return redirect("judges_will_see", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def uncover_own_part(request, public_id, copy, page):
    """A part that the entrant has covered is shown again."""
    entry = writable_entry(request, public_id)
    of_page = _copy(request, entry, copy, page)
    if request.method == "GET":
        return redirect("own_covering", public_id=public_id, copy=copy, page=page)
    number = number_of(request.POST.get("redaction"))
    own = redacting.own_parts(entry, of_page, request.user)
    redaction = get_object_or_404(own, pk=number)
    attempt(
        request,
        redacting.uncover_own,
        done=_("This part is shown again."),
        entry=entry,
        redaction=redaction,
        by=request.user,
        at=clock.now(),
    )
    return redirect("judges_will_see", public_id=public_id)
