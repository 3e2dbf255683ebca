"""What the members of a round's panels are owed, counted from what they did."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Membership
from competition.models import Scheme
from judging.models import Attendance, Judge, Round, Scoresheet


@dataclass(frozen=True)
class FeeLine:
    """What one person is owed of a round (đồng)."""

    judge: Judge
    sheets: int
    sessions: int
    amount: int


def members(judging_round: Round) -> QuerySet[Judge]:
    """Everybody who holds a seat in a round, by panel and name."""
    seats = Judge.objects.filter(panel__round=judging_round, declined_at=None)
    return seats.select_related("user", "panel").order_by("panel__name", "user__name_key", "pk")


def owed(judging_round: Round) -> list[FeeLine]:
    """The lines of a round, by panel and name."""
    return owed_to(members(judging_round), judging_round.scheme)


def owed_to(judges: Iterable[Judge], rates: Scheme) -> list[FeeLine]:
    """Sheets that were locked and count, and meetings attended and closed, at the rates of the
    round's rules; only those who are owed anything.
    """
    judges = list(judges)
    sheets = _locked_sheets(judges)
    sessions = _closed_sessions(judges)
    return [
        _line(judge, sheets.get(judge.pk, 0), sessions.get(judge.pk, 0), rates)
        for judge in judges
        if judge.pk in sheets or judge.pk in sessions
    ]


def _locked_sheets(judges: list[Judge]) -> dict[int, int]:
    locked = Scoresheet.objects.countable().filter(assignment__judge__in=judges)
    counted = locked.values_list("assignment__judge").annotate(Count("pk")).order_by()
    return dict(counted)


def _closed_sessions(judges: list[Judge]) -> dict[int, int]:
    attended = Attendance.objects.filter(judge__in=judges, meeting__closed_at__isnull=False)
    return dict(attended.values_list("judge").annotate(Count("pk")).order_by())


def _line(judge: Judge, sheets: int, sessions: int, rates: Scheme) -> FeeLine:
    per_session = rates.fee_per_session
    if judge.position == Membership.Role.PANEL_SECRETARY:
        per_session = rates.fee_of_secretary
    amount = sheets * rates.fee_per_sheet + sessions * per_session
    return FeeLine(judge, sheets, sessions, amount)
