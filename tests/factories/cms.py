"""Pages of the site, each below a parent that may have it."""

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from wagtail.documents.models import Document
from wagtail.models import Page

from awards.models import AwardDecision
from cms.models import (
    ArticleReading,
    CalendarEvent,
    CalendarPage,
    ContactPage,
    ContentPage,
    EditionPage,
    EnglishSummary,
    GalleryPage,
    HomePage,
    InfographicPage,
    IssuedDocument,
    JuryPage,
    LetterBox,
    LibraryPage,
    MediaHubPage,
    MegastoryPage,
    MenuLink,
    NewsCategory,
    NewsIndexPage,
    NewsPage,
    NewsTag,
    NewsWord,
    NumbersPage,
    PhotoStoryPage,
    PressPage,
    ResultsPage,
    SiteAlert,
    SiteMenus,
    SiteTexts,
    TopicIndexPage,
    TopicPage,
    VerificationPage,
    VideoPage,
)
from submissions.models import Entry
from tests import guards
from tests.factories.awards import AwardFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON, TODAY, days
from tests.factories.submissions import EntryFactory


class SiteTextsFactory(DjangoModelFactory):
    class Meta:
        model = SiteTexts

    official_line = "Trang chính thức của Ban Tổ chức Cuộc thi"


class PageFactory(DjangoModelFactory):
    """A live page below `parent`; below the root of all pages where that is None."""

    class Meta:
        model = Page
        abstract = True

    slug = factory.Sequence(lambda number: f"trang-{number}")
    parent = None

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        above = parent or Page.get_first_root_node()
        return above.add_child(instance=model_class(**fields))


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Trang chủ"
    edition = factory.SubFactory(EditionFactory)


class PageBelowHomeFactory(PageFactory):
    class Meta:
        model = Page
        abstract = True

    parent = factory.SubFactory(HomePageFactory)


class EditionPageFactory(PageBelowHomeFactory):
    """Of the edition that the home page stands for."""

    class Meta:
        model = EditionPage

    title = "Thể lệ"
    edition = factory.SelfAttribute("parent.edition")


class NewsIndexPageFactory(PageBelowHomeFactory):
    class Meta:
        model = NewsIndexPage

    title = "Tin tức"


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    parent = factory.SubFactory(NewsIndexPageFactory)
    title = "Phát động Cuộc thi"
    date = TODAY


class NewsCategoryFactory(DjangoModelFactory):
    class Meta:
        model = NewsCategory

    name = "Chè và rừng"
    name_en = "Tea and forest"
    slug = factory.Sequence(lambda number: f"chuyen-muc-{number}")


class MegastoryPageFactory(NewsPageFactory):
    class Meta:
        model = MegastoryPage

    title = "Mười một mùa khô"


class InfographicPageFactory(NewsPageFactory):
    class Meta:
        model = InfographicPage

    title = "Một trăm giọt nước"
    in_words = "<p>38 giọt tới rễ.</p>"
    source = "Trạm khuyến nông"


class PhotoStoryPageFactory(NewsPageFactory):
    class Meta:
        model = PhotoStoryPage

    title = "Một ngày trên bến"


class VideoPageFactory(NewsPageFactory):
    class Meta:
        model = VideoPage

    title = "Máy hái chè"
    elsewhere = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    seconds = 372
    transcript = "<p>Máy đi trên dốc.</p>"


class NewsWordFactory(DjangoModelFactory):
    class Meta:
        model = NewsWord

    name = factory.Sequence(lambda number: f"Thẻ {number}")


class NewsTagFactory(DjangoModelFactory):
    class Meta:
        model = NewsTag

    tag = factory.SubFactory(NewsWordFactory)
    content_object = factory.SubFactory(NewsPageFactory)


class ArticleReadingFactory(DjangoModelFactory):
    class Meta:
        model = ArticleReading

    page = factory.SubFactory(NewsPageFactory)
    day = TODAY


class ResultsPageFactory(PageBelowHomeFactory):
    class Meta:
        model = ResultsPage

    title = "Vinh danh"
    edition = factory.SelfAttribute("parent.edition")


class GalleryPageFactory(PageBelowHomeFactory):
    class Meta:
        model = GalleryPage

    title = "Công trình đoạt giải"


class VerificationPageFactory(PageBelowHomeFactory):
    class Meta:
        model = VerificationPage

    title = "Xác minh giấy chứng nhận"


class ContentPageFactory(PageBelowHomeFactory):
    class Meta:
        model = ContentPage

    title = "Hỏi đáp"


class ContactPageFactory(PageBelowHomeFactory):
    class Meta:
        model = ContactPage

    title = "Liên hệ"
    mailbox = "thuongtruc@example.org"


class SiteMenusFactory(DjangoModelFactory):
    class Meta:
        model = SiteMenus


class MenuLinkFactory(DjangoModelFactory):
    class Meta:
        model = MenuLink

    menus = factory.LazyFunction(SiteMenus.load)
    page = factory.SubFactory(ContentPageFactory)


class LetterBoxFactory(DjangoModelFactory):
    """Open."""

    class Meta:
        model = LetterBox

    entry = factory.SubFactory(EntryFactory)
    opened_at = NOON


class NumbersPageFactory(PageBelowHomeFactory):
    class Meta:
        model = NumbersPage

    title = "Cuộc thi qua những con số"


class TopicIndexPageFactory(PageBelowHomeFactory):
    class Meta:
        model = TopicIndexPage

    title = "Chủ đề của tỉnh"


class TopicPageFactory(PageFactory):
    class Meta:
        model = TopicPage

    parent = factory.SubFactory(TopicIndexPageFactory)
    title = "Chè"
    scene = "doi-che"
    category = factory.SubFactory(NewsCategoryFactory)


class MediaHubPageFactory(PageBelowHomeFactory):
    class Meta:
        model = MediaHubPage

    title = "Đa phương tiện"


class LibraryPageFactory(PageBelowHomeFactory):
    class Meta:
        model = LibraryPage

    title = "Văn bản"


class DocumentFactory(DjangoModelFactory):
    """A PDF of the editors."""

    class Meta:
        model = Document

    title = "Thể lệ"
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7", "the-le.pdf"))


class IssuedDocumentFactory(DjangoModelFactory):
    class Meta:
        model = IssuedDocument

    kind = IssuedDocument.Kind.PLAN
    title = "Kế hoạch tổ chức"
    title_en = "Plan"
    issued_on = TODAY
    issuer = "Ban Tổ chức Cuộc thi"
    issuer_en = "Organising committee"
    file = factory.SubFactory(DocumentFactory)


class CalendarPageFactory(PageBelowHomeFactory):
    class Meta:
        model = CalendarPage

    title = "Lịch sự kiện"


class CalendarEventFactory(DjangoModelFactory):
    """Two hours from noon."""

    class Meta:
        model = CalendarEvent

    title = "Tập huấn"
    title_en = "Training"
    begins_at = NOON
    ends_at = days(1 / 12)


class PressPageFactory(PageBelowHomeFactory):
    class Meta:
        model = PressPage

    title = "Dành cho báo chí"


class JuryPageFactory(PageBelowHomeFactory):
    class Meta:
        model = JuryPage

    title = "Hội đồng giám khảo"
    edition = factory.SelfAttribute("parent.edition")


class SiteAlertFactory(DjangoModelFactory):
    """Shown until the day after noon."""

    class Meta:
        model = SiteAlert

    text = "Bảo trì"
    text_en = "Maintenance"
    shows_until = days(1)


def _work_that_won() -> Entry:
    """A decision takes in no award once it is announced: it is announced afterwards."""
    award = AwardFactory()
    decisions = AwardDecision.objects.filter(pk=award.decision_id)
    guards.change(decisions, announced_at=NOON)
    return award.entry


class EnglishSummaryFactory(DjangoModelFactory):
    class Meta:
        model = EnglishSummary

    entry = factory.LazyFunction(_work_that_won)
    title = "Water-saving irrigation for tea"
    text = "It waters by the moisture of the soil."
