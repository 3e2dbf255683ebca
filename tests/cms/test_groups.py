"""The pages of a group name every permission in Vietnamese, also to who only hears them."""

import lxml.html
import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.translation import override

from cms.groups import name_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True, language="vi"))
    return client


def shown(client, address: str) -> set[str]:
    """Every label and heading of a column, those that are hidden and held ready included."""
    tree = lxml.html.document_fromstring(client.get(address).content.decode())
    found = {" ".join(one.text_content().split()) for one in tree.iter("label", "th", "legend")}
    return found | {one.get("title") for one in tree.iter("th") if one.get("title")}


def addresses() -> list[str]:
    edited = [reverse("wagtailusers_groups:edit", args=[group.pk]) for group in Group.objects.all()]
    return [reverse("wagtailusers_groups:add"), *edited]


def english(texts: set[str]) -> set[str]:
    words = {"add", "edit", "change", "delete", "can", "choose", "select", "any", "you", "page"}
    words |= {"collection", "collections", "pages", "lock", "unlock", "publish"}
    return {text for text in texts if words & set(text.lower().replace("/", " ").split())}


def test_english_is_seen_where_it_stands():
    said = {"Thêm: nhóm", "Can add group", "Add/edit images you own"}
    assert english(said) == {"Can add group", "Add/edit images you own"}


def test_no_label_is_english(administrator):
    shown_there = [english(shown(administrator, address)) for address in addresses()]
    assert set().union(*shown_there) == set()


def test_the_labels_are_those_of_permissions(administrator):
    [first, *_rest] = addresses()
    assert {"Thêm: nhóm", "Sửa mọi ảnh", "Thêm bộ sưu tập"} <= shown(administrator, first)


def test_a_group_keeps_its_permissions_when_it_is_saved(administrator):
    """What is shown is no name to be written back."""
    before = set(Permission.objects.values_list("pk", "name"))
    administrator.get(addresses()[0])
    assert set(Permission.objects.values_list("pk", "name")) == before


def test_in_the_reader_s_language():
    permission = Permission.objects.get(codename="add_group")
    with override("en"):
        assert name_of(permission) == "Add: group"
