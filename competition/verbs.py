"""What a process verb begins with: the row as it stands now, and a reason that says something."""

from typing import TypeVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import override

from competition.errors import Refused

Row = TypeVar("Row", bound=Model)


def lock(row: Row, *related: str) -> Row:
    """The row as the database has it now, held until the transaction ends.

    Rows of other tables that are named in `related` are read with it and stay unlocked. Raises
    `TransactionManagementError` outside a transaction.
    """
    rows = type(row)._base_manager.select_for_update(of=("self",))
    if related:
        rows = rows.select_related(*related)
    return rows.get(pk=row.pk)


def need_reason(text: str, refusal: str) -> str:
    """The reason without blanks around it. Raises Refused, saying `refusal`, when there is none."""
    reason = text.strip()
    if not reason:
        raise Refused(refusal)
    return reason


def page_address(route: str, *arguments: object) -> str:
    """The address of a page for a message: in the site's own language, whichever language the
    person reads who causes the message.
    """
    with override(settings.LANGUAGE_CODE):
        return reverse(route, args=arguments)
