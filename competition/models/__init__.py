"""The rules of one edition as data."""

from competition.models.dossier import DocumentText, EntryKind, Field, FormVersion, Question
from competition.models.letters import (
    Broadcast,
    BroadcastFile,
    BroadcastRecipient,
    LetterText,
    ReminderPlan,
)
from competition.models.lists import SavedView
from competition.models.milestones import Correction, JointRequest, Publication
from competition.models.rules import RuleOfEdition, regulation_key
from competition.models.scoring import Criterion, PrizeTier, RubricBand, Scheme
from competition.models.series import Bilingual, Contest, Edition, Extension, Phase

__all__ = [
    "Bilingual",
    "Broadcast",
    "BroadcastFile",
    "BroadcastRecipient",
    "Contest",
    "Correction",
    "Criterion",
    "DocumentText",
    "Edition",
    "EntryKind",
    "Extension",
    "Field",
    "FormVersion",
    "JointRequest",
    "LetterText",
    "Phase",
    "PrizeTier",
    "Publication",
    "Question",
    "ReminderPlan",
    "RubricBand",
    "RuleOfEdition",
    "SavedView",
    "Scheme",
    "regulation_key",
]
