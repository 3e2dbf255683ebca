"""A column of a list: declared once, for the page, its sorting and its export."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime

Value = str | int | datetime.datetime | datetime.date | None
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """What stands under one head.

    `value` is what is exported: a text, a number, a date or a moment, None for nothing. `shown` is
    the cell of the page (a text, or safe markup) where it is more than that value. `sort` are the
    names that SQL sorts by, none where the column cannot be sorted.
    """

    name: str  # in the address
    label: str | Promise
    value: Callable[[Any], Value]
    sort: Sequence[str] = ()
    shown: Callable[[Any], str] | None = None
    is_at_first: bool = True  # shown to who has chosen no columns
    is_always: bool = False  # a row is not known without it
    is_title: bool = False
    is_number: bool = False  # of a paper: one line, however narrow the table

    def cell(self, row: object) -> str:
        """The cell as the page shows it."""
        return self.shown(row) if self.shown else plain(self.value(row))


def plain(value: Value) -> str:
    """A value as people read it: dates and moments in our way, a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def chosen_of(columns: Iterable[Column], names: Sequence[str]) -> list[Column]:
    """The columns that these names choose, in the order in which they are declared; names that no
    column has are passed over, and where none is left it is those shown at first.
    """
    columns = list(columns)
    known = {column.name for column in columns if column.name in names}
    if not known:
        return [column for column in columns if column.is_at_first or column.is_always]
    return [column for column in columns if column.name in known or column.is_always]


def sorted_by(columns: Iterable[Column], typed: str, otherwise: str) -> tuple[Column | None, bool]:
    """The column that a sort of the address names and whether it falls (`-name`); `otherwise` for
    a name that no sortable column has.
    """
    sortable = {column.name: column for column in columns if column.sort}
    asked = typed if typed.removeprefix("-") in sortable else otherwise
    return sortable.get(asked.removeprefix("-")), asked.startswith("-")
