"""How far the sheets are: of a round's judges, of a panel's members and of its entries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from judging.models import Assignment, BlindedEntry, Judge, Panel, Scoresheet

_CONFIRMED = Q(state=Assignment.State.CONFIRMED)
_LOCKED = _CONFIRMED & Q(sheet__state=Scoresheet.State.LOCKED)


@dataclass(frozen=True)
class Tally:
    """How many sheets are proposed, confirmed and locked."""

    proposed: int = 0
    confirmed: int = 0
    locked: int = 0


def of_judges(judges: Iterable[Judge]) -> dict[int, Tally]:
    """{judge's id: sheets of entries that are still in the contest}; a judge without any is
    absent.
    """
    counted = (
        Assignment.objects.filter(judge__in=judges, blinded_entry__withdrawn_at=None)
        .values("judge")
        .annotate(
            proposed=Count("pk", filter=Q(state=Assignment.State.PROPOSED)),
            confirmed=Count("pk", filter=_CONFIRMED),
            locked=Count("pk", filter=_LOCKED),
        )
    )
    return {
        row["judge"]: Tally(row["proposed"], row["confirmed"], row["locked"]) for row in counted
    }


def of_members(panel: Panel) -> QuerySet[Judge]:
    """The members of a panel by name, with `total` and `locked`: sheets that count."""
    countable = Q(
        assignments__state=Assignment.State.CONFIRMED, assignments__blinded_entry__withdrawn_at=None
    )
    is_locked = Q(assignments__sheet__state=Scoresheet.State.LOCKED)
    return (
        panel.judges.filter(declined_at=None)
        .select_related("user")
        .order_by("user__name_key")
        .annotate(
            total=Count("assignments", filter=countable),
            locked=Count("assignments", filter=countable & is_locked),
        )
    )


def of_entries(panel: Panel) -> QuerySet[BlindedEntry]:
    """The entries of a panel by code, with `total` and `locked`: their sheets of this panel."""
    confirmed = Q(assignments__judge__panel=panel, assignments__state=Assignment.State.CONFIRMED)
    is_locked = Q(assignments__sheet__state=Scoresheet.State.LOCKED)
    return (
        BlindedEntry.objects.countable()
        .annotate(
            total=Count("assignments", filter=confirmed),
            locked=Count("assignments", filter=confirmed & is_locked),
        )
        .filter(round=panel.round_id, total__gt=0)
        .order_by("code")
    )


def proposed_in(panel_round_id: int) -> QuerySet[Assignment]:
    """The sheets of a round that are proposed and wait to be confirmed."""
    return Assignment.objects.filter(
        judge__panel__round=panel_round_id, state=Assignment.State.PROPOSED
    )
