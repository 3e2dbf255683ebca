"""What search engines and other places read of a page: its one address, its twin in the other
language, the picture and words by which it is shared, and what it is (schema.org).

Nothing here says more than the page itself shows.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import navigation
from cms.models import EditionPage, HomePage, NewsPage, VideoPage
from competition.models import Edition
from foundation.soft_cache import remembered

SCHEMA = "https://schema.org"
LONGEST = 200  # signs of a description
HOME = 2  # depth of the home pages
KEPT = 300  # seconds
LOCALES = {"vi": "vi_VN", "en": "en_GB"}


@dataclass(frozen=True)
class Head:
    """The lines of a page's head."""

    here: str
    title: str
    description: str
    language: str
    locale: str
    is_article: bool
    picture: str
    twins: list[tuple[str, str]]  # (language, address), the page itself among them
    data: list[SafeString] = field(default_factory=list)  # JSON-LD


def absolute(path: str) -> str:
    """The full address of a path; from SITE_URL, never from what a request calls itself."""
    return f"{settings.SITE_URL}{path}"


def path_of(page: Page) -> str:
    """The path of a page; empty where no site leads to it."""
    parts = page.get_url_parts()
    return str(parts[2] or "") if parts else ""


def of_page(page: Page, number: str = "") -> Head | None:
    """The head of a live page, or of the page of a list with this number; None in a preview.

    It is read anew when an editor publishes something.
    """
    path = path_of(page) if page.pk else ""
    if not path or not page.live:
        return None
    key = f"head:{navigation.pages_stamp()}:{page.pk}:{get_language()}"
    head = remembered(key, lambda: _read(page.specific, path), KEPT)
    is_later = number.isdigit() and number != "1"
    return replace(head, here=f"{head.here}?trang={number}") if is_later else head


def _read(page: Page, path: str) -> Head:
    twins = _twins(page)
    language = next((code for code, way in twins if way == absolute(path)), "")
    head = Head(
        here=absolute(path),
        title=page.seo_title or page.title,
        description=description_of(page),
        language=language,
        locale=LOCALES.get(language, ""),
        is_article=isinstance(page, NewsPage),
        picture=absolute(reverse("page_card", args=[page.pk])),
        twins=twins,
    )
    told = [_trail(page), _what(page, head), _organisation() if page.depth == HOME else None]
    head.data.extend(_written(part) for part in told if part)
    return head


def description_of(page: Page) -> str:
    """What a search engine shows below the title."""
    words = page.search_description or getattr(page, "intro", "")
    return Truncator(" ".join(strip_tags(words).split())).chars(LONGEST)


def _twins(page: Page) -> list[tuple[str, str]]:
    """Vietnamese first; a twin that is a draft is none."""
    same = Page.objects.live().filter(translation_key=page.translation_key)
    found = [(one.locale.language_code, path_of(one)) for one in same.select_related("locale")]
    return [(language, absolute(way)) for language, way in sorted(found, reverse=True) if way]


def _organisation() -> dict[str, Any]:
    return {
        "@type": "GovernmentOrganization",
        "name": _("Innovation for beloved Thai Nguyen"),
        "url": settings.SITE_URL,
        "logo": absolute(reverse("app_icon", args=[512])),
        "areaServed": {"@type": "AdministrativeArea", "name": "Thái Nguyên"},
    }


def _what(page: Page, head: Head) -> dict[str, Any] | None:
    if isinstance(page, NewsPage):
        return _article(page, head)
    if isinstance(page, HomePage | EditionPage):
        return _event(page.edition, head)
    return None


def _article(page: NewsPage, head: Head) -> dict[str, Any]:
    us = _organisation()
    changed = page.last_published_at or page.first_published_at
    told: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": Truncator(page.title).chars(110),
        "datePublished": page.date.isoformat(),
        "inLanguage": head.language,
        "mainEntityOfPage": head.here,
        "image": head.picture,
        "author": {"@type": "Person", "name": page.written_by} if page.written_by else us,
        "publisher": us,
    }
    if head.description:
        told["description"] = head.description
    if changed:
        told["dateModified"] = changed.isoformat()
    if page.category:
        told["articleSection"] = page.category.label
    if isinstance(page, VideoPage):
        told["video"] = {
            "@type": "VideoObject",
            "name": page.title,
            "description": head.description or page.title,
            "uploadDate": page.date.isoformat(),
            "duration": f"PT{page.seconds}S",
            "thumbnailUrl": head.picture,
        }
    return told


def _event(edition: Edition, head: Head) -> dict[str, Any] | None:
    """The edition as it runs from its first phase to its last; none of a draft."""
    phases = [] if edition.is_draft else edition.timetable
    if not phases:
        return None
    return {
        "@type": "Event",
        "name": edition.label,
        "description": head.description or edition.label,
        "startDate": min(phase.opens_at for phase in phases).isoformat(),
        "endDate": max(phase.closes_at for phase in phases).isoformat(),
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "eventAttendanceMode": f"{SCHEMA}/MixedEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Thái Nguyên",
            "address": {
                "@type": "PostalAddress",
                "addressRegion": "Thái Nguyên",
                "addressCountry": "VN",
            },
        },
        "organizer": _organisation(),
        "image": head.picture,
        "url": head.here,
        "isAccessibleForFree": True,
    }


def _trail(page: Page) -> dict[str, Any] | None:
    """From the home page to this one; the home page itself has none."""
    above = page.get_ancestors().filter(depth__gt=1).live()
    return trail_of([(step.title, path_of(step)) for step in [*above, page]])


def trail_of(steps: list[tuple[str, str]]) -> dict[str, Any] | None:
    """A BreadcrumbList of (name, path); None of a single step."""
    if len(steps) == 1:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def _written(part: dict[str, Any]) -> SafeString:
    """As JSON that ends no script element, whatever an editor typed."""
    text = json.dumps({"@context": SCHEMA} | part, ensure_ascii=False)
    signs = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}
    for sign, code in signs.items():
        text = text.replace(sign, code)
    return mark_safe(text)  # every sign that HTML reads is written as a number above


def trail(steps: list[tuple[str, str]]) -> SafeString:
    """The BreadcrumbList of a page that no editor made, written out."""
    found = trail_of(steps)
    return _written(found) if found else SafeString("")
