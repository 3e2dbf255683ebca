"""The files of a draft: the step that adds them, the buttons of each, the authors' look at it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from competition.two_windows import UPON, version_of
from competition.web import attempt
from foundation.vault import pictures, store
from submissions.desk import forms
from submissions.desk.scope import readable_entry, writable_entry
from submissions.desk.steps import step_page
from submissions.files import attach, inspection
from submissions.models import Attachment, Entry

GO_ON = "tiep"  # in the address of the button that leads to the review


def edit_files(request, entry: Entry) -> HttpResponse:
    """The files of the dossier, and more of them."""
    form = forms.FileForm(request.POST if request.method == "POST" else None, entry=entry)
    uploads = request.FILES.getlist("files")
    goes_on = GO_ON in request.GET
    if form.is_bound and not uploads and (form["caption"].data or not goes_on):
        form.add_error(None, _("Choose a file first."))
    if form.is_valid():
        taken = [
            attempt(
                request,
                attach.attach,
                entry=entry,
                upload=upload,
                by=request.user,
                caption=form.cleaned_data["caption"],
                part=form.cleaned_data["part"],
            )
            for upload in uploads
        ]
        if not all(taken):  # with what was said of the file that has to be chosen again
            return _page(request, entry, form)
        if goes_on and not uploads:
            return redirect("submit_entry", public_id=entry.public_id)
        return redirect("edit_entry", public_id=entry.public_id, step="files")
    return _page(request, entry, form)


def _page(
    request, entry: Entry, form: forms.FileForm, *, refused: Attachment | None = None
) -> HttpResponse:
    """`refused`: a file with what was typed about it and not kept."""
    stored = entry.attachments.select_related("blob")
    attachments = [refused if refused and refused == file else file for file in stored]
    drawable = {file.pk for file in attachments if pictures.can_be_shown(file.blob)}
    versions = {file.pk: version_of(attach.stored_words(file)) for file in stored}
    meanwhile = [
        _said_meanwhile(request, form, file, refused) for file in stored if refused == file
    ]
    return step_page(
        request,
        entry,
        "files",
        form,
        attachments=attachments,
        refused=refused,
        there="".join(meanwhile),
        versions=versions,
        drawable=drawable,
        parts=form.parts if len(form.parts) > 1 else {},
        accept=",".join(inspection.KINDS),
    )


def _said_meanwhile(request, form: forms.FileForm, stored: Attachment, typed: Attachment) -> str:
    """What somebody else has said of a file since it was described here, in words; empty where
    nobody has.
    """
    said = attach.stored_words(stored)
    is_old = request.POST.get(UPON, version_of(said)) != version_of(said)
    if not is_old or said == attach.stored_words(typed):
        return ""
    return "\n".join(filter(None, [str(form.parts.get(stored.part, "")), stored.caption]))


def _writable_file(request, public_id, file_id) -> Attachment:
    """A file of a draft on which the person may write; anybody else gets 404."""
    entry = writable_entry(request, public_id)
    return get_object_or_404(Attachment, public_id=file_id, entry=entry)


@login_required
@require_POST
def remove_file(request, public_id, file_id):
    """Take one file out of a draft."""
    attachment = _writable_file(request, public_id, file_id)
    done = _("“%(name)s” was removed.") % {"name": attachment.name}
    attempt(request, attach.remove, attachment=attachment, by=request.user, done=done)
    return redirect("edit_entry", public_id=public_id, step="files")


@login_required
@require_POST
def describe_file(request, public_id, file_id):
    """Say what a file shows, and to which part of the dossier it belongs."""
    return _describe(request, _writable_file(request, public_id, file_id))


@login_required
@require_POST
def raise_file(request, public_id, file_id):
    """Describe a file and move it one place up."""
    return _describe(request, _writable_file(request, public_id, file_id), move="up")


@login_required
@require_POST
def lower_file(request, public_id, file_id):
    """Describe a file and move it one place down."""
    return _describe(request, _writable_file(request, public_id, file_id), move="down")


def _describe(request, attachment: Attachment, move: str = "") -> HttpResponse:
    """What was not sent stays as it is; what is refused is shown again as it was typed."""
    caption = request.POST.get("caption", attachment.caption)
    part = request.POST.get("part", attachment.part)
    is_kept = attempt(
        request,
        attach.describe,
        attachment=attachment,
        by=request.user,
        caption=caption,
        part=part,
        move=move,
        upon=request.POST.get(UPON),
        done="" if move else _("What is written about the file is kept."),
    )
    entry = attachment.entry
    if is_kept:
        return redirect("edit_entry", public_id=entry.public_id, step="files")
    attachment.caption = caption
    attachment.part = part
    return _page(request, entry, forms.FileForm(entry=entry), refused=attachment)


@login_required
@require_GET
def own_file(request, public_id, file_id):
    """An author opens a file of the dossier."""
    files = Attachment.objects.filter(entry=readable_entry(request, public_id))
    attachment = get_object_or_404(files.select_related("blob"), public_id=file_id)
    return store.serve(
        attachment.blob, name=attachment.name, user=request.user, purpose="owner", inline=True
    )


def _cleared_file(entry: Entry, file_id) -> Attachment:
    """A file of the dossier that was checked and found harmless."""
    files = Attachment.objects.filter(entry=entry, verdict=Attachment.Verdict.CLEARED)
    return get_object_or_404(files.select_related("blob"), public_id=file_id)


@login_required
@require_GET
def own_page(request, public_id, file_id, page):
    """The picture of a page of an author's file, once the file is checked: small in lists, large to
    read.
    """
    attachment = _cleared_file(readable_entry(request, public_id), file_id)
    try:
        return pictures.serve(
            attachment.blob,
            page=page,
            width=pictures.LARGE if "lon" in request.GET else pictures.SMALL,
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
    entry = readable_entry(request, public_id)
    attachment = _cleared_file(entry, file_id)
    pages = range(1, pictures.pages_of(attachment.blob) + 1)
    context = {"entry": entry, "file": attachment, "pages": pages}
    return render(request, "submissions/look.html", context)
