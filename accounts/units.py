"""Which units people choose from, and how a unit is found by what somebody writes."""

from django.db.models import Q, QuerySet

from accounts.models import Unit, UnitName
from foundation.vietnamese.text import fold


def offered(besides: int | None = None) -> QuerySet[Unit]:
    """The units in use below the province, by name; with one beside that was chosen before."""
    is_offered = Q(depth__gt=1, is_active=True) | Q(pk=besides)
    return Unit.objects.filter(is_offered).order_by("folded", "path")


def found(words: str) -> Q:
    """Units in whose name, or other names, these words stand, with or without accents."""
    other = UnitName.objects.filter(folded__contains=fold(words))
    return Q(folded__contains=fold(words)) | Q(pk__in=other.values("unit"))


def numbers_by_name(units: QuerySet[Unit]) -> dict[str, int]:
    """{name without accents, other names too: number} of these units; an own name goes first."""
    other = UnitName.objects.filter(unit__in=units)
    numbers = dict(other.values_list("folded", "unit"))
    return numbers | dict(units.values_list("folded", "pk"))
