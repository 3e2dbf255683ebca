"""The line that says who took which list along."""

import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed
from competition.listing.shape import Listing
from competition.permissions import can_run
from foundation.ledger import chain


def note_export(*, listing: Listing, kind: str, rows: int, by: User, at: datetime.datetime) -> None:
    """Personal data leaves the house: the ledger says who took which list, how many rows, which
    columns, and, kept beside the line, by which filters and words. Raises NotAllowed.
    """
    if not can_run(by, listing.edition.pk):
        raise NotAllowed(_("Only the secretariat takes a list along."))
    line = {
        "list": listing.name,
        "kind": kind,
        "rows": rows,
        "columns": [column.name for column in listing.shown],
    }
    asked = listing.query.urlencode()
    chain.append(listing.edition.chain, "list.exported", line, at=at, by=by, text=asked)
