"""Every template of the site, in both languages, on a phone and a desktop, light and dark: axe
finds nothing serious, nothing scrolls sideways, and no page asks another server for anything.

Axe reads all of them under `./run soak axe`; in an ordinary run a tenth, another one for each
commit.
"""

import pytest

from tests.drawn import is_drawn, seed
from tests.journeys.accessible import WINDOWS, looking
from tests.journeys.in_site import places as in_site_places
from tests.journeys.in_site import seats
from tests.journeys.people import ROLES

pytestmark = pytest.mark.browser


# role -> addresses without the language's prefix
PAGES = {
    None: [
        "/",
        "/so-cai/",
        "/binh-chon/",
        "/binh-chon/sang-kien-2026/",
        "/binh-chon/sang-kien-2026/*",
        "/du-thi/sang-tao-tre-2026/",
        "/tai-khoan/login/",
        "/tai-khoan/signup/",
        "/tai-khoan/dien-thoai/",
        "/tai-khoan/password/reset/",
        "/khong-co-trang-nay/",
        "/styleguide/",
        "/thu-da-gui/",
        "/xac-minh/tra-cuu/?ma=1",
        "/xac-minh/*",
    ],
    "entrant": [
        "/viec-cua-toi/",
        "/ho-so/",
        "/giay-chung-nhan/",
        "/tai-khoan/",
        "/hop-thu/",
        "/tai-khoan/email/",
        "/tai-khoan/password/change/",
        "/tai-khoan/2fa/",
        "/ho-so/draft",
        "/ho-so/draft/sua/general/",
        "/ho-so/draft/sua/authors/",
        "/ho-so/draft/sua/content/",
        "/ho-so/draft/sua/files/",
        "/ho-so/draft/nop/",
        "/ho-so/draft/rut/",
        "/ho-so/draft/lich-su/",
        "/ho-so/draft/sua/whole/",
        "/ho-so/draft/dong-tac-gia/",
        "/ho-so/look",
        "/ho-so/sent/an-danh/",
        "/ho-so/nhan/",
        "/ho-so/invited",
        "/ho-so/sent",
        "/ho-so/returned",
        "/ho-so/sent/da-nop/",
        "/tai-khoan/logout/",
    ],
    "unit's focal point": ["/don-vi/", "/lap-ho/sang-tao-tre-2026/", "/lap-ho/list"],
    "judge": [
        "/cham-diem/",
        "/cham-diem/*",
        "/cham-diem/seat",
        "/cham-diem/unsigned",
        "/cham-diem/compare",
    ],
    "panel chair": [
        "/cham-diem/",
        "/cham-diem/hoi-dong/*",
        "/cham-diem/discussed",
        "/cham-diem/met",
    ],
    "committee member": ["/ban-to-chuc/", "/ban-to-chuc/2025/"],
}
# Wagtail pages have addresses of their own in each language.
WRITTEN = {
    "vi": [
        "/the-le/",
        "/tin-tuc/",
        "/tin-tuc/lop-hoc-buoi-toi/",
        "/tin-tuc/muoi-mot-mua-kho/",
        "/tin-tuc/doi-che-nam-gio-sang/",
        "/tin-tuc/mot-tram-giot-nuoc/",
        "/tin-tuc/mot-ngay-nhan-ho-so-giay/",
        "/cong-trinh/",
        "/vinh-danh-2025/",
        "/hoi-dap/",
        "/xac-minh/",
    ],
    "en": ["/en/rules/", "/en/winners-2025/"],
}
OFFICE = [
    "/quan-tri/",
    "/quan-tri/dieu-hanh/2026/",
    "/quan-tri/bieu-mau/2026/",
    "/quan-tri/ho-so/2026/",
    "/quan-tri/ho-so/2026/*",
    "/quan-tri/ho-so/sang-tao-tre-2026/*",
    "/quan-tri/reading",
    "/quan-tri/similar",
    "/quan-tri/hien-vat/sang-tao-tre-2026/",
    "/quan-tri/cham/2025/bang-chung/",
    "/quan-tri/cham/2025/xep-hang/",
    "/quan-tri/xung-dot/2026/",
    "/cham-diem/paper",
    "/cham-diem/typed",
    "/quan-tri/cham/2026/",
    "/quan-tri/cham/sang-kien-2026/",
    "/quan-tri/binh-chon/sang-kien-2026/",
    "/quan-tri/ket-qua/2025/",
]


@pytest.fixture(scope="module")
def places(site):
    yield site.call(in_site_places.of_pages, roles=ROLES)
    site.call(seats.signed_again)


def addresses_of(role, language, places) -> list[str]:
    if role == "secretariat":
        # Sheets on paper are a page of the site, not of the admin: its language stands in the
        # address.
        prefix = "/en" if language == "en" else ""
        return [
            (prefix if address.startswith("/cham-diem") else "") + places.get(address, address)
            for address in OFFICE
        ]
    found = []
    for address in PAGES[role]:
        for shape in sorted(places, key=len, reverse=True):
            if address.startswith(shape):
                address = places[shape] + address.removeprefix(shape).lstrip("/")
                break
        found.append(("/en" if language == "en" else "") + address)
    return found + (WRITTEN[language] if role is None else [])


@pytest.mark.parametrize("role", [*PAGES, "secretariat"], ids=str)
@pytest.mark.parametrize(("language", "width", "scheme"), WINDOWS)
def test_pages_are_accessible_and_never_scroll_sideways(
    site, browser, places, role, language, width, scheme
):
    with looking(site, browser, role, language, width, scheme) as look:
        for address in addresses_of(role, language, places):
            look.open(address)
            assert look.page.locator("html").get_attribute("lang") == language, address
            look.measure(address)
            if is_drawn(role, language, width, address):
                look.read(address)
    assert not look.problems, "\n".join([*look.problems, f"SEED={seed()}"])
    assert look.outside == []
