"""The rows of the entry's way, split along the process."""

from submissions.models.drafts import Attachment, Author, DraftChange, Entry, EntryWord, Upload
from submissions.models.evidence import (
    ConsentWithdrawal,
    EntryConsent,
    EntryVersion,
    Outcome,
    Receipt,
    ReceiptCounter,
    UnitConfirmation,
    UnitReturn,
    Withdrawal,
)
from submissions.models.exhibits import Exhibit, ExhibitStep
from submissions.models.pairs import CodePair
from submissions.models.screening import (
    Handling,
    JudgesQuestion,
    Letter,
    Screening,
    UndoneAcceptance,
)
from submissions.models.sealing import (
    BlindCopy,
    Clearance,
    EnteredConflict,
    KeptRelation,
    PageLook,
    PageReading,
    Redaction,
    SealedFile,
    Sealing,
    WordDecision,
    judging_code,
    vote_code,
)
from submissions.models.sharing import Handover, ImportedList, Invitation
from submissions.models.similarity import Fingerprint, SimilarPair, search_key

__all__ = [
    "Attachment",
    "Author",
    "BlindCopy",
    "Clearance",
    "CodePair",
    "ConsentWithdrawal",
    "DraftChange",
    "EnteredConflict",
    "Entry",
    "EntryConsent",
    "EntryVersion",
    "EntryWord",
    "Exhibit",
    "ExhibitStep",
    "Fingerprint",
    "Handling",
    "Handover",
    "ImportedList",
    "Invitation",
    "JudgesQuestion",
    "KeptRelation",
    "Letter",
    "Outcome",
    "PageLook",
    "PageReading",
    "Receipt",
    "ReceiptCounter",
    "Redaction",
    "Screening",
    "SealedFile",
    "Sealing",
    "SimilarPair",
    "UndoneAcceptance",
    "UnitConfirmation",
    "UnitReturn",
    "Upload",
    "Withdrawal",
    "WordDecision",
    "judging_code",
    "search_key",
    "vote_code",
]
