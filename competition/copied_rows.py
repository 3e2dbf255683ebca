"""Which rows make the rules of an edition, and what of them goes into a copy.

Every column goes, also one that is added tomorrow, unless it is named here with the reason; so it
is with everything that points to an edition.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from competition.models import (
    Criterion,
    DocumentText,
    Edition,
    EntryKind,
    Field,
    LetterText,
    Phase,
    PrizeTier,
    Question,
    ReminderPlan,
    RubricBand,
    Scheme,
)

Row = TypeVar("Row", bound=models.Model)

# The rows that are copied, and the column by which each hangs on its parent.
COPIED: dict[type[models.Model], str] = {
    Edition: "",
    Phase: "edition",
    Field: "edition",
    EntryKind: "edition",
    Question: "edition",
    Scheme: "edition",
    Criterion: "scheme",
    RubricBand: "criterion",
    PrizeTier: "edition",
    DocumentText: "edition",
    LetterText: "edition",
    ReminderPlan: "edition",
}
# Columns that a copy does not take as they are, and why.
LEFT_OUT: dict[type[models.Model], dict[str, str]] = {
    Edition: {
        "contest": "chosen anew",
        "name": "typed anew",
        "name_en": "typed anew",
        "slug": "typed anew: addresses differ",
        "number": "typed anew",
        "year": "typed anew",
        "receipt_prefix": "typed anew: receipts of two editions are told apart",
        "decision_number": "the new edition has a decision of its own",
        "decision_date": "the new edition has a decision of its own",
        "first_applied_from": "moved by the years between the two",
        "copied_from": "says which edition is the original",
        "needs_publication": "every copy does",
        "created_at": "written once by the machine",
    },
    Phase: {"opens_at": "moved to the new year", "closes_at": "moved to the new year"},
    Scheme: {"begins_at": "moved to the new year", "ends_at": "moved to the new year"},
    Question: {"kind": "the kind of the same place in the copy"},
}
# What else points to one of these rows, by model, and why no copy has it.
NOT_COPIED: dict[str, str] = {
    "competition.FormVersion": "kept with dossiers; the copy makes its own from the questions",
    "competition.Extension": "a decision about the original",
    "competition.Correction": "a decision about the original",
    "competition.SavedView": "how somebody looks at the lists of the original",
    "competition.Publication": "the copy is a draft until two people publish it",
    "competition.JointRequest": "asked for in the original",
    "competition.Broadcast": "was sent to the people of the original",
    "competition.Edition": "copies point to their original; none is copied with it",
}
_DATA_OF_PEOPLE = "people's data or work of the original"


def columns_of(row: models.Model) -> dict[str, Any]:
    """{column: value} of everything that a copy takes as it is."""
    model = type(row)
    skipped = {COPIED[model], *LEFT_OUT.get(model, {})}
    return {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in skipped
    }


def why_not_copied(model: type[models.Model]) -> str:
    """Why rows of this model stay behind; empty for those of the rules that nobody has named.

    What rooms above keep (dossiers, panels, ballots, results, pages) is people's.
    """
    if model._meta.app_label != Edition._meta.app_label:
        return _DATA_OF_PEOPLE
    return NOT_COPIED.get(model._meta.label, "")


def pointing_to(models_: Iterable[type[models.Model]]) -> set[type[models.Model]]:
    """Every model with a relation to one of these."""
    found: set[type[models.Model]] = set()
    for model in models_:
        for relation in model._meta.related_objects:
            found.add(relation.related_model)
    return found
