"""Every page type, split by what it tells."""

from cms.models.editions import EditionPage
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.results import GalleryPage, ResultsPage
from cms.models.stories import ContentPage, VerificationPage
from cms.models.texts import SiteTexts

__all__ = [
    "ContentPage",
    "EditionPage",
    "GalleryPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "ResultsPage",
    "SiteTexts",
    "VerificationPage",
]
