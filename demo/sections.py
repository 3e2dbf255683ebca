"""The sections of the demonstration's site beside the news: topics, multimedia, documents, events,
press, jury.
"""

import datetime
import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from wagtail.documents.models import Document
from wagtail.models import Page

from cms.models import (
    CalendarEvent,
    CalendarPage,
    IssuedDocument,
    JuryPage,
    LibraryPage,
    MediaHubPage,
    NewsCategory,
    PressPage,
    TopicIndexPage,
    TopicPage,
)
from competition.models import Edition
from demo.edition.topics import TOPICS, Topic
from foundation.papers.faces import FONTS

WRITE = Callable[..., tuple[Page, Page]]  # one page in both languages
A4 = (1240, 1754)  # points, at 150 to the inch
OFFICE = ("Ban Tổ chức Cuộc thi", "Organising committee")


PRESS = (
    (
        "Tranh vẽ trên trang được dùng lại khi ghi “Tranh: Ban Tổ chức Cuộc thi”. Ảnh dùng theo "
        "giấy phép ghi dưới ảnh. Tên tác giả chỉ nêu khi trang công trình có nêu."
    ),
    (
        "Drawings may be used with “Drawing: organising committee of the contest”. Photographs are "
        "used under the licence below them. Authors are named only where the page of their work "
        "names them."
    ),
)
# Pages that read what they show: (type, its title, address and introduction in both languages).
PLAIN = [
    (
        MediaHubPage,
        ("Đa phương tiện", "da-phuong-tien", "Ảnh, video và infographic của Cuộc thi."),
        ("Multimedia", "multimedia", "Photos, videos and infographics of the contest."),
    ),
    (
        LibraryPage,
        ("Văn bản", "van-ban", "Quyết định, kế hoạch, hướng dẫn và biểu mẫu, kèm tệp tải về."),
        ("Documents", "documents", "Decisions, plans, guidance and forms, each with its file."),
    ),
    (
        CalendarPage,
        ("Lịch sự kiện", "lich", "Mốc của các cuộc thi, buổi tập huấn và lễ trao giải."),
        ("Calendar", "calendar", "Dates of the contests, trainings and ceremonies."),
    ),
    (
        PressPage,
        ("Dành cho báo chí", "bao-chi", "Số liệu, lời giới thiệu, biểu trưng và người trả lời."),
        ("Press", "press", "Figures, words, the mark, and who answers."),
    ),
]


def publish(
    write: WRITE,
    homes: tuple[Page, Page],
    today: datetime.date,
    *,
    judged: list[tuple[Edition, str, str]],
) -> None:
    """All of them; `judged` is [(edition, title and English title of its jury page)]."""
    _topics(write, homes)
    _documents(today)
    _events(today)
    for page_type, *texts in PLAIN:
        vi, en = [_plain(page_type, language, *words) for language, words in enumerate(texts)]
        write(homes, page_type, vi, en)
    for edition, title, title_en in judged:
        slug = f"hoi-dong-{edition.year}"
        vi = {"title": title, "slug": slug}
        en = {"title": title_en, "slug": f"{slug}-en"}
        write(homes, JuryPage, vi, en, edition=edition)


def _plain(page_type: type[Page], language: int, title: str, slug: str, intro: str) -> dict:
    told: dict[str, Any] = {"title": title, "slug": slug, "intro": intro}
    if page_type is PressPage:
        told["body"] = [("paragraph", f"<p>{PRESS[language]}</p>")]
    return told


def _topics(write: WRITE, homes: tuple[Page, Page]) -> None:
    above = write(
        homes,
        TopicIndexPage,
        {
            "title": "Chủ đề của tỉnh",
            "slug": "chu-de",
            "intro": "Năm câu hỏi lớn của Thái Nguyên, và những người đang trả lời.",
        },
        {
            "title": "Topics of the province",
            "slug": "topics",
            "intro": "Five large questions of Thai Nguyen, and those who answer them.",
        },
    )
    categories = {category.slug: category for category in NewsCategory.objects.all()}
    for topic in TOPICS:
        write(
            above,
            TopicPage,
            _told(topic, 0),
            _told(topic, 1),
            scene=topic.scene,
            category=categories[topic.category],
            field_codes=topic.fields,
        )


def _told(topic: Topic, language: int) -> dict:
    body: list[tuple[str, object]] = [
        ("paragraph", f"<p>{words[language]}</p>") for words in topic.text
    ]
    if topic.figures:
        figures = [{"number": number, "label": label[language]} for number, label in topic.figures]
        body.append(("figures", {"title": "", "figures": figures}))
    return {
        "title": topic.title[language],
        "slug": topic.slug if language == 0 else f"{topic.slug}-en",
        "intro": topic.intro[language],
        "body": body,
    }


def _documents(today: datetime.date) -> None:
    rows = [
        ("quyet-dinh", "412/QĐ-BTC", "Ban hành Thể lệ Cuộc thi", "The rules of the contest", 120),
        ("ke-hoach", "27/KH-BTC", "Kế hoạch tổ chức Cuộc thi", "Plan of the contest", 126),
        ("huong-dan", "09/HD-BTC", "Hướng dẫn nộp hồ sơ", "How to submit a dossier", 60),
        ("bieu-mau", "", "Mẫu giấy đồng ý của đồng tác giả", "Consent of a co-author", 58),
    ]
    for kind, number, title, title_en, days_ago in rows:
        paper = _paper(number, title)
        file = Document.objects.create(
            title=f"{number} {title}".strip(),
            file=ContentFile(paper, f"{kind}.pdf"),
            file_size=len(paper),
        )
        IssuedDocument.objects.create(
            kind=kind,
            number=number,
            title=title,
            title_en=title_en,
            issued_on=today - datetime.timedelta(days=days_ago),
            issuer=OFFICE[0],
            issuer_en=OFFICE[1],
            file=file,
        )


def _paper(number: str, title: str) -> bytes:
    """A page that says that it is a sample."""
    sheet = Image.new("L", A4, 255)
    pen = ImageDraw.Draw(sheet)
    for top, size, words in (
        (200, 40, number),
        (280, 54, title),
        (400, 36, "Văn bản mẫu của trang trình diễn."),
    ):
        font = ImageFont.truetype(str(FONTS / "SourceSerif4-Regular.ttf"), size)
        pen.text((140, top), words, font=font, fill=30)
    output = io.BytesIO()
    sheet.save(output, "PDF", resolution=150, title=f"{number} {title}".strip())
    return output.getvalue()


def _events(today: datetime.date) -> None:
    rows = [
        (
            6,
            "Tập huấn viết hồ sơ",
            "How to write a dossier: a training",
            "Nhà văn hóa phường Phan Đình Phùng",
        ),
        (19, "Hỏi đáp trực tuyến về sở hữu trí tuệ", "Questions on intellectual property", ""),
        (-12, "Ngày hội sáng tạo trẻ", "Day of young inventors", "Trường THPT Chuyên"),
    ]
    for days, title, title_en, place in rows:
        day = today + datetime.timedelta(days=days)
        begins = timezone.make_aware(datetime.datetime.combine(day, datetime.time(14)))
        CalendarEvent.objects.create(
            title=title,
            title_en=title_en,
            begins_at=begins,
            ends_at=begins + datetime.timedelta(hours=2),
            place=place,
        )
