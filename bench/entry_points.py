"""From where a walk begins: every address of `config/routes.py` that needs no more to be known than
the edition, its round and its panel.
"""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from config.routes import ROUTES

OFFICE = "/quan-tri/"


def of(slug: str, panel: int) -> list[str]:
    """Known addresses, sorted by the name of their route; the office's first page."""
    addresses = ["/", OFFICE]
    for name in sorted(ROUTES):
        addresses += _without_more(name, slug, panel)
    return list(dict.fromkeys(addresses))


def _without_more(name: str, slug: str, panel: int) -> Iterable[str]:
    for known in ({}, {"slug": slug}, {"slug": slug, "order": 1}, {"panel_id": panel}):
        try:
            yield reverse(name, kwargs=known)
        except NoReverseMatch:
            continue
