"""The office's pages have a content security policy of their own.

What strangers have written is shown on our pages, where no script runs but from our files;
Wagtail's own forms begin with scripts in the page.
"""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory

pytestmark = pytest.mark.django_db


def directives(answer) -> dict[str, str]:
    policy = answer.headers["Content-Security-Policy"]
    parts = [part.strip().partition(" ") for part in policy.split(";")]
    return {name: sources for name, _space, sources in parts}


@pytest.fixture(params=["home", "desk", "rules"])
def answer(request, client):
    edition = EditionFactory()
    client.force_login(secretary_of(edition))
    addresses = {
        "home": reverse("wagtailadmin_home"),
        "desk": reverse("edition_desk", args=[edition.slug]),
        "rules": reverse("edition:edit", args=[edition.pk]),
    }
    return client.get(addresses[request.param])


@pytest.mark.parametrize(
    "route", ["edition_desk", "entry_queue", "judging_office", "edition_roles", "dossier_form"]
)
def test_on_our_pages_scripts_come_from_our_own_files_alone(client, route):
    edition = EditionFactory()
    client.force_login(secretary_of(edition))
    answer = client.get(reverse(route, args=[edition.slug]))
    assert directives(answer)["script-src"] == "'self'"


def test_no_page_runs_scripts_from_elsewhere_or_made_of_text(answer):
    allowed = {"'self'", "'unsafe-inline'"}
    assert set(directives(answer)["script-src"].split()) <= allowed


@pytest.mark.parametrize("name", ["object-src", "base-uri"])
def test_nothing_is_embedded(answer, name):
    assert directives(answer)[name] == "'none'"


def test_forms_are_sent_to_us(answer):
    assert directives(answer)["form-action"] == "'self'"


def test_nobody_else_frames_them(answer):
    assert directives(answer)["frame-ancestors"] == "'self'"


def test_pages_of_the_site_keep_theirs(client):
    client.force_login(User.objects.create_superuser("qt@example.vn", full_name="Quản Trị"))
    assert (
        "unsafe-inline" not in client.get(reverse("my_entries")).headers["Content-Security-Policy"]
    )
