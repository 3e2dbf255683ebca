"""The entrant's entries: all of them, one with what is left to do or what became of it, and what
may be done with it once it is sent.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from competition import clock
from competition.errors import Refused
from competition.web import attempt, posted
from submissions import permissions
from submissions.desk import forms
from submissions.desk.beginning import open_editions, takes_entries
from submissions.desk.scope import own_entry, readable_entry
from submissions.desk.tasks import task_list
from submissions.models import DraftChange, Entry
from submissions.screening import consents, correspondence
from submissions.screening.timeline import events_of, versions_of
from submissions.writing import intake, outcome, way


@login_required
@require_GET
def my_entries(request):
    """All entries of this person, and the editions that are open."""
    entries = Entry.objects.readable_by(request.user)
    shown = entries.select_related("edition", "field", "owner", "outcome")
    context = {"entries": shown, "open_editions": open_editions(clock.now())}
    return render(request, "submissions/my_entries.html", context)


@login_required
@require_GET
def entry_page(request, public_id):
    """A draft's task list, or a submitted entry's timeline."""
    return _entry_page(request, readable_entry(request, public_id))


def _entry_page(
    request,
    entry: Entry,
    *,
    letter: forms.LetterForm | None = None,
    embargo: forms.EmbargoForm | None = None,
) -> HttpResponse:
    """The page, or the same one again with the form that was refused."""
    latest = next(iter(versions_of(entry)), None)
    now = clock.now()
    context = {
        "entry": entry,
        "timeline": events_of(entry),
        "stages": way.stages_of(entry, now),
        "act": way.next_act(entry, now),
        "version": latest,
        "receipt": latest and latest.receipt,
        "submission": entry.edition.phase("submission"),
        "letter_form": letter or forms.LetterForm(),
        "open_editions": [],
        "consents": consents.given(entry) if latest else [],
        "taken_back": consents.taken_back(entry) if latest else [],
        "embargo_form": (embargo or forms.EmbargoForm()) if latest else None,
        "can_leave_vote": consents.can_leave_vote(entry, now),
        "is_too_late": entry.is_editable and intake.is_too_late(entry, now),
    }
    if hasattr(entry, "outcome"):
        context["compared"] = outcome.compared(entry)
    context |= _rights(request.user, entry)
    if entry.is_editable:
        asked = way.asked_for(entry)
        context["asked"] = asked
        context["list"] = task_list(entry, due=asked["due"] if asked else None, at=now)
    may_begin_again = latest or context["is_too_late"]
    if may_begin_again and permissions.owns(request.user, entry):
        context["open_editions"] = open_editions(clock.now()).exclude(pk=entry.edition_id)
    status = 422 if letter or embargo else 200
    return render(request, "submissions/entry.html", context, status=status)


def _rights(user: User, entry: Entry) -> dict[str, bool]:
    """What this person may do with the entry now; the page shows a way to that, and to no more."""
    is_closed_to_changes = bool(entry.amending_since) or not takes_entries(entry.edition)
    return {
        "is_owner": permissions.owns(user, entry),
        "can_edit": permissions.can_edit(user, entry),
        "can_answer": permissions.can_answer(user, entry),
        "can_invite": permissions.can_invite(user, entry),
        "can_withdraw": permissions.can_withdraw(user, entry),
        "can_amend": permissions.can_amend(user, entry) and not is_closed_to_changes,
    }


@login_required
@require_http_methods(["GET", "POST"])
def answer_letter(request, public_id):
    """The entrant writes to the secretariat; a letter that is refused stands there again."""
    entry = own_entry(request, public_id)
    if request.method == "GET":
        return redirect("entry", public_id=public_id)
    form = forms.LetterForm(request.POST)
    is_sent = form.is_valid() and attempt(
        request,
        correspondence.answer,
        entry=entry,
        text=form.cleaned_data["text"],
        by=request.user,
        at=clock.now(),
        done=_("Your letter is sent; the secretariat finds it with the dossier."),
    )
    if is_sent:
        return redirect(f"{reverse('entry', args=[public_id])}#thu")
    return _entry_page(request, entry, letter=form)


@login_required
@require_POST
def amend_entry(request, public_id):
    """Open what was submitted for changes, until the deadline."""
    entry = own_entry(request, public_id)
    done = _("You can change the entry now. What you submitted counts until you submit again.")
    attempt(request, intake.amend, entry=entry, by=request.user, at=clock.now(), done=done)
    return redirect("entry", public_id=public_id)


@login_required
@require_POST
def withdraw_consent(request, public_id, kind):
    """Take a consent to publication back."""
    entry = own_entry(request, public_id)
    attempt(
        request,
        consents.withdraw,
        entry=entry,
        kind=kind,
        by=request.user,
        at=clock.now(),
        done=_(
            "Noted. Until the announcement it holds at once; afterwards the secretariat sees to it."
        ),
    )
    return redirect("entry", public_id=public_id)


@login_required
@require_POST
def keep_from_vote(request, public_id):
    """Keep the work out of the public vote, until it begins."""
    entry = own_entry(request, public_id)
    attempt(
        request,
        consents.keep_from_vote,
        entry=entry,
        by=request.user,
        at=clock.now(),
        done=_("Noted. The work is not put to the public vote."),
    )
    return redirect("entry", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def hold_back(request, public_id):
    """Publish nothing of the content before a day; a refusal stands beside it."""
    entry = own_entry(request, public_id)
    if request.method == "GET":
        return redirect("entry", public_id=public_id)
    form = forms.EmbargoForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["until"]
        try:
            consents.hold_back(entry=entry, until=until, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error("until", str(refusal))
    if form.errors:
        return _entry_page(request, entry, embargo=form)
    messages.success(request, _("Noted. Nothing of the content is public before that day."))
    return redirect("entry", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_entry(request, public_id):
    """Take the entry out of the contest, with a reason."""
    entry = own_entry(request, public_id)
    form = forms.WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            intake.withdraw(entry=entry, reason=reason, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The entry is withdrawn."))
            return redirect("entry", public_id=public_id)
    context = {"entry": entry, "form": form}
    status = 422 if form.errors else 200
    return render(request, "submissions/withdraw.html", context, status=status)


@login_required
@require_GET
def history(request, public_id):
    """Who changed what in a draft, before and after."""
    entry = readable_entry(request, public_id)
    names = _names_of_parts(entry)
    lines = entry.draft_changes.select_related("by")[:100]
    changes = [{"change": change, "parts": _parts(change, names)} for change in lines]
    return render(request, "submissions/history.html", {"entry": entry, "changes": changes})


def _names_of_parts(entry: Entry) -> dict[str, str]:
    names = {
        "title": _("Title of the work"),
        "summary": _("Summary"),
        "entrant": _("Who enters"),
        "field": pgettext("a work", "Field"),
        "kind": _("Kind of work"),
        "unit": _("Commune, ward or organisation"),
        "organisation": _("Organisation that enters"),
        "authors": _("Authors"),
    }
    for question in entry.edition.questions.all():
        names[f"answer:{question.key}"] = question.text
    return names


def _parts(change: DraftChange, names: dict[str, str]) -> list[dict]:
    return [
        {"name": names.get(part, part), "before": before, "after": after}
        for part, (before, after) in change.changes.items()
    ]
