"""What the news pages show: the front page by formats, lists by category, neighbours, most read.

The page types hand themselves over, so that this module stands below them.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from competition import clock
from foundation.soft_cache import remembered

A_PAGE = 12
NEWEST = 5
MOST_READ = 5
OTHERS = 4
OF_A_FORMAT = 3
READ_WITHIN = datetime.timedelta(days=30)
KEPT_FOR = 300  # seconds: what is read most changes slowly


class Format(models.TextChoices):
    """The kinds of article, by the model that holds them."""

    ARTICLE = "newspage", _("Article")
    MEGASTORY = "megastorypage", _("Megastory")
    INFOGRAPHIC = "infographicpage", _("Infographic")
    PHOTOS = "photostorypage", _("Photos")
    VIDEO = "videopage", _("Video")

    @property
    def address(self) -> str:
        """Its word in an address: /tin-tuc/?dang=video."""
        return self.value.removesuffix("page").removesuffix("story")

    @classmethod
    def at(cls, address: str) -> "Format | None":
        """The format of such a word; None for any other."""
        return next((kind for kind in cls if kind.address == address), None)


def front_or_list(
    index: Page, articles: Any, categories: Any, asked: Mapping[str, str]
) -> dict[str, Any]:
    """The front page; or a list where a category (`muc`), a format (`dang`), a tag (`the`) or an
    older page (`trang`) was asked for. Unknown words give an empty list, never a fault.
    """
    live = _live(index, articles)
    chosen = {name: asked.get(name, "")[:60] for name in ("muc", "dang", "the")}
    known = list(categories.objects.filter(pk__in=live.order_by().values("category")))
    context: dict[str, Any] = {"categories": known, "formats": list(Format)[1:], "chosen": chosen}
    if any(chosen.values()) or asked.get("trang"):
        found = _narrowed(live, chosen)
        tags = articles._meta.get_field("tags").related_model.objects
        context["tag"] = tags.filter(slug=chosen["the"]).first() if chosen["the"] else None
        context["articles"] = Paginator(found, A_PAGE).get_page(asked.get("trang"))
        return context
    return context | _front(index, live, articles)


def _live(index: Page, articles: Any) -> Any:
    newest_first = articles.objects.live().child_of(index).order_by("-date", "-pk")
    return newest_first.select_related("picture", "category", "content_type")


def _narrowed(live: Any, chosen: Mapping[str, str]) -> Any:
    if chosen["muc"]:
        live = live.filter(category__slug=chosen["muc"])
    if chosen["dang"]:
        kind = Format.at(chosen["dang"])
        live = live.filter(content_type__model=kind) if kind else live.none()
    if chosen["the"]:
        live = live.filter(tagged__tag__slug=chosen["the"])
    return live


def _front(index: Page, live: Any, articles: Any) -> dict[str, Any]:
    """The lead and the newest of all formats, then one shelf for each format. No article stands
    twice above the shelves.
    """
    newest = list(live[: 1 + NEWEST + OTHERS])
    read = most_read(index.pk, articles)
    return {
        "lead": next(iter(newest), None),
        "newest": newest[1 : 1 + NEWEST],
        "others": newest[1 + NEWEST :],
        "most_read": read,
        "shelves": {
            "megastory": _of(live, Format.MEGASTORY, 1),
            "videos": _of(live, Format.VIDEO, OF_A_FORMAT),
            "infographic": _of(live, Format.INFOGRAPHIC, 1),
            "photos": _of(live, Format.PHOTOS, 1),
        },
        "has_more": live.count() > len(newest),
    }


def _of(live: Any, kind: Format, count: int) -> list[Any]:
    """With what only this kind has."""
    return list(live.filter(content_type__model=kind)[:count].specific())


def neighbours(article: Any, articles: Any) -> dict[str, Any]:
    """{"newer", "older"}: the ones next to it by day, in its own section; None at the ends."""
    around = articles.objects.live().sibling_of(article, inclusive=False)
    around = around.select_related("picture", "category", "content_type")
    same_day = models.Q(date=article.date)
    later = models.Q(date__gt=article.date) | same_day & models.Q(pk__gt=article.pk)
    earlier = models.Q(date__lt=article.date) | same_day & models.Q(pk__lt=article.pk)
    return {
        "newer": around.filter(later).order_by("date", "pk").first(),
        "older": around.filter(earlier).order_by("-date", "-pk").first(),
    }


def most_read(index: int, articles: Any, but: int | None = None) -> list[Any]:
    """The articles below this index that most people have read in the last thirty days, each with
    `times`; those that nobody has read yet are left out.
    """

    def count() -> list[tuple[int, int]]:
        """One more than is shown: the article on which it stands leaves."""
        since = clock.now().date() - READ_WITHIN
        read = articles.objects.live().child_of(Page.objects.get(pk=index))
        read = read.filter(readings__day__gte=since).annotate(times=Sum("readings__count"))
        return list(read.order_by("-times", "-pk").values_list("pk", "times")[: MOST_READ + 1])

    counted = remembered(f"most-read:{index}", count, KEPT_FOR)
    return _with_times(articles, [(pk, times) for pk, times in counted if pk != but][:MOST_READ])


def _with_times(articles: Any, counted: Iterable[tuple[int, int]]) -> list[Any]:
    times = dict(counted)
    found = articles.objects.live().filter(pk__in=times).select_related("category", "content_type")
    by_key = {article.pk: article for article in found}
    told = []
    for key, number in times.items():
        if key in by_key:
            by_key[key].times = number
            told.append(by_key[key])
    return told


LOOKED_AT = (Format.PHOTOS, Format.VIDEO, Format.INFOGRAPHIC)


def multimedia(live: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """{"kinds", "chosen", "lead", "items" (a page of them)}: what is looked at, the newest first.
    An unknown kind leaves nothing.
    """
    word = asked.get("dang", "")[:20]
    kinds = [kind for kind in LOOKED_AT if not word or kind.address == word]
    found = live.filter(content_type__model__in=kinds).order_by("-date", "-pk")
    items = Paginator(found.specific(), A_PAGE).get_page(asked.get("trang"))
    shown = list(items)
    is_front = items.number == 1 and bool(shown)
    return {
        "kinds": LOOKED_AT,
        "chosen": word,
        "items": items,
        "lead": shown[0] if is_front else None,
        "others": shown[1:] if is_front else shown,
    }
