"""What the database itself refuses to change of the result."""

from foundation.ledger.triggers import Guard, declare

declare(
    Guard("awards.Standing"),
    Guard("awards.StandingRow", once=("entry",)),
    Guard("awards.Unsealing"),
    Guard("awards.Ratification", once=("closed_at", "closed_by")),
    Guard(
        "awards.Approval",
        free="NOT EXISTS (SELECT 1 FROM awards_ratification r "
        "WHERE r.id = OLD.ratification_id AND r.closed_at IS NOT NULL)",
        refuses="EXISTS (SELECT 1 FROM awards_ratification r "
        "WHERE r.id = NEW.ratification_id AND r.closed_at IS NOT NULL)",
    ),
    Guard("awards.AwardDecision", once=("announced_at", "pdf")),
    Guard("awards.Award"),
    Guard("awards.Certificate", once=("pdf",)),
    Guard("awards.Revocation"),
)
