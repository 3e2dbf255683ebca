"""What becomes of decisions about rules when a person is erased."""

from accounts.erasure import Fate, declare

declare(
    Fate.KEPT,
    "who asked for a decision, and who agreed to it",
    "competition.Extension.by",
    "competition.JointRequest.asked_by",
    "competition.JointRequest.answered_by",
    "competition.Publication.asked_by",
    "competition.Publication.agreed_by",
    "competition.Correction.by",
    "competition.Correction.agreed_by",
    "competition.Broadcast.written_by",
    "competition.Broadcast.agreed_by",
)
declare(
    Fate.ERASED,
    "that somebody was written to",
    "competition.BroadcastRecipient.person",
)
declare(Fate.ERASED, "how somebody looked at lists of the office", "competition.SavedView.kept_by")
