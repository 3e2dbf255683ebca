"""The rules of one edition as data."""

from competition.models.dossier import DocumentText, FormVersion, Question
from competition.models.scoring import Criterion, PrizeTier, RubricBand, Scheme
from competition.models.series import Bilingual, Contest, Edition, EntryKind, Extension, Field, Phase, RuleOfEdition, regulation_key

__all__ = [
    "Bilingual",
    "Contest",
    "Criterion",
    "DocumentText",
    "Edition",
    "EntryKind",
    "Extension",
    "Field",
    "FormVersion",
    "Phase",
    "PrizeTier",
    "Question",
    "RubricBand",
    "RuleOfEdition",
    "Scheme",
    "regulation_key",
]
