"""What the database itself refuses to change of the result."""

from foundation.ledger.triggers import Guard, declare

ANNOUNCED = (
    "EXISTS (SELECT 1 FROM awards_awarddecision d "
    "WHERE d.id = {decision} AND d.announced_at IS NOT NULL)"
)

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
    # What a decision gives is settled when it is announced.
    Guard("awards.Award", refuses=ANNOUNCED.format(decision="NEW.decision_id")),
    Guard("awards.Certificate", once=("pdf",)),
    Guard("awards.Revocation"),
    Guard("awards.AppliedReport", open=("publishes",)),
    Guard("awards.AppliedCheck"),
    Guard("awards.Posting"),
    # A complaint about no work in particular may be found to be about one.
    Guard("awards.Complaint", once=("entry",)),
    Guard("awards.ComplaintAnswer"),
    # An inspector may be sent away before the day on the paper.
    Guard("awards.Mandate", open=("ends_at",)),
    Guard("awards.InspectionFile"),
)
