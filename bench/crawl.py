"""One visitor's walk through a running demonstration: known addresses, then links breadth-first.

Only HTTP is used and only what stands on the demonstration's own table of logins is known, so the
same walk can be taken through any version of the project.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import lxml.html
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from bench import seen
from bench.page_pairs import Page

LOGIN = "/tai-khoan/login/"
PASSWORD = "ThaiNguyen2026"  # published in README.md
LOGINS = {
    "stranger": None,
    "entrant": "thisinh@example.vn",
    "judge": "giamkhao@example.vn",
    "panel chair": "chutich@example.vn",
    "committee member": "btc@example.vn",
    "voter": "cutri@example.vn",
    "unit's focal point": "daumoi@example.vn",
    "secretariat": "thuky@example.vn",
    "secretariat, second person": "thuky2@example.vn",
    "editor": "bientap@example.vn",
    "administrator": "quantri@example.vn",
}
OFFICE_ROLES = {"secretariat", "secretariat, second person", "editor", "administrator"}
LANGUAGES = ("vi", "en")
# One of each state: announced, in judging, open for entries, vote open.
EDITIONS = ("2025", "2026", "sang-tao-tre-2026", "sang-kien-2026")
# The demonstration has fewer panels, seats and meetings in each of its editions.
NUMBERS = range(1, 5)

SITE = [
    "/",
    "/binh-chon/",
    "/so-cai/",
    "/xac-minh/",
    "/xac-minh/tra-cuu/",
    "/thu-da-gui/",
    "/styleguide/",
    "/khong-co-trang-nay/",
    "/viec-cua-toi/",
    "/hop-thu/",
    "/ho-so/",
    "/ho-so/nhan/",
    "/giay-chung-nhan/",
    "/don-vi/",
    "/cham-diem/",
    "/ban-to-chuc/",
    "/tai-khoan/",
    "/tai-khoan/login/",
    "/tai-khoan/signup/",
    "/tai-khoan/email/",
    "/tai-khoan/password/change/",
    "/tai-khoan/password/reset/",
    "/tai-khoan/2fa/",
    "/tai-khoan/dien-thoai/",
]
OF_AN_EDITION = [
    "/binh-chon/{}/",
    "/du-thi/{}/",
    "/ban-to-chuc/{}/",
    "/ban-to-chuc/{}/mo-niem-phong/",
    "/lap-ho/{}/",
    "/lap-ho/{}/phieu/",
    "/lap-ho/{}/ma-dang-nhap/",
    "/lap-ho/{}/mau/",
    "/lap-ho/{}/danh-sach/",
]
OF_A_NUMBER = [
    "/cham-diem/hoi-dong/{}/",
    "/cham-diem/hoi-dong/{}/phieu-giay/",
    "/cham-diem/hoi-dong/{}/phieu-giay/bang/",
    "/cham-diem/hoi-dong/{}/tham-dinh/",
    "/cham-diem/hop/{}/",
    "/cham-diem/ghe/{}/",
    "/cham-diem/ghe/{}/so-sanh/",
    "/cham-diem/so-sanh-cap/{}/",
]
# Without a language of their own in the address.
OFFICE = ["/quan-tri/", "/livez", "/readyz", "/robots.txt", "/sitemap.xml"]
OFFICE_OF_AN_EDITION = [
    "/quan-tri/dieu-hanh/{}/",
    "/quan-tri/ho-so/{}/",
    "/quan-tri/bieu-mau/{}/",
    "/quan-tri/hien-vat/{}/",
    "/quan-tri/xung-dot/{}/",
    "/quan-tri/cham/{}/",
    "/quan-tri/cham/{}/xep-hang/",
    "/quan-tri/cham/{}/bang-chung/",
    "/quan-tri/cham/{}/phan-cong/1/",
    "/quan-tri/cham/{}/thu-lao/1/",
    "/quan-tri/binh-chon/{}/",
    "/quan-tri/ket-qua/{}/",
    "/quan-tri/ket-qua/{}/goi-kiem-chung/",
]
NOT_PAGES = ("/static/", "/media/", "/hinh/")
OUT_OF_REACH = re.compile(r"logout|/thoat/|javascript:")
EACH_SHAPE = 4  # of the addresses that differ only in whose they are
FOUND_MOST = 90  # pages of one visitor in one language beyond the known ones
SECONDS = 60  # an answer that takes longer is a fault of its own


def visitor(root: str, email: str | None) -> requests.Session:
    """A signed-in (or anonymous) visitor."""
    session = requests.Session()
    session.trust_env = False
    # As browsers do: ask again when the kept connection was closed in that very moment.
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=2, allowed_methods={"GET"})))
    if email:
        page = session.get(root + LOGIN, timeout=SECONDS)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer = session.post(root + LOGIN, data=form, allow_redirects=False, timeout=SECONDS)
        if answer.status_code != 302:
            raise RuntimeError(f"{email} could not sign in: {answer.status_code}")
        _prove(session, root)
    return session


def _prove(session: requests.Session, root: str) -> None:
    """Type the six digits that are asked of whoever works here, from the page of sent mail."""
    page = session.get(f"{root}/viec-cua-toi/", timeout=SECONDS)
    if "/xac-nhan/" not in page.url:
        return
    headers = {"Referer": page.url}
    token = {"csrfmiddlewaretoken": session.cookies["csrftoken"]}
    prove = f"{root}/tai-khoan/xac-nhan/"
    session.post(f"{prove}gui-ma/", data=token, headers=headers, timeout=SECONDS)
    sent = session.get(f"{root}/thu-da-gui/", timeout=SECONDS).text
    code = re.search(r"<h2>[^<]*?(\d{6})", sent)[1]
    proof = token | {"code": code}
    answer = session.post(prove, data=proof, headers=headers, timeout=SECONDS)
    if "/xac-nhan/" in answer.url:
        raise RuntimeError("the second factor was not taken")


def choose_english(session: requests.Session, root: str) -> None:
    """The office has no language in its addresses: a person chooses it on the account page."""
    address = f"{root}/quan-tri/account/"
    page = lxml.html.document_fromstring(session.get(address, timeout=SECONDS).content)
    field = "locale-preferred_language"
    form = next(form for form in page.forms if field in form.fields)
    chosen = {"name_email-first_name": "A", "name_email-last_name": "B", field: "en"}
    filled = dict(form.form_values()) | chosen
    headers = {"Referer": address}
    answer = session.post(
        address, data=filled, headers=headers, allow_redirects=False, timeout=SECONDS
    )
    if answer.status_code != 302:
        raise RuntimeError(f"English could not be chosen in the office: {answer.status_code}")


def known(language: str) -> list[str]:
    """The addresses that every visitor asks for, whether they may see them or not."""
    own = list(SITE)
    own += [address.format(edition) for edition in EDITIONS for address in OF_AN_EDITION]
    own += [address.format(number) for number in NUMBERS for address in OF_A_NUMBER]
    if language == "en":
        own = [f"/en{address}" for address in own]
    office = [address.format(edition) for edition in EDITIONS for address in OFFICE_OF_AN_EDITION]
    return own + OFFICE + office


def followed(root: str, where: str, link: str, language: str) -> str | None:
    """The address a link leads to, without its anchor; None when this walk does not go there."""
    parts = urlsplit(urljoin(root + where, link))
    is_ours = f"{parts.scheme}://{parts.netloc}" == root
    if not is_ours or parts.path.startswith(NOT_PAGES) or OUT_OF_REACH.search(link):
        return None
    is_english = parts.path.startswith("/en/")
    has_no_language = parts.path.startswith("/quan-tri/")
    if not has_no_language and is_english != (language == "en"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def walk(session, root: str, role: str, language: str) -> Iterator[tuple[Page, seen.Seen]]:
    """Each page once: all known ones, then what their links lead to, a few of each shape."""
    queue = known(language)
    to_find = len(queue) + FOUND_MOST
    asked, shapes = set(queue), {}
    for address in queue:  # grows while it is walked
        answer = session.get(root + address, allow_redirects=False, timeout=SECONDS)
        found = seen.read(answer, root)
        yield Page(role, language, seen.shape(address), address, tuple(found.lines)), found
        for link in found.leads_to:
            target = followed(root, address, link, language)
            if target is None or target in asked or len(queue) >= to_find:
                continue
            shape = seen.shape(target)
            shapes[shape] = shapes.get(shape, 0) + 1
            if shapes[shape] <= EACH_SHAPE:
                asked.add(target)
                queue.append(target)
