"""The entrant's pages: what there is, what was sent, what becomes of it. Writing a draft is in
writing_views.py.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competition import clock, phases
from competition.errors import Refused
from competition.models import Edition, Phase
from competition.web import attempt
from foundation.vault import pictures, store
from submissions import permissions
from submissions.desk import forms
from submissions.models import Attachment, BlindCopy, Entry, Receipt
from submissions.screening import correspondence
from submissions.screening.timeline import events_of, versions_of
from submissions.sealing import preview
from submissions.writing import drafting, intake
from submissions.writing.checklist import STEPS, missing, step_title


def _own(request, public_id) -> Entry:
    """The person's own entry; anybody else gets 404."""
    return get_object_or_404(
        Entry.objects.owned_by(request.user).select_related("edition", "unit"), public_id=public_id
    )


def _readable(request, public_id) -> Entry:
    """An entry that the person owns, or to which a co-author has let the person in; anybody else
    gets 404.
    """
    entries = Entry.objects.readable_by(request.user)
    return get_object_or_404(
        entries.select_related(
            "edition", "owner", "field", "kind", "unit", "withdrawal", "outcome", "handover"
        ),
        public_id=public_id,
    )


@require_http_methods(["GET", "POST"])
def begin(request, slug):
    """What an entrant needs to know; the button starts a draft."""
    edition = get_object_or_404(Edition, slug=slug)
    at = clock.now()
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_signup')}?next={request.path}")
        try:
            entry = drafting.start_draft(edition=edition, by=request.user, at=at)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("begin", slug=slug)
        return redirect("edit_entry", public_id=entry.public_id, step="general")
    is_open = phases.is_open(edition, Phase.Kind.SUBMISSION, at)
    return render(
        request,
        "submissions/begin.html",
        {"edition": edition, "is_open": is_open, "submission": edition.phase("submission")},
    )


@login_required
@require_GET
def my_entries(request):
    """All entries of this person, and the editions that are open."""
    at = clock.now()
    entries = Entry.objects.readable_by(request.user).select_related("edition", "field", "owner")
    return render(
        request,
        "submissions/my_entries.html",
        {"entries": entries, "open_editions": _open_editions(at)},
    )


def _open_editions(at):
    return Edition.objects.filter(
        phases__kind=Phase.Kind.SUBMISSION, phases__opens_at__lte=at, phases__closes_at__gt=at
    )


def _is_open(edition: Edition) -> bool:
    return phases.is_open(edition, Phase.Kind.SUBMISSION, clock.now())


@login_required
@require_GET
def entry_page(request, public_id):
    """A draft's task list, or a submitted entry's timeline."""
    entry = _readable(request, public_id)
    items = missing(entry) if entry.is_editable else []
    tasks = [
        {
            "step": step,
            "title": step_title(step),
            "items": [item for item in items if item.step == step],
        }
        for step in STEPS
    ]
    latest = next(iter(versions_of(entry)), None)
    context = {
        "entry": entry,
        "tasks": tasks,
        "complete": not items,
        "timeline": events_of(entry),
        "version": latest,
        "receipt": latest and latest.receipt,
        "submission": entry.edition.phase("submission"),
        "is_owner": entry.owner_id == request.user.pk,
        "can_edit": permissions.can_edit(request.user, entry),
        "can_answer": permissions.can_answer(request.user, entry),
        "letter_form": forms.LetterForm(),
        "can_amend": permissions.can_amend(request.user, entry)
        and not entry.amending_since
        and _is_open(entry.edition),
        "open_editions": _open_editions(clock.now()).exclude(pk=entry.edition_id)
        if latest and entry.owner_id == request.user.pk
        else [],
    }
    return render(request, "submissions/entry.html", context)


@login_required
@require_GET
def own_file(request, public_id, file_id):
    """An author opens a file of the dossier."""
    attachment = get_object_or_404(
        Attachment.objects.select_related("blob"),
        public_id=file_id,
        entry=_readable(request, public_id),
    )
    return store.serve(
        attachment.blob, name=attachment.name, user=request.user, purpose="owner", inline=True
    )


@login_required
@require_GET
def own_page(request, public_id, file_id, page):
    """The picture of a page of an author's file, once the file is checked: small in lists, large to
    read.
    """
    cleared = Attachment.objects.select_related("blob").filter(verdict=Attachment.Verdict.CLEARED)
    attachment = get_object_or_404(cleared, public_id=file_id, entry=_readable(request, public_id))
    width = pictures.LARGE if "lon" in request.GET else pictures.SMALL
    try:
        return pictures.serve(
            attachment.blob,
            page=page,
            width=width,
            name=attachment.name,
            user=request.user,
            purpose="owner",
        )
    except pictures.NoPicture as nothing:
        raise Http404 from nothing


@login_required
@require_GET
def look_at_file(request, public_id, file_id):
    """All pages of an author's file in one page, without a download."""
    entry = _readable(request, public_id)
    cleared = Attachment.objects.select_related("blob").filter(verdict=Attachment.Verdict.CLEARED)
    attachment = get_object_or_404(cleared, public_id=file_id, entry=entry)
    return render(
        request,
        "submissions/look.html",
        {
            "entry": entry,
            "file": attachment,
            "pages": range(1, pictures.pages_of(attachment.blob) + 1),
        },
    )


@login_required
@require_GET
def judges_will_see(request, public_id):
    """The blinded dossier as judges will get it, for its authors."""
    entry = _readable(request, public_id)
    shown = preview.of(entry)
    labels = {question.key: question.text for question in entry.edition.questions.all()} | {
        "title": _("Title"),
        "summary": _("Summary"),
    }
    named = (
        list(dict.fromkeys(labels.get(leak["where"], leak["where"]) for leak in shown.leaks))
        if shown
        else []
    )
    for item in shown.files if shown else []:
        copy = item["copy"]
        item["page_numbers"] = (
            range(1, min(copy.pages, pictures.MOST_PAGES) + 1) if copy and copy.copy_id else []
        )
    response = render(
        request, "submissions/preview.html", {"entry": entry, "preview": shown, "named": named}
    )
    if shown and shown.is_waiting:
        response.headers["Refresh"] = "3"
    return response


@login_required
@require_GET
def preview_page(request, public_id, copy, page):
    """The picture of a page of a blinded copy of the entry's own files."""
    entry = _readable(request, public_id)
    found = get_object_or_404(
        BlindCopy.objects.select_related("copy").exclude(copy=None),
        pk=copy,
        blob__in=entry.attachments.values("blob"),
    )
    try:
        return pictures.serve(
            found.copy,
            page=page,
            width=pictures.LARGE,
            name=f"{page}",
            user=request.user,
            purpose="preview",
        )
    except pictures.NoPicture as nothing:
        raise Http404 from nothing


@login_required
@require_POST
def answer_letter(request, public_id):
    """The entrant writes to the secretariat."""
    entry = _own(request, public_id)
    form = forms.LetterForm(request.POST)
    if form.is_valid():
        done = _("Your letter is sent; the secretariat finds it with the dossier.")
        attempt(
            request,
            correspondence.answer,
            entry=entry,
            text=form.cleaned_data["text"],
            by=request.user,
            at=clock.now(),
            done=done,
        )
    else:
        messages.error(request, _("Write the letter first."))
    return redirect(f"{reverse('entry', args=[public_id])}#thu")


@login_required
@require_GET
def submitted(request, public_id):
    """The confirmation panel with number, time and digests."""
    entry = _readable(request, public_id)
    version = entry.versions.first()
    if version is None:
        raise Http404
    return render(
        request,
        "submissions/submitted.html",
        {"entry": entry, "version": version, "receipt": version.receipt},
    )


@login_required
@require_GET
def receipt_pdf(request, public_id):
    """The receipt as PDF; made by the worker, so it may take a few seconds after the submission."""
    receipt = (
        Receipt.objects.filter(version__entry=_readable(request, public_id))
        .select_related("pdf")
        .order_by("-issued_at")
        .first()
    )
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


@login_required
@require_POST
def amend_entry(request, public_id):
    """Open what was submitted for changes, until the deadline."""
    done = _("You can change the entry now. What you submitted counts until you submit again.")
    attempt(
        request,
        intake.amend,
        entry=_own(request, public_id),
        by=request.user,
        at=clock.now(),
        done=done,
    )
    return redirect("entry", public_id=public_id)


@login_required
@require_POST
def take_along(request, public_id, slug):
    """Begin a draft in an open edition with the texts of an earlier entry."""
    entry, edition = _own(request, public_id), get_object_or_404(Edition, slug=slug)
    try:
        draft = drafting.begin_again(entry=entry, edition=edition, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("entry", public_id=public_id)
    messages.success(request, _("The texts are taken along; look at each step, and add the files."))
    return redirect("entry", public_id=draft.public_id)


@login_required
@require_GET
def history(request, public_id):
    """Who changed what in a draft, before and after."""
    entry = _readable(request, public_id)
    questions = {
        f"answer:{question.key}": question.text for question in entry.edition.questions.all()
    }
    names = {
        "title": _("Title"),
        "summary": _("Summary"),
        "entrant": _("Who enters"),
        "field": _("Field"),
        "kind": _("Kind of work"),
        "unit": _("Commune, ward or organisation"),
        "authors": _("Authors"),
    } | questions
    changes = [
        {
            "change": change,
            "parts": [
                {"name": names.get(part, part), "before": before, "after": after}
                for part, (before, after) in change.changes.items()
            ],
        }
        for change in entry.draft_changes.select_related("by")[:100]
    ]
    return render(request, "submissions/history.html", {"entry": entry, "changes": changes})


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_entry(request, public_id):
    """Take the entry out of the contest, with a reason."""
    entry = _own(request, public_id)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            intake.withdraw(
                entry=entry, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The entry is withdrawn."))
            return redirect("entry", public_id=public_id)
    return render(
        request,
        "submissions/withdraw.html",
        {"entry": entry, "form": form},
        status=422 if form.errors else 200,
    )
