"""What process verbs share: the row as it stands now, a reason that says something, an address for
a message.
"""

from typing import Protocol, TypeVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import addresses
from accounts.models import User
from competition.errors import Refused, WrongState

Row = TypeVar("Row", bound=Model)


class HasPage(Protocol):
    """A row with a page of its own."""

    def get_absolute_url(self) -> str: ...


def lock(row: Row, *related: str) -> Row:
    """The row as the database has it now, held until the transaction ends.

    Rows of other tables that are named in `related` stay unlocked. They are read once the lock is
    there: a row that was joined before the wait is what it was before, or missing. Whoever adds a
    row that points to this one does not wait (`no_key`). Raises WrongState when the row is gone,
    `TransactionManagementError` outside a transaction.
    """
    rows = type(row)._base_manager
    # Without an order: one that goes by another table would join it, and hold its row too.
    held = rows.select_for_update(no_key=True).filter(pk=row.pk).order_by()
    present = next(iter(held.values_list("pk") if related else held), None)
    if present is None:
        raise WrongState(_("Somebody has taken this away meanwhile. Open the page again."))
    return rows.select_related(*related).get(pk=row.pk) if related else present


def need_reason(text: str, refusal: str) -> str:
    """The reason without blanks around it. Raises Refused, saying `refusal`, when there is none."""
    reason = text.strip()
    if not reason:
        raise Refused(refusal)
    return reason


def fits(text: str, most: int) -> str:
    """The text without blanks around it. Raises Refused where it has more characters than are kept:
    nothing that was typed is cut.
    """
    kept = text.strip()
    if len(kept) > most:
        words = _("At most %(most)s characters; %(now)s stand here. Shorten it: nothing was cut.")
        raise Refused(words % {"most": most, "now": len(kept)})
    return kept


def need_verified(user: User) -> None:
    """Nothing is entrusted to an address that nobody has confirmed. Raises Refused."""
    if not addresses.is_verified(user):
        raise Refused(
            _("%(name)s has not confirmed an e-mail address or a phone yet.") % {"name": user}
        )


def with_address(user: User) -> str:
    """Who somebody is, so that two of one name are told apart: name and e-mail, or phone."""
    address = user.email or user.phone
    return f"{user} ({address})" if address else str(user)


def page_address(route: str, *arguments: object) -> str:
    """The address of a page for a message: in the site's own language, whichever language the
    person reads who causes the message.
    """
    with override(settings.LANGUAGE_CODE):
        return reverse(route, args=arguments)


def address_of(row: HasPage) -> str:
    """The address of a row's own page for a message, as `page_address`."""
    with override(settings.LANGUAGE_CODE):
        return row.get_absolute_url()
