"""Dossiers written for others: an officer begins them, the entrant takes them over by code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competition import clock
from competition.errors import Refused
from competition.models import Edition
from competition.permissions import can_run
from competition.web import numbers_of, posted
from foundation.papers import pdf
from foundation.papers.answers import as_pdf
from submissions import permissions
from submissions.desk.beginning import takes_entries
from submissions.desk.sharing_forms import BehalfForm, ClaimForm, SignInCodesForm, TableForm
from submissions.models import Entry, Handover
from submissions.sharing import behalf

MOST_SHOWN = 200


@login_required
@require_http_methods(["GET", "POST"])
def claim(request):
    """Take over a dossier that an officer wrote."""
    form = ClaimForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            entry = behalf.claim(code=form.cleaned_data["code"], by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The dossier is yours now."))
            return redirect("entry", public_id=entry.public_id)
    status = 422 if form.errors else 200
    return render(request, "submissions/claim.html", {"form": form}, status=status)


def edition_to_write_in(request, slug) -> Edition:
    """The edition, for who may write dossiers for others in it; anybody else gets 404."""
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_write_for_others(request.user, edition.pk):
        raise Http404
    return edition


# Ids of the fields of the codes: the form of a dossier on the same page has the same names.
CODES = "id_codes_%s"


def behalf_page(request, edition: Edition, **forms_with_errors) -> HttpResponse:
    """The page with its three forms; a refused one with everything typed, status 422."""
    handovers = Handover.objects.filter(entry__edition=edition, by=request.user)
    context = {
        "edition": edition,
        # Whoever pressed at the last second finds the refusal and everything typed.
        "is_open": takes_entries(edition) or bool(forms_with_errors),
        "handovers": handovers.select_related("entry", "claimed_by")[:MOST_SHOWN],
        "form": BehalfForm(),
        "table_form": TableForm(),
        "codes_form": SignInCodesForm(auto_id=CODES),
        "is_office": can_run(request.user, edition.pk),
    }
    status = 422 if forms_with_errors else 200
    return render(request, "submissions/behalf.html", context | forms_with_errors, status=status)


@login_required
@require_GET
def behalf_desk(request, slug):
    """Dossiers written for others, and a new one."""
    return behalf_page(request, edition_to_write_in(request, slug))


@login_required
@require_http_methods(["GET", "POST"])
def begin_for_somebody(request, slug):
    """A draft for somebody else."""
    edition = edition_to_write_in(request, slug)
    if request.method == "GET":
        return redirect("behalf_desk", slug=slug)
    form = BehalfForm(request.POST)
    if not form.is_valid():
        return behalf_page(request, edition, form=form)
    try:
        entry = behalf.start(edition=edition, by=request.user, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return behalf_page(request, edition, form=form)
    done = _("The dossier is begun. Print its slip, then type what is on the paper.")
    messages.success(request, done)
    return redirect("edit_entry", public_id=entry.public_id, step="whole")


@login_required
@require_POST
def print_slips(request, slug):
    """The slips of the chosen dossiers, each with a fresh code."""
    edition = edition_to_write_in(request, slug)
    chosen = numbers_of(request.POST.getlist("chon"))
    entries = Entry.objects.in_edition(edition).filter(pk__in=chosen, handover__by=request.user)
    entries = entries.select_related("handover", "edition__contest")
    try:
        slips = behalf.print_slips(entries=list(entries), by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("behalf_desk", slug=slug)
    return as_pdf("phieu-ban-giao.pdf", slips)


@login_required
@require_http_methods(["GET", "POST"])
def print_sign_in_codes(request, slug):
    """A sheet of one-use codes for a person without e-mail; only the secretariat hands them out."""
    edition = get_object_or_404(Edition, slug=slug)
    if not can_run(request.user, edition.pk):
        raise Http404
    if request.method == "GET":
        return redirect("behalf_desk", slug=slug)
    form = SignInCodesForm(request.POST, auto_id=CODES)
    if not form.is_valid():
        return behalf_page(request, edition, codes_form=form)
    at = clock.now()
    try:
        person, codes = behalf.print_sign_in_codes(
            edition=edition, by=request.user, at=at, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error("phone", str(refusal))
        return behalf_page(request, edition, codes_form=form)
    sheet = {"edition": edition, "person": person, "codes": codes, "by": request.user, "now": at}
    return as_pdf("ma-dang-nhap.pdf", pdf.render("sign_in_codes.html", sheet))
