"""The search of the public site: pages, news and works that won, with and without accents.

It looks through what strangers may read and nothing else: live pages without a restriction, of
published editions, in the reader's language; works as the hall of fame knows them.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from cms import hall, navigation
from cms.models import NewsPage
from foundation.soft_cache import remembered
from foundation.vietnamese.text import fold

KEPT = 300  # seconds
A_PAGE = 20
LONGEST_TYPED = 80
MOST_TEXT = 4000  # characters of a page that are looked through
LONGEST_INTRO = 180
KINDS = ("trang", "tin", "cong-trinh")


class Indexed(NamedTuple):
    """A page as the search knows it; words are folded and begin with a blank."""

    page: int
    kind: str
    title: str
    words: str


class Found(NamedTuple):
    """One line of the answer."""

    kind: str  # in words
    title: str
    address: str
    text: str


@require_GET
def search(request):
    """A form, and what it finds; the words stay in the address."""
    typed = request.GET.get("q", "")[:LONGEST_TYPED].strip()
    kind = request.GET.get("loai", "")
    kind = kind if kind in KINDS else ""
    found = everything(typed) if fold(typed) else {}
    chosen = [line for name in ([kind] if kind else KINDS) for line in found.get(name, [])]
    results = Paginator(chosen, A_PAGE).get_page(request.GET.get("trang"))
    asked = {"q": typed} | ({"loai": kind} if kind else {})
    context = {
        "typed": typed,
        "kind": kind,
        "results": results,
        "lines": lines_of(results),
        "kinds": _choices(typed, kind, found),
        "query": urlencode(asked),
    }
    response = render(request, "cms/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _choices(typed: str, kind: str, found: dict[str, list]) -> list[hall.Choice]:
    """The kinds with how many were found of each."""
    labels = {"trang": _("Pages"), "tin": _("News"), "cong-trinh": _("Works")}
    total = sum(len(lines) for lines in found.values())
    everywhere = urlencode({"q": typed})
    choices = [hall.Choice("", pgettext("news", "All"), total, not kind, everywhere)]
    for name in KINDS:
        query = urlencode({"q": typed, "loai": name})
        count = len(found.get(name, []))
        choices.append(hall.Choice(name, labels[name], count, kind == name, query))
    return choices


def everything(typed: str) -> dict[str, list[tuple[str, int]]]:
    """{kind: [(kind, number of the page or the award)]}, those with the words in their title
    first.
    """
    pages = [one for one in _indexed() if hall.has_words(one.words, typed)]
    in_title = {one.page for one in pages if hall.has_words(" " + fold(one.title), typed)}
    pages.sort(key=lambda one: one.page not in in_title)
    works = [row for row in hall.rows() if hall.has_words(row.words, typed)]
    return {
        "trang": [("trang", one.page) for one in pages if one.kind == "trang"],
        "tin": [("tin", one.page) for one in pages if one.kind == "tin"],
        "cong-trinh": [("cong-trinh", row.award) for row in works],
    }


def _indexed() -> list[Indexed]:
    """Every public page in the reader's language; read anew when an editor publishes."""
    language = get_language()
    key = f"search:{navigation.pages_stamp()}:{language}"
    return remembered(key, lambda: _read(language), KEPT)


def _read(language: str) -> list[Indexed]:
    pages = Page.objects.live().public().filter(depth__gt=1, locale__language_code=language)
    newest_first = pages.order_by("-first_published_at", "-pk").specific()
    return [_index(page) for page in newest_first if not _is_of_a_draft(page)]


def _is_of_a_draft(page: Page) -> bool:
    edition = getattr(page, "edition", None)
    return edition is not None and edition.is_draft


def _index(page: Page) -> Indexed:
    texts = [page.title, getattr(page, "intro", ""), *_body(page)]
    kind = "tin" if isinstance(page, NewsPage) else "trang"
    return Indexed(page.pk, kind, page.title, " " + fold(" ".join(texts)[:MOST_TEXT]))


def _body(page: Page) -> list[str]:
    if not hasattr(page, "body"):
        return []
    return page._meta.get_field("body").get_searchable_content(page.body)


def lines_of(results: PageOfResults | Iterable[tuple[str, int]]) -> list[Found]:
    """These as they may be read at this moment, whatever was kept."""
    wanted = list(results)
    numbers = [number for kind, number in wanted if kind != "cong-trinh"]
    pages = {
        page.pk: page for page in Page.objects.live().public().filter(pk__in=numbers).specific()
    }
    awards = [number for kind, number in wanted if kind == "cong-trinh"]
    works = hall.winners_by_number(awards)
    lines = []
    for kind, number in wanted:
        if kind == "cong-trinh" and number in works:
            shown = works[number]
            text = ", ".join([*shown.face.names, shown.face.unit]).strip(", ")
            label = f"{shown.tier.label}, {shown.edition.year}"
            lines.append(Found(label, shown.face.title, shown.address, text))
        elif number in pages and kind != "cong-trinh":
            page = pages[number]
            intro = Truncator(getattr(page, "intro", "")).chars(LONGEST_INTRO)
            label = _("News") if kind == "tin" else _("Page")
            lines.append(Found(label, page.title, page.url or "", intro))
    return lines
