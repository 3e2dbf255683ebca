"""Whoever writes: from the page of an own dossier, from the posted list, and what became of it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import complaints, permissions, posting
from awards.desk.complaint_form import ComplaintForm
from awards.models import Complaint, StandingRow
from competition import clock
from competition.errors import Refused
from competition.models import Edition
from competition.recap import Recap, shown
from competition.web import attempt, number_of
from submissions.models import Entry


@require_GET
def posted_list(request, slug):
    """The list as it hangs out, and how to write about it; afterwards, what came of that."""
    edition = get_object_or_404(Edition, slug=slug)
    posted = posting.of_edition(edition)
    if posted is None or edition.is_draft:
        raise Http404
    now = clock.now()
    stands = posted.stands(now)
    context = {
        "edition": edition,
        "posting": posted,
        "stands": stands,
        "last": posting.last_day(posted),
        "tiers": posting.by_tier(posted, now) if stands else [],
        "told": complaints.told_of(edition),
    }
    return render(request, "awards/posted_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write_about_list(request, slug):
    """Anybody with an account writes about the posted list, or one of its works."""
    edition = get_object_or_404(Edition, slug=slug)
    posted = posting.of_edition(edition)
    if posted is None or edition.is_draft:
        raise Http404
    asked = request.POST.get("cong-trinh") or request.GET.get("cong-trinh")
    row = _row(posted, asked) if asked else None
    now = clock.now()
    context = {
        "edition": edition,
        "row": row,
        "face": row.entry.face(now) if row and row.entry else None,
        "stands": posted.stands(now),
        "may": permissions.can_write_in(request.user),
    }
    form = ComplaintForm(request.POST or None, edition=edition)
    if request.method == "POST" and form.is_valid():
        try:
            filed = complaints.file_from_list(
                edition=edition, row=row, by=request.user, at=now, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(filed)
    status = 422 if form.errors else 200
    return render(request, "awards/write_about_list.html", context | {"form": form}, status=status)


def _row(posted, asked: str) -> StandingRow:
    """The work of the list that the address names; 404 for any other."""
    for row in posting.rows_of(posted):
        if row.pk == number_of(asked):
            return row
    raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def write_about_entry(request, public_id):
    """The entrant writes about an own dossier, its score, or the vote."""
    entry = get_object_or_404(Entry.objects.select_related("edition"), public_id=public_id)
    if not permissions.can_complain(request.user, entry):
        raise Http404
    now = clock.now()
    form = ComplaintForm(request.POST or None, edition=entry.edition)
    if request.method == "POST" and form.is_valid():
        try:
            filed = complaints.file_about_own(
                entry=entry, by=request.user, at=now, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(filed)
    context = {
        "entry": entry,
        "form": form,
        "closed": complaints.why_not_about(entry, now),
        "mine": Complaint.objects.filter(entry=entry, writer__user=request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "awards/write_about_entry.html", context, status=status)


@login_required
@require_GET
def my_complaints(request):
    """Everything that this person has written, the latest first."""
    mine = Complaint.objects.filter(writer__user=request.user)
    mine = mine.select_related("edition", "entry", "answer").order_by("-filed_at", "-pk")
    return render(request, "awards/my_complaints.html", {"complaints": mine})


def _own(request, number: int) -> Complaint:
    rows = Complaint.objects.select_related("edition", "entry", "answer", "writer")
    found = get_object_or_404(rows, pk=number)
    if not permissions.wrote(request.user, found):
        raise Http404
    return found


@login_required
@require_GET
def my_complaint(request, number):
    """One of them: its number, until when it is answered, and the answer."""
    return render(request, "awards/my_complaint.html", {"complaint": _own(request, number)})


def _before_it_is_taken_back(complaint: Complaint) -> Recap:
    due = date_format(complaint.due, "DATE_FORMAT")
    return Recap(
        question=_("Take %(number)s back?") % {"number": complaint.number},
        facts=[
            (pgettext("what a complaint is about", "About"), complaint.get_subject_display()),
            (pgettext("of complaint", "To be answered by"), due),
        ],
        after=[
            _("Nobody looks into it or answers it any more, and the decision no longer waits."),
            _("It cannot be put in again under this number; you may write a new one in time."),
        ],
        button=_("Take it back"),
    )


@login_required
@require_POST
def take_complaint_back(request, number):
    """It is wanted no longer."""
    complaint = _own(request, number)
    recap = _before_it_is_taken_back(complaint)
    if complaint.is_open and not complaint.is_secret and not recap.is_read(request.POST):
        back = complaint.get_absolute_url()
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    attempt(
        request,
        complaints.take_back,
        complaint=complaint,
        by=request.user,
        at=clock.now(),
        done=_("It is taken back, and nobody answers it any more."),
    )
    return redirect(complaint)
