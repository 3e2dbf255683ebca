"""What stands on every page, and whole pages for strangers: kept in the cache until an editor
publishes something.
"""

import secrets
from collections.abc import Iterable

from wagtail.models import Page, Site

from cms.models.alerts import SiteAlert
from cms.models.menus import MenuLink
from cms.models.texts import SiteTexts
from competition import clock
from foundation import soft_cache
from foundation.soft_cache import remembered

_KEYS = ["menu:vi", "menu:en", "site-texts", "site-alert"]


def main_menu(language: str) -> list[dict]:
    """[{"pk", "title", "url"}] of the header, as editors ordered it; where they put nothing there,
    the pages ticked “show in menus” directly under the home page of this language.
    """
    return menus(language)[MenuLink.Place.HEADER]


def menus(language: str) -> dict[str, list[dict]]:
    """{place: its links} for readers of this language."""
    return remembered(f"menu:{language}", lambda: _read_menus(language), 300)


def _read_menus(language: str) -> dict[str, list[dict]]:
    links = list(MenuLink.objects.select_related("page").order_by("sort_order", "pk"))
    keys = [link.page.translation_key for link in links]
    pages = {page.translation_key: page for page in _live(keys, language)} if keys else {}
    told: dict[str, list[dict]] = {place: [] for place in MenuLink.Place.values}
    for link in links:
        if page := pages.get(link.page.translation_key):
            told[link.place].append(_entry(page))
    if not told[MenuLink.Place.HEADER]:
        told[MenuLink.Place.HEADER] = _ticked(language)
    return told


def _live(keys: list, language: str) -> Iterable[Page]:
    live = Page.objects.live().public().filter(locale__language_code=language)
    return live.filter(translation_key__in=keys)


def _entry(page: Page) -> dict:
    return {"pk": page.pk, "title": page.title, "url": page.url}


def _ticked(language: str) -> list[dict]:
    site = Site.objects.select_related("root_page__locale").filter(is_default_site=True).first()
    if site is None:
        return []
    root = site.root_page
    if root.locale.language_code != language:
        root = root.get_translations().filter(locale__language_code=language).first() or root
    return [_entry(page) for page in root.get_children().live().in_menu()]


def site_texts() -> SiteTexts:
    """The editable lines of header and footer."""
    return remembered("site-texts", lambda: SiteTexts.objects.first() or SiteTexts(), 300)


def alert_now() -> SiteAlert | None:
    """The alert, while it is to be shown."""
    alert = remembered("site-alert", _read_alert, 300)
    return alert if alert.is_shown(clock.now()) else None


def _read_alert() -> SiteAlert:
    """An empty one where nobody has ever written any: to read a page writes nothing."""
    return SiteAlert.objects.select_related("page").first() or SiteAlert()


def pages_stamp() -> str:
    """Part of the key of every cached page; a new one makes all of them unknown at once."""
    return remembered("pages-stamp", _new_stamp, None)


def _new_stamp() -> str:
    return secrets.token_hex(8)


def forget(**_signal) -> None:
    """Read all again: an editor has published, moved or saved something."""
    soft_cache.forget(*_KEYS, "pages-stamp")
