"""What the database itself refuses to change of rules and requests."""

from foundation.ledger.triggers import Guard, declare

declare(
    # What was asked for, by whom and when; an answer is given once.
    Guard(
        "competition.JointRequest",
        kept=(
            *("id", "edition", "kind", "content", "changes"),
            *("decision_number", "reason", "asked_by", "asked_at"),
        ),
        once=("answered_by", "answered_at"),
    ),
    Guard("competition.Publication"),
    Guard("competition.Correction"),
    Guard("competition.Extension"),
)
