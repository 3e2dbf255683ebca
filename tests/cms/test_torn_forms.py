"""A form of Wagtail's that comes torn or forged is answered in words, with what was typed; on both
databases, since only PostgreSQL refuses what is too wide for a column.
"""

import json
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from accounts.models import User
from cms.models import ContentPage
from tests.drawn import is_drawn
from tests.security.public_pages import build_site

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MISSING = None
FORGED = (MISSING, "", "abc", "²", "9" * 20, "-1", "[" * 5000, "x" * 300)
OF_A_PAGE = ("edit", "copy", "move", "delete", "unpublish", "set_privacy", "convert_alias")
ALONE = (
    *("wagtailadmin_account", "wagtailadmin_collections:add", "wagtailadmin_workflows:add"),
    *("wagtailimages:add", "wagtaildocs:add_multiple", "wagtailsites:add", "wagtaillocales:add"),
    *("wagtailusers_users:add", "wagtailusers_groups:add", "contest:add", "edition:add"),
    *("wagtailsnippets_cms_newscategory:add", "wagtailsnippets_cms_calendarevent:add"),
)


@pytest.fixture
def office(begun) -> Client:
    """An administrator's, of a site with a page of every kind."""
    build_site(begun)
    person = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def addresses(edition) -> Iterator[str]:
    for page in Page.objects.filter(depth__gt=1):
        for name in OF_A_PAGE:
            yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    yield from map(reverse, ALONE)
    yield reverse("edition:edit", args=[edition.pk])
    yield reverse("contest:edit", args=[edition.contest_id])
    yield reverse("scheme:edit", args=[edition.schemes.first().pk])
    yield reverse("wagtailsites:edit", args=[Site.objects.first().pk])
    yield reverse("wagtailadmin_collections:edit", args=[Collection.objects.last().pk])
    yield reverse("wagtailusers_users:edit", args=[User.objects.last().pk])


def forms(client: Client, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(where it goes, what a browser sends) of each form of a page."""
    answer = client.get(address)
    if answer.status_code != 200 or not answer.content.strip():
        return
    for form in lxml.html.document_fromstring(answer.content).forms:
        if form.method != "POST" or "logout" in (form.action or ""):
            continue
        sent = dict(form.form_values())
        for block in form.xpath(".//*[@data-w-block-data-value]"):
            sent[f"{block.get('id')}-count"] = "0"  # as its script writes it
        yield urljoin(address, form.action or ""), sent


def forged(sent: dict[str, str]) -> Iterator[dict[str, str]]:
    for name in sent:
        for typed in FORGED:
            if typed is MISSING:
                yield {one: text for one, text in sent.items() if one != name}
            else:
                yield sent | {name: typed}


def test_no_form_breaks(begun, office):
    broken = []
    tried = 0
    for address in addresses(begun.edition):
        if not is_drawn(address):
            continue
        for to, sent in forms(office, address):
            for number, data in enumerate(forged(sent)):
                if not is_drawn(to, number):
                    continue
                tried += 1
                with transaction.atomic():
                    if office.post(to, data).status_code >= 500:
                        broken.append((to, data))
                    transaction.set_rollback(True)
    assert tried > 0
    assert broken == []


@pytest.fixture
def page(office) -> str:
    return reverse("wagtailadmin_pages:edit", args=[ContentPage.objects.get().pk])


def rich(target) -> str:
    """What the editor sends for a link in a text."""
    link = {"offset": 0, "length": 3, "key": 0}
    block = {
        "key": "a",
        "text": "Xem thể lệ ở đây",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [link],
    }
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": target}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def article(office, page: str, text: str) -> dict[str, str]:
    _to, sent = max(forms(office, page), key=lambda form: len(form[1]))
    block = {"type": "paragraph", "value": text, "id": "", "order": "0", "deleted": ""}
    body = {f"body-0-{name}": value for name, value in block.items()}
    return sent | body | {"body-count": "1", "title": "Thể lệ cuộc thi"}


class TestAnArticle:
    def test_without_its_number_of_parts_gives_its_words_back(self, office, page):
        sent = article(office, page, rich(1))
        del sent["body-count"]
        answer = office.post(page, sent)
        text = answer.content.decode()
        assert answer.status_code == 400
        assert "Lỗi: Biểu mẫu đến không đầy đủ" in text
        assert "Xem thể lệ ở đây" in text
        assert "entityMap" not in text
        assert "csrf" not in lxml.html.fromstring(text).text_content()

    @pytest.mark.parametrize("target", ["abc", "9" * 23, -1, None, [1]])
    def test_that_leads_to_no_row_can_be_published_and_opened(self, office, page, target):
        sent = article(office, page, rich(target)) | {"action-publish": "1"}
        assert office.post(page, sent).status_code == 302
        published = ContentPage.objects.get()
        assert "</a> thể lệ ở đây" in str(published.body)
        assert office.get(published.url).status_code == 200
        assert office.get(page).status_code == 200

    def test_that_leads_to_a_row_still_does(self, office, page):
        home = Page.objects.get(depth=2)
        sent = article(office, page, rich(home.pk)) | {"action-publish": "1"}
        assert office.post(page, sent).status_code == 302
        published = ContentPage.objects.get()
        assert f'href="{home.url}"' in office.get(published.url).content.decode()

    @pytest.mark.parametrize("text", ["", "[]", "5", '{"blocks":5}', "[" * 5000, "null"])
    def test_of_no_content_is_no_error(self, office, page, text):
        answer = office.post(page, article(office, page, text))
        assert answer.status_code in (200, 302, 400)


def test_a_title_too_long_is_refused_beside_its_field(office):
    original = ContentPage.objects.get()
    address = reverse("wagtailadmin_pages:copy", args=[original.pk])
    sent = {"new_title": "x" * 300, "new_slug": "y" * 300, "publish_copies": ""}
    answer = office.post(address, sent | {"new_parent_page": original.get_parent().pk})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"new_title", "new_slug"}
    assert ContentPage.objects.count() == 1


@pytest.mark.parametrize(
    "asked",
    [
        "images/chooser/chosen-multiple/?id=abc",
        "bulk/wagtailcore/page/delete/?id=abc",
        "bulk/wagtaildocs/document/delete/?id=all&childOf=x",
    ],
)
def test_what_is_asked_of_no_row_is_not_found(office, asked):
    assert office.get(f"/quan-tri/{asked}").status_code == 404


def test_a_press_that_leads_to_no_page_is_done(office):
    page = ContentPage.objects.get()
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    answer = office.post(address, {"next": "abc"})
    assert answer.status_code == 302
    page.refresh_from_db()
    assert not page.live
