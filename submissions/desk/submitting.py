"""Sending an entry in: the answers to be checked, the declaration, the receipt."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.dossiers import form_of
from competition.errors import Refused
from competition.models import Question
from competition.verbs import address_of
from competition.web import posted
from foundation.notifications.post import absolute
from foundation.papers.qr import qr_data_url
from foundation.vault import store
from submissions import permissions
from submissions.desk import forms
from submissions.desk.beginning import takes_entries
from submissions.desk.scope import own_entry, readable_entry
from submissions.desk.steps import REVIEW, steps_of
from submissions.models import Entry, EntryConsent, Receipt
from submissions.writing import answers, intake, organisation, way
from submissions.writing.checklist import missing


@login_required
@require_http_methods(["GET", "POST"])
def submit_entry(request, public_id):
    """Check the answers and submit."""
    entry = own_entry(request, public_id)
    if not entry.is_editable:
        return redirect("entry", public_id=public_id)
    form = forms.PledgeForm(
        posted(request),
        scheme=entry.edition.scheme,
        initial=_agreed_before(entry),
    )
    if request.method == "POST" and form.is_valid():
        try:
            intake.submit(
                entry=entry,
                by=request.user,
                at=clock.now(),
                consents=form.consents(),
                embargo_until=form.cleaned_data["embargo_until"],
                is_kept_from_vote=form.cleaned_data.get("is_kept_from_vote", False),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("submitted", public_id=public_id)
    return _review(request, entry, form)


def _agreed_before(entry: Entry) -> dict[str, Any]:
    """What may be published as the last submission left it, and as it was taken back since:
    sending again changes none of it unasked. What is needed is declared for each version anew.
    """
    contact = EntryConsent.objects.filter(
        version__in=entry.versions.all()[:1], kind=EntryConsent.Kind.CONTACT
    )
    return {
        "names": entry.publish_names,
        "pictures": entry.publish_pictures,
        "summary": entry.publish_summary,
        "is_kept_from_vote": entry.is_kept_from_vote,
        "embargo_until": entry.embargo_until,
        "contact": contact.exists(),
    }


def _review(request, entry: Entry, form: forms.PledgeForm) -> HttpResponse:
    context = {
        "entry": entry,
        "form": form,
        "items": missing(entry),
        "steps": steps_of(entry, REVIEW),
        "questions": _answered(entry),
        "organisation": organisation.in_words(organisation.of_entry(entry)),
    }
    status = 422 if form.errors else 200
    return render(request, "submissions/review.html", context, status=status)


def _answered(entry: Entry) -> list[dict]:
    """Each question of the form but those for files, with its answer in words."""
    answered = []
    for question in form_of(entry.edition, entry.kind_id):
        if question.type == Question.Type.FILE:
            continue
        answer = answers.in_words(question, entry.answers.get(question.key, ""))
        answered.append({"label": question.text, "type": question.type, "answer": answer})
    return answered


@login_required
@require_GET
def submitted(request, public_id):
    """The confirmation panel with number, time and digests."""
    entry = readable_entry(request, public_id)
    version = entry.versions.first()
    if version is None:
        raise Http404
    takes_changes = not entry.amending_since and takes_entries(entry.edition)
    context = {
        "entry": entry,
        "version": version,
        "receipt": version.receipt,
        "qr": qr_data_url(absolute(address_of(entry)), scale=3),
        "stages": way.stages_of(entry, clock.now()),
        "can_amend": takes_changes and permissions.can_amend(request.user, entry),
    }
    return render(request, "submissions/submitted.html", context)


@login_required
@require_GET
def receipt_pdf(request, public_id):
    """The receipt as PDF; made by the worker, so it may take a few seconds after the submission."""
    entry = readable_entry(request, public_id)
    receipts = Receipt.objects.filter(version__entry=entry).select_related("pdf")
    receipt = receipts.order_by("-issued_at").first()
    if receipt is None:
        raise Http404
    if receipt.pdf is None:
        return HttpResponse(
            _("The receipt is being printed. Load this page again in a few seconds."),
            status=202,
            content_type="text/plain; charset=utf-8",
        )
    return store.serve(
        receipt.pdf, name=f"{receipt.number}.pdf", user=request.user, purpose="receipt", inline=True
    )
