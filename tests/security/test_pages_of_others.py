"""The pages of an edition are changed by its own office alone, though rights on pages come from a
group of the whole site.
"""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.membership import grant
from accounts.models import Membership
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.cms import EditionPageFactory, HomePageFactory
from tests.factories.competition import EditionFactory
from tests.reading import seen

pytestmark = pytest.mark.django_db
Role = Membership.Role
GOES = ("unpublish", "delete")


@pytest.fixture
def rules() -> Page:
    """The page of rules of an edition, below the home page."""
    return EditionPageFactory(parent=HomePageFactory())


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def stranger(rules) -> Client:
    """The secretary of another edition."""
    return signed_in(secretary_of(EditionFactory()))


def press(client: Client, what: str, page: Page):
    return client.post(reverse(f"wagtailadmin_pages:{what}", args=[page.pk]), follow=True)


def stands(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk, live=True).exists()


@pytest.mark.parametrize("what", GOES)
def test_a_page_of_another_edition_stays(stranger, rules, what):
    answer = press(stranger, what, rules)
    assert stands(rules)
    assert "của lần thi khác" in seen(answer)


@pytest.mark.parametrize("what", GOES)
def test_so_does_the_home_page_above_it(stranger, rules, what):
    home = rules.get_parent()
    press(stranger, what, home)
    assert stands(home)


@pytest.mark.parametrize("what", GOES)
def test_nor_does_it_go_with_several(stranger, rules, what):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", what])
    stranger.post(f"{address}?id={rules.pk}&next=/quan-tri/")
    assert stands(rules)


def test_it_is_not_moved(stranger, rules):
    beside = EditionPageFactory(parent=rules.get_parent(), edition=rules.edition)
    to = reverse("wagtailadmin_pages:move_confirm", args=[rules.pk, beside.pk])
    stranger.post(to)
    assert Page.objects.get(pk=rules.pk).path == rules.path


def test_its_form_is_not_opened(stranger, rules):
    address = reverse("wagtailadmin_pages:edit", args=[rules.pk])
    assert stranger.get(address).status_code == 302


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.EDITOR])
def test_its_own_office_takes_it_off(rules, role):
    person = UserFactory()
    grant(person, role, edition_id=rules.edition.pk)
    press(signed_in(person), "unpublish", rules)
    assert not stands(rules)


def test_who_works_for_the_whole_site_does(rules):
    person = UserFactory()
    grant(person, Role.SECRETARIAT)
    press(signed_in(person), "unpublish", rules)
    assert not stands(rules)
