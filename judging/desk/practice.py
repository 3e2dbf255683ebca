"""A sheet to practise on: an invented dossier, scored by the round's own criteria and bands.

Nothing of it is kept, and it counts nowhere.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from competition.errors import Refused
from competition.models import Criterion
from foundation.vietnamese.templatetags.vietnamese import score
from judging.desk.buttons import SignedIn, button
from judging.desk.seats import own_seat
from judging.desk.sheets import criterion_row
from judging.models import Judge
from judging.scoring import scoresheets
from judging.scoring.versions import WORDS

CODE = "HS-MAU"
TITLE = gettext_lazy("A drying rack for tea that turns itself with the sun")
DOSSIER = [
    (
        gettext_lazy("What it solves"),
        gettext_lazy(
            "Households dry tea on mats and turn it by hand eight times a day; rain in the "
            "afternoon spoils a basket in three."
        ),
    ),
    (
        gettext_lazy("How it works"),
        gettext_lazy(
            "A frame of bamboo and bicycle bearings turns by a water clock; a lid falls when a "
            "cord of cotton gets wet. No electricity, 420,000 đ of material."
        ),
    ),
    (
        gettext_lazy("What was measured"),
        gettext_lazy(
            "Two households, one season, 38 baskets: 3 spoilt instead of 13; 40 minutes of work "
            "a day instead of 160. Nobody has measured it in winter."
        ),
    ),
    (
        gettext_lazy("How it can spread"),
        gettext_lazy("Drawings for a village carpenter; no patent; not tried elsewhere yet."),
    ),
]


@dataclass
class Practised:
    """What was typed on it, what is wrong with that, and the total once nothing is."""

    points: dict[int, str]
    words: dict[str, str]
    errors: dict[int, str]
    total: str = ""


def _seat(request: SignedIn, number: int) -> Judge:
    """The person's own seat, signed; 404 otherwise."""
    seat = own_seat(request, number)
    if seat.undertaking_at is None:
        raise Http404
    return seat


@login_required
@require_GET
def practice(request: SignedIn, number: int) -> HttpResponse:
    """The invented dossier beside an empty sheet."""
    seat = _seat(request, number)
    return _page(request, seat, _criteria(seat), Practised({}, {}, {}))


@button("practice", "number")
def keep_practice(request: SignedIn, number: int) -> HttpResponse:
    """What the page's script sends while one types: it is told that nothing is kept."""
    seat = _seat(request, number)
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved": _("For practice: nothing is kept."), "version": ""})
    return _checked(request, seat)


@button("practice", "number")
def check_practice(request: SignedIn, number: int) -> HttpResponse:
    """What a lock would say of this sheet, and what it would be locked with."""
    return _checked(request, _seat(request, number))


def _criteria(seat: Judge) -> list[Criterion]:
    criteria = list(seat.panel.round.scheme.criteria.all())
    prefetch_related_objects(criteria, "bands")
    return criteria


def _checked(request: SignedIn, seat: Judge) -> HttpResponse:
    criteria = _criteria(seat)
    points = {one.pk: request.POST.get(f"points-{one.pk}", "") for one in criteria}
    words = {name: request.POST.get(name, "") for name in WORDS}
    typed = Practised(points, words, {})
    try:
        complete = scoresheets.complete(criteria, points, words["comment"])
    except scoresheets.BadPoints as refusal:
        typed.errors = refusal.errors
    except Refused as refusal:
        typed.errors = {0: str(refusal)}
    else:
        rounding = seat.panel.round.scheme.rounding
        typed.total = score(scoresheets.total_of(complete, criteria, rounding))
    return _page(request, seat, criteria, typed, status=422 if typed.errors else 200)


def _page(
    request: SignedIn,
    seat: Judge,
    criteria: list[Criterion],
    typed: Practised,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = [
        criterion_row(one, typed.points.get(one.pk, ""), typed.errors.get(one.pk))
        for one in criteria
    ]
    context = {
        "seat": seat,
        "panel": seat.panel,
        "code": CODE,
        "title": TITLE,
        "dossier": DOSSIER,
        "rows": rows,
        "most": sum(one.max_points for one in criteria),
        "refusal": typed.errors.get(0),
        "total": typed.total,
        **typed.words,
    }
    return render(request, "judging/practice.html", context, status=status)
