"""What the pages of a draft's steps share: the row of steps, the page shown again with what was
typed, the way on once it is saved.
"""

import functools
from collections.abc import Container

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competition.two_windows import Difference
from submissions import permissions
from submissions.models import Entry
from submissions.writing.checklist import STEPS, missing, step_title

MOST_TYPED = 400_000  # characters that are kept while somebody signs in again
REVIEW = "review"  # the last step, which saves nothing
STAY = "o-lai"  # in the address of a button that saves and stays on the step
AUTOSAVE = "X-Autosave"  # of a request that static/js/draft.js makes by itself
AGAIN = "again"  # its value where what went out was not answered, and goes out as it was


def kept_over_sign_in(view):
    """As login_required, but what was typed when the session had ended is shown again after signing
    in, to be saved.
    """

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.is_authenticated:
            _keep_typed(request)
            return redirect_to_login(request.get_full_path())
        _show_typed(request)
        return view(request, *args, **kwargs)

    return inner


def _keep_typed(request) -> None:
    if request.method == "POST" and AUTOSAVE not in request.headers:
        typed = request.POST.urlencode()[:MOST_TYPED]
        request.session["typed"] = {"path": request.path, "data": typed}


def _show_typed(request) -> None:
    """Once: the forms are bound to what was kept, as if it had just been typed."""
    typed = request.session.get("typed")
    if not typed or typed["path"] != request.path:
        return
    del request.session["typed"]
    if request.method == "GET":
        request.POST = QueryDict(typed["data"])
        text = _("You had been signed out. Here is what you typed; it is not saved yet.")
        messages.warning(request, text)


def steps_of(entry: Entry, current: str) -> list[dict]:
    """The row of steps above a page: title, state and address of each."""
    lacking = {item.step for item in missing(entry)}
    steps = []
    for step in [*STEPS, REVIEW]:
        state = "done"
        if step == current:
            state = "current"
        elif step == REVIEW or step in lacking:
            state = "todo"
        steps.append({"title": step_title(step), "state": state, "url": _address(entry, step)})
    return steps


def _address(entry: Entry, step: str) -> str:
    if step == REVIEW:
        return reverse("submit_entry", args=[entry.public_id])
    return reverse("edit_entry", args=[entry.public_id, step])


def step_page(request, entry: Entry, step: str, form, **extra) -> HttpResponse:
    """The page of one step. After a press that was refused: with everything typed, status 422."""
    if request.headers.get(AUTOSAVE):
        why = _first_error([form, *extra.get("formset", [])])
        told = _("Not saved yet, kept in this browser: %(why)s") % {"why": why} if why else ""
        answer = {"errors": form.errors, "text": told}
        if not extra.get("differences"):
            # What was right is stored: the next save stands on that, not on another window's.
            answer["revision"] = form.data.get("revision", "")
        return JsonResponse(answer, status=422)
    context = {
        "entry": entry,
        "step": step,
        "title": step_title(step),
        "form": form,
        "steps": steps_of(entry, step),
        "is_owner": permissions.owns(request.user, entry),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"submissions/{step}.html", context | extra, status=status)


def _first_error(forms) -> str:
    """What is wrong first on a page, with the field that it is about; empty when nothing is."""
    for form in forms:
        for name, errors in form.errors.items():
            label = f"{form.fields[name].label}: " if name in form.fields else ""
            return f"{label}{errors[0]}"
    return ""


def stand_on_stored(form, entry: Entry) -> None:
    """The form as it is shown again stands on the stored revision."""
    form.data = form.data.copy()
    form.data["revision"] = str(entry.revision)


def has_arrived(request, differences: list[Difference], faulty: Container[str]) -> bool:
    """Whether what was sent is what is stored, and only its answer was lost. Where the same goes
    out again, what is wrong with it was not stored the first time either.
    """
    if request.headers.get(AUTOSAVE) != AGAIN:
        return not differences
    return all(one.name in faulty for one in differences)


def saved(request, entry: Entry, step: str) -> HttpResponse:
    """The way on after a step was saved: the next step, or this one where the button says so."""
    at = date_format(localtime(entry.saved_at), "TIME_FORMAT")
    if request.headers.get(AUTOSAVE):
        text = _("Saved at %(time)s") % {"time": at}
        return JsonResponse({"revision": entry.revision, "saved": text})
    messages.success(request, _("Saved at %(time)s.") % {"time": at})
    if STAY in request.GET:
        return redirect(_address(entry, step))
    return redirect(_address(entry, _next(step)))


def _next(step: str) -> str:
    """The step after this one; the whole dossier in one page leads to the review."""
    if step not in STEPS or step == STEPS[-1]:
        return REVIEW
    return STEPS[STEPS.index(step) + 1]
