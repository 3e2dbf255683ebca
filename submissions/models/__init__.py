"""The rows of the entry's way, split along the process."""

from submissions.models.drafts import Attachment, Author, DraftChange, Entry, Upload
from submissions.models.evidence import EntryConsent, EntryVersion, Outcome, Receipt, ReceiptCounter, UnitConfirmation, Withdrawal
from submissions.models.screening import Screening
from submissions.models.sealing import Clearance, SealedFile, Sealing, judging_code, vote_code

__all__ = [
    "Attachment",
    "Author",
    "Clearance",
    "DraftChange",
    "Entry",
    "EntryConsent",
    "EntryVersion",
    "Outcome",
    "Receipt",
    "ReceiptCounter",
    "Screening",
    "SealedFile",
    "Sealing",
    "UnitConfirmation",
    "Upload",
    "Withdrawal",
    "judging_code",
    "vote_code",
]
