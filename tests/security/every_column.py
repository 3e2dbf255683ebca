"""Another value in each column of each row, written past the guards, and whether the look at
everything tells of it.
"""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction

from accounts.models import User
from competition import audit
from competition.models import Edition
from foundation.ledger import reading
from foundation.ledger.models import Event, Head
from tests.factories.accounts import UserFactory

ROOMS = ("competition", "submissions", "judging", "voting", "awards")
BESIDE = ("accounts.Membership", "ledger.Chain", "ledger.Event", "ledger.Head", "ledger.KeptText")
GONE = "(gone)"
NO_SUCH_ROW = 987_654_321
MOST_VALUES = 2  # of those that the database takes, each is to be told

HOUR = datetime.timedelta(hours=1)


def tables() -> list[type[models.Model]]:
    """The process tables of all rooms, the tables of many to many included, the ledger and who
    holds a role.
    """
    rooms = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    return [*rooms, *(apps.get_model(label) for label in BESIDE)]


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that may be changed in place; its number is what other rows know a row by."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def other_values(row: models.Model, field: models.Field) -> Iterator[Any]:
    """Values that could stand in the column instead, the likeliest first."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        yield from _other_rows(field, value)
    elif field.choices:
        yield from (key for key, _label in field.flatchoices if key != value)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.UUIDField):
        yield uuid.UUID(int=7)
    elif isinstance(field, models.DateTimeField):
        yield (value or datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC)) - HOUR
        if field.null and value is not None:
            yield None
    elif isinstance(field, models.DateField):
        yield (value or datetime.date(2027, 3, 1)) - 24 * HOUR
    elif isinstance(field, models.DecimalField):
        yield (value or 0) + Decimal(1)
        yield (value or 0) - Decimal(1)
    elif isinstance(field, models.IntegerField):
        yield (value or 0) + 1
        yield max(0, (value or 0) - 1)
    elif isinstance(field, models.BinaryField):
        yield b"x"
    elif isinstance(field, models.JSONField):
        yield [] if value else ["Khác"]
        yield {"Khác": "1"}
    elif isinstance(value, str | type(None)):
        kept = (value or "")[: (field.max_length or 300) - 1]
        yield kept + "x" if not kept.endswith("x") else kept + "y"


def _other_rows(field: models.ForeignKey, value: Any) -> Iterator[Any]:
    target = field.remote_field.model
    if target is User:
        yield UserFactory().pk
        return
    yield from (
        target._default_manager.exclude(pk=value).order_by("-pk").values_list("pk", flat=True)[:3]
    )
    if field.null and value is not None:
        yield None


def rows_of(model: type[models.Model], edition: Edition) -> list[models.Model]:
    """The newest first; of the ledger those of the edition's own chain."""
    rows = model._base_manager.order_by("-pk")
    if model is Event or model is Head:
        rows = rows.filter(chain__name=edition.chain)
    return list(rows)


def unfound(
    edition: Edition, row: models.Model, before: set[str], asked: set[str]
) -> Iterator[str]:
    """The columns among those asked for whose change the look does not tell of, and GONE where it
    does not tell that the row went.
    """
    model = type(row)
    own = model._base_manager.filter(pk=row.pk)
    for field in columns_of(model):
        if field.name not in asked:
            continue
        values = [
            value for value in other_values(row, field) if value != field.value_from_object(row)
        ]
        values = values or [NO_SUCH_ROW]
        answers = (_answer(edition, own, field, value, before) for value in values)
        taken = (answer for answer in answers if answer is not None)
        if not all(islice(taken, MOST_VALUES)):
            yield field.name
    if GONE in asked:
        gone = _tells(edition, model, before, lambda: own._raw_delete("default"))
        if gone is False:
            yield GONE


def _answer(edition, own, field, value, before) -> bool | None:
    return _tells(edition, own.model, before, lambda: own.update(**{field.attname: value}))


def _tells(edition, model, before, do) -> bool | None:
    """Whether the look tells of it; None where the database itself keeps it out, with its guards
    lifted.
    """
    try:
        with transaction.atomic():
            do()
            told = is_told(edition, model, before)
            transaction.set_rollback(True)
    except DatabaseError:
        return None
    return told


def is_told(edition: Edition, model: type[models.Model], before: set[str]) -> bool:
    """Whether the look tells of something that it did not tell before; those of the table's own
    room are asked first.
    """
    room = model._meta.app_label
    looks = sorted(audit._COMPARED, key=lambda look: not look.__module__.startswith(room))
    with reading.once():
        return any(
            set(_safely(look, edition)) - before
            for look in looks
            if look is not audit.of_the_database
        )


def _safely(look, edition) -> Iterable[str]:
    try:
        return list(look(edition))
    except audit._UNREADABLE as error:
        return [f"{look.__name__}: {error!r}"]
