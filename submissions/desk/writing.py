"""Writing a draft step by step; each press saves what is right, even when it is incomplete."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.errors import Refused
from competition.regulation import age_rule
from competition.web import posted
from submissions import permissions
from submissions.desk import forms, two_windows
from submissions.desk.files import edit_files
from submissions.desk.scope import writable_entry
from submissions.desk.steps import (
    AUTOSAVE,
    STAY,
    has_arrived,
    kept_over_sign_in,
    saved,
    stand_on_stored,
    step_page,
)
from submissions.desk.whole import edit_whole
from submissions.models import Entry
from submissions.writing import checklist, drafting
from submissions.writing.answer_form import ContentForm, DraftForm


@kept_over_sign_in
@require_http_methods(["GET", "POST"])
def edit_entry(request, public_id, step):
    """One step of a draft; saves what was typed even when it is incomplete."""
    entry = writable_entry(request, public_id)
    if step not in PAGES:
        raise Http404
    if request.method == "GET" and not permissions.can_edit(request.user, entry):
        # Nobody types into a form that can only be refused.
        messages.info(request, _("This entry can no longer be edited."))
        return redirect("entry", entry.public_id)
    return PAGES[step](request, entry)


def edit_general(request, entry: Entry) -> HttpResponse:
    """Title, field, kind, unit, summary."""
    return _edit_answers(request, entry, "general", forms.GeneralForm)


def edit_content(request, entry: Entry) -> HttpResponse:
    """The questions of the edition's form."""
    return _edit_answers(request, entry, "content", ContentForm)


def _edit_answers(request, entry: Entry, step: str, form_class) -> HttpResponse:
    form = form_class(posted(request), entry=entry, initial=form_class.initial_of(entry))
    if request.method == "GET":
        return step_page(request, entry, step, form)
    is_right = form.is_valid()
    if "revision" not in form.cleaned_data:
        return step_page(request, entry, step, form)
    try:  # what is right is kept even when another answer has an error
        entry = drafting.save_draft(
            entry=entry,
            by=request.user,
            revision=form.cleaned_data["revision"],
            changes=form.changes(),
        )
    except drafting.StaleDraft as refusal:
        return _both_shown(request, entry, step, form, form_class, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return step_page(request, entry, step, form)
    if is_right:
        return saved(request, entry, step)
    stand_on_stored(form, entry)
    return step_page(request, entry, step, form)


def _both_shown(
    request, entry: Entry, step: str, form, form_class, refusal: drafting.StaleDraft
) -> HttpResponse:
    entry.refresh_from_db()
    stored = form_class(entry=entry, initial=form_class.initial_of(entry))
    stand_on_stored(form, entry)
    differences = list(two_windows.of_form(form, stored))
    if has_arrived(request, differences, form.errors):
        return step_page(request, entry, step, form) if form.errors else saved(request, entry, step)
    form.add_error(None, str(refusal))
    return step_page(request, entry, step, form, differences=differences)


def edit_authors(request, entry: Entry) -> HttpResponse:
    """Everyone who made the work, with their shares."""
    head = DraftForm(posted(request), initial={"revision": entry.revision})
    rows = forms.author_rows(posted(request), entry)
    if not request.POST:
        rows.extra = 1
    elif request.method == "POST" and head.is_valid() and rows.is_valid():
        try:
            entry = drafting.save_draft(
                entry=entry,
                by=request.user,
                revision=head.cleaned_data["revision"],
                changes={},
                authors=forms.named_authors(rows),
            )
        except drafting.StaleDraft as refusal:
            head.add_error(None, str(refusal))
            return _both_authors(request, entry, head, rows)
        except Refused as refusal:
            head.add_error(None, str(refusal))
        else:
            return _on_from_authors(request, entry, head, rows)
    return _authors_page(request, entry, head, rows)


def _both_authors(request, entry: Entry, head, rows) -> HttpResponse:
    """As `_both_shown`, for the authors."""
    entry.refresh_from_db()
    stand_on_stored(head, entry)
    differences = list(two_windows.of_authors(rows, forms.author_rows(None, entry)))
    if not differences:
        return _on_from_authors(request, entry, head, rows)
    return _authors_page(request, entry, head, rows, differences=differences)


def _on_from_authors(request, entry: Entry, head, rows) -> HttpResponse:
    """The way on; not past shares that do not add up, nor an age that the rules refuse. They are
    kept, and can be mended later.
    """
    if AUTOSAVE in request.headers:
        return saved(request, entry, "authors")
    wrong = "" if STAY in request.GET else checklist.wrong_shares(entry)
    if wrong:
        head.add_error(None, wrong)
    are_ages_refused = forms.mark_ages(rows, entry.edition)
    if wrong or are_ages_refused:
        stand_on_stored(head, entry)
        return _authors_page(request, entry, head, rows, is_stored=True)
    answer = saved(request, entry, "authors")
    _say_what_is_missing(request, entry)
    return answer


def _say_what_is_missing(request, entry: Entry) -> None:
    """What the check page will ask for of the authors, in its words; nothing is stopped by it."""
    lacking = [lack.text for lack in checklist.missing(entry) if lack.step == "authors"]
    if lacking:
        text = _("Still missing: %(what)s") % {"what": " ".join(lacking)}
        messages.warning(request, text)


def _authors_page(request, entry: Entry, head, rows, **extra) -> HttpResponse:
    edition = entry.edition
    has_rule = edition.min_age is not None or edition.max_age is not None
    extra["age_rule"] = age_rule(edition) if has_rule else ""
    return step_page(request, entry, "authors", head, formset=rows, **extra)


PAGES = {
    "general": edit_general,
    "authors": edit_authors,
    "content": edit_content,
    "files": edit_files,
    "whole": edit_whole,
}
