"""The map of the site for search engines: live pages in both languages with their pictures, and the
works that won. What a stranger may not open is not on it.
"""

from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_GET
from wagtail.models import Page, Site

from cms import facts, heads, navigation
from cms.drafts import OfAnEdition
from competition import clock
from foundation.soft_cache import remembered

KEPT = 300  # seconds
MOST = 50_000  # addresses that one map may have


@require_GET
def sitemap(request):
    """XML by the protocol of sitemaps.org."""
    key = f"sitemap:{navigation.pages_stamp()}"
    lines = remembered(key, lambda: (_pages() + _works())[:MOST], KEPT)
    answer = render(request, "sitemap.xml", {"lines": lines}, content_type="application/xml")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _pages() -> list[dict[str, Any]]:
    """[{"address", "changed", "twins", "picture"}] below the home pages of both languages."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return []
    roots = site.root_page.get_translations(inclusive=True).live()
    live = Page.objects.none()
    for root in roots:
        live |= Page.objects.descendant_of(root, inclusive=True)
    found = list(live.live().public().select_related("locale").specific())
    shown = [page for page in found if not _is_of_a_draft(page)]
    twins: dict[Any, list[tuple[str, str]]] = {}
    for page in shown:
        way = heads.absolute(heads.path_of(page))
        twins.setdefault(page.translation_key, []).append((page.locale.language_code, way))
    return [_line(page, sorted(twins[page.translation_key], reverse=True)) for page in shown]


def _is_of_a_draft(page: Page) -> bool:
    return isinstance(page, OfAnEdition) and page.edition.is_draft


def _line(page: Page, twins: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "address": heads.absolute(heads.path_of(page)),
        "changed": page.last_published_at,
        "twins": twins if len(twins) > 1 else [],
        "picture": heads.absolute(reverse("page_card", args=[page.pk])),
    }


def _works() -> list[dict[str, Any]]:
    """The works that have a page now, in both languages."""
    at = clock.now()
    lines = []
    for award in facts.all_winners():
        number = facts.winner(award, at).number
        if not number:
            continue
        twins = []
        for language in ("vi", "en"):
            with override(language):
                twins.append((language, heads.absolute(reverse("work", args=[number]))))
        card = heads.absolute(reverse("work_card", args=[number]))
        lines += [
            {"address": way, "changed": None, "twins": twins, "picture": card}
            for _language, way in twins
        ]
    return lines
