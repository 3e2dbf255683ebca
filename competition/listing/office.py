"""The page of a list in the office."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, cached_property

from accounts.models import User
from competition.listing import saving
from competition.listing.shape import COLUMNS, PAGE, SORT, Listing
from competition.models import SavedView
from competition.office import EditionOffice

ALL_LISTED = "tat-ca"  # of a press: not the ticked rows alone, but all that the filters list
_BLANKS = re.compile(rb"\s*\n\s*")
_pages: dict[str, type["ListOffice"]] = {}


@dataclass(frozen=True)
class Tab:
    """A view above the list; `saved` is its row where somebody has saved it."""

    label: str | Promise
    query: str
    is_open: bool
    count: int | None = None
    is_late: bool = False
    saved: SavedView | None = None


class ListOffice(EditionOffice):
    """A page of the office that shows one list: `listing_class` says what stands in it."""

    template_name = "office/listing.html"
    file_name = "danh-sach"  # of its tables
    listing_class: ClassVar[type[Listing]]
    beside = ""  # behind the address of a row's title: what is shown of it beside the list

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """The page of a list is known by the list's name; its buttons and tables come later."""
        super().__init_subclass__(**kwargs)
        listing_class = getattr(cls, "listing_class", None)
        if listing_class and cls.route == listing_class.name:
            _pages.setdefault(cls.route, cls)

    @cached_property
    def views(self) -> list[SavedView]:
        """The views of this list that the person sees; the nameless one holds the columns."""
        user = cast(User, self.request.user)  # nobody else passes `may`
        return list(saving.views_for(user, self.edition, self.listing_class.name))

    @cached_property
    def remembered(self) -> list[str]:
        """The columns that the person has chosen last, where the address names none."""
        if COLUMNS in self.request.GET:
            return []
        return saving.columns_of(next((view for view in self.views if not view.name), None))

    @cached_property
    def listing(self) -> Any:  # of `listing_class`
        """The list as this address asks for it."""
        return self.listing_class(self.edition, self.request.GET, self.remembered)

    def tabs(self) -> list[Tab]:
        """The ready views, then the saved ones; at most one is open."""
        now = _essence(self.request.GET)
        user = cast(User, self.request.user)
        found = [
            Tab(
                each.label,
                each.query,
                _essence(QueryDict(each.query)) == now,
                each.count,
                each.is_late,
            )
            for each in self.listing.ready_views(user)
        ]
        for view in self.views:
            if view.name:
                is_open = _essence(QueryDict(view.query)) == now
                found.append(Tab(view.name, view.query, is_open, saved=view))
        return found

    def tables(self) -> Iterator[tuple[str, str]]:
        """(kind, address) of the tables of exactly what is listed."""
        query = self.listing.query_of_table()
        for kind in ("xlsx", "csv", "pdf"):
            try:
                address = reverse(f"{self.listing_class.name}_{kind}", args=[self.edition.slug])
            except NoReverseMatch:
                continue
            yield kind, f"{address}?{query}" if query else address

    def render_to_response(self, context, **kwargs):
        """Without the blanks at the beginning of lines: a quarter of the page, and no text of it is
        written in several lines.
        """
        response = super().render_to_response(context, **kwargs)
        response.add_post_render_callback(_squeeze)
        return response

    def context(self):
        return {
            "listing": self.listing,
            "page_obj": self.listing.page,
            "query": self.listing.query_of_pages(),
            "ticked": set(self.request.POST.getlist("chon")),
            "tabs": self.tabs(),
            "tables": list(self.tables()),
            "beside": self.beside,
        }


def _squeeze(response: TemplateResponse) -> None:
    response.content = _BLANKS.sub(b"\n", response.content)


def page_of(name: str) -> type[ListOffice] | None:
    """The page of the list of this name."""
    return _pages.get(name)


def _essence(query: QueryDict) -> set[tuple[str, str]]:
    """By what a view is known again: filters and words, whatever the sort, columns and page."""
    pairs = {(name, str(value)) for name, values in query.lists() for value in values if value}
    return {pair for pair in pairs if pair[0] not in (PAGE, SORT, COLUMNS)}
