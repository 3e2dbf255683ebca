"""The news of the demonstration, written by its editors and read by its visitors."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Page

from cms.models import ArticleReading, NewsCategory, NewsIndexPage, VideoPage
from demo.edition import topics
from demo.edition.stories import CATEGORIES, STORIES, Story

FILES = Path(__file__).parent / "edition" / "data"
WRITE = Callable[..., tuple[Page, Page]]  # one page in both languages


def publish(write: WRITE, homes: tuple[Page, Page], today: datetime.date) -> None:
    """The section with every format, below the home pages of both languages."""
    categories = {
        slug: NewsCategory.objects.create(slug=slug, name=vi, name_en=en, order=place)
        for place, (slug, (vi, en)) in enumerate([*CATEGORIES, *topics.CATEGORIES])
    }
    sections = write(
        homes,
        NewsIndexPage,
        {"title": "Tin tức", "slug": "tin-tuc"},
        {"title": "News", "slug": "news"},
        show_in_menus=True,
    )
    for page_type, story in [*STORIES, *topics.STORIES]:
        own = _film() if page_type is VideoPage else {}
        pages = write(
            sections,
            page_type,
            _told(story, 0),
            _told(story, 1),
            date=today - datetime.timedelta(days=story.days_ago),
            category=categories[story.category],
            scene=story.scene,
            written_by=story.written_by,
            corrected_on=today if "correction" in story.extra else None,
            **own,
        )
        for page in pages:
            _file_under(page, story)


def _told(story: Story, language: int) -> dict:
    """What differs between Vietnamese (0) and English (1)."""
    body = [(block, values[language]) for block, *values in story.body]
    return {
        "title": story.title[language],
        "slug": story.slug if language == 0 else f"{story.slug}-en",
        "intro": story.intro[language],
        "picture_caption": story.caption[language],
        "body": body,
    } | {name: values[language] for name, values in story.extra.items()}


def _file_under(page: Page, story: Story) -> None:
    """Its tags, and the readers of the last days: fewer for the English twin."""
    page.tags.add(*story.tags)
    page.save()
    if story.readings:
        is_twin = page.slug.endswith("-en")
        times = story.readings // 9 if is_twin else story.readings
        ArticleReading.objects.create(page=page, day=page.date, count=times)


def _film() -> dict[str, Document]:
    """A short film of the house's own, with captions."""
    kept = {}
    for name, file, title in [
        ("film", "doi-che.webm", "Đồi chè lúc năm giờ sáng"),
        ("captions", "doi-che.vi.vtt", "Phụ đề: Đồi chè lúc năm giờ sáng"),
    ]:
        content = ContentFile((FILES / file).read_bytes(), file)
        kept[name] = Document.objects.create(title=title, file=content)
    return kept
