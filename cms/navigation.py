"""What stands on every page, and whole pages for strangers: kept in the cache until an editor
publishes something.
"""

import secrets

from wagtail.models import Site

from cms.models.texts import SiteTexts
from foundation import soft_cache
from foundation.soft_cache import remembered

_KEYS = ["menu:vi", "menu:en", "site-texts"]


def main_menu(language: str) -> list[dict]:
    """[{"pk", "title", "url"}] of the pages ticked “show in menus”, directly under the home page of
    this language.
    """
    return remembered(f"menu:{language}", lambda: _read_menu(language), 300)


def _read_menu(language: str) -> list[dict]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return []
    root = site.root_page
    if root.locale.language_code != language:
        root = root.get_translations().filter(locale__language_code=language).first() or root
    return [
        {"pk": page.pk, "title": page.title, "url": page.url}
        for page in root.get_children().live().in_menu()
    ]


def site_texts() -> SiteTexts:
    """The editable lines of header and footer."""
    return remembered("site-texts", SiteTexts.load, 300)


def pages_stamp() -> str:
    """Part of the key of every cached page; a new one makes all of them unknown at once."""
    return remembered("pages-stamp", _new_stamp, None)


def _new_stamp() -> str:
    return secrets.token_hex(8)


def forget(**_signal) -> None:
    """Read all again: an editor has published, moved or saved something."""
    soft_cache.forget(*_KEYS, "pages-stamp")
