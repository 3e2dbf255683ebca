"""From where a walk begins: every address of `config/routes.py` that needs no more to be known than
the edition, its round and its panel; and what links of some entries alone lead to.
"""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from config.routes import ROUTES
from submissions.models import Entry, SimilarPair

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


def of_entries(shown: Entry, waiting: Entry) -> list[str]:
    """The pages that one entry has and its neighbour has not: those of a file that its author looks
    at, of a copy that waits to be confirmed, of a similar entry.
    """
    slug, file = shown.edition.slug, shown.attachments.get()
    pair = SimilarPair.objects.get(version__entry=shown)
    return [
        reverse("submitted", args=[shown.public_id]),
        reverse("own_file", args=[shown.public_id, file.public_id]),
        reverse("look_at_file", args=[shown.public_id, file.public_id]),
        reverse("own_page", args=[shown.public_id, file.public_id, 1]),
        reverse("similar_entry", args=[slug, shown.public_id, pair.pk]),
        reverse("office_slip", args=[slug, shown.public_id]),
        reverse("covering", args=[slug, waiting.public_id, 1]),
        reverse("covering_page", args=[slug, waiting.public_id, 1, 1]),
    ]
