"""The website of the demonstration: pages in both languages, with the results page published by the
announcement.
"""

import datetime
import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Picture
from PIL import ImageDraw, ImageFilter
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from cms.models import (
    ContentPage,
    EditionPage,
    GalleryPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    ResultsPage,
    SiteTexts,
    VerificationPage,
)
from competition.models import Edition
from demo.edition.articles import GUIDE, NEWS

Twins = tuple[Page, Page]  # the Vietnamese page and its English translation
Colour = tuple[int, int, int]

TONES = [  # sky, farthest hills, nearest hills
    ((250, 236, 205), (131, 186, 145), (28, 107, 71)),
    ((214, 232, 238), (143, 190, 160), (20, 85, 58)),
    ((252, 224, 200), (176, 196, 130), (70, 110, 60)),
]
LAYERS = 4


def _picture(number: int) -> Image:
    """A hill landscape as a photograph's stand-in."""
    sky, far, near = TONES[number % len(TONES)]
    picture = Picture.new("RGB", (1280, 720), sky)
    pen = ImageDraw.Draw(picture)
    pen.ellipse([880 - 90 * number, 120, 1040 - 90 * number, 280], fill=(240, 185, 85))
    for layer in range(LAYERS):
        outline = [*_ridge(layer, number), (1300, 720), (0, 720)]
        pen.polygon(outline, fill=_shade(far, near, layer))
    output = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(3)).save(output, "JPEG", quality=85)
    output.seek(0)
    return Image.objects.create(
        title=f"Đồi chè {number + 1}", file=ImageFile(output, name=f"doi-che-{number + 1}.jpg")
    )


def _ridge(layer: int, number: int) -> list[tuple[int, int]]:
    points = []
    for x in range(0, 1300, 20):
        rise = 50 * ((x * (layer + 2) // 160 + number) % 2)
        points.append((x, 330 + 90 * layer + rise - (x % 160) // 5))
    return points


def _shade(far: Colour, near: Colour, layer: int) -> Colour:
    red, green, blue = (
        start + (end - start) * layer // (LAYERS - 1) for start, end in zip(far, near, strict=True)
    )
    return red, green, blue


class Website:
    """Builds the page trees."""

    def __init__(self, editions: list[Edition], today: datetime.date):
        self.announced, self.judging, self.youth, self.initiatives = editions
        self.today = today

    def build(self) -> None:
        """Texts, the Vietnamese tree, the English one."""
        _write_site_texts()
        self.pictures = [_picture(number) for number in range(len(NEWS))]
        Page.objects.filter(depth=2).delete()
        self.vietnamese, _is_new = Locale.objects.get_or_create(language_code="vi")
        self.english, _is_new = Locale.objects.get_or_create(language_code="en")
        self.homes = self._homes()
        self._rules()
        self._news()
        self._results()
        self._other_contests()
        self._questions_and_answers()
        self._verification()

    def _homes(self) -> Twins:
        home = HomePage(
            title="Trang chủ",
            slug="trang-chu",
            edition=self.youth,
            locale=self.vietnamese,
            headline="Mỗi sáng kiến, dù nhỏ nhất, đều đáng trân trọng",
            intro=(
                "Cuộc thi dành cho nhà khoa học, nhà sáng chế, doanh nghiệp, tổ chức và mọi người "
                "dân có giải pháp mới cho Thái Nguyên."
            ),
            search_description="Cuộc thi Đổi mới sáng tạo – Vì Thái Nguyên thân yêu",
        )
        Page.objects.get(depth=1).add_child(instance=home)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": "localhost",
                "port": 80,
                "root_page": home,
                "site_name": "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu",
            },
        )
        english = home.copy_for_translation(self.english)
        english.title = "Home"
        english.slug = "home"
        english.headline = "Every idea, however small, deserves to be treasured"
        english.intro = (
            "A contest for scientists, inventors, businesses, organisations and everyone with a "
            "new solution for Thai Nguyen."
        )
        english.search_description = "Innovation – For beloved Thai Nguyen"
        english.save_revision().publish()
        return home, english

    def _both(
        self,
        parents: Twins,
        page_type: type[Page],
        vi: dict,
        en: dict,
        *,
        live: bool = True,
        **shared: Any,
    ) -> Twins:
        """One page in both languages, linked as translations."""
        page = page_type(locale=self.vietnamese, live=live, **vi, **shared)
        parents[0].add_child(instance=page)
        if not live:
            page.save_revision()
        twin = page.copy_for_translation(self.english)
        for name, value in en.items():
            setattr(twin, name, value)
        revision = twin.save_revision()
        if live:
            revision.publish()
        return page, twin

    def _rules(self) -> None:
        self._both(
            self.homes,
            EditionPage,
            {"title": "Thể lệ", "slug": "the-le"},
            {"title": "Rules", "slug": "rules"},
            edition=self.judging,
            intro="Thể lệ, thang điểm, cơ cấu giải và mốc thời gian của lần thứ hai.",
            show_in_menus=True,
        )

    def _news(self) -> None:
        indexes = self._both(
            self.homes,
            NewsIndexPage,
            {"title": "Tin tức", "slug": "tin-tuc"},
            {"title": "News", "slug": "news"},
            show_in_menus=True,
        )
        for place, (title, title_en, intro, intro_en, body, body_en) in enumerate(NEWS):
            self._both(
                indexes,
                NewsPage,
                {
                    "title": title,
                    "slug": f"tin-{place + 1}",
                    "intro": intro,
                    "body": [("paragraph", f"<p>{'</p><p>'.join(body)}</p>")],
                },
                {
                    "title": title_en,
                    "slug": f"news-{place + 1}",
                    "intro": intro_en,
                    "body": [("paragraph", f"<p>{'</p><p>'.join(body_en)}</p>")],
                },
                date=self.today - datetime.timedelta(days=2 + 5 * place),
                picture=self.pictures[place],
            )

    def _results(self) -> None:
        """The gallery, the published results of one edition, the drafted ones of the next."""
        self._both(
            self.homes,
            GalleryPage,
            {
                "title": "Công trình",
                "slug": "cong-trinh",
                "intro": "Những công trình đã được trao giải.",
            },
            {"title": "Works", "slug": "works", "intro": "Works that won a prize."},
            show_in_menus=True,
        )
        self._both(
            self.homes,
            ResultsPage,
            {"title": "Vinh danh 2025", "slug": "vinh-danh-2025"},
            {"title": "Winners 2025", "slug": "winners-2025"},
            edition=self.announced,
            show_in_menus=True,
        )
        self._both(
            self.homes,
            ResultsPage,
            {"title": "Kết quả 2026", "slug": "ket-qua-2026"},
            {"title": "Results 2026", "slug": "results-2026"},
            edition=self.judging,
            live=False,
        )

    def _other_contests(self) -> None:
        for slug, name, name_en, edition in [
            ("sang-tao-tre", "Sáng tạo trẻ", "Young inventors", self.youth),
            ("sang-kien", "Sáng kiến cộng đồng", "Community initiatives", self.initiatives),
        ]:
            self._both(
                self.homes,
                EditionPage,
                {"title": name, "slug": slug},
                {"title": name_en, "slug": f"{slug}-en"},
                edition=edition,
            )

    def _questions_and_answers(self) -> None:
        vietnamese = []
        english = []
        for question, question_en, answer, answer_en in GUIDE:
            vietnamese.append(("question", {"question": question, "answer": answer}))
            english.append(("question", {"question": question_en, "answer": answer_en}))
        self._both(
            self.homes,
            ContentPage,
            {"title": "Hỏi đáp", "slug": "hoi-dap", "body": vietnamese},
            {"title": "Questions", "slug": "questions", "body": english},
            show_in_menus=True,
        )

    def _verification(self) -> None:
        self._both(
            self.homes,
            VerificationPage,
            {
                "title": "Xác minh giấy chứng nhận",
                "slug": "xac-minh",
                "intro": "Quét mã QR hoặc nhập mã ghi trên giấy.",
            },
            {
                "title": "Verify a certificate",
                "slug": "verify",
                "intro": "Scan the QR code or type the code on the paper.",
            },
        )


def _write_site_texts() -> None:
    texts = SiteTexts.load()
    texts.official_line = (
        "Trang thông tin chính thức của Ban Tổ chức Cuộc thi · Sở Khoa học và Công nghệ tỉnh "
        "Thái Nguyên"
    )
    texts.official_line_en = (
        "Official site of the organising committee · Department of Science and Technology, "
        "Thai Nguyen"
    )
    texts.footer = (
        "Cơ quan thường trực: Sở Khoa học và Công nghệ tỉnh Thái Nguyên.\nTrang trình diễn: "
        "người và hồ sơ trong trang này là hư cấu."
    )
    texts.footer_en = (
        "Standing office: Department of Science and Technology, Thai Nguyen.\nA "
        "demonstration: people and dossiers on this site are invented."
    )
    texts.save()
