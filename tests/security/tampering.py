"""How rows are changed behind the verbs, and what the look says of it."""

from collections.abc import Callable

from django.db import DatabaseError, transaction

from competition import audit
from competition.models import Edition
from tests.factories.submissions import EntryFactory, EntryVersionFactory


def first(model, **where):
    return model.objects.filter(**where).order_by("pk").first()


def again(row, **columns):
    """Another row like this one, with other columns."""
    row.pk = None
    row._state.adding = True
    for name, value in columns.items():
        setattr(row, name, value)
    return type(row).objects.bulk_create([row])


def changed(model, **columns):
    return lambda _edition: model.objects.filter(pk=first(model).pk).update(**columns)


def taken_out(model):
    return lambda _edition: model.objects.filter(pk=first(model).pk)._raw_delete("default")


def two_exchanged(model, column, **where):
    """Two rows exchange what stands in a column; a third value stands there meanwhile."""

    def exchange(edition):
        one, other = model.objects.filter(**where).order_by("pk")[:2]
        values = getattr(one, column), getattr(other, column)
        parked = parked_value(model, column, edition)
        rows = model.objects.all()
        rows.filter(pk=one.pk).update(**{column: parked})
        rows.filter(pk=other.pk).update(**{column: values[0]})
        rows.filter(pk=one.pk).update(**{column: values[1]})

    return exchange


def parked_value(model, column, edition):
    if column == "version_id":
        return EntryVersionFactory(entry__edition=edition).pk
    if column == "pdf_id":
        return None
    return EntryFactory(edition=edition).pk if column == "entry_id" else "x"


def told(edition) -> str:
    return "\n".join(audit.faults(edition))


def is_refused(do: Callable, edition: Edition) -> bool:
    """Whether the database refuses it."""
    try:
        with transaction.atomic():
            do(edition)
    except DatabaseError:
        return True
    return False
