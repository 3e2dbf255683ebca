"""The inspector's pages: what may be read now, the works of an edition, one numbered file."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from awards import inspectors, permissions
from awards.models import InspectionFile, Mandate
from competition import clock
from competition.web import attempt
from foundation.papers import prepared

WORKS_A_PAGE = 50


def _mandate(request, number: int) -> Mandate:
    """One that runs; 404 for anybody else's, and once it is over."""
    mandate = get_object_or_404(Mandate.objects.select_related("edition", "inspector"), pk=number)
    if not permissions.can_inspect(request.user, mandate):
        raise Http404
    return mandate


@login_required
@require_GET
def inspections(request):
    """What this person may inspect now."""
    mandates = inspectors.running_of(request.user, clock.now())
    return render(request, "awards/inspections.html", {"mandates": mandates})


@login_required
@require_GET
def inspection(request, number):
    """The works of the edition, and the files that were opened."""
    mandate = _mandate(request, number)
    words = request.GET.get("q", "").strip()
    works = inspectors.works_of(mandate, words)
    page = Paginator(works, WORKS_A_PAGE).get_page(request.GET.get("trang"))
    opened = {file.entry_id: file for file in mandate.files.select_related("entry")}
    context = {
        "mandate": mandate,
        "edition": mandate.edition,
        "words": words,
        "page_obj": page,
        "rows": [(work, opened.get(work.pk)) for work in page],
    }
    return render(request, "awards/inspection.html", context)


@login_required
@require_POST
def open_inspection_file(request, number, public_id):
    """The numbered file of one work."""
    mandate = _mandate(request, number)
    entry = get_object_or_404(inspectors.works_of(mandate), public_id=public_id)
    attempt(
        request,
        inspectors.open_file,
        mandate=mandate,
        entry=entry,
        by=request.user,
        at=clock.now(),
    )
    return redirect("inspection", number=number)


@login_required
@require_GET
def inspection_file(request, number, file):
    """The file itself, made by the worker; each time it is fetched the ledger knows."""
    mandate = _mandate(request, number)
    opened = get_object_or_404(
        InspectionFile.objects.select_related("mandate__edition"), pk=file, mandate=mandate
    )
    if prepared.FETCHED in request.GET:
        inspectors.read(file=opened, by=request.user, at=clock.now())
    name = f"{opened.number}.zip"
    return prepared.answer(request, "inspection_file", {"file": opened.pk}, name=name)
