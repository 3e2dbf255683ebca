"""A draft that was saved in another window since a page was opened: what is stored stands beside
what was typed here, in the words of the form, and saving again is a decision.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from submissions.writing.answer_form import AnswerField


@dataclass(frozen=True)
class Difference:
    """A part of the dossier that is stored otherwise than it was typed; `stored` in words."""

    label: str
    stored: str


def of_form(form: forms.Form, stored: forms.Form) -> Iterator[Difference]:
    """What differs between a form as it was sent and the same form as the draft fills it."""
    for bound in form.visible_fields():
        kept = stored.get_initial_for_field(bound.field, bound.name)
        if bound.field.has_changed(kept, bound.data):
            yield Difference(str(bound.label), _in_words(bound.field, kept))


def of_authors(rows: Iterable[forms.Form], stored: Iterable[forms.Form]) -> Iterator[Difference]:
    """What differs between the rows of authors as they were sent and as they are stored."""
    named = [row for row in rows if (row["full_name"].data or "").strip()]
    for number, (row, kept) in enumerate(zip_longest(named, stored), start=1):
        author = _("Author %(number)s") % {"number": number}
        if row is None or kept is None:
            yield Difference(author, kept.initial["full_name"] if kept else "")
            continue
        for difference in of_form(row, kept):
            yield Difference(f"{author}: {difference.label}", difference.stored)


def _in_words(field: forms.Field, kept: Any) -> str:
    if isinstance(field, AnswerField):
        return field.in_words(kept)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(cast(Iterable[tuple[str, str]], field.choices)).get(kept, ""))
    if isinstance(kept, datetime.date):
        return date_format(kept, "SHORT_DATE_FORMAT")
    if isinstance(kept, bool):
        return _("Yes") if kept else _("No")
    return str(kept or "")
