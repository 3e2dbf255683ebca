"""Contact, privacy, terms and accessibility, in both languages: written once, and the editors'
from then on.
"""

from typing import Any

from wagtail.models import Page

from cms.models import ContactPage, ContentPage, MenuLink, SiteMenus
from cms.ready_texts import CONTACT, LEGAL, ReadyPage


def write(home: Page, twin: Page, *, mailbox: str) -> None:
    """The pages below these home pages that are not there yet, with their links in the footer.

    A site that has links there keeps its own.
    """
    pages = [_written(home, twin, ContactPage, CONTACT, mailbox=mailbox)]
    pages += [_written(home, twin, ContentPage, ready) for ready in LEGAL]
    menus = SiteMenus.load()
    if menus.links.filter(place=MenuLink.Place.LEGAL).exists():
        return
    for place, page in enumerate(pages):
        MenuLink.objects.create(
            menus=menus, page=page, place=MenuLink.Place.LEGAL, sort_order=place
        )


def _written(
    home: Page, twin: Page, page_type: type[Page], ready: ReadyPage, **columns: Any
) -> Page:
    present = home.get_children().filter(slug=ready.slug[0]).first()
    if present is not None:
        return present
    page = page_type(locale=home.locale, **_told(ready, 0), **columns)
    home.add_child(instance=page)
    english = page.copy_for_translation(twin.locale)
    for name, value in _told(ready, 1).items():
        setattr(english, name, value)
    english.save_revision().publish()
    return page


def _told(ready: ReadyPage, language: int) -> dict:
    """In Vietnamese (0) or English (1)."""
    body: list[tuple[str, str]] = []
    for heading, paragraphs in ready.sections:
        body.append(("heading", heading[language]))
        text = "".join(f"<p>{words[language]}</p>" for words in paragraphs)
        body.append(("paragraph", text))
    return {
        "title": ready.title[language],
        "slug": ready.slug[language],
        "intro": ready.intro[language],
        "search_description": ready.intro[language][:160],
        "body": body,
    }
