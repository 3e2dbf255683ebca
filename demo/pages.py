"""The website of the demonstration: pages in both languages, with the results page published by the
announcement.
"""

import datetime
from typing import Any

from wagtail.models import Locale, Page, Site

from cms import ready_pages
from cms.models import (
    ContentPage,
    EditionPage,
    GalleryPage,
    HomePage,
    MenuLink,
    NumbersPage,
    ResultsPage,
    SiteMenus,
    SiteTexts,
    VerificationPage,
)
from competition.models import Edition
from demo import newsroom, sections
from demo.edition.articles import GUIDE

MENUS = {
    MenuLink.Place.HEADER: ["the-le", "tin-tuc", "chu-de", "cong-trinh", "so-lieu", "hoi-dap"],
    MenuLink.Place.MORE: [
        "the-le",
        "vinh-danh-2025",
        "cong-trinh",
        "so-lieu",
        "chu-de",
        "da-phuong-tien",
        "van-ban",
        "lich",
        "bao-chi",
        "hoi-dap",
    ],
}
Twins = tuple[Page, Page]  # the Vietnamese page and its English translation


class Website:
    """Builds the page trees."""

    def __init__(self, editions: list[Edition], today: datetime.date):
        self.announced, self.judging, self.youth, self.initiatives = editions
        self.today = today

    def build(self) -> None:
        """Texts, the Vietnamese tree, the English one."""
        _write_site_texts()
        Page.objects.filter(depth=2).delete()
        self.vietnamese, _is_new = Locale.objects.get_or_create(language_code="vi")
        self.english, _is_new = Locale.objects.get_or_create(language_code="en")
        self.homes = self._homes()
        self._rules()
        newsroom.publish(self._both, self.homes, self.today)
        self._results()
        self._other_contests()
        self._questions_and_answers()
        self._verification()
        self._numbers()
        sections.publish(
            self._both,
            self.homes,
            self.today,
            judged=[
                (self.announced, "Hội đồng giám khảo 2025", "Jury 2025"),
                (self.judging, "Hội đồng giám khảo 2026", "Jury 2026"),
            ],
        )
        ready_pages.write(*self.homes, mailbox="thuongtruc@example.org")
        self._menus()

    def _menus(self) -> None:
        """The header as an editor would order it; the footer leads to all."""
        menus = SiteMenus.load()
        pages = {page.slug: page for page in self.homes[0].get_children()}
        for place, slugs in MENUS.items():
            for order, slug in enumerate(slugs):
                MenuLink.objects.create(
                    menus=menus, place=place, page=pages[slug], sort_order=order
                )

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
            {
                "title": "Thể lệ",
                "slug": "the-le",
                "intro": "Thể lệ, thang điểm, cơ cấu giải và mốc thời gian của lần thứ hai.",
            },
            {
                "title": "Rules",
                "slug": "rules",
                "intro": "Rules, points, prizes and dates of the second edition.",
            },
            edition=self.judging,
            show_in_menus=True,
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

    def _numbers(self) -> None:
        self._both(
            self.homes,
            NumbersPage,
            {
                "title": "Cuộc thi qua những con số",
                "slug": "so-lieu",
                "intro": "Số liệu tổng hợp, không có dữ liệu cá nhân; bảng nào cũng tải về được.",
            },
            {
                "title": "The contest in numbers",
                "slug": "numbers",
                "intro": "Totals without personal data; every table can be downloaded.",
            },
            edition=self.announced,
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
