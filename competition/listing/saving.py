"""Views of a list that are kept: by name, own or shared; and the columns chosen last."""

import datetime
from collections.abc import Sequence
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.listing.shape import COLUMNS, SORT, WORDS, Listing
from competition.models import Edition, SavedView
from competition.permissions import can_run

MOST_VIEWS = 20  # of one person in one list
LONGEST_NAME = 40
LONGEST_QUERY = 1000


def views_for(user: User, edition: Edition, listing: str) -> QuerySet[SavedView]:
    """The own views of a list, the nameless one too, and those that colleagues share."""
    seen = Q(kept_by=user) | Q(is_shared=True)
    return SavedView.objects.filter(seen, edition=edition, listing=listing)


def what_is_kept(listing: Listing) -> str:
    """What a view keeps of an address: filters, words, sort and the columns as they are shown."""
    names = [*listing.filters(), WORDS, SORT]
    pairs = [(name, value) for name in names if (value := listing.query.get(name))]
    if listing.has_chosen_columns:
        pairs += [(COLUMNS, column.name) for column in listing.shown]
    return urlencode(pairs)


@transaction.atomic
def save_view(
    *, listing: Listing, name: str, is_shared: bool, by: User, at: datetime.datetime
) -> SavedView:
    """Keep what is listed under a name; an own view of this name is replaced.

    Raises NotAllowed; Refused without a name, with one too long, or when there are too many.
    """
    _allow(by, listing.edition)
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Write a name for the view."))
    query = what_is_kept(listing)
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Refused(_("The name or the words searched for are too long: shorten them."))
    own = SavedView.objects.filter(edition=listing.edition, listing=listing.name, kept_by=by)
    if own.exclude(name__in=["", name]).count() >= MOST_VIEWS:
        most = {"most": MOST_VIEWS}
        raise Refused(_("There are %(most)s own views already: take one away first.") % most)
    columns = {"query": query, "is_shared": is_shared, "saved_at": at}
    return own.update_or_create(
        edition=listing.edition, listing=listing.name, kept_by=by, name=name, defaults=columns
    )[0]


def drop_view(*, view: SavedView, by: User) -> None:
    """Take a view away: an own one, or a shared one, whose keeper may have left.

    Raises NotAllowed.
    """
    _allow(by, view.edition)
    if view.kept_by_id != by.pk and not view.is_shared:
        raise NotAllowed(_("This view belongs to somebody else."))
    view.delete()


def choose_columns(
    *, listing: Listing, names: Sequence[str], by: User, at: datetime.datetime
) -> SavedView:
    """Show these columns to this person from now on; those at first where none is named.

    Raises NotAllowed.
    """
    _allow(by, listing.edition)
    known = [column.name for column in listing.columns() if column.name in names]
    return SavedView.objects.update_or_create(
        edition=listing.edition,
        listing=listing.name,
        kept_by=by,
        name="",
        defaults={"query": urlencode([(COLUMNS, name) for name in known]), "saved_at": at},
    )[0]


def columns_of(view: SavedView | None) -> list[str]:
    """The names of the columns that a view keeps."""
    return [str(name) for name in QueryDict(view.query).getlist(COLUMNS)] if view else []


def _allow(by: User, edition: Edition) -> None:
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat keeps views of its lists."))
