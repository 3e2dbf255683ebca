"""The results page goes live with the announcement, by itself: no half of a result is ever
published by hand.
"""

from cms.models import ResultsPage


def apply(_name: str, payload: dict) -> None:
    """Publish the drafted results pages of the edition, in every language."""
    for page in ResultsPage.objects.filter(edition_id=payload["edition"], live=False):
        page.get_latest_revision_as_object().save_revision().publish()
