"""Which units people choose from, and how a unit is found by what somebody writes."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.forms import Field, ModelChoiceField
from django.forms.models import ModelChoiceIterator

from accounts.models import Unit, UnitName
from foundation.vietnamese.text import fold, order_key


def offered(besides: int | None = None) -> QuerySet[Unit]:
    """The units in use below the province; with one beside that was chosen before."""
    is_offered = Q(depth__gt=1, is_active=True) | Q(pk=besides)
    return Unit.objects.filter(is_offered).order_by("folded", "path")


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """By the Vietnamese alphabet, which no database sorts by."""
    return sorted(units, key=lambda unit: order_key(unit.name))


class _InOrder(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for unit in in_order(self.queryset):
            yield self.choice(unit)


def offer_in(field: Field, besides: int | None = None) -> None:
    """Let a field of a form offer the units, in the order in which they are looked for."""
    choosing = cast(ModelChoiceField, field)
    choosing.iterator = _InOrder
    choosing.queryset = offered(besides)


def found(words: str) -> Q:
    """Units in whose name, or other names, these words stand, with or without accents."""
    other = UnitName.objects.filter(folded__contains=fold(words))
    return Q(folded__contains=fold(words)) | Q(pk__in=other.values("unit"))


def numbers_by_name(units: QuerySet[Unit]) -> dict[str, int]:
    """{name without accents, other names too: number} of these units; an own name goes first."""
    other = UnitName.objects.filter(unit__in=units)
    numbers = dict(other.values_list("folded", "unit"))
    return numbers | dict(units.values_list("folded", "pk"))
