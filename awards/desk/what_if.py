"""The committee's board: how each prize depends on the vote, on what was set aside, on single
judges. There is nothing to press on it.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from awards import permissions, what_if
from awards.desk.proposals import near_lines
from awards.models import Standing, StandingRow
from awards.what_if import Board, Prizes
from competition import clock
from competition.models import Edition, PrizeTier
from submissions.permissions import entries_of_own


@dataclass(frozen=True)
class Cell:
    """A prize in one case; None: no prize."""

    tier: PrizeTier | None
    is_other: bool  # than it is


@dataclass(frozen=True)
class Row:
    """A work that has a prize in some case."""

    place: StandingRow
    without_vote: Cell | None
    with_aside: Cell | None
    judges: int  # without how many single judges it would be otherwise
    near: list


@dataclass(frozen=True)
class Change:
    """Without one judge: which works have another prize than they have."""

    number: int
    works: list[tuple[StandingRow, Cell]]


@login_required
@require_GET
def what_if_board(request, slug):
    """404 for who is not on the committee; before the seals are open it says what it waits for."""
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_ratify(request.user, edition.pk):
        raise Http404
    why = what_if.why_not(edition)
    if why == "rules":
        raise Http404
    context = {"edition": edition, "waits": bool(why)}
    if not why:
        standing = get_object_or_404(Standing.objects.select_related("edition"), edition=edition)
        board = what_if.board_of(standing, clock.now())
        context |= {"is_worked_out": board is not None}
        if board is not None:
            context |= _shown(standing, board, request.user)
    response = render(request, "awards/what_if.html", context)
    if not why and not context["is_worked_out"]:
        response.headers["Refresh"] = "2"
    return response


def _shown(standing: Standing, board: Board, member) -> dict:
    """The rows of the board without the works of the member's own."""
    own = set(entries_of_own(member).values_list("pk", flat=True))
    places = standing.rows.filter(code__in=board.codes).select_related("entry", "field", "tier")
    near = near_lines(standing)
    tiers = {tier.pk: tier for tier in standing.edition.tiers.all()}

    def cell(prizes: Prizes | None, code: str) -> Cell | None:
        if prizes is None:
            return None
        key = prizes.get(code)
        return Cell(tiers.get(key) if key else None, key != board.now.get(code))

    readable = {place.code: place for place in places if place.entry_id not in own}
    rows = []
    for place in readable.values():
        changed = [
            prizes.get(place.code) != board.now.get(place.code)
            for prizes in board.without_judge.values()
        ]
        rows.append(
            Row(
                place,
                cell(board.without_vote, place.code),
                cell(board.with_aside, place.code),
                sum(changed),
                near.get(place.pk, []),
            )
        )
    changes = []
    for number, prizes in board.without_judge.items():
        works = [
            (place, Cell(tiers.get(prizes.get(code, 0)), is_other=True))
            for code, place in readable.items()
            if prizes.get(code) != board.now.get(code)
        ]
        if works:
            changes.append(Change(number, works))
    return {
        "rows": rows,
        "changes": changes,
        "judges": len(board.without_judge),
        "has_vote": board.without_vote is not None,
        "has_aside": board.with_aside is not None,
        "hidden": len(places) - len(readable),
    }
