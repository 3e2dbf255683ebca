"""Writing a draft: its steps, or all of them in one page; its files; and sending it in."""

import functools

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition import clock
from competition.dossiers import form_of
from competition.errors import Refused
from competition.models import Question
from competition.web import attempt
from foundation.vault import pictures
from submissions.desk import forms
from submissions.files import attach, inspection
from submissions.models import Attachment, Entry
from submissions.writing import answers, drafting, intake
from submissions.writing.answer_form import ContentForm, DraftForm
from submissions.writing.checklist import STEPS, missing, step_title

MOST_TYPED = 400_000  # characters that are kept while somebody signs in again


def _writable(request, public_id) -> Entry:
    """An entry on which the person may write; anybody else gets 404."""
    return get_object_or_404(
        Entry.objects.editable_by(request.user).select_related("edition", "field", "kind", "unit"),
        public_id=public_id,
    )


def _steps(entry: Entry, current: str) -> list[dict]:
    lacking = {item.step for item in missing(entry)}
    return [
        {
            "title": step_title(step),
            "state": "current"
            if step == current
            else "todo"
            if step in lacking or step == "review"
            else "done",
            "url": reverse("submit_entry", args=[entry.public_id])
            if step == "review"
            else reverse("edit_entry", args=[entry.public_id, step]),
        }
        for step in [*STEPS, "review"]
    ]


def kept_over_sign_in(view):
    """As login_required, but what was typed when the session had ended is shown again after signing
    in, to be saved.
    """

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.is_authenticated:
            if request.method == "POST" and "X-Autosave" not in request.headers:
                request.session["typed"] = {
                    "path": request.path,
                    "data": request.POST.urlencode()[:MOST_TYPED],
                }
            return redirect_to_login(request.get_full_path())
        typed = request.session.get("typed")
        if typed and typed["path"] == request.path:
            del request.session["typed"]
            if request.method == "GET":
                request.POST = QueryDict(
                    typed["data"]
                )  # the forms below are bound to it as if it had just been typed
                messages.warning(
                    request,
                    _("You had been signed out. Here is what you typed; it is not saved yet."),
                )
        return view(request, *args, **kwargs)

    return inner


@kept_over_sign_in
@require_http_methods(["GET", "POST"])
def edit_entry(request, public_id, step):
    """One step of a draft; saves what was typed even when it is incomplete."""
    entry = _writable(request, public_id)
    if step == "authors":
        return _edit_authors(request, entry)
    if step == "files":
        return _edit_files(request, entry)
    if step == "whole":
        return _edit_whole(request, entry)
    form_class = {"general": forms.GeneralForm, "content": ContentForm}.get(step)
    if form_class is None:
        raise Http404
    form = form_class(request.POST or None, entry=entry, initial=form_class.initial_of(entry))
    if request.method == "POST":
        whole = form.is_valid()
        if "revision" in form.cleaned_data:
            try:  # what is right is kept even when another answer has an error
                entry = drafting.save_draft(
                    entry=entry,
                    by=request.user,
                    revision=form.cleaned_data["revision"],
                    changes=form.changes(),
                )
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
    """The draft was saved elsewhere: what is stored stands beside what was typed here; saving again
    is a decision.
    """
    stored = form_class(entry=entry, initial=form_class.initial_of(entry))
    _on_revision(form, entry)
    differences = [
        {"label": field.label, "stored": stored[field.name].value()}
        for field in form.visible_fields()
        if str(stored[field.name].value() or "") != str(field.value() or "")
    ]
    return _step_page(request, entry, step, form, differences=differences)


def _saved(request, entry: Entry, step: str):
    at = date_format(localtime(entry.saved_at), "TIME_FORMAT")
    if request.headers.get("X-Autosave"):
        return JsonResponse(
            {"revision": entry.revision, "saved": _("Saved at %(time)s") % {"time": at}}
        )
    messages.success(request, _("Saved at %(time)s.") % {"time": at})
    if "stay" in request.POST:
        return redirect("edit_entry", public_id=entry.public_id, step=step)
    place = STEPS.index(step) + 1 if step in STEPS else len(STEPS)
    if place == len(STEPS):
        return redirect("submit_entry", public_id=entry.public_id)
    return redirect("edit_entry", public_id=entry.public_id, step=STEPS[place])


def _step_page(request, entry, step, form, **extra):
    if request.headers.get("X-Autosave"):
        return JsonResponse({"errors": form.errors}, status=422)
    context = {
        "entry": entry,
        "step": step,
        "title": step_title(step),
        "form": form,
        "steps": _steps(entry, step),
        "is_owner": entry.owner_id == request.user.pk,
    } | extra
    return render(
        request,
        f"submissions/{step}.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _edit_authors(request, entry):
    head = DraftForm(request.POST or None, initial={"revision": entry.revision})
    formset = forms.AuthorFormSet(
        request.POST or None, initial=_initial_authors(entry), prefix="author"
    )
    if not request.POST:
        formset.extra = 1
    elif request.method == "POST" and head.is_valid() and formset.is_valid():
        try:
            saved = drafting.save_draft(
                entry=entry,
                by=request.user,
                revision=head.cleaned_data["revision"],
                changes={},
                authors=_named(formset),
            )
        except Refused as refusal:
            head.add_error(None, str(refusal))
        else:
            return _saved(request, saved, "authors")
    return _step_page(request, entry, "authors", head, formset=formset)


def _edit_whole(request, entry):
    """All steps in one page, for who types from paper: one save keeps what is right of all of them,
    and takes the files.
    """
    posted = request.POST or None
    general = forms.GeneralForm(posted, entry=entry, initial=forms.GeneralForm.initial_of(entry))
    if posted and general.is_valid():
        entry.kind = general.cleaned_data[
            "kind"
        ]  # the questions are those of the kind that was just chosen
    content = ContentForm(
        posted, entry=entry, initial=ContentForm.initial_of(entry), prefix="dossier"
    )
    del content.fields["revision"]
    authors = forms.AuthorFormSet(posted, initial=_initial_authors(entry), prefix="author")
    authors.extra = 0 if posted else 2
    if request.method == "POST":
        right = [general.is_valid(), content.is_valid(), authors.is_valid()]
        changes = general.changes() | content.changes()
        try:
            named = _named(authors) if authors.is_valid() else None
            entry = drafting.save_draft(
                entry=entry,
                by=request.user,
                revision=general.cleaned_data.get("revision", -1),
                changes=changes,
                authors=named,
            )
        except Refused as refusal:
            general.add_error(None, str(refusal))
            if isinstance(refusal, drafting.StaleDraft):
                entry.refresh_from_db()
                _on_revision(general, entry)
        else:
            for upload in request.FILES.getlist("files"):
                right.append(
                    attempt(request, attach.attach, entry=entry, upload=upload, by=request.user)
                )
            if all(right):
                return _saved(request, entry, "whole")
            _on_revision(general, entry)
    extra = {
        "content": content,
        "formset": authors,
        "attachments": entry.attachments.select_related("blob"),
        "accept": ",".join(inspection.KINDS),
    }
    return _step_page(request, entry, "whole", general, **extra)


def _named(formset) -> list[dict]:
    return [row.cleaned_data for row in formset if row.cleaned_data.get("full_name", "").strip()]


def _initial_authors(entry: Entry) -> list[dict]:
    return [
        {
            name: getattr(author, name)
            for name in (
                "full_name",
                "birth_date",
                "guardian",
                "guardian_agrees",
                "position",
                "workplace",
                "email",
                "phone",
            )
        }
        | {"share": f"{author.share.normalize():f}".replace(".", ",")}
        for author in entry.authors.all()
    ]


def _edit_files(request, entry):
    form = forms.FileForm(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and form.is_valid():
        uploads = request.FILES.getlist("files")
        for upload in uploads:
            about = {"caption": form.cleaned_data["caption"], "part": form.cleaned_data["part"]}
            attempt(request, attach.attach, entry=entry, upload=upload, by=request.user, **about)
        if "next" in request.POST and not uploads:
            return redirect("submit_entry", public_id=entry.public_id)
        return redirect("edit_entry", public_id=entry.public_id, step="files")
    attachments = list(entry.attachments.select_related("blob"))
    for attachment in attachments:
        attachment.is_drawable = pictures.can_be_shown(attachment.blob)
    parts = form.fields["part"].choices
    about = {
        "attachments": attachments,
        "parts": dict(parts) if len(parts) > 1 else {},
        "accept": ",".join(inspection.KINDS),
    }
    return _step_page(request, entry, "files", form, **about)


@login_required
@require_POST
def remove_file(request, public_id, file_id):
    """Take one file out of a draft."""
    attachment = get_object_or_404(
        Attachment, public_id=file_id, entry=_writable(request, public_id)
    )
    attempt(
        request,
        attach.remove,
        attachment=attachment,
        by=request.user,
        done=_("“%(name)s” was removed.") % {"name": attachment.name},
    )
    return redirect("edit_entry", public_id=public_id, step="files")


@login_required
@require_POST
def describe_file(request, public_id, file_id):
    """Change what a file shows, its part, or its place in the order."""
    attachment = get_object_or_404(
        Attachment, public_id=file_id, entry=_writable(request, public_id)
    )
    typed = request.POST
    about = {
        "caption": typed.get("caption", attachment.caption),
        "part": typed.get("part", attachment.part),
        "move": typed.get("move", ""),
    }
    attempt(request, attach.describe, attachment=attachment, by=request.user, **about)
    return redirect("edit_entry", public_id=public_id, step="files")


@login_required
@require_http_methods(["GET", "POST"])
def submit_entry(request, public_id):
    """Check the answers and submit."""
    entry = get_object_or_404(
        Entry.objects.owned_by(request.user).select_related("edition", "field", "kind", "unit"),
        public_id=public_id,
    )
    if not entry.is_editable:
        return redirect("entry", public_id=public_id)
    form = forms.PledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consents = {
                "consents": form.consents(),
                "embargo_until": form.cleaned_data["embargo_until"],
            }
            intake.submit(entry=entry, by=request.user, at=clock.now(), **consents)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("submitted", public_id=public_id)
    context = {
        "entry": entry,
        "form": form,
        "items": missing(entry),
        "steps": _steps(entry, "review"),
        "questions": _answered(entry),
    }
    return render(request, "submissions/review.html", context, status=422 if form.errors else 200)


def _answered(entry: Entry) -> list[dict]:
    questions = [
        question
        for question in form_of(entry.edition, entry.kind_id)
        if question.type != Question.Type.FILE
    ]
    return [
        {
            "label": question.text,
            "type": question.type,
            "answer": answers.in_words(question, entry.answers.get(question.key, "")),
        }
        for question in questions
    ]
