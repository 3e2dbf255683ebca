"""A list as a paper: what is listed as a table under the office's letterhead."""

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from competition import clock
from competition.listing.columns import Value, plain
from competition.listing.export import _lists
from competition.listing.noting import note_export
from competition.listing.office import ListOffice
from competition.listing.shape import PAGE, Listing
from competition.models import Edition
from foundation.papers import pdf, prepared

MOST_ROWS = 1500  # on paper: some sixty pages, and half a minute of the worker


@prepared.maker("list_as_pdf", ".pdf")
def _paper(params: dict) -> bytes:
    edition = Edition.objects.select_related("contest").get(pk=params["edition"])
    listing = _lists[params["list"]](edition, QueryDict(params["query"]))
    if listing.rows.count() > MOST_ROWS:
        raise prepared.NotMade(
            _("A paper holds at most %(most)s rows. Filter the list, or take it as Excel.")
            % {"most": MOST_ROWS}
        )
    with override("vi"):
        return pdf.render("list.html", facts_of(listing))


def facts_of(listing: Listing) -> dict:
    """What the paper says of a list, every value as people read it."""
    return {
        "edition": listing.edition,
        "title": listing.title,
        "chips": listing.chips(),
        "heads": [column.label for column in listing.shown],
        "rows": [_as_read(values) for values in listing.values()],
        "at": clock.now(),
    }


def _as_read(values: list[Value]) -> list[str]:
    return [plain(value) for value in values]


class ListPrint(ListOffice):
    """The address of a list on paper: `class EntryPrint(ListPrint, EntryQueue)`."""

    http_method_names = ("get", "options")  # a look at the headers alone would be told as taken

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """The worker makes it; the ledger says who took which list."""
        query = request.GET.copy()
        for name in (PAGE, prepared.WAITED_FOR, prepared.FETCHED):
            query.pop(name, None)
        listing = self.listing_class(self.edition, query)
        if listing.name not in _lists:
            raise Http404
        if prepared.WAITED_FOR not in request.GET:
            rows = listing.rows.count()
            note_export(listing=listing, kind="pdf", rows=rows, by=request.user, at=clock.now())
        asked = {
            "list": listing.name,
            "edition": self.edition.pk,
            "query": query.urlencode(),
            "by": request.user.pk,
        }
        name = f"{self.file_name}-{self.edition.slug}.pdf"
        return prepared.answer(request, "list_as_pdf", asked, name=name)
