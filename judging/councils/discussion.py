"""A council talks about an entry by its code: how far apart its sheets are, and what its members
say to each other.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
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
    Round,
    Scoresheet,
)

LONGEST = 4_000  # letters of one contribution


def apart(panel: Panel) -> QuerySet[BlindedEntry]:
    """The entries of a panel by what the judges' totals are apart, the furthest first: each with
    `apart`, highest less lowest total, and `given`, how many sheets it has.

    Empty while somebody still scores.
    """
    if not permissions.all_sheets_in(panel):
        return BlindedEntry.objects.none()
    entries = BlindedEntry.objects.countable()
    if panel.round.is_over:
        written_down = entries.filter(panel=panel, spread__isnull=False)
        scored = written_down.annotate(apart=F("spread"), given=_given(panel))
        return scored.order_by("-spread", "code")
    with_sheets = entries.filter(pk__in=_locked(panel).values("assignment__blinded_entry"))
    compared = with_sheets.annotate(apart=_spread(panel), given=_given(panel))
    return compared.order_by("-apart", "code")


def wide(panel: Panel) -> QuerySet[BlindedEntry]:
    """Those of `apart` that pass the rules' limit: the council talks about them. None while
    somebody still scores.
    """
    if not permissions.all_sheets_in(panel):
        return BlindedEntry.objects.none()
    # By the name of the annotation, which the queryset's type does not carry.
    passes_the_limit = Q(apart__gt=panel.round.scheme.spread_limit)
    return apart(panel).filter(passes_the_limit)


def keep_spreads(judging_round: Round) -> None:
    """Write down, when a round is closed, which panel scored an entry and how far apart its sheets
    are: none of it changes any more, and lists need not look at every sheet.
    """
    for panel in judging_round.panels.all():
        scored = BlindedEntry.objects.countable().filter(
            round=judging_round, pk__in=_locked(panel).values("assignment__blinded_entry")
        )
        scored.update(panel=panel, spread=_spread(panel))


def _locked(panel: Panel) -> QuerySet[Scoresheet]:
    return Scoresheet.objects.countable().filter(assignment__judge__panel=panel)


def _spread(panel: Panel) -> Subquery:
    """Highest less lowest total of an entry's sheets of the panel."""
    return Subquery(_by_entry(panel).annotate(apart=Max("total") - Min("total")).values("apart"))


def _given(panel: Panel) -> Subquery:
    """How many sheets of the panel an entry has."""
    return Subquery(_by_entry(panel).annotate(given=Count("pk")).values("given"))


def _by_entry(panel: Panel) -> QuerySet:
    of_the_entry = _locked(panel).filter(assignment__blinded_entry=OuterRef("pk"))
    return of_the_entry.order_by().values("assignment__blinded_entry")


@dataclass(frozen=True)
class Spread:
    """The sheets of one entry, the highest first; `apart` is highest − lowest total, `is_wide`
    where it passes the edition's limit.
    """

    sheets: tuple[Scoresheet, ...]
    apart: Decimal
    is_wide: bool


def spread_of(entry: BlindedEntry, panel: Panel) -> Spread | None:
    """The sheets of one entry of a panel; None where it has none, or somebody still scores."""
    if not permissions.all_sheets_in(panel):
        return None
    locked = _locked(panel).filter(assignment__blinded_entry=entry)
    sheets = locked.select_related("assignment__judge__user", "assignment__blinded_entry")
    ordered = tuple(sorted(sheets, key=lambda sheet: (-_total(sheet), sheet.assignment.judge_id)))
    if not ordered:
        return None
    distance = _total(ordered[0]) - _total(ordered[-1])
    return Spread(ordered, distance, is_wide=distance > panel.round.scheme.spread_limit)


def _total(sheet: Scoresheet) -> Decimal:
    """The total of a locked sheet; the database lets none be locked without one."""
    return sheet.total if sheet.total is not None else Decimal(0)


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


def voices(panel: Panel, reader: User, seats: Iterable[int]) -> dict[int, str]:
    """{seat: how it is called} of these seats of a panel: by name where the rules let members see
    each other, otherwise by number; one's own is “you”.
    """
    earlier = Judge.objects.filter(panel=panel, pk__lte=OuterRef("pk")).order_by()
    number = Subquery(earlier.values("panel").annotate(number=Count("pk")).values("number"))
    judges = Judge.objects.filter(panel=panel, pk__in=seats).select_related("user")
    called = {}
    for judge in judges.annotate(number=number):
        if judge.user_id == reader.pk:
            called[judge.pk] = _("You")
        elif panel.round.scheme.shows_colleagues:
            called[judge.pk] = str(judge)
        else:
            called[judge.pk] = _("Member %(number)s") % {"number": judge.number}
    return called
