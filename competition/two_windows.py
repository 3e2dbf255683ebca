"""One thing that is open in two windows, or with two people: its form carries the version on which
it was opened. What was typed upon an older one is refused, what is stored stands beside it in the
words of the form, and saving again is a decision.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competition.errors import Refused
from competition.web import number_of
from foundation.ledger import chain
from foundation.vietnamese.fields import MOMENT_WRITTEN
from foundation.vietnamese.numbers import grouped
from foundation.vietnamese.templatetags.vietnamese import score

UPON = "upon"  # the field in which a form sends the version back


class Stale(Refused):
    """It was saved elsewhere since this page was opened."""

    def __init__(self, words: str = "") -> None:
        super().__init__(
            words
            or _(
                "This was changed in another window, or by somebody else, since you opened it. "
                "Compare both before you save again."
            )
        )


@dataclass(frozen=True)
class Difference:
    """A part that is stored otherwise than it was typed; `stored` in words."""

    label: str
    stored: str
    name: str = ""  # of the field in the form


def version_of(stored: Any) -> str:
    """The version of what is stored, as its form sends it back."""
    return chain.digest_of(stored)


def require_newest(stored: Any, typed: Any, *, upon: str | None) -> None:
    """Raises Stale where what is stored is not what the form was opened upon, and not what was
    typed either (its answer was lost, or both typed the same); without a version nothing is
    compared.
    """
    if upon is not None and upon != version_of(stored) and _plain(stored) != _plain(typed):
        raise Stale


def mark_of(parts: Mapping[str, Any]) -> str:
    """The version of a thing of several parts, by which each part that changes is found later."""
    return " ".join(f"{name}={version_of(part)}" for name, part in parts.items())


def changed_since(parts: Mapping[str, Any], upon: str) -> list[str]:
    """The names of the parts that are not what they were at this mark; gone ones last."""
    seen = dict(part.split("=", 1) for part in upon.split() if "=" in part)
    now = dict(part.split("=", 1) for part in mark_of(parts).split())
    return [name for name in {**now, **seen} if now.get(name) != seen.get(name)]


def require_as_read(parts: Mapping[str, Any], *, upon: str | None) -> None:
    """Raises Stale where something is to be asked for that is not what the person has read who
    asks; without a mark nothing is compared.
    """
    if upon is not None and changed_since(parts, upon):
        raise Stale(
            _(
                "This was changed in another window, or by somebody else, since you opened it. "
                "Nothing was asked for: read it as it is now, then ask again."
            )
        )


def stored_beside(stored: str, typed: Mapping[str, str], name: str) -> str:
    """What is stored of a text, where it was saved elsewhere since that which is shown again as it
    was `typed` was begun; empty where it was not.
    """
    text = str(_lines(typed.get(name, "")))
    is_old = typed.get(UPON, version_of(stored)) != version_of(stored)
    return stored if is_old and stored != text else ""


def _plain(values: Any) -> str:
    return chain.canonical(values)


def of_form(form: forms.BaseForm, stored: forms.BaseForm) -> Iterator[Difference]:
    """What differs between a form as it was sent and the same form as it is filled by what is
    stored.
    """
    for bound in form.visible_fields():
        kept = stored.get_initial_for_field(bound.field, bound.name)
        if bound.field.has_changed(_lines(kept), _lines(bound.data)):
            yield Difference(str(bound.label), in_words(bound.field, kept), bound.name)


def typed_in(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """(label, text) of everything that was typed into a form which is not open any more."""
    for bound in form.visible_fields():
        if not bound.data:
            continue
        words = str(bound.data)
        if isinstance(bound.field, forms.ModelChoiceField):
            words = in_words(bound.field, number_of(words))
        elif isinstance(bound.field, forms.ChoiceField):
            words = in_words(bound.field, words)
        yield str(bound.label), words


def _lines(value: Any) -> Any:
    """A browser ends lines with two characters, and blanks around a text are nothing."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def in_words(field: forms.Field, kept: Any) -> str:
    """What a field keeps, as people read it; a field that can say it itself does so."""
    says = getattr(field, "in_words", None)
    if says is not None:
        return str(says(kept))
    if isinstance(field, forms.ModelChoiceField):
        return _chosen(field, kept)
    if isinstance(field, forms.ChoiceField):
        return str(dict(cast(Iterable[tuple[str, str]], field.choices)).get(kept, ""))
    return _plain_words(kept)


def _chosen(field: forms.ModelChoiceField, kept: Any) -> str:
    """A row that was chosen, which a form is filled with itself or by its number."""
    if kept is None or not isinstance(kept, int):
        return str(kept or "")
    rows = field.queryset
    return str((rows.filter(pk=kept).first() if rows is not None else None) or "")


def _plain_words(kept: Any) -> str:
    if isinstance(kept, bool):
        return _("Yes") if kept else _("No")
    if isinstance(kept, datetime.datetime):
        return localtime(kept).strftime(MOMENT_WRITTEN)  # as it is typed
    if isinstance(kept, datetime.date):
        return date_format(kept, "SHORT_DATE_FORMAT")
    if isinstance(kept, Decimal):
        return score(kept)
    if isinstance(kept, int):
        return grouped(kept)
    return str(kept or "")
