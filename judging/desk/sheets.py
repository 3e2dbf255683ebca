"""One dossier beside its sheet: kept as a draft, locked, or given up.

Everything here starts from Assignment.assigned_to(judge): no name can be reached from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from competition import clock
from competition.errors import Refused
from competition.models import Criterion
from competition.recap import CONFIRMED, Recap, shown
from competition.web import attempt
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.assigning import conflicts
from judging.councils import progress, rounds, visits
from judging.desk import dossier, two_windows
from judging.desk.buttons import SignedIn, button
from judging.models import Assignment, BlindedFile, Scoresheet
from judging.scoring import inquiries, scoresheets, versions
from judging.scoring.versions import WORDS


@dataclass
class Typed:
    """What stands on a sheet of these criteria as text: points by criterion, words by name, and
    what is wrong with them by criterion (0: with the sheet as a whole). `upon`: the version of the
    sheet on which it was typed; `differences`: from what is stored, where another window saved it.
    """

    criteria: list[Criterion]
    points: dict[int, str]
    words: dict[str, str]
    errors: dict[int, str] = field(default_factory=dict)
    upon: str | None = None
    differences: list[two_windows.Difference] = field(default_factory=list)


def _assigned(request: SignedIn, public_id: str) -> Assignment:
    return get_object_or_404(progress.work_of(request.user), public_id=public_id)


def _stored(assignment: Assignment) -> Scoresheet | None:
    return getattr(assignment, "sheet", None)


@login_required
@require_GET
def sheet(request: SignedIn, public_id: str) -> HttpResponse:
    """One dossier beside its sheet, as it is kept."""
    assignment = _assigned(request, public_id)
    return _page(request, assignment, _kept(assignment))


def _kept(assignment: Assignment) -> Typed:
    stored = _stored(assignment)
    criteria = scoresheets.criteria_of(assignment)
    kept = stored.points if stored else {}
    points = {}
    for criterion in criteria:
        number = kept.get(str(criterion.pk))
        points[criterion.pk] = score(number) if number else ""  # as it is written here: 17,5
    words = {name: getattr(stored, name, "") for name in WORDS}
    return Typed(criteria, points, words, upon=versions.version_of(stored))


@button("sheet", "public_id")
def save_sheet(request: SignedIn, public_id: str) -> HttpResponse:
    """Keep what is typed as a draft; the page's script does it by itself."""
    return _written(request, _assigned(request, public_id), scoresheets.save_sheet)


@button("sheet", "public_id")
def lock_sheet(request: SignedIn, public_id: str) -> HttpResponse:
    """Lock the sheet for good; what is locked is read once more before. The page's script has asked
    on the page itself.
    """
    assignment = _assigned(request, public_id)
    if CONFIRMED in request.POST or _is_by_script(request):
        return _written(request, assignment, scoresheets.submit_sheet)
    answer = _written(request, assignment, scoresheets.save_sheet)
    if answer.status_code != HTTPStatus.FOUND:
        return answer  # refused, beside its field
    typed = _typed(request, assignment)
    try:
        points = scoresheets.complete(typed.criteria, typed.points, typed.words["comment"])
    except scoresheets.BadPoints as refusal:
        typed.errors = refusal.errors
    except Refused as refusal:
        typed.errors = {0: str(refusal)}
    else:
        recap = _recap(assignment, typed, points)
        back = reverse("sheet", args=[public_id])
        return render(request, "recap.html", {"back": back} | shown(recap, request.POST))
    return _page(request, assignment, typed, status=422)


AFTER_LOCK = [
    gettext_lazy("A locked sheet can no longer be changed by anybody."),
    gettext_lazy("It is opened again only when two people agree, with a reason."),
]


def _recap(assignment: Assignment, typed: Typed, points: dict[str, str]) -> Recap:
    """What is about to be locked: every mark, the total, the words that others read."""
    rounding = assignment.judge.panel.round.scheme.rounding
    facts: list[tuple[str, object]] = []
    for criterion in typed.criteria:
        given = points.get(str(criterion.pk))
        facts.append((criterion.label, score(given) if given else "–"))
    total = scoresheets.total_of(points, typed.criteria, rounding)
    facts.append((_("Total"), score(total)))
    facts.append((_("Comment for the council"), typed.words["comment"].strip() or "–"))
    if typed.words["remark"].strip():
        facts.append((_("Remark to the entrant"), typed.words["remark"].strip()))
    code = assignment.blinded_entry.code
    return Recap(
        question=_("Lock the sheet of %(code)s?") % {"code": code},
        facts=facts,
        after=[str(sentence) for sentence in AFTER_LOCK],
        button=_("Lock the sheet"),
    )


def _written(
    request: SignedIn, assignment: Assignment, verb: Callable[..., Scoresheet]
) -> HttpResponse:
    typed = _typed(request, assignment)
    try:
        written = verb(
            assignment=assignment,
            points=typed.points,
            by=request.user,
            at=clock.now(),
            upon=typed.upon,
            **typed.words,
        )
    except scoresheets.BadPoints as refusal:
        typed.errors = refusal.errors | _keep_the_good(request, assignment, typed, refusal.errors)
        # The good marks may be refused as well: locked, or saved in another window.
        _compare(assignment, typed, is_stale=0 in typed.errors)
    except Refused as refusal:
        typed.errors = {0: str(refusal)}
        _compare(assignment, typed, is_stale=isinstance(refusal, versions.StaleSheet))
    else:
        return _locked(request, written) if written.locked_at else _saved(request, written)
    if _is_by_script(request):
        return _refusal(assignment, typed)
    return _page(request, assignment, typed, status=422)


def _compare(assignment: Assignment, typed: Typed, *, is_stale: bool) -> None:
    """Where another window saved or locked the sheet, in what it differs from what was typed."""
    assignment.refresh_from_db()
    stored = _stored(assignment)
    if stored and (is_stale or stored.locked_at):
        typed.differences = two_windows.differences(
            stored, typed.criteria, typed.points, typed.words
        )


def _keep_the_good(
    request: SignedIn, assignment: Assignment, typed: Typed, errors: dict[int, str]
) -> dict[int, str]:
    """One mark that cannot be taken costs nobody the others: they are kept as a draft. What forbids
    even that, as an error of the sheet as a whole.
    """
    good = {number: text for number, text in typed.points.items() if number not in errors}
    try:
        scoresheets.save_sheet(
            assignment=assignment,
            points=good,
            by=request.user,
            at=clock.now(),
            upon=typed.upon,
            **typed.words,
        )
    except Refused as refusal:
        return {0: str(refusal)}
    assignment.refresh_from_db()  # it has a sheet now
    return {}


def _typed(request: SignedIn, assignment: Assignment) -> Typed:
    criteria = scoresheets.criteria_of(assignment)
    points = {
        criterion.pk: request.POST.get(f"points-{criterion.pk}", "") for criterion in criteria
    }
    words = {name: request.POST.get(name, "") for name in WORDS}
    return Typed(criteria, points, words, upon=request.POST.get("upon"))


def _is_by_script(request: SignedIn) -> bool:
    """static/js/sheet.js asks in the background and wants JSON."""
    return bool(request.headers.get("X-Autosave"))


def _saved(request: SignedIn, draft: Scoresheet) -> HttpResponse:
    at = date_format(localtime(draft.saved_at), "TIME_FORMAT")
    if _is_by_script(request):
        saved = _("Draft saved at %(time)s") % {"time": at}
        return JsonResponse({"saved": saved, "version": versions.version_of(draft)})
    messages.success(request, _("Draft saved at %(time)s.") % {"time": at})
    return redirect("sheet", public_id=draft.assignment.public_id)


def _locked(request: SignedIn, locked: Scoresheet) -> HttpResponse:
    messages.success(
        request,
        _("The sheet of %(code)s is locked: %(total)s points.")
        % {"code": locked.assignment.blinded_entry.code, "total": score(locked.total)},
    )
    if _is_by_script(request):
        return JsonResponse({"next": reverse("judge_desk")})
    return redirect("judge_desk")


def _refusal(assignment: Assignment, typed: Typed) -> JsonResponse:
    stored = _stored(assignment)
    answer = {
        "errors": typed.errors,
        "text": typed.errors.get(0) or _("Kept, but for what is marked."),
        "locked": bool(stored and stored.locked_at),
        "version": "" if 0 in typed.errors else versions.version_of(stored),  # nothing was kept
        "newest": versions.version_of(stored),
        "both": _both(assignment, typed),
        "stored": _stored_fields(assignment) if typed.differences else {},
    }
    return JsonResponse(answer, status=422)


def _stored_fields(assignment: Assignment) -> dict[str, str]:
    """What is stored by the names of the form's fields: the page's script sees whether it is what
    it sent itself, when only the answer was lost.
    """
    kept = _kept(assignment)
    return {f"points-{number}": text for number, text in kept.points.items()} | kept.words


def _both(assignment: Assignment, typed: Typed) -> str:
    """The two versions as the page shows them, for its script; empty where there is one."""
    stored = _stored(assignment)
    if not typed.differences or stored is None:
        return ""
    context = {
        "assignment": assignment,
        "differences": typed.differences,
        "locked": stored.locked_at is not None,
        "version": versions.version_of(stored),
    }
    return render_to_string("judging/_two_windows.html", context)


def _page(
    request: SignedIn,
    assignment: Assignment,
    typed: Typed,
    *,
    status: int = 200,
    asked: dict[str, str] | None = None,
) -> HttpResponse:
    """`asked`: a question that was refused, with the reason."""
    panel = assignment.judge.panel
    stored = _stored(assignment)
    locked = stored if stored and stored.locked_at else None
    written = _kept(assignment) if locked else typed  # nothing but what is locked looks locked
    context = {
        "assignment": assignment,
        **_dossier(assignment),
        "stored": stored,
        "panel": panel,
        "rows": _rows(written),
        "most": sum(criterion.max_points for criterion in typed.criteria),
        "refusal": typed.errors.get(0),
        "is_faulty": any(typed.errors),  # beside its field, and not of the whole sheet
        **written.words,
        "upon": typed.upon if typed.differences else versions.version_of(stored),
        "version": versions.version_of(stored),
        "differences": typed.differences,
        "locked": locked is not None,
        "commitment": scoresheets.sheet_digest(locked) if locked else "",
        "visit": visits.read_with(assignment),
        "inquiries": assignment.inquiries.all(),
        "may_ask": permissions.can_score(request.user, assignment),
        **(asked or {}),
        "progress": progress.of_person(request.user, panel)
        | {"closes_at": rounds.closes_at(panel.round)},
        "next": progress.next_of(request.user, assignment),
        "after_lock": AFTER_LOCK,
    }
    return render(request, "judging/sheet.html", context, status=status)


def _rows(typed: Typed) -> list[dict]:
    prefetch_related_objects(typed.criteria, "bands")
    return [
        criterion_row(criterion, typed.points[criterion.pk], typed.errors.get(criterion.pk))
        for criterion in typed.criteria
    ]


def criterion_row(criterion: Criterion, value: str, error: str | None) -> dict:
    """A criterion with what is typed, as judging/_criterion.html shows it."""
    bands = [
        {"band": band, "text": f"{score(band.lowest)}–{score(band.highest)}"}
        for band in criterion.bands.all()
    ]
    return {
        "criterion": criterion,
        "value": value,
        "error": error,
        "bands": bands,
    }


def _dossier(assignment: Assignment) -> dict:
    number = assignment.public_id
    return dossier.shown(
        assignment.blinded_entry,
        file=lambda file: reverse("sheet_file", args=[number, file.public_id]),
        page=lambda file, page: reverse("sheet_page", args=[number, file.public_id, page]),
        words=lambda file: reverse("sheet_words", args=[number, file.public_id]),
    )


def _file(request: SignedIn, public_id: str, file_id: str) -> BlindedFile:
    assignment = get_object_or_404(
        Assignment.objects.assigned_to(request.user), public_id=public_id
    )
    return get_object_or_404(
        BlindedFile.objects.select_related("blob"),
        public_id=file_id,
        blinded_entry=assignment.blinded_entry_id,
    )


@login_required
@require_GET
def sheet_file(request: SignedIn, public_id: str, file_id: str) -> HttpResponseBase:
    """A blinded file of an assigned entry."""
    return dossier.serve_file(request, _file(request, public_id, file_id))


@login_required
@require_GET
def sheet_page(request: SignedIn, public_id: str, file_id: str, page: int) -> HttpResponseBase:
    """A page of it as a picture."""
    return dossier.serve_page(request, _file(request, public_id, file_id), page)


@login_required
@require_GET
def sheet_words(request: SignedIn, public_id: str, file_id: str) -> HttpResponse:
    """Its words page by page."""
    way_back = reverse("sheet", args=[public_id])
    return dossier.show_words(request, _file(request, public_id, file_id), way_back)


@login_required
@require_POST
def recuse(request: SignedIn, public_id: str) -> HttpResponse:
    """“I recognise this work”: give the entry up."""
    assignment = _assigned(request, public_id)
    code = assignment.blinded_entry.code
    is_given_up = attempt(
        request,
        conflicts.recuse,
        assignment=assignment,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("You have given up %(code)s. Nobody else learns why.") % {"code": code},
    )
    if is_given_up:
        return redirect("judge_desk")
    return _page(request, assignment, _kept(assignment), status=422)


@button("sheet", "public_id")
def ask_about_entry(request: SignedIn, public_id: str) -> HttpResponse:
    """Ask whoever handles the dossier; a refusal stands beside the question."""
    assignment = _assigned(request, public_id)
    text = request.POST.get("question", "")
    try:
        inquiries.ask(assignment=assignment, text=text, by=request.user, at=clock.now())
    except Refused as refusal:
        asked = {"inquiry_text": text, "inquiry_refusal": str(refusal)}
        return _page(request, assignment, _kept(assignment), status=422, asked=asked)
    messages.success(request, _("The question is on its way; the answer appears on this page."))
    return redirect("sheet", public_id=public_id)
