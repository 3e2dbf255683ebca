"""All steps of a draft in one page, for who types from paper."""

from django.http import HttpResponse

from competition.errors import Refused
from competition.web import attempt, posted
from submissions.desk import forms, two_windows
from submissions.desk.steps import AUTOSAVE, has_arrived, saved, stand_on_stored, step_page
from submissions.files import attach, inspection
from submissions.models import Entry
from submissions.writing import drafting
from submissions.writing.answer_form import ContentForm

EMPTY_AUTHORS = 2  # rows for authors below those that are stored


class WholeDossier:
    """The forms of all steps, bound to one press of the button."""

    def __init__(self, posted, entry: Entry):
        initial = forms.GeneralForm.initial_of(entry)
        self.general = forms.GeneralForm(posted, entry=entry, initial=initial)
        if posted and self.general.is_valid():
            # The questions are those of the kind that was just chosen.
            entry.kind = self.general.cleaned_data["kind"]
        answers = ContentForm.initial_of(entry)
        self.content = ContentForm(posted, entry=entry, initial=answers, prefix="dossier")
        del self.content.fields["revision"]
        self.authors = forms.author_rows(posted, entry)
        self.authors.extra = 0 if posted else EMPTY_AUTHORS

    def is_valid(self) -> bool:
        """Every form is looked at, so that all errors are shown together."""
        parts = [self.general.is_valid(), self.content.is_valid(), self.authors.is_valid()]
        return all(parts)

    def keep(self, entry: Entry, by) -> Entry:
        """What is right of all forms is kept. Raises what `save_draft` raises."""
        authors = forms.named_authors(self.authors) if self.authors.is_valid() else None
        return drafting.save_draft(
            entry=entry,
            by=by,
            revision=self.general.cleaned_data.get("revision", -1),
            changes=self.general.changes() | self.content.changes(),
            authors=authors,
        )

    def faulty(self) -> set[str]:
        """The fields that are not kept as they were typed; of authors all, while one is wrong."""
        names = {*self.general.errors, *self.content.errors}
        return names if self.authors.is_valid() else names | {two_windows.AUTHORS}

    def differences(self, entry: Entry) -> list[two_windows.Difference]:
        """What the draft, saved in another window, holds otherwise than it was typed here."""
        stored = WholeDossier(None, entry)
        return [
            *two_windows.of_form(self.general, stored.general),
            *two_windows.of_authors(self.authors, forms.author_rows(None, entry)),
            *two_windows.of_form(self.content, stored.content),
        ]


def edit_whole(request, entry: Entry) -> HttpResponse:
    """One save keeps what is right of all steps, and takes the files."""
    dossier = WholeDossier(posted(request), entry)
    if request.method == "GET":
        return _page(request, entry, dossier)
    is_right = dossier.is_valid()
    try:
        entry = dossier.keep(entry, request.user)
    except drafting.StaleDraft as refusal:
        entry.refresh_from_db()
        stand_on_stored(dossier.general, entry)
        differences = dossier.differences(entry)
        if has_arrived(request, differences, dossier.faulty()) and not request.FILES:
            return saved(request, entry, "whole") if is_right else _page(request, entry, dossier)
        dossier.general.add_error(None, str(refusal))
        return _page(request, entry, dossier, differences=differences)
    except Refused as refusal:
        dossier.general.add_error(None, str(refusal))
        return _page(request, entry, dossier)
    are_taken = _take_files(request, entry)
    is_autosave = AUTOSAVE in request.headers
    if is_right and not is_autosave and forms.mark_ages(dossier.authors, entry.edition):
        is_right = False
    if is_right and are_taken:
        return saved(request, entry, "whole")
    stand_on_stored(dossier.general, entry)
    return _page(request, entry, dossier)


def _take_files(request, entry: Entry) -> bool:
    """Each uploaded file becomes one of the dossier, or a message why not."""
    are_taken = True
    for upload in request.FILES.getlist("files"):
        if not attempt(request, attach.attach, entry=entry, upload=upload, by=request.user):
            are_taken = False
    return are_taken


def _page(request, entry: Entry, dossier: WholeDossier, **more) -> HttpResponse:
    return step_page(
        request,
        entry,
        "whole",
        dossier.general,
        content=dossier.content,
        formset=dossier.authors,
        attachments=entry.attachments.select_related("blob"),
        accept=",".join(inspection.KINDS),
        **more,
    )
