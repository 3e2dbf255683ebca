"""On the office's Vietnamese pages, Wagtail's included, no English stands."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Collection, Page, Task, Workflow

from accounts.membership import OFFICE_GROUPS
from accounts.models import Membership
from tests.english import english_in, foreign_in
from tests.factories.accounts import UserFactory
from tests.judging.council import BACKEND
from tests.security.public_pages import build_site
from tests.walker.page import Page as Met
from tests.walker.page import shape

pytestmark = pytest.mark.django_db
DATA = {"Tea and forest"}  # the English name of a category


def _of_one(edition) -> list[str]:
    Page.objects.filter(depth=2).update(title="Cuộc thi", draft_title="Cuộc thi")
    page = Page.objects.get(depth=2).pk
    return [
        reverse("edition:edit", args=[edition.pk]),
        reverse("edition:history", args=[edition.pk]),
        reverse("edition:usage", args=[edition.pk]),
        reverse("contest:edit", args=[edition.contest_id]),
        *(reverse(f"wagtailadmin_pages:{name}", args=[page]) for name in OF_A_PAGE),
        reverse("simple_translation:submit_page_translation", args=[page]),
    ]


OF_A_PAGE = (
    *("edit", "history", "add_subpage", "copy", "delete", "move", "set_privacy", "unpublish"),
    *("usage", "workflow_history"),
)


def _without_arguments(patterns=None, before="") -> Iterator[str]:
    """Every address of the admin that stands by itself."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(pattern.pattern).strip("^$").removesuffix("\\Z")
        if hasattr(pattern, "url_patterns"):
            yield from _without_arguments(pattern.url_patterns, address)
        elif address.startswith("quan-tri/") and not set("<([*+\\") & set(address):
            yield f"/{address}"


# What ends the session, what breaks on purpose, and what is fetched by scripts alone.
LEFT_ALONE = ("logout", "failwhale", "sprite", "jsi18n", "/api/")


def english_met(person, begins: list[str]) -> dict[str, list[str]]:
    """{address: texts with a foreign word} of all pages of the admin that this person comes to from
    there, one of each shape.
    """
    client = Client()
    client.force_login(person, backend=BACKEND)
    found, shapes, open_ = {}, set(), list(begins)
    while open_:
        address = open_.pop(0)
        if shape(address) in shapes or any(part in address for part in LEFT_ALONE):
            continue
        shapes.add(shape(address))
        answer = client.get(address, follow=True)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code != 200 or "html" not in kind or not answer.content.strip():
            continue
        text = answer.content.decode()
        if met := set(english_in(text) + foreign_in(text)) - DATA:
            found[address] = sorted(met)
        open_ += [link for link in Met(address, text).links() if link.startswith("/quan-tri/")]
    assert len(shapes) > 40
    return found


def test_it_finds_english():
    assert english_in("<p>Cập nhật <b>Just now</b></p>") == ["Just now"]


def test_it_finds_a_word_that_is_in_no_list():
    assert foreign_in("<p>Simple translation</p><p>Trang HS-KAUR</p>") == ["Simple translation"]


@pytest.mark.parametrize(
    "text", ["Nghiêng khuỷu tay quần áo giặt giũ", "Quyết định, nguyên trạng", "uỷ ban, Ủy ban"]
)
def test_every_vietnamese_syllable_is_one(text):
    assert foreign_in(f"<p>{text}</p>") == []


def test_it_finds_no_vietnamese():
    assert english_in("<p>Trang này do ông An sửa lúc 08:00</p>") == []


def test_the_roots_of_pages_and_collections_have_vietnamese_names():
    assert Page.objects.get(depth=1).title == "Gốc"
    assert Collection.objects.get(depth=1).name == "Gốc"


def test_what_wagtail_brings_has_vietnamese_names():
    brought = [*Group.objects.all(), *Workflow.objects.all(), *Task.objects.all()]
    assert [one.name for one in brought if foreign_in(f"<p>{one.name}</p>")] == []


def _hoa(**more):
    return UserFactory(full_name="Nguyễn Thị Hoa", language="vi", is_staff=True, **more)


def test_none_stands_on_the_administrators_pages(sent_in):
    build_site(sent_in)
    administrator = UserFactory(
        full_name="Nguyễn Thị Hoa", language="vi", is_superuser=True, is_staff=True
    )
    begins = ["/quan-tri/", *_of_one(sent_in.edition), *_without_arguments()]
    assert english_met(administrator, begins) == {}


def test_none_stands_on_an_editors_pages(sent_in):
    build_site(sent_in)
    editor = _hoa()
    editor.groups.add(Group.objects.get(name=OFFICE_GROUPS[Membership.Role.EDITOR]))
    assert english_met(editor, ["/quan-tri/", "/quan-tri/pages/"]) == {}


def test_none_stands_on_an_officers_pages(sent_in):
    build_site(sent_in)
    assert english_met(sent_in.cast.secretary, ["/quan-tri/", "/quan-tri/pages/"]) == {}
