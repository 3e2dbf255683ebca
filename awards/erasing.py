"""What becomes of results when a person is erased."""

from accounts.erasure import Fate, declare

declare(
    Fate.KEPT,
    "who computed, opened, ratified, adopted and revoked: a prize rests on it",
    "awards.Standing.computed_by",
    "awards.Unsealing.asked_by",
    "awards.Unsealing.opened_by",
    "awards.Ratification.closed_by",
    "awards.Approval.member",
    "awards.AwardDecision.adopted_by",
    "awards.Revocation.by",
    "awards.AppliedReport.by",
    "awards.AppliedCheck.by",
    "awards.Posting.posted_by",
    "awards.ComplaintAnswer.by",
    "awards.Mandate.inspector",
)
declare(
    Fate.KEPT,
    "who wrote, and whom it is about: the answer rests on it, and complaints are kept by law",
    "awards.ComplaintWriter.user",
    "awards.Complaint.about",
    "awards.Complaint_about.user",
)
