"""What the members of a round's panels are owed, counted from what they did."""

from collections import Counter
from dataclasses import dataclass

from accounts.models import Membership
from competition.models import Scheme
from judging.models import Assignment, Attendance, Judge, Round, Scoresheet


@dataclass
class FeeLine:
    """What one person is owed of a round (đồng)."""

    judge: Judge
    sheets: int
    sessions: int
    amount: int


def owed(judging_round: Round) -> list[FeeLine]:
    """Sheets that were locked and count, and meetings attended and closed, at the rates of the
    round's rules; only those who are owed anything, by panel and name.
    """
    sheets = _locked_sheets(judging_round)
    sessions = _closed_sessions(judging_round)
    judges = (
        Judge.objects.filter(panel__round=judging_round)
        .select_related("user", "panel")
        .order_by("panel__name", "user__name_key")
    )
    return [
        _line(judge, sheets[judge.pk], sessions[judge.pk], judging_round.scheme)
        for judge in judges
        if sheets[judge.pk] or sessions[judge.pk]
    ]


def _locked_sheets(judging_round: Round) -> Counter[int]:
    locked = Scoresheet.objects.filter(
        assignment__in=Assignment.objects.countable(),
        assignment__judge__panel__round=judging_round,
        state=Scoresheet.State.LOCKED,
    )
    return Counter(locked.values_list("assignment__judge", flat=True))


def _closed_sessions(judging_round: Round) -> Counter[int]:
    attended = Attendance.objects.filter(meeting__panel__round=judging_round).exclude(
        meeting__closed_at=None
    )
    return Counter(attended.values_list("judge", flat=True))


def _line(judge: Judge, sheets: int, sessions: int, rates: Scheme) -> FeeLine:
    per_session = rates.fee_per_session
    if judge.position == Membership.Role.PANEL_SECRETARY:
        per_session = rates.fee_of_secretary
    amount = sheets * rates.fee_per_sheet + sessions * per_session
    return FeeLine(judge, sheets, sessions, amount)
