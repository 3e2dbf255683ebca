"""The results page goes live with the announcement, by itself: no half of a result is ever
published by hand. What is taken back or revoked leaves the kept pages at once.
"""

from cms import navigation
from cms.models import ResultsPage


def apply(name: str, payload: dict) -> None:
    """Publish the drafted results pages of the edition, in every language; and forget kept pages,
    which still show what was before.
    """
    navigation.forget()
    if name != "results.announced":
        return
    for page in ResultsPage.objects.filter(edition_id=payload["edition"], live=False):
        page.get_latest_revision_as_object().save_revision().publish()
