"""The places of the office: every page of an edition that needs no more than the edition to be
known, and what Wagtail's own menu offers the person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, reverse
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

from cms.workbench.focus import OfficeRequest
from competition.listing.export import ListTable
from competition.listing.printing import ListPrint
from competition.models import Edition
from competition.office import Button, EditionOffice


@dataclass(frozen=True)
class Place:
    """A page that is known by its name."""

    title: str
    address: str


def places_of(request: OfficeRequest, edition: Edition | None) -> list[Place]:
    """Where the person may go: the menu first, then the pages of the edition in focus; each address
    once.
    """
    places = list(_of_menu(request, admin_menu.menu_items_for_request(request)))
    if edition:
        places += [
            Place(str(view.title), reverse(name, args=[edition.slug]))
            for name, view in _pages_of_editions()
            if view.may(request.user, edition.pk)
        ]
    return list({place.address: place for place in reversed(places)}.values())[::-1]


def _of_menu(request: OfficeRequest, items: list[MenuItem]) -> Iterator[Place]:
    for item in items:
        if isinstance(item, SubmenuMenuItem):
            yield from _of_menu(request, item.menu.menu_items_for_request(request))
        elif item.url:
            yield Place(_bare(item.label), item.url)


def _bare(label: str | Promise) -> str:
    """A label of the menu without how much waits: “2. Dossiers (72)”."""
    return str(label).partition(" (")[0]


@cache
def _pages_of_editions() -> tuple[tuple[str, type[EditionOffice]], ...]:
    """(route, view) of every page of an edition; buttons and tables to take along are none."""
    found = []
    for register in hooks.get_hooks("register_admin_urls"):
        for pattern in register():
            view = getattr(getattr(pattern, "callback", None), "view_class", None)
            if view and _is_page(view) and _asks_only_for_edition(pattern):
                found.append((pattern.name, view))
    return tuple(found)


def _is_page(view: type) -> bool:
    return (
        issubclass(view, EditionOffice)
        and not issubclass(view, (Button, ListTable, ListPrint))
        and bool(view.title)
    )


def _asks_only_for_edition(pattern: URLPattern) -> bool:
    return set(pattern.pattern.converters) == {"slug"}
