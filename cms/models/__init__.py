"""Every page type, split by what it tells."""

from cms.models.categories import NewsCategory
from cms.models.contact import ContactPage, LetterBox
from cms.models.editions import EditionPage
from cms.models.formats import InfographicPage, MegastoryPage, PhotoStoryPage, VideoPage
from cms.models.home import HomePage
from cms.models.menus import MenuLink, SiteMenus
from cms.models.news import NewsIndexPage, NewsPage, NewsTag, NewsWord
from cms.models.numbers import NumbersPage
from cms.models.readings import ArticleReading
from cms.models.results import GalleryPage, ResultsPage
from cms.models.stories import ContentPage, VerificationPage
from cms.models.texts import SiteTexts

__all__ = [
    "ArticleReading",
    "ContactPage",
    "ContentPage",
    "EditionPage",
    "GalleryPage",
    "HomePage",
    "InfographicPage",
    "LetterBox",
    "MegastoryPage",
    "MenuLink",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "NewsWord",
    "NumbersPage",
    "PhotoStoryPage",
    "ResultsPage",
    "SiteMenus",
    "SiteTexts",
    "VerificationPage",
    "VideoPage",
]
