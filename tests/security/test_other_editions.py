"""A secretary of one edition neither sees nor changes the rules of another, in Wagtail's pages
too.
"""

import pytest
from django.urls import reverse
from wagtail.log_actions import log

from accounts.membership import grant
from accounts.models import Membership
from competition.models import Contest, Criterion, Edition, Scheme
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import CriterionFactory, EditionFactory, SchemeFactory

pytestmark = pytest.mark.django_db
RULES = [Edition, Scheme, Criterion, Contest]


def name_of(model, page: str) -> str:
    return f"{model._meta.model_name}:{page}"


def rules_of(edition) -> dict:
    scheme = SchemeFactory(edition=edition, name=f"Thang điểm của {edition.name}")
    return {
        Contest: edition.contest,
        Edition: edition,
        Scheme: scheme,
        Criterion: CriterionFactory(scheme=scheme, name=f"Tiêu chí của {edition.name}"),
    }


@pytest.fixture
def own() -> dict:
    return rules_of(EditionFactory(name="Lần của mình"))


@pytest.fixture
def other() -> dict:
    return rules_of(EditionFactory(name="Lần của người khác"))


@pytest.fixture
def secretary(client, own):
    person = secretary_of(own[Edition])
    client.force_login(person)
    return client


@pytest.fixture
def whole_site(client):
    person = UserFactory()
    grant(person, Membership.Role.SECRETARIAT)
    client.force_login(person)
    return client


class TestLists:
    @pytest.mark.parametrize("model", RULES)
    def test_the_own_rules_stand_there(self, secretary, own, other, model):
        page = secretary.get(reverse(name_of(model, "index"))).content.decode()
        assert str(own[model].name) in page

    @pytest.mark.parametrize("model", RULES)
    def test_those_of_another_edition_do_not(self, secretary, own, other, model):
        page = secretary.get(reverse(name_of(model, "index"))).content.decode()
        assert str(other[model].name) not in page.replace(str(own[model].name), "")

    @pytest.mark.parametrize("model", RULES)
    def test_they_are_not_found_by_a_search_either(self, secretary, own, other, model):
        address = reverse(name_of(model, "index_results"))
        page = secretary.get(address, {"q": other[model].name}).content.decode()
        assert reverse(name_of(model, "edit"), args=[other[model].pk]) not in page

    @pytest.mark.parametrize("model", RULES)
    def test_the_secretariat_of_the_site_sees_both(self, whole_site, own, other, model):
        page = whole_site.get(reverse(name_of(model, "index"))).content.decode()
        assert str(own[model].name) in page
        assert str(other[model].name) in page


class TestPages:
    @pytest.mark.parametrize("model", [Edition, Scheme, Criterion])
    @pytest.mark.parametrize("page", ["edit", "history", "usage"])
    def test_those_of_another_edition_do_not_exist(self, secretary, other, model, page):
        address = reverse(name_of(model, page), args=[other[model].pk])
        assert secretary.get(address).status_code == 404

    @pytest.mark.parametrize("model", RULES)
    def test_nothing_of_them_is_changed(self, secretary, other, model):
        address = reverse(name_of(model, "edit"), args=[other[model].pk])
        secretary.post(address, {"name": "Bị đổi", "slug": "bi-doi"})
        assert not model.objects.filter(name="Bị đổi").exists()

    @pytest.mark.parametrize("model", [Edition, Scheme, Criterion])
    def test_the_own_ones_open(self, secretary, own, model):
        address = reverse(name_of(model, "edit"), args=[own[model].pk])
        assert secretary.get(address).status_code == 200

    def test_the_contest_of_all_its_editions_is_the_sites(self, secretary, own):
        address = reverse("contest:edit", args=[own[Contest].pk])
        secretary.post(address, {"name": "Bị đổi", "name_en": "Changed", "slug": "bi-doi"})
        assert not Contest.objects.filter(name="Bị đổi").exists()

    @pytest.mark.parametrize("model", [Contest, Edition])
    def test_new_ones_are_the_sites_too(self, secretary, model):
        answer = secretary.get(reverse(name_of(model, "add")))
        assert answer.status_code == 302

    @pytest.mark.parametrize("model", [Contest, Edition])
    def test_the_secretariat_of_the_site_makes_new_ones(self, whole_site, model):
        assert whole_site.get(reverse(name_of(model, "add"))).status_code == 200


class TestWhereTheyAreChosen:
    @pytest.mark.parametrize("page", ["add", "edit"])
    @pytest.mark.parametrize(("model", "field"), [(Scheme, "edition"), (Criterion, "scheme")])
    def test_only_the_own_ones_are_offered(self, secretary, own, other, model, field, page):
        arguments = [own[model].pk] if page == "edit" else []
        form = secretary.get(reverse(name_of(model, page), args=arguments)).context["form"]
        kind = {"edition": Edition, "scheme": Scheme}[field]
        assert list(form.fields[field].queryset) == [own[kind]]

    def test_a_scheme_is_not_moved_into_another_edition(self, secretary, own, other):
        address = reverse("scheme:edit", args=[own[Scheme].pk])
        page = secretary.post(address, {"edition": other[Edition].pk})
        assert "edition" in page.context["form"].errors


class TestTheHistoryOfTheSite:
    """Wagtail's report names what was done to every edition."""

    @pytest.fixture(params=["site_history", "site_history_rows"])
    def address(self, request) -> str:
        return reverse(request.param)

    @pytest.fixture(autouse=True)
    def changed(self, own, other):
        log(other[Edition], "wagtail.edit", user=UserFactory())

    def test_a_secretary_of_one_edition_does_not_read_it(self, secretary, address):
        assert secretary.get(address).status_code == 404

    def test_whoever_runs_the_site_does(self, whole_site, address, other):
        assert other[Edition].name in whole_site.get(address).content.decode()

    @pytest.mark.parametrize("route", ["site_history", "site_history_results"])
    def test_by_no_other_name_either(self, secretary, route):
        address = reverse(f"wagtailadmin_reports:{route}")
        assert secretary.get(address).status_code == 404
