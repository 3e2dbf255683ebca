"""A council talks about an entry by its code: how far apart its sheets are, and what its members
say to each other.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from judging import permissions
from judging.models import Assignment, BlindedEntry, Contribution, Judge, Panel, Round, Scoresheet
from judging.scoring.scoresheets import countable_sheets

LONGEST = 4_000  # letters of one contribution


@dataclass(frozen=True)
class Spread:
    """The sheets of one entry, the highest first; `apart` is highest − lowest total, `is_wide`
    where it passes the edition's limit.
    """

    entry: BlindedEntry
    sheets: tuple[Scoresheet, ...]
    apart: Decimal
    is_wide: bool


def spreads(panel: Panel) -> list[Spread]:
    """Every entry of a panel with its sheets, those furthest apart first. Empty while somebody
    still scores.
    """
    if not permissions.all_sheets_in(panel):
        return []
    by_entry: dict[int, list[Scoresheet]] = {}
    for sheet in (
        countable_sheets(panel.round)
        .filter(assignment__judge__panel=panel)
        .select_related("assignment__judge__user")
    ):
        by_entry.setdefault(sheet.assignment.blinded_entry_id, []).append(sheet)
    limit, found = panel.round.scheme.spread_limit, []
    for sheets in by_entry.values():
        ordered = tuple(sorted(sheets, key=lambda sheet: (-sheet.total, sheet.assignment.judge_id)))
        apart = ordered[0].total - ordered[-1].total
        found.append(Spread(ordered[0].assignment.blinded_entry, ordered, apart, apart > limit))
    return sorted(found, key=lambda spread: (-spread.apart, spread.entry.code))


def panel_of(entry: BlindedEntry) -> Panel | None:
    """The panel that scores an entry."""
    seat = (
        Assignment.objects.countable()
        .filter(blinded_entry=entry)
        .select_related("judge__panel__round__scheme")
        .first()
    )
    return seat.judge.panel if seat else None


@transaction.atomic
def say(*, entry: BlindedEntry, text: str, by, at: datetime.datetime) -> Contribution:
    """Add to the discussion of an entry. Raises NotAllowed, Refused (empty, too long), WrongState
    (sheets missing, ranking frozen).
    """
    panel = panel_of(entry)
    seat = permissions.seat_on(by, panel) if panel else None
    if seat is None or not seat.may_comment or seat.conflicts.filter(blinded_entry=entry).exists():
        raise NotAllowed(_("Only members of this panel without a conflict of interest take part."))
    if not permissions.all_sheets_in(panel):
        raise WrongState(_("The discussion begins when every sheet of the panel is locked."))
    if panel.round.state == Round.State.FROZEN:
        raise WrongState(_("The ranking is frozen; the discussion is over."))
    if not text.strip():
        raise Refused(_("Write what you want to say."))
    if len(text) > LONGEST:
        raise Refused(_("At most %(most)s letters, please.") % {"most": LONGEST})
    return Contribution.objects.create(blinded_entry=entry, judge=seat, text=text.strip(), at=at)


def voices(panel: Panel, reader) -> dict[int, str]:
    """{seat: how it is called}: by name where the rules let members see each other, otherwise by
    number; one's own is “you”.
    """
    named = panel.round.scheme.shows_colleagues
    seats = Judge.objects.filter(panel=panel).select_related("user").order_by("pk")
    called = {
        seat.pk: str(seat) if named else _("Member %(number)s") % {"number": number}
        for number, seat in enumerate(seats, start=1)
    }
    return called | {seat.pk: _("You") for seat in seats if seat.user_id == reader.pk}
