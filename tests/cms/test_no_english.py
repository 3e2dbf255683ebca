"""On the office's Vietnamese pages, Wagtail's included, no English stands."""

import re

import lxml.html
import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.wagtail_forms import sent

pytestmark = pytest.mark.django_db

# Words that stand in hardly any English sentence of an interface without one of the others, and
# that no Vietnamese word looks like.
ENGLISH = {
    *("the", "this", "of", "and", "with", "from", "is", "are", "was", "by", "your", "you"),
    *("edit", "edited", "created", "updated", "deleted", "added", "changed", "changes", "just"),
    *("now", "ago", "minutes", "days", "page", "pages", "user", "users", "name", "title"),
    *("status", "select", "choose", "search", "filter", "sort", "sorted", "history", "usage"),
    *("more", "options", "actions", "action", "view", "save", "publish", "draft", "live", "all"),
    *("type", "date", "last", "first", "results", "yes", "there", "any", "enter", "valid"),
    *("field", "required", "active", "inactive", "admin", "home", "toggle", "close"),
    *("privacy", "public", "private", "schedule", "comments", "checks", "preview", "expand"),
    *("collapse", "show", "hide", "breadcrumbs", "language", "settings", "for", "not"),
}
LEFT_OUT = {"script", "style", "template", "code", "svg"}
# Wagtail writes these into its templates, or makes them of the names of columns, where no catalogue
# reaches them.
UNREACHED = {"Actions", "Site name", "Root page"}
# What is no language: names of people and works are Vietnamese in these tests.
NO_WORDS = re.compile(r"\S*[@/_.]\S+|\bWagtail\b|https?:\S+")


def _texts(page: str) -> list[str]:
    """What somebody reads or hears of a page."""
    tree = lxml.html.document_fromstring(page)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in LEFT_OUT:
            continue
        if any(above.tag in LEFT_OUT for above in element.iterancestors()):
            continue
        found += [element.text or "", *(child.tail or "" for child in element)]
        found += [element.get(name, "") for name in ("title", "aria-label", "placeholder", "alt")]
    return [" ".join(text.split()) for text in found if text.strip()]


def english_in(page: str) -> list[str]:
    """The texts of a page in which an English word stands."""
    texts = [text for text in dict.fromkeys(_texts(page)) if text not in UNREACHED]
    return [text for text in texts if _words(text) & ENGLISH]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", NO_WORDS.sub(" ", text).lower()))


@pytest.fixture
def edition():
    edition = EditionFactory()
    PhaseFactory(edition=edition)
    return edition


@pytest.fixture
def office(client):
    client.force_login(
        UserFactory(full_name="Nguyễn Thị Hoa", is_superuser=True, is_staff=True, language="vi")
    )
    return client


def _lists() -> list[str]:
    names = [
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailimages:index",
        "wagtailimages:add",
        "wagtaildocs:index",
        "wagtaildocs:add",
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailadmin_account",
        "wagtailadmin_collections:index",
        "wagtailsites:index",
        "wagtaillocales:index",
        "edition:index",
        "edition:add",
        "scheme:index",
        "scheme:add",
        "criterion:index",
        "contest:index",
        "contest:add",
        "site_history",
    ]
    return [reverse(name) for name in names]


def _of_one(edition) -> list[str]:
    Page.objects.filter(depth=2).update(title="Cuộc thi", draft_title="Cuộc thi")
    page = Page.objects.get(depth=2).pk
    return [
        reverse("edition:edit", args=[edition.pk]),
        reverse("edition:history", args=[edition.pk]),
        reverse("edition:usage", args=[edition.pk]),
        reverse("contest:edit", args=[edition.contest_id]),
        reverse("wagtailadmin_explore", args=[page]),
        reverse("wagtailadmin_pages:edit", args=[page]),
        reverse("wagtailadmin_pages:history", args=[page]),
        reverse("wagtailadmin_pages:add_subpage", args=[page]),
        reverse("edition_desk", args=[edition.slug]),
        reverse("edition_roles", args=[edition.slug]),
    ]


def test_it_finds_english():
    assert english_in("<p>Cập nhật <b>Just now</b></p>") == ["Just now"]


def test_it_finds_no_vietnamese():
    assert english_in("<p>Trang này do ông An sửa lúc 08:00</p>") == []


def test_none_stands_on_the_offices_pages(office, edition):
    sent(office, reverse("edition:edit", args=[edition.pk]), slug=edition.slug)
    found = {}
    for address in [*_of_one(edition), *_lists()]:
        answer = office.get(address, follow=True)
        assert answer.status_code == 200, address
        if english := english_in(answer.content.decode()):
            found[address] = english
    assert found == {}
