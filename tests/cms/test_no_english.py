"""On the office's Vietnamese pages, Wagtail's included, no English stands."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, Page

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
        "wagtailadmin_collections:add",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:select_task_type",
        "wagtailadmin_workflows:task_index",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_pages:search",
        "wagtaillocales:add",
        "wagtailsites:add",
        "wagtailsnippets:index",
        "wagtailusers_groups:index",
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
        reverse("wagtailadmin_pages:copy", args=[page]),
        reverse("wagtailadmin_pages:delete", args=[page]),
        reverse("wagtailadmin_pages:move", args=[page]),
        reverse("wagtailadmin_pages:set_privacy", args=[page]),
        reverse("wagtailadmin_pages:unpublish", args=[page]),
        reverse("wagtailadmin_pages:usage", args=[page]),
        reverse("wagtailadmin_pages:workflow_history", args=[page]),
        reverse("simple_translation:submit_page_translation", args=[page]),
        reverse("edition_desk", args=[edition.slug]),
        reverse("edition_roles", args=[edition.slug]),
        reverse("set_up", args=[edition.slug]),
        reverse("new_edition", args=[edition.slug]),
    ]


def test_it_finds_english():
    assert english_in("<p>Cập nhật <b>Just now</b></p>") == ["Just now"]


def test_it_finds_no_vietnamese():
    assert english_in("<p>Trang này do ông An sửa lúc 08:00</p>") == []


def test_the_roots_of_pages_and_collections_have_vietnamese_names():
    assert Page.objects.get(depth=1).title == "Gốc"
    assert Collection.objects.get(depth=1).name == "Gốc"


def test_none_stands_on_the_offices_pages(office, edition):
    sent(office, reverse("edition:edit", args=[edition.pk]), slug=edition.slug)
    found = {}
    for address in [*_of_one(edition), *_lists()]:
        answer = office.get(address, follow=True)
        assert answer.status_code == 200, address
        if english := english_in(answer.content.decode()):
            found[address] = english
    assert found == {}
