"""The results page goes live with the announcement, by itself: no half of a result is ever
published by hand. What an entrant takes back leaves the kept pages at once.
"""

from cms import navigation
from cms.models import ResultsPage


def apply(name: str, payload: dict) -> None:
    """Publish the drafted results pages of the edition, in every language; or forget kept pages
    that still show what a consent has ended.
    """
    if name in ("consent.withdrawn", "embargo.set"):
        navigation.forget()
        return
    for page in ResultsPage.objects.filter(edition_id=payload["edition"], live=False):
        page.get_latest_revision_as_object().save_revision().publish()
