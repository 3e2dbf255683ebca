"""The judges' page on which entries of one rank are compared in pairs: by code, the dossiers beside
each other.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from competition import clock
from competition.web import attempt
from judging import permissions
from judging.councils import visits
from judging.desk import dossier
from judging.desk.buttons import SignedIn, button
from judging.models import BlindedEntry, BlindedFile, Comparison
from judging.results import comparing


@dataclass
class PairRow:
    """A pair as the page asks for it: its two entries and the code that is chosen."""

    name: str
    pair: comparing.Pair
    chosen: str
    entries: list[BlindedEntry]
    is_missing: bool = False

    @property
    def is_answered(self) -> bool:
        return self.chosen in self.pair

    @property
    def better_first(self) -> comparing.Pair:
        first, second = self.pair
        return self.pair if first == self.chosen else (second, first)


def _asked(request: SignedIn, number: int) -> tuple[Comparison, list[comparing.Pair]]:
    """An open comparison and the pairs of this judge; 404 for everybody who is not asked."""
    running = Comparison.objects.filter(closed_at=None, ranking__superseded_at=None)
    comparison = get_object_or_404(
        running.select_related("ranking__round__edition", "ranking__round__scheme"), pk=number
    )
    if not permissions.can_compare(request.user, comparison):
        raise Http404
    seat = comparing.seat_of(comparison, request.user)
    if seat is None:
        raise Http404
    _judge, pairs = seat
    return comparison, pairs


def _readable(comparison: Comparison, pairs: list[comparing.Pair]) -> QuerySet[BlindedEntry]:
    codes = {code for pair in pairs for code in pair}
    return comparing.entries_of(comparison).filter(code__in=codes)


@login_required
@require_GET
def comparison(request: SignedIn, number: int) -> HttpResponse:
    """Read the dossiers, choose the better one of each pair."""
    comparison, pairs = _asked(request, number)
    entries = _entries(comparison, pairs)
    return _page(request, comparison, entries, _rows(request, pairs, entries))


@button("comparison", "number")
def answer_comparison(request: SignedIn, number: int) -> HttpResponse:
    """Send the choices, once."""
    comparison, pairs = _asked(request, number)
    entries = _entries(comparison, pairs)
    rows = _rows(request, pairs, entries)
    is_sent = attempt(
        request,
        comparing.answer,
        comparison=comparison,
        better=[row.better_first for row in rows if row.is_answered],
        by=request.user,
        at=clock.now(),
        done=_("Your choices are in. Thank you."),
    )
    if is_sent:
        return redirect("judge_desk")
    for row in rows:
        row.is_missing = not row.is_answered
    return _page(request, comparison, entries, rows, status=422)


def _entries(comparison: Comparison, pairs: list[comparing.Pair]) -> dict[str, BlindedEntry]:
    return {entry.code: entry for entry in _readable(comparison, pairs).select_related("field")}


def _rows(
    request: SignedIn, pairs: list[comparing.Pair], entries: dict[str, BlindedEntry]
) -> list[PairRow]:
    rows = []
    for place, pair in enumerate(pairs, start=1):
        name = f"pair-{place}"
        of_pair = [entries[code] for code in pair]
        rows.append(PairRow(name, pair, request.POST.get(name, ""), of_pair))
    return rows


def _page(
    request: SignedIn,
    comparison: Comparison,
    entries: dict[str, BlindedEntry],
    rows: list[PairRow],
    *,
    status: int = 200,
) -> HttpResponse:
    visit_of = visits.of_entries(entries.values())
    dossiers = [
        _dossier(comparison, entry) | {"visit": visit_of.get(entry.pk)}
        for entry in entries.values()
    ]
    context = {
        "comparison": comparison,
        "rows": rows,
        "dossiers": dossiers,
        "given": comparison.ballots.filter(judge__user=request.user).first(),
    }
    return render(request, "judging/comparison.html", context, status=status)


def _dossier(comparison: Comparison, entry: BlindedEntry) -> dict:
    number = comparison.pk
    return dossier.shown(
        entry,
        file=lambda file: reverse("comparison_file", args=[number, file.public_id]),
        page=lambda file, page: reverse("comparison_page", args=[number, file.public_id, page]),
        words=lambda file: reverse("comparison_words", args=[number, file.public_id]),
    )


def _file(request: SignedIn, number: int, file_id: str) -> BlindedFile:
    comparison, pairs = _asked(request, number)
    return get_object_or_404(
        BlindedFile.objects.select_related("blob"),
        public_id=file_id,
        blinded_entry__in=_readable(comparison, pairs),
    )


@login_required
@require_GET
def comparison_file(request: SignedIn, number: int, file_id: str) -> HttpResponseBase:
    """A blinded file of a compared entry."""
    return dossier.serve_file(request, _file(request, number, file_id))


@login_required
@require_GET
def comparison_page(request: SignedIn, number: int, file_id: str, page: int) -> HttpResponseBase:
    """A page of it as a picture."""
    return dossier.serve_page(request, _file(request, number, file_id), page)


@login_required
@require_GET
def comparison_words(request: SignedIn, number: int, file_id: str) -> HttpResponse:
    """Its words page by page."""
    way_back = reverse("comparison", args=[number])
    return dossier.show_words(request, _file(request, number, file_id), way_back)
