"""A council talks about an entry by its code: how far apart its sheets are, and what its members
say to each other.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import need_reason
from judging import permissions
from judging.models import (
    Assignment,
    BlindedEntry,
    Contribution,
    Judge,
    Panel,
    Reopening,
    Round,
    Scoresheet,
)
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
    """Every entry of a panel with its sheets, those furthest apart first.

    Empty while somebody still scores.
    """
    if not permissions.all_sheets_in(panel):
        return []
    locked = (
        countable_sheets(panel.round)
        .filter(assignment__judge__panel=panel)
        .select_related("assignment__judge__user")
    )
    sheets_of: dict[int, list[Scoresheet]] = {}
    for sheet in locked:
        sheets_of.setdefault(sheet.assignment.blinded_entry_id, []).append(sheet)
    limit = panel.round.scheme.spread_limit
    by_entry = [_spread(sheets, limit) for sheets in sheets_of.values()]
    return sorted(by_entry, key=lambda spread: (-spread.apart, spread.entry.code))


def _spread(sheets: list[Scoresheet], limit: Decimal) -> Spread:
    ordered = tuple(sorted(sheets, key=lambda sheet: (-_total(sheet), sheet.assignment.judge_id)))
    apart = _total(ordered[0]) - _total(ordered[-1])
    return Spread(
        entry=ordered[0].assignment.blinded_entry,
        sheets=ordered,
        apart=apart,
        is_wide=apart > limit,
    )


def _total(sheet: Scoresheet) -> Decimal:
    """The total of a locked sheet; the database lets none be locked without one."""
    return sheet.total if sheet.total is not None else Decimal(0)


def spread_of(entry: BlindedEntry, panel: Panel) -> Spread | None:
    """The spread of one entry of a panel; None while somebody still scores."""
    for spread in spreads(panel):
        if spread.entry.pk == entry.pk:
            return spread
    return None


def reopening_of(sheet: Scoresheet) -> Reopening | None:
    """What was asked about the lock under which a sheet stands now."""
    return sheet.reopenings.filter(locked_at=sheet.locked_at).first() if sheet.locked_at else None


def panel_of(entry: BlindedEntry) -> Panel | None:
    """The panel that scores an entry."""
    assignment = (
        Assignment.objects.countable()
        .filter(blinded_entry=entry)
        .select_related("judge__panel__round__scheme")
        .first()
    )
    return assignment.judge.panel if assignment else None


@transaction.atomic
def say(*, entry: BlindedEntry, text: str, by: User, at: datetime.datetime) -> Contribution:
    """Add to the discussion of an entry.

    Raises NotAllowed, Refused (empty, too long), WrongState (sheets missing, ranking frozen).
    """
    panel = panel_of(entry)
    seat = permissions.commenting_seat(by, entry, panel) if panel else None
    if panel is None or seat is None:
        raise NotAllowed(_("Only members of this panel without a conflict of interest take part."))
    if not permissions.all_sheets_in(panel):
        raise WrongState(_("The discussion begins when every sheet of the panel is locked."))
    if panel.round.state == Round.State.FROZEN:
        raise WrongState(_("The ranking is frozen; the discussion is over."))
    words = need_reason(text, _("Write what you want to say."))
    if len(text) > LONGEST:
        raise Refused(_("At most %(most)s letters, please.") % {"most": LONGEST})
    return Contribution.objects.create(blinded_entry=entry, judge=seat, text=words, at=at)


def voices(panel: Panel, reader: User) -> dict[int, str]:
    """{seat: how it is called}: by name where the rules let members see each other, otherwise by
    number; one's own is “you”.
    """
    seats = Judge.objects.filter(panel=panel).select_related("user").order_by("pk")
    called = {}
    for number, seat in enumerate(seats, start=1):
        if seat.user_id == reader.pk:
            called[seat.pk] = _("You")
        elif panel.round.scheme.shows_colleagues:
            called[seat.pk] = str(seat)
        else:
            called[seat.pk] = _("Member %(number)s") % {"number": number}
    return called
