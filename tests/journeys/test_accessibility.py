"""Every template of the site, in both languages, on a phone and a desktop, light and dark: axe
finds nothing serious, nothing scrolls sideways, and no page asks another server for anything.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
        "/tin-tuc/tin-1/",
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
FIND = """
from accounts.models import User
from awards.models import Certificate
from judging.models import Assignment, Contribution, Judge, Panel
from competition.models import Edition
from django.utils import timezone
from submissions import invitations
from submissions.models import Entry, ImportedList, SimilarPair
from voting.models import Candidate
own = Entry.objects.filter(owner__email=ROLES['entrant'])
screened = Entry.objects.filter(edition__slug='sang-tao-tre-2026', status='accepted').first()
draft = own.filter(status='draft').first()
_invited, token = invitations.invite(entry=screened, email='moi@example.vn', right='view', by=screened.owner, at=timezone.now())
youth = Edition.objects.get(slug='sang-tao-tre-2026')
pair = SimilarPair.objects.filter(version__entry__edition=youth, version__entry__status='submitted').first()
focal = User.objects.get(email=ROLES["unit's focal point"])
rows = [{'number': 2, 'values': {'title': 'Máy hái chè', 'authors': 'Ma Văn Sử'}, 'faults': []}, {'number': 3, 'values': {'title': '', 'authors': 'x'}, 'faults': ['Thiếu tên công trình']}]
listed = ImportedList.objects.create(edition=youth, name='danh sách.xlsx', rows=rows, by=focal, at=timezone.now())
said = Contribution.objects.filter(judge__panel__judges__user__email=ROLES['panel chair']).first()
late = Assignment.objects.countable().filter(judge__panel__round__state='open', sheet=None).first()
unsigned = Judge.objects.filter(user__email=ROLES['judge'], panel__round__edition__slug='2025').first()
Judge.objects.filter(pk=unsigned.pk).update(undertaking_at=None)
signed = Judge.objects.filter(user__email=ROLES['judge']).exclude(pk=unsigned.pk).first()
print(json.dumps({
 '/cham-diem/seat': f"/cham-diem/ghe/{signed.pk}/",
 '/cham-diem/unsigned': f"/cham-diem/ghe/{unsigned.pk}/",
 '/cham-diem/compare': f"/cham-diem/ghe/{signed.pk}/so-sanh/",
 '/cham-diem/discussed': f"/cham-diem/hoi-dong/{said.judge.panel_id}/ho-so/{said.blinded_entry.code}/",
 '/cham-diem/met': f"/cham-diem/hop/{said.judge.panel.meetings.first().pk}/",
 '/cham-diem/paper': f"/cham-diem/hoi-dong/{late.judge.panel_id}/phieu-giay/",
 '/cham-diem/typed': f"/cham-diem/hoi-dong/{late.judge.panel_id}/phieu-giay/{late.pk}/",
 '/ho-so/look': f"/ho-so/{draft.public_id}/tep/{draft.attachments.first().public_id}/xem/",
 '/ho-so/invited': invitations.address_of(token),
 '/ho-so/returned': f"/ho-so/{own.filter(status='returned').first().public_id}/",
 '/lap-ho/list': f"/lap-ho/sang-tao-tre-2026/danh-sach/{listed.pk}/",
 '/quan-tri/reading': f"/quan-tri/ho-so/sang-tao-tre-2026/{screened.public_id}/doc/",
 '/quan-tri/similar': f"/quan-tri/ho-so/sang-tao-tre-2026/{pair.version.entry.public_id}/tuong-tu/{pair.pk}/",
 '/binh-chon/sang-kien-2026/*': '/binh-chon/sang-kien-2026/' + Candidate.objects.filter(edition__slug='sang-kien-2026').first().code + '/',
 '/xac-minh/*': '/xac-minh/' + Certificate.objects.first().verify_id + '/',
 '/ho-so/draft': f"/ho-so/{own.filter(status='draft').first().public_id}/",
 '/ho-so/sent': f"/ho-so/{own.exclude(receipt_number='').first().public_id}/",
 '/cham-diem/*': f"/cham-diem/{Assignment.objects.filter(judge__user__email=ROLES['judge'], state='confirmed', judge__panel__round__state='open').first().public_id}/",
 '/cham-diem/hoi-dong/*': f"/cham-diem/hoi-dong/{Panel.objects.filter(judges__user__email=ROLES['panel chair']).first().pk}/",
 '/quan-tri/ho-so/2026/*': f"/quan-tri/ho-so/2026/{Entry.objects.filter(edition__slug='2026', status='sealed').first().public_id}/",
 '/quan-tri/ho-so/sang-tao-tre-2026/*': f"/quan-tri/ho-so/sang-tao-tre-2026/{screened.public_id}/",
}))
"""
ENGLISH_OFFICE = """
from accounts.models import User
from wagtail.users.models import UserProfile
UserProfile.objects.update_or_create(user=User.objects.get(email=EMAIL), defaults={'preferred_language': LANGUAGE})
print(1)
"""


@pytest.fixture(scope="module")
def places(site):
    yield site.python(f"ROLES = {ROLES!r}\n{FIND}")
    # The seat that stood unsigned for its page is the judge's own again: the other journeys walk
    # through it.
    site.python(
        "from judging.models import Judge\nfrom django.db.models import "
        "F\nprint(Judge.objects.filter(undertaking_at=None).update(undertaking_at=F('accepted_at')))"
    )


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
@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("vi", 360, "light"), ("vi", 1440, "dark"), ("en", 360, "dark")],
)
def test_pages_are_accessible_and_never_scroll_sideways(
    site, browser, places, role, language, width, scheme
):
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        base_url=site.url,
        bypass_csp=True,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    if role == "secretariat":
        site.python(f"EMAIL, LANGUAGE = {ROLES[role]!r}, {language!r}\n{ENGLISH_OFFICE}")
    cookies = site.session(ROLES[role]).cookies if role else []
    context.add_cookies(
        [{"name": cookie.name, "value": cookie.value, "url": site.url} for cookie in cookies]
    )
    page = context.new_page()
    outside, problems = [], []
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((site.url, "data:", "blob:"))
            else None
        ),
    )
    # The frame of the office is Wagtail's; ours is what stands inside.
    part = {"include": [["main"]]} if role == "secretariat" else None
    for address in addresses_of(role, language, places):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language, address
        page.evaluate(
            "Promise.all(document.getAnimations().map((animation) => "
            "animation.finished.catch(() => 0)))"
        )  # a fading text has no contrast
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            problems.append(f"{address} scrolls {wide}px sideways")
        for found in (
            Axe()
            .run(page, context=part, options={"resultTypes": ["violations"]})
            .response["violations"]
        ):
            if found["impact"] in ("serious", "critical"):
                problems.append(
                    f"{address} {found['id']}: {[node['target'] for node in found['nodes']][:4]}"
                )
    context.close()
    if role == "secretariat":
        site.python(f"EMAIL, LANGUAGE = {ROLES[role]!r}, 'vi'\n{ENGLISH_OFFICE}")
    assert not problems, "\n".join(problems)
    assert outside == []
