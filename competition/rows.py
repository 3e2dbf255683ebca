"""The row that a press is about. Somebody else may have dealt with it since the page was opened:
then whoever pressed reads that, and has what was typed; for anybody else there is no such row.
"""

import datetime
from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User

Row = TypeVar("Row", bound=Model)


class DealtWith(Http404):
    """Somebody has dealt with the row meanwhile; the message is translated and meant for the
    person. A page that shows nothing better answers as if it were not there.
    """


def row_of(
    rows: QuerySet[Row],
    number: object,
    *,
    of: QuerySet[Row] | None = None,
    said: Callable[[Row], str] | None = None,
) -> Row:
    """The row with this number among those that wait for a press.

    Raises DealtWith, in the words of `said`, for one that is only among the rows `of` which the
    person works on, and for one that was taken away; Http404 for any other.
    """
    found = rows.filter(pk=number).first()
    if found is not None:
        return found
    dealt_with = None if of is None else of.filter(pk=number).first()
    if dealt_with is not None:
        raise DealtWith(said(dealt_with) if said else taken_away())
    if number and not rows.model._base_manager.filter(pk=number).exists():
        raise DealtWith(taken_away())
    return get_object_or_404(rows, pk=number)


def taken_away() -> str:
    """Of a row about which nothing more is kept."""
    return _("Nothing was done: somebody has dealt with this meanwhile, and it is here no more.")


def by_whom(by: User | None, at: datetime.datetime | None) -> dict[str, str]:
    """Who did something, and when: for the words of `said`."""
    moment = date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
    return {"by": str(by or _("somebody")), "moment": moment}
