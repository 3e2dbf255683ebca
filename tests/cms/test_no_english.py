"""On the office's Vietnamese pages, Wagtail's included, no English stands."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.english import english_in
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.wagtail_forms import sent

pytestmark = pytest.mark.django_db


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
