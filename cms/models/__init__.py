"""Every page type, split by what it tells."""

from cms.models.alerts import SiteAlert
from cms.models.categories import NewsCategory
from cms.models.contact import ContactPage, LetterBox
from cms.models.editions import EditionPage
from cms.models.events import CalendarEvent, CalendarPage
from cms.models.formats import InfographicPage, MegastoryPage, PhotoStoryPage, VideoPage
from cms.models.home import HomePage
from cms.models.jury import JuryPage
from cms.models.library import IssuedDocument, LibraryPage
from cms.models.media import MediaHubPage
from cms.models.menus import MenuLink, SiteMenus
from cms.models.news import NewsIndexPage, NewsPage, NewsTag, NewsWord
from cms.models.numbers import NumbersPage
from cms.models.press import PressPage
from cms.models.readings import ArticleReading
from cms.models.results import GalleryPage, ResultsPage
from cms.models.stories import ContentPage, VerificationPage
from cms.models.summaries import EnglishSummary
from cms.models.texts import SiteTexts
from cms.models.topics import TopicIndexPage, TopicPage

__all__ = [
    "ArticleReading",
    "CalendarEvent",
    "CalendarPage",
    "ContactPage",
    "ContentPage",
    "EditionPage",
    "EnglishSummary",
    "GalleryPage",
    "HomePage",
    "InfographicPage",
    "IssuedDocument",
    "JuryPage",
    "LetterBox",
    "LibraryPage",
    "MediaHubPage",
    "MegastoryPage",
    "MenuLink",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "NewsWord",
    "NumbersPage",
    "PhotoStoryPage",
    "PressPage",
    "ResultsPage",
    "SiteAlert",
    "SiteMenus",
    "SiteTexts",
    "TopicIndexPage",
    "TopicPage",
    "VerificationPage",
    "VideoPage",
]
