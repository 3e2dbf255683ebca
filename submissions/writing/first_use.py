"""The day on which a work was first applied: asked once in a dossier, by the form where the form
has the question, otherwise with the general information where the rules limit it.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competition import clock
from competition.dossiers import form_of
from competition.models import Edition, Question
from submissions.models import Entry

QUESTION = "first_applied"  # the key under which forms ask for it


def not_to_come(day: datetime.date) -> None:
    """A validator of days that are over, such as a birth. Raises ValidationError, in words."""
    if day > localdate(clock.now()):
        raise ValidationError(
            _("This day is still to come. Write one that is not later than today."),
            code="still_to_come",
        )


def is_asked_in_content(edition: Edition, kind_id: int | None) -> bool:
    """Whether the form of a dossier of this kind asks for the day."""
    return any(
        question.key == QUESTION and question.type == Question.Type.DATE
        for question in form_of(edition, kind_id)
    )


def is_asked_in_general(entry: Entry) -> bool:
    """Whether the day is asked for beside title, field and kind."""
    if entry.edition.first_applied_from is None:
        return False
    return not is_asked_in_content(entry.edition, entry.kind_id)


def day_of(entry: Entry) -> datetime.date | None:
    """The day that the dossier gives; None where it gives none."""
    if not is_asked_in_content(entry.edition, entry.kind_id):
        return entry.first_applied_on
    try:
        return datetime.date.fromisoformat(entry.answers.get(QUESTION, ""))
    except ValueError:  # kept while the question was of another type
        return entry.first_applied_on


def columns_of(edition: Edition, kind_id: int | None, day: datetime.date | None) -> dict[str, Any]:
    """The columns of Entry for a day that came in a list: also the answer, where it is asked."""
    columns: dict[str, Any] = {"first_applied_on": day}
    if day is not None and is_asked_in_content(edition, kind_id):
        columns["answers"] = {QUESTION: day.isoformat()}
    return columns
