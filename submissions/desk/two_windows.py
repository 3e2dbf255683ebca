"""A draft that was saved in another window: what is stored stands beside what was typed here;
saving again is a decision.
"""

from typing import TypedDict

from django import forms
from django.utils.translation import gettext as _

from foundation.vietnamese.templatetags.vietnamese import score
from submissions.models import Author, Entry

# What is shown of an author, by the names of the form.
_SHOWN = ("position", "workplace", "email", "phone", "guardian")
_AGREED = ("guardian_agrees", "guardian_publishes", "child_publishes")


class Difference(TypedDict):
    """A part of the draft that is stored otherwise than it was typed here."""

    label: str
    stored: object


def of_form(form: forms.Form, stored: forms.Form) -> list[Difference]:
    """The fields of a form in which the stored draft differs from what was typed."""
    differences = []
    for field in form.visible_fields():
        value = stored[field.name].value()
        if str(value or "") != str(field.value() or ""):
            differences.append(Difference(label=str(field.label), stored=value))
    return differences


def of_authors(rows: forms.BaseFormSet, entry: Entry) -> list[Difference]:
    """The stored authors, all of them, where one differs from what was typed in its place."""
    authors = list(entry.authors.all())
    named = [row for row in rows if row["full_name"].value()]
    if [_stored(author) for author in authors] == [_typed(row) for row in named]:
        return []
    return [
        Difference(label=_("Author %(number)s") % {"number": number}, stored=_as_text(author))
        for number, author in enumerate(authors, start=1)
    ]


def _stored(author: Author) -> list[str | bool]:
    return [_as_text(author), *(getattr(author, name) for name in _AGREED)]


def _typed(row: forms.Form) -> list[str | bool]:
    return [_as_typed(row), *(bool(row[name].value()) for name in _AGREED)]


def _as_text(author: Author) -> str:
    born = f"{author.birth_date:%d/%m/%Y}" if author.birth_date else ""
    more = [getattr(author, name) for name in _SHOWN]
    return _joined(author.full_name, born, f"{score(author.share)} %", more)


def _as_typed(row: forms.Form) -> str:
    share = str(row["share"].value() or "").strip()
    more = [str(row[name].value() or "").strip() for name in _SHOWN]
    name = str(row["full_name"].value()).strip()
    return _joined(name, str(row["birth_date"].value() or "").strip(), f"{share} %", more)


def _joined(name: str, born: str, share: str, more: list[str]) -> str:
    return " · ".join(part for part in [name, born, share, *more] if part)
