"""The entrant's pages. Each write view calls one verb of intake or files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competition import clock, phases
from competition.dossiers import form_of
from competition.errors import Refused
from competition.models import Edition, Phase, Question
from competition.web import attempt
from foundation.vault import store
from submissions import answers, drafting, files, forms, inspection, intake, permissions
from submissions.checklist import STEPS, missing, step_title
from submissions.models import Attachment, Entry, Receipt
from submissions.timeline import events_of, versions_of


def _own(request, public_id) -> Entry:
    """The person's own entry; anybody else gets 404."""
    entries = Entry.objects.editable_by(request.user).select_related("edition", "field", "kind", "unit", "withdrawal", "outcome")
    return get_object_or_404(entries, public_id=public_id)


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
    return render(request, "submissions/begin.html", {"edition": edition, "is_open": is_open, "submission": edition.phase("submission")})


@login_required
@require_GET
def my_entries(request):
    """All entries of this person, and the editions that are open."""
    at = clock.now()
    entries = Entry.objects.editable_by(request.user).select_related("edition", "field")
    return render(request, "submissions/my_entries.html", {"entries": entries, "open_editions": _open_editions(at)})


def _open_editions(at):
    return Edition.objects.filter(phases__kind=Phase.Kind.SUBMISSION, phases__opens_at__lte=at, phases__closes_at__gt=at)


def _is_open(edition: Edition) -> bool:
    return phases.is_open(edition, Phase.Kind.SUBMISSION, clock.now())


def _steps(entry: Entry, current: str) -> list[dict]:
    lacking = {item.step for item in missing(entry)}
    return [
        {
            "title": step_title(step),
            "state": "current" if step == current else "todo" if step in lacking or step == "review" else "done",
            "url": reverse("submit_entry", args=[entry.public_id]) if step == "review" else reverse("edit_entry", args=[entry.public_id, step]),
        }
        for step in [*STEPS, "review"]
    ]  # fmt: skip


@login_required
@require_GET
def entry_page(request, public_id):
    """A draft's task list, or a submitted entry's timeline."""
    entry = _own(request, public_id)
    items = missing(entry) if entry.is_editable else []
    tasks = [{"step": step, "title": step_title(step), "items": [item for item in items if item.step == step]} for step in STEPS]
    latest = next(iter(versions_of(entry)), None)
    context = {
        "entry": entry, "tasks": tasks, "complete": not items, "timeline": events_of(entry), "version": latest,
        "receipt": latest and latest.receipt, "submission": entry.edition.phase("submission"),
        "can_amend": permissions.can_amend(request.user, entry) and not entry.amending_since and _is_open(entry.edition),
        "open_editions": _open_editions(clock.now()).exclude(pk=entry.edition_id) if latest else [],
    }  # fmt: skip
    return render(request, "submissions/entry.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_entry(request, public_id, step):
    """One step of a draft; saves what was typed even when it is incomplete."""
    entry = _own(request, public_id)
    if step == "authors":
        return _edit_authors(request, entry)
    if step == "files":
        return _edit_files(request, entry)
    form_class = {"general": forms.GeneralForm, "content": forms.ContentForm}.get(step)
    if form_class is None:
        raise Http404
    form = form_class(request.POST or None, entry=entry, initial=form_class.initial_of(entry))
    if request.method == "POST":
        whole = form.is_valid()
        if "revision" in form.cleaned_data:
            try:  # what is right is kept even when another answer has an error
                entry = drafting.save_draft(entry=entry, by=request.user, revision=form.cleaned_data["revision"], changes=form.changes())
            except Refused as refusal:
                form.add_error(None, str(refusal))
                if isinstance(refusal, drafting.StaleDraft):
                    entry.refresh_from_db()
                    return _conflict(request, entry, step, form, form_class)
            else:
                if whole:
                    return _saved(request, entry, step)
                _on_revision(form, entry)
    return _step_page(request, entry, step, form)


def _on_revision(form, entry: Entry) -> None:
    """The form as it is shown again stands on the stored revision."""
    form.data = form.data.copy()
    form.data["revision"] = str(entry.revision)


def _conflict(request, entry: Entry, step: str, form, form_class):
    """The draft was saved elsewhere: what is stored stands beside what was typed here; saving again is a decision."""
    stored = form_class(entry=entry, initial=form_class.initial_of(entry))
    _on_revision(form, entry)
    differences = [
        {"label": field.label, "stored": stored[field.name].value()}
        for field in form.visible_fields() if str(stored[field.name].value() or "") != str(field.value() or "")
    ]  # fmt: skip
    return _step_page(request, entry, step, form, differences=differences)


def _saved(request, entry: Entry, step: str):
    at = date_format(localtime(entry.saved_at), "TIME_FORMAT")
    if request.headers.get("X-Autosave"):
        return JsonResponse({"revision": entry.revision, "saved": _("Saved at %(time)s") % {"time": at}})
    messages.success(request, _("Saved at %(time)s.") % {"time": at})
    if "stay" in request.POST:
        return redirect("edit_entry", public_id=entry.public_id, step=step)
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return redirect("submit_entry", public_id=entry.public_id)
    return redirect("edit_entry", public_id=entry.public_id, step=STEPS[place])


def _step_page(request, entry, step, form, **extra):
    if request.headers.get("X-Autosave"):
        return JsonResponse({"errors": form.errors}, status=422)
    context = {"entry": entry, "step": step, "title": step_title(step), "form": form, "steps": _steps(entry, step)} | extra
    return render(request, f"submissions/{step}.html", context, status=422 if request.method == "POST" else 200)


def _edit_authors(request, entry):
    initial = [
        {name: getattr(author, name) for name in ("full_name", "birth_date", "guardian", "guardian_agrees", "position", "workplace", "email", "phone")}
        | {"share": f"{author.share.normalize():f}".replace(".", ",")}
        for author in entry.authors.all()
    ]
    head = forms.DraftForm(request.POST or None, initial={"revision": entry.revision})
    formset = forms.AuthorFormSet(request.POST or None, initial=initial, prefix="author")
    if request.method == "GET":
        formset.extra = 1
    elif head.is_valid() and formset.is_valid():
        authors = [row.cleaned_data for row in formset if row.cleaned_data.get("full_name", "").strip()]
        try:
            saved = drafting.save_draft(entry=entry, by=request.user, revision=head.cleaned_data["revision"], changes={}, authors=authors)
        except Refused as refusal:
            head.add_error(None, str(refusal))
        else:
            return _saved(request, saved, "authors")
    return _step_page(request, entry, "authors", head, formset=formset)


def _edit_files(request, entry):
    form = forms.FileForm(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and form.is_valid():
        uploads = request.FILES.getlist("files")
        for upload in uploads:
            about = {"caption": form.cleaned_data["caption"], "part": form.cleaned_data["part"]}
            attempt(request, files.attach, entry=entry, upload=upload, by=request.user, **about)
        if "next" in request.POST and not uploads:
            return redirect("submit_entry", public_id=entry.public_id)
        return redirect("edit_entry", public_id=entry.public_id, step="files")
    return _step_page(request, entry, "files", form, accept=",".join(inspection.KINDS), parts=dict(form.fields["part"].choices))


@login_required
@require_POST
def remove_file(request, public_id, file_id):
    """Take one file out of a draft."""
    attachment = get_object_or_404(Attachment, public_id=file_id, entry=_own(request, public_id))
    attempt(request, files.remove, attachment=attachment, by=request.user, done=_("“%(name)s” was removed.") % {"name": attachment.name})
    return redirect("edit_entry", public_id=public_id, step="files")


@login_required
@require_GET
def own_file(request, public_id, file_id):
    """The owner opens a file of their own."""
    attachment = get_object_or_404(Attachment.objects.select_related("blob"), public_id=file_id, entry=_own(request, public_id))
    return store.serve(attachment.blob, name=attachment.name, user=request.user, purpose="owner", inline=True)


@login_required
@require_http_methods(["GET", "POST"])
def submit_entry(request, public_id):
    """Check the answers and submit."""
    entry = _own(request, public_id)
    if not entry.is_editable:
        return redirect("entry", public_id=public_id)
    form = forms.PledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consents = {"consents": form.consents(), "embargo_until": form.cleaned_data["embargo_until"]}
            intake.submit(entry=entry, by=request.user, at=clock.now(), **consents)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("submitted", public_id=public_id)
    context = {"entry": entry, "form": form, "items": missing(entry), "steps": _steps(entry, "review"), "questions": _answered(entry)}
    return render(request, "submissions/review.html", context, status=422 if form.errors else 200)


def _answered(entry: Entry) -> list[dict]:
    questions = [question for question in form_of(entry.edition, entry.kind_id) if question.type != Question.Type.FILE]
    return [{"label": question.text, "answer": answers.in_words(question, entry.answers.get(question.key, ""))} for question in questions]


@login_required
@require_GET
def submitted(request, public_id):
    """The confirmation panel with number, time and digests."""
    entry = _own(request, public_id)
    version = entry.versions.first()
    if version is None:
        raise Http404
    return render(request, "submissions/submitted.html", {"entry": entry, "version": version, "receipt": version.receipt})


@login_required
@require_GET
def receipt_pdf(request, public_id):
    """The receipt as PDF; made by the worker, so it may take a few seconds after the submission."""
    receipt = Receipt.objects.filter(version__entry=_own(request, public_id)).select_related("pdf").order_by("-issued_at").first()
    if receipt is None:
        raise Http404
    if receipt.pdf is None:
        return HttpResponse(_("The receipt is being printed. Load this page again in a few seconds."), status=202, content_type="text/plain; charset=utf-8")
    return store.serve(receipt.pdf, name=f"{receipt.number}.pdf", user=request.user, purpose="receipt", inline=True)


@login_required
@require_POST
def amend_entry(request, public_id):
    """Open what was submitted for changes, until the deadline."""
    done = _("You can change the entry now. What you submitted counts until you submit again.")
    attempt(request, intake.amend, entry=_own(request, public_id), by=request.user, at=clock.now(), done=done)
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
    entry = _own(request, public_id)
    questions = {f"answer:{question.key}": question.text for question in entry.edition.questions.all()}
    names = {
        "title": _("Title"), "summary": _("Summary"), "entrant": _("Who enters"), "field": _("Field"), "kind": _("Kind of work"),
        "unit": _("Commune, ward or organisation"), "authors": _("Authors"),
    } | questions  # fmt: skip
    changes = [
        {"change": change, "parts": [{"name": names.get(part, part), "before": before, "after": after} for part, (before, after) in change.changes.items()]}
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
            intake.withdraw(entry=entry, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The entry is withdrawn."))
            return redirect("entry", public_id=public_id)
    return render(request, "submissions/withdraw.html", {"entry": entry, "form": form}, status=422 if form.errors else 200)
