"""Denunciations are the committee's: a list, a page each. Whoever one is about finds none of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards import complaints, permissions
from awards.answer_form import AnswerForm
from awards.models import Complaint
from competition import clock
from competition.errors import Refused
from competition.models import Edition
from competition.web import attempt


def _edition(request, slug: str) -> Edition:
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_ratify(request.user, edition.pk):
        raise Http404
    return edition


def _denunciation(request, slug: str, number: int) -> Complaint:
    """404 for whoever may not answer it, as for one that is not there."""
    rows = Complaint.objects.denunciations().filter(edition=_edition(request, slug))
    found = get_object_or_404(
        rows.select_related("edition", "entry", "answer__by", "writer"), pk=number
    )
    if not permissions.can_answer_complaint(request.user, found):
        raise Http404
    return found


@login_required
@require_GET
def denunciations(request, slug):
    """Those that this member may answer, what is open first."""
    edition = _edition(request, slug)
    rows = Complaint.objects.denunciations().filter(edition=edition)
    rows = complaints.readable(rows, request.user)
    readable = sorted(
        rows.select_related("edition", "entry", "answer"),
        key=lambda row: (not row.is_open, row.due),
    )
    context = {"edition": edition, "complaints": readable, "today": localdate(clock.now())}
    return render(request, "awards/denunciations.html", context)


@login_required
@require_GET
def denunciation(request, slug, number):
    """What it says, and the form of the answer; not who wrote it."""
    return _page(request, _denunciation(request, slug, number), AnswerForm())


def _page(request, complaint: Complaint, form: AnswerForm, writer: object = None) -> HttpResponse:
    context = {
        "complaint": complaint,
        "edition": complaint.edition,
        "form": form,
        "writer": writer,
        "today": localdate(clock.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "awards/denunciation.html", context, status=status)


@login_required
@require_POST
def answer_denunciation(request, slug, number):
    """The committee's answer."""
    complaint = _denunciation(request, slug, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, complaint, form)
    went_through = attempt(
        request,
        complaints.answer,
        complaint=complaint,
        by=request.user,
        at=clock.now(),
        done=_("Answered; who wrote it is told."),
        **form.cleaned_data,
    )
    if not went_through:
        return _page(request, complaint, form)
    return redirect("denunciation", slug=slug, number=number)


@login_required
@require_POST
def denunciation_writer(request, slug, number):
    """Who wrote it, once, on this answer alone: the ledger knows who has read it."""
    complaint = _denunciation(request, slug, number)
    try:
        writer = complaints.writer_of(complaint=complaint, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("denunciation", slug=slug, number=number)
    response = _page(request, complaint, AnswerForm(), writer)
    response.headers["Cache-Control"] = "no-store"
    return response
