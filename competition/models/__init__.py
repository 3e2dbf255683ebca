"""The rules of one edition as data."""

from competition.models.dossier import DocumentText, EntryKind, Field, FormVersion, Question
from competition.models.milestones import Correction, JointRequest, Publication
from competition.models.rules import RuleOfEdition, regulation_key
from competition.models.scoring import Criterion, PrizeTier, RubricBand, Scheme
from competition.models.series import Bilingual, Contest, Edition, Extension, Phase

__all__ = [
    "Bilingual",
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
    "Phase",
    "PrizeTier",
    "Publication",
    "Question",
    "RubricBand",
    "RuleOfEdition",
    "Scheme",
    "regulation_key",
]
