"""The judges' page on which entries of one rank are compared in pairs: by code, the dossiers beside
each other.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.web import attempt
from judging.desk import dossier
from judging.models import BlindedFile, Comparison, Visit
from judging.results import comparing


def _asked(request, number: int) -> tuple[Comparison, list[comparing.Pair]]:
    """An open comparison and the pairs of this judge; 404 for everybody who is not asked."""
    found = get_object_or_404(
        Comparison.objects.filter(closed_at=None, ranking__superseded_at=None).select_related(
            "ranking__round__edition", "ranking__round__scheme"
        ),
        pk=number,
    )
    seat = comparing.seat_of(found, request.user)
    if seat is None:
        raise Http404
    return found, seat[1]


def _readable(comparison: Comparison, pairs: list[comparing.Pair]):
    return comparing.entries_of(comparison).filter(
        code__in={code for pair in pairs for code in pair}
    )


@login_required
@require_http_methods(["GET", "POST"])
def comparison(request, number):
    """Read the dossiers, choose the better one of each pair, send once."""
    found, pairs = _asked(request, number)
    rows = [
        {"name": f"pair-{place}", "pair": pair, "chosen": request.POST.get(f"pair-{place}", "")}
        for place, pair in enumerate(pairs, start=1)
    ]
    given = found.ballots.filter(judge__user=request.user).first()
    if request.method == "POST":
        better = [
            _turned(row["pair"], row["chosen"]) for row in rows if row["chosen"] in row["pair"]
        ]
        done = _("Your choices are in. Thank you.")
        if attempt(
            request,
            comparing.answer,
            comparison=found,
            better=better,
            by=request.user,
            at=clock.now(),
            done=done,
        ):
            return redirect("judge_desk")
    entries = {entry.code: entry for entry in _readable(found, pairs).select_related("field")}
    visits = {
        visit.blinded_entry_id: visit
        for visit in Visit.objects.filter(blinded_entry__in=entries.values()).prefetch_related(
            "photos"
        )
    }
    dossiers = [
        _dossier(found, entry) | {"visit": visits.get(entry.pk)} for entry in entries.values()
    ]
    for row in rows:
        row["entries"] = [entries[code] for code in row["pair"]]
        row["is_missing"] = request.method == "POST" and row["chosen"] not in row["pair"]
    context = {"comparison": found, "rows": rows, "dossiers": dossiers, "given": given}
    return render(
        request, "judging/comparison.html", context, status=422 if request.method == "POST" else 200
    )


def _turned(pair: comparing.Pair, better: str) -> comparing.Pair:
    return pair if pair[0] == better else pair[::-1]


def _dossier(comparison: Comparison, entry) -> dict:
    return dossier.shown(
        entry,
        file=lambda file: reverse("comparison_file", args=[comparison.pk, file.public_id]),
        page=lambda file, page: reverse(
            "comparison_page", args=[comparison.pk, file.public_id, page]
        ),
    )


def _file(request, number, file_id) -> BlindedFile:
    entries = _readable(*_asked(request, number))
    return get_object_or_404(
        BlindedFile.objects.select_related("blob"), public_id=file_id, blinded_entry__in=entries
    )


@login_required
@require_GET
def comparison_file(request, number, file_id):
    """A blinded file of a compared entry."""
    return dossier.serve_file(request, _file(request, number, file_id))


@login_required
@require_GET
def comparison_page(request, number, file_id, page):
    """A page of it as a picture."""
    return dossier.serve_page(request, _file(request, number, file_id), page)
