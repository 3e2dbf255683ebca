"""What a topic's page reads: articles, works that won, dossiers sent. Counts alone before an
announcement, and works as consents and embargo leave them.
"""

from typing import Any

from django.db.models import QuerySet

from cms import hall
from cms.numbers.page import public_editions
from competition import clock
from foundation.soft_cache import remembered
from submissions.models import Entry

ARTICLES = 6
WORKS = 6
KEPT = 60  # seconds


def told(codes: set[str], articles: QuerySet[Any]) -> dict[str, Any]:
    """{"articles", "article_count", "works", "work_count", "sent"}."""
    newest = articles.select_related("picture", "category", "content_type")
    won = [row.award for row in hall.rows() if row.field in codes]
    shown = hall.winners_by_number(won[:WORKS])
    return {
        "articles": list(newest.order_by("-date", "-pk")[:ARTICLES]),
        "article_count": articles.count(),
        "works": [shown[number] for number in won[:WORKS] if number in shown],
        "work_count": len(won),
        "sent": _sent(codes),
    }


def _sent(codes: set[str]) -> int:
    """Dossiers that were sent in these fields, over all editions whose call has begun."""
    if not codes:
        return 0

    def count() -> int:
        unsent = [Entry.Status.DRAFT, Entry.Status.WITHDRAWN]
        sent = Entry.objects.filter(edition__in=public_editions(clock.now()))
        return sent.filter(field__code__in=codes).exclude(status__in=unsent).count()

    return remembered(f"topic-sent:{','.join(sorted(codes))}", count, KEPT)
