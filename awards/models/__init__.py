"""Results as rows: the standing and the committee's vote, complaints, decisions and awards."""

from awards.models.complaints import Complaint, ComplaintAnswer, ComplaintWriter, Posting
from awards.models.decisions import (
    AppliedCheck,
    AppliedReport,
    Award,
    AwardDecision,
    Certificate,
    Revocation,
    new_verify_id,
)
from awards.models.inspections import InspectionFile, Mandate
from awards.models.results import Approval, Ratification, Standing, StandingRow, Unsealing

__all__ = [
    "AppliedCheck",
    "AppliedReport",
    "Approval",
    "Award",
    "AwardDecision",
    "Certificate",
    "Complaint",
    "ComplaintAnswer",
    "ComplaintWriter",
    "InspectionFile",
    "Mandate",
    "Posting",
    "Ratification",
    "Revocation",
    "Standing",
    "StandingRow",
    "Unsealing",
    "new_verify_id",
]
