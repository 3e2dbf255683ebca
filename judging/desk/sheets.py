"""The judges' door. Everything here starts from Assignment.assigned_to(judge): no name can be
reached from it.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_judge_anywhere
from competition import clock
from competition.errors import Refused
from competition.web import attempt
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.assigning import conflicts
from judging.councils import rounds
from judging.desk import dossier
from judging.models import Assignment, BlindedFile, Judge, Meeting, Panel, Scoresheet, Visit
from judging.results import comparing
from judging.scoring import scoresheets

WORDS = ("comment", "remark", "private_note")


def _mine(request):
    return Assignment.objects.assigned_to(request.user).select_related(
        "blinded_entry__field",
        "judge__panel__round__edition",
        "judge__panel__round__scheme",
        "sheet",
    )


def _progress(request, panel: Panel) -> dict:
    counts = (
        Assignment.objects.assigned_to(request.user)
        .filter(judge__panel=panel)
        .aggregate(
            total=Count("pk"), locked=Count("pk", filter=Q(sheet__state=Scoresheet.State.LOCKED))
        )
    )
    return counts | {"closes_at": rounds.closes_at(panel.round)}


@login_required
@require_GET
def judge_desk(request):
    """The judge's queue: what is next, what is drafted, what is locked."""
    if not is_judge_anywhere(request.user):
        raise Http404
    queue = list(_mine(request).order_by("judge__panel", "place", "pk"))
    panels: dict[int, dict] = {}
    for item in queue:
        item.state = item.sheet.state if hasattr(item, "sheet") else "todo"
        desk = panels.setdefault(
            item.judge.panel_id,
            {
                "panel": item.judge.panel,
                "seat": item.judge_id,
                "items": [],
                "locked": 0,
                "closes_at": None,
            },
        )
        desk["items"].append(item)
        desk["locked"] += item.state == "locked"
    for desk in panels.values():
        desk["closes_at"] = rounds.closes_at(desk["panel"].round)
        desk["next"] = next((item for item in desk["items"] if item.state != "locked"), None)
    led = Panel.objects.filter(pk__in=permissions.panel_ids(request.user)).select_related("round")
    led = [panel for panel in led if permissions.can_see_panel_progress(request.user, panel)]
    seats = list(
        Judge.objects.filter(user=request.user, declined_at=None)
        .exclude(panel__round__state="frozen")
        .select_related("panel__round__edition")
    )
    called = Meeting.objects.filter(
        panel__judges__in=[seat for seat in seats if seat.undertaking_at], closed_at=None
    ).select_related("panel")
    going = (
        Visit.objects.filter(team__in=seats)
        .annotate(panel_id=F("team__panel"))
        .select_related("blinded_entry")
    )
    context = {
        "panels": panels.values(),
        "led": led,
        "seats": seats,
        "meetings": called,
        "visits": going,
        "comparisons": comparing.waiting_for(request.user),
    }
    return render(request, "judging/desk.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request, public_id):
    """One dossier beside its sheet: save a draft or lock."""
    assignment = get_object_or_404(_mine(request), public_id=public_id)
    stored = assignment.sheet if hasattr(assignment, "sheet") else None
    criteria = list(assignment.judge.panel.round.scheme.criteria.prefetch_related("bands"))
    typed = {criterion.pk: request.POST.get(f"points-{criterion.pk}", "") for criterion in criteria}
    errors: dict = {}
    if request.method == "POST":
        verb = scoresheets.submit_sheet if "lock" in request.POST else scoresheets.save_sheet
        try:
            words = {name: request.POST.get(name, "") for name in WORDS}
            saved = verb(
                assignment=assignment, points=typed, by=request.user, at=clock.now(), **words
            )
        except scoresheets.BadPoints as refusal:
            errors = refusal.errors
        except Refused as refusal:
            errors = {0: str(refusal)}
        else:
            return _saved(request, saved, assignment)
        if request.headers.get("X-Autosave"):
            locked = bool(stored and stored.locked_at)
            return JsonResponse(
                {"errors": errors, "text": " ".join(errors.values()), "locked": locked}, status=422
            )
    elif stored:
        typed = {criterion.pk: stored.points.get(str(criterion.pk), "") for criterion in criteria}
    context = {
        "assignment": assignment,
        **_dossier(assignment),
        "stored": stored,
        "panel": assignment.judge.panel,
        "rows": [
            _row(criterion, typed[criterion.pk], errors.get(criterion.pk)) for criterion in criteria
        ],
        "most": sum(criterion.max_points for criterion in criteria),
        "refusal": errors.get(0),
        **{name: request.POST.get(name, getattr(stored, name, "")) for name in WORDS},
        "locked": bool(stored and stored.locked_at),
        "commitment": scoresheets.sheet_digest(stored) if stored and stored.locked_at else "",
        "visit": _visit(assignment),
        "progress": _progress(request, assignment.judge.panel),
        "next": _next(request, assignment),
    }
    return render(request, "judging/sheet.html", context, status=422 if errors else 200)


def _visit(assignment: Assignment) -> Visit | None:
    """The site check of the entry, where the round's rules hold any."""
    if not assignment.judge.panel.round.scheme.has_visits:
        return None
    return (
        Visit.objects.filter(blinded_entry=assignment.blinded_entry_id)
        .prefetch_related("photos")
        .first()
    )


def _saved(request, saved: Scoresheet, assignment: Assignment):
    at = date_format(localtime(saved.saved_at), "TIME_FORMAT")
    if saved.state == Scoresheet.State.LOCKED:
        messages.success(
            request,
            _("The sheet of %(code)s is locked: %(total)s points.")
            % {"code": assignment.blinded_entry.code, "total": score(saved.total)},
        )
        return (
            JsonResponse({"next": reverse("judge_desk")})
            if request.headers.get("X-Autosave")
            else redirect("judge_desk")
        )
    if request.headers.get("X-Autosave"):
        return JsonResponse(
            {
                "saved": _("Draft saved at %(time)s") % {"time": at},
                "stamp": saved.saved_at.isoformat(),
            }
        )
    messages.success(request, _("Draft saved at %(time)s.") % {"time": at})
    return redirect("sheet", public_id=assignment.public_id)


def _row(criterion, value: str, error) -> dict:
    bands = [
        {"band": band, "text": f"{score(band.lowest)}–{score(band.highest)}"}
        for band in criterion.bands.all()
    ]
    text = score(value) if value and "." in str(value) and not error else value
    return {"criterion": criterion, "value": text, "error": error, "bands": bands}


def _dossier(assignment: Assignment) -> dict:
    number = assignment.public_id
    return dossier.shown(
        assignment.blinded_entry,
        file=lambda file: reverse("sheet_file", args=[number, file.public_id]),
        page=lambda file, page: reverse("sheet_page", args=[number, file.public_id, page]),
    )


def _next(request, assignment: Assignment):
    waiting = (
        Assignment.objects.assigned_to(request.user)
        .exclude(sheet__state=Scoresheet.State.LOCKED)
        .exclude(pk=assignment.pk)
    )
    after = (
        waiting.filter(judge=assignment.judge, place__gt=assignment.place).order_by("place").first()
    )
    return after or waiting.order_by("place").first()


def _file(request, public_id, file_id) -> BlindedFile:
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
def sheet_file(request, public_id, file_id):
    """A blinded file of an assigned entry."""
    return dossier.serve_file(request, _file(request, public_id, file_id))


@login_required
@require_GET
def sheet_page(request, public_id, file_id, page):
    """A page of it as a picture."""
    return dossier.serve_page(request, _file(request, public_id, file_id), page)


@login_required
@require_POST
def recuse(request, public_id):
    """“I recognise this work”: give the entry up."""
    assignment = get_object_or_404(_mine(request), public_id=public_id)
    done = attempt(
        request,
        conflicts.recuse,
        assignment=assignment,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("You have given up %(code)s. Nobody else learns why.")
        % {"code": assignment.blinded_entry.code},
    )
    return redirect("judge_desk") if done else redirect("sheet", public_id=public_id)
