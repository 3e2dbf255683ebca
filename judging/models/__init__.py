"""Judging as rows: rounds and people, work, sheets, results, the council's own."""

from judging.models.comparisons import Comparison, ComparisonBallot
from judging.models.council import (
    AgendaItem,
    Attendance,
    Contribution,
    Meeting,
    MinutesConfirmation,
    MinutesLine,
    Motion,
    MotionVoter,
    Visit,
    VisitPhoto,
)
from judging.models.evidence import EvidenceJudge, EvidencePlace, KeptEvidence
from judging.models.results import Promotion, Ranking, RankingRow
from judging.models.rounds import Judge, Panel, Round, SeatChange
from judging.models.sheets import Inquiry, KeyedSheet, Recusal, Reopening, Scoresheet
from judging.models.work import Assignment, BlindedEntry, BlindedFile, Conflict, Lottery

__all__ = [
    "AgendaItem",
    "Assignment",
    "Attendance",
    "BlindedEntry",
    "BlindedFile",
    "Comparison",
    "ComparisonBallot",
    "Conflict",
    "Contribution",
    "EvidenceJudge",
    "EvidencePlace",
    "Inquiry",
    "Judge",
    "KeptEvidence",
    "KeyedSheet",
    "Lottery",
    "Meeting",
    "MinutesConfirmation",
    "MinutesLine",
    "Motion",
    "MotionVoter",
    "Panel",
    "Promotion",
    "Ranking",
    "RankingRow",
    "Recusal",
    "Reopening",
    "Round",
    "Scoresheet",
    "SeatChange",
    "Visit",
    "VisitPhoto",
]
