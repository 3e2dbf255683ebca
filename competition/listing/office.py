"""The page of a list in the office."""

from typing import Any, ClassVar

from django.utils.functional import cached_property

from competition.listing.shape import Listing
from competition.office import EditionOffice

ALL_LISTED = "tat-ca"  # of a press: not the ticked rows alone, but all that the filters list


class ListOffice(EditionOffice):
    """A page of the office that shows one list: `listing_class` says what stands in it."""

    template_name = "office/listing.html"
    file_name = "danh-sach"  # of its tables
    listing_class: ClassVar[type[Listing]]

    @cached_property
    def listing(self) -> Any:  # of `listing_class`
        """The list as this address asks for it."""
        return self.listing_class(self.edition, self.request.GET)

    def context(self):
        return {
            "listing": self.listing,
            "page_obj": self.listing.page,
            "query": self.listing.query_of_pages(),
            "ticked": set(self.request.POST.getlist("chon")),
        }
