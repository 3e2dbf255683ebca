"""Counting who reads: without a cookie, and pages from the cache too.

The page itself says that it was read, once it has been in sight for a while; robots run no script,
and those who write the articles are not counted.
"""

import datetime

from django.db import transaction
from django.db.models import F

from cms.models import ArticleReading, NewsPage


def count(page: NewsPage, day: datetime.date) -> None:
    """One more reader of this article on this day."""
    with transaction.atomic():
        ArticleReading.objects.get_or_create(page=page, day=day)
        ArticleReading.objects.filter(page=page, day=day).update(count=F("count") + 1)
