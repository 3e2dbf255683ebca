"""What the database itself refuses to change of judging."""

from foundation.ledger.triggers import Guard, Refusal, declare

# A locked sheet may only become a draft again, and only where two people have agreed to reopen
# this very lock.
AGREED = (
    "SELECT 1 FROM judging_reopening r WHERE r.sheet_id = OLD.id AND r.locked_at = OLD.locked_at"
)
CONFLICT = (
    "SELECT 1 FROM judging_conflict c "
    "WHERE c.judge_id = NEW.judge_id AND c.blinded_entry_id = NEW.blinded_entry_id"
)

declare(
    Guard(
        "judging.Scoresheet",
        free="OLD.state <> 'locked'",
        unless="NEW.state = 'draft' AND NEW.id = OLD.id AND NEW.assignment_id = OLD.assignment_id "
        f"AND EXISTS ({AGREED})",
    ),
    Guard("judging.Reopening"),  # the sheet leans on it
    # What judges are given is what was sealed.
    Guard(
        "judging.BlindedEntry",
        kept=("id", "round", "code", "kind", "title", "summary", "sections", "byline"),
    ),
    Guard("judging.BlindedFile"),
    Guard("judging.SeatChange"),
    Guard("judging.ComparisonBallot"),
    Guard("judging.Comparison", free="OLD.closed_at IS NULL"),
    Guard("judging.Lottery", free="OLD.drawn_at IS NULL"),
    Guard(
        "judging.Ranking",
        final="OLD.superseded_at IS NOT NULL",
        once=("superseded_at", "superseded_by"),
        open=("superseded_why",),
    ),
    Refusal(
        "judging.Assignment",
        "conflict",
        columns=("state", "judge_id", "blinded_entry_id"),
        when=f"NEW.state <> 'released' AND EXISTS ({CONFLICT})",
        says="conflict of interest",
    ),
)
