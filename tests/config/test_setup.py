"""`manage.py setup` on an empty site, and a second time."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from accounts.addresses import is_verified
from accounts.models import Unit, User
from cms.models import HomePage
from competition import clock
from competition.models import Contest, Edition
from competition.validation import problems
from tests.factories.moments import NOON

pytestmark = pytest.mark.django_db
ASKED = {
    "email": "quantri@example.vn",
    "name": "Nguyễn Thị Quản Trị",
    "contest": "Đổi mới sáng tạo",
    "contest_en": "Innovation",
    "contest_slug": "doi-moi-sang-tao",
    "edition": "Lần thứ nhất, năm 2030",
    "slug": "2030",
    "prefix": "ĐMST",
    "rules": "doi-moi-sang-tao",
    "opens": "2/9/2030",
}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setenv("SETUP_PASSWORD", "mat-khau-rat-dai-7")
    with clock.set_to(NOON):
        yield


def run(**changes: str) -> None:
    call_command("setup", no_input=True, verbosity=0, **ASKED | changes)


def counted() -> list[int]:
    models = (Unit, User, Contest, Edition, HomePage, Page, Site)
    return [model.objects.count() for model in models]


def test_the_province_has_its_communes_and_wards():
    run()
    kinds = Unit.objects.filter(kind__in=[Unit.Kind.COMMUNE, Unit.Kind.WARD])
    assert kinds.count() == 92


def test_the_administrator_signs_in():
    run()
    person = User.objects.get(is_superuser=True)
    assert person.check_password("mat-khau-rat-dai-7")


def test_with_a_confirmed_address():
    run()
    assert is_verified(User.objects.get(is_superuser=True))


def test_the_first_edition_is_a_complete_draft():
    run()
    edition = Edition.objects.get()
    assert (edition.is_draft, problems(edition)) == (True, [])


def test_wagtails_welcome_page_is_gone(client):
    run()
    page = client.get("/").content.decode()
    assert "Wagtail" not in page
    assert "Đổi mới sáng tạo" in page


def test_the_english_home_page_stands(client):
    run()
    assert "Innovation" in client.get("/en/").content.decode()


def test_nothing_of_the_draft_is_on_it(client):
    run()
    assert "Lần thứ nhất" not in client.get("/").content.decode()


def test_a_second_run_changes_nothing():
    run()
    before = counted()
    run(email="khac@example.vn", slug="khac", contest_slug="khac")
    assert counted() == before


@pytest.mark.parametrize("missing", ["email", "contest", "slug", "opens"])
def test_what_is_missing_is_named(missing):
    with pytest.raises(CommandError, match=missing):
        run(**{missing: ""})


def test_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setenv("SETUP_PASSWORD", "123")
    with pytest.raises(CommandError):
        run()


@pytest.mark.parametrize(("option", "typed"), [("opens", "mai"), ("slug", "hai từ")])
def test_what_cannot_be_read_is_refused(option, typed):
    with pytest.raises(CommandError, match="gạch nối"):
        run(**{option: typed})


def test_a_day_that_is_over_is_refused():
    with pytest.raises(CommandError, match="đã qua"):
        run(opens="1/2/2030")


def test_it_goes_on_where_it_was_refused():
    with pytest.raises(CommandError):
        run(opens="1/2/2030")
    run()
    assert Edition.objects.get().slug == "2030"
