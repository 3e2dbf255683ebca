"""Taking a list along: what is listed as a table, and a line that says who took what."""

from typing import ClassVar

from django.http import Http404, HttpResponse, QueryDict

from competition import clock
from competition.listing.noting import note_export
from competition.listing.office import ListOffice
from competition.listing.shape import COLUMNS, PAGE, Listing
from competition.listing.tables import MAKERS
from competition.models import Edition
from foundation.papers import prepared
from foundation.papers.answers import as_csv, as_xlsx

AT_ONCE = 1000  # rows; more are written by the worker
_ANSWERS = {"xlsx": as_xlsx, "csv": as_csv}
_lists: dict[str, type[Listing]] = {}


def listed(kind: type[Listing]) -> type[Listing]:
    """Make a list known to the worker by its name."""
    _lists[kind.name] = kind
    return kind


@prepared.maker("list_as_xlsx", ".xlsx")
def _xlsx(params: dict) -> bytes:
    return MAKERS["xlsx"](_listing_of(params))


@prepared.maker("list_as_csv", ".csv")
def _csv(params: dict) -> bytes:
    return MAKERS["csv"](_listing_of(params))


def _listing_of(params: dict) -> Listing:
    edition = Edition.objects.get(pk=params["edition"])
    query = QueryDict(params["query"])
    return _lists[params["list"]](edition, query)


class ListTable(ListOffice):
    """The address of a list as a table: `class EntryXlsx(ListTable, EntryQueue)` with its kind."""

    http_method_names = ("get", "options")  # a look at the headers alone would be told as taken
    kind: ClassVar[str] = "xlsx"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """At once where it is short, by the worker where it is long."""
        query = request.GET.copy()
        for name in (PAGE, prepared.WAITED_FOR, prepared.FETCHED):
            query.pop(name, None)
        if self.remembered:
            query.setlist(COLUMNS, self.remembered)
        listing = self.listing_class(self.edition, query)
        if listing.name not in _lists:
            raise Http404
        name = f"{self.file_name}-{self.edition.slug}.{self.kind}"
        is_waiting = prepared.WAITED_FOR in request.GET
        rows = 0 if is_waiting else listing.rows.count()
        if not is_waiting:
            note_export(listing=listing, kind=self.kind, rows=rows, by=request.user, at=clock.now())
        if not is_waiting and rows <= AT_ONCE:
            return _ANSWERS[self.kind](name, MAKERS[self.kind](listing))
        asked = {
            "list": listing.name,
            "edition": self.edition.pk,
            "query": query.urlencode(),
            "by": request.user.pk,
        }
        return prepared.answer(request, f"list_as_{self.kind}", asked, name=name)
