"""Verbs that leave rows in tables which a whole rehearsal leaves empty: called once, on the stage
that the table of ledger lines gives them.
"""

from demo.rehearsal.whole import Rehearsal
from foundation.jobs.drain import drain
from tests.ledger_lines.rows import Call, Row
from tests.ledger_lines.table import TABLE

# {what happens: the tables whose newest row it leaves}
SCENES: dict[str, tuple[str, ...]] = {
    "published_by_two": ("competition.JointRequest", "competition.Publication"),
    "corrected": ("competition.Correction",),
    "extended": ("competition.Extension",),
    "received_on_paper": ("submissions.Handover",),
    "withdrawn_before_sealing": ("submissions.Withdrawal",),
    "acceptance_undone": ("submissions.UndoneAcceptance",),
    "shown": ("submissions.Exhibit", "submissions.ExhibitStep"),
    "decided": ("submissions.WordDecision",),
    "cleared": ("submissions.Clearance",),
    "kept_away": ("submissions.EnteredConflict",),
    "confirmed_by_the_unit": ("submissions.UnitConfirmation",),
    "sent_back_by_the_unit": ("submissions.UnitReturn",),
    "lots_drawn": ("judging.Lottery",),
    "another_position": ("judging.SeatChange",),
    "recused": ("judging.Recusal", "judging.Conflict"),
    "asked_about_a_code": ("judging.Inquiry",),
    "typed_and_checked": ("judging.KeyedSheet",),
    "reopened": ("judging.Reopening",),
    "concluded": ("judging.Meeting", "judging.Attendance"),
    "a_line_written": ("judging.MinutesLine",),
    "minutes_confirmed": ("judging.MinutesConfirmation",),
    "one_entry_concluded": ("judging.AgendaItem",),
    "an_open_vote_closed": ("judging.Motion", "judging.MotionVoter"),
    "said": ("judging.Contribution",),
    "a_visit_recorded": ("judging.Visit", "judging.Visit_team"),
    "superseded": ("judging.Ranking",),
    "promoted": ("judging.Promotion",),
    "comparison_closed": (
        "judging.Comparison",
        "judging.ComparisonBallot",
    ),
    "posted": ("awards.Posting",),
    "a_complaint_answered": ("awards.Complaint", "awards.ComplaintAnswer"),
    "a_file_opened": ("awards.Mandate", "awards.InspectionFile"),
    "objected": ("voting.Objection",),
    "a_ruling_agreed_to": ("voting.ClusterRuling", "voting.Ballot"),
    "a_box_joined": ("voting.Booth", "voting.PaperBallot"),
    "revoked": ("awards.Revocation",),
    "use_confirmed": ("awards.AppliedReport", "awards.AppliedCheck"),
    "a_consent_asked_back": ("submissions.ConsentWithdrawal",),
    "a_consent_ended": ("submissions.ConsentWithdrawal",),
}


def happen(scene: str, rehearsal: Rehearsal) -> None:
    row = row_of(scene)
    list(row.walk(rehearsal, Call(row.verb)) or [])
    drain()


def row_of(scene: str) -> Row:
    (row,) = [row for row in TABLE if row.walk.__name__ == scene]
    return row


def of_stage(stage: str) -> list[str]:
    return [scene for scene in SCENES if row_of(scene).stage == stage]
