"""The councils of an edition as they may be named once its result is announced."""

from dataclasses import dataclass

from accounts.models import Membership
from competition.models import Edition
from foundation.vietnamese.text import name_key
from judging.models import Judge, Panel

Role = Membership.Role
FIRST = (Role.CHAIR, Role.VICE_CHAIR, Role.PANEL_SECRETARY)


@dataclass(frozen=True)
class Council:
    """A panel with those who sat on it, who led it first."""

    panel: Panel
    seats: list[Judge]


def councils_of(edition: Edition) -> list[Council]:
    """Those who signed for their seat and did not give it up; panels without any are left out. The
    caller asks whether the result is announced.
    """
    panels = Panel.objects.filter(round__edition=edition).select_related("round")
    taken = Judge.objects.filter(panel__round__edition=edition, declined_at=None)
    seats: dict[int, list[Judge]] = {}
    for seat in taken.exclude(undertaking_at=None).select_related("user"):
        seats.setdefault(seat.panel_id, []).append(seat)
    shown = panels.prefetch_related("fields").order_by("round__order", "name")
    return [
        Council(panel, sorted(seats[panel.pk], key=_place)) for panel in shown if panel.pk in seats
    ]


def _place(seat: Judge) -> tuple[int, object]:
    leads = FIRST.index(Role(seat.position)) if seat.position in FIRST else len(FIRST)
    return leads, name_key(seat.user.full_name)
