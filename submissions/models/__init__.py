"""The rows of the entry's way, split along the process."""

from submissions.models.drafts import Attachment, Author, DraftChange, Entry, Upload
from submissions.models.evidence import EntryConsent, EntryVersion, Outcome, Receipt, ReceiptCounter, UnitConfirmation, UnitReturn, Withdrawal
from submissions.models.screening import Screening
from submissions.models.sealing import Clearance, SealedFile, Sealing, judging_code, vote_code
from submissions.models.similarity import Fingerprint, SimilarPair

__all__ = [
    "Attachment",
    "Author",
    "Clearance",
    "DraftChange",
    "Entry",
    "EntryConsent",
    "EntryVersion",
    "Fingerprint",
    "Outcome",
    "Receipt",
    "ReceiptCounter",
    "Screening",
    "SealedFile",
    "Sealing",
    "SimilarPair",
    "UnitConfirmation",
    "UnitReturn",
    "Upload",
    "Withdrawal",
    "judging_code",
    "vote_code",
]
