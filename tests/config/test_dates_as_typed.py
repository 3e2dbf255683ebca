"""Every field for a date or a moment, wherever it stands, reads what people here write; whatever
else stands in it is refused with an example.
"""

import datetime

import pytest
from django import forms
from django.urls import reverse
from django.utils.timezone import localtime

from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.forms_of_all import fields_of_all, refusals
from tests.wagtail_forms import sent

DATES = ["1/1/2027", "01/01/2027", "1-1-2027", "1.1.2027", " 01/01/2027 ", "2027-01-01"]
WITHOUT_A_STROKE = ["1 1 2027", "01012027", "1 / 1 / 2027", "01 . 01 . 2027"]
MOMENTS = [
    "01/01/2027 08:00",
    "1/1/2027 8:00",
    "1/1/2027  8h",
    "1-1-2027 8h00",
    "8h 1/1/2027",
    "8h00 1/1/2027",
    "08:00 01/01/2027",
    "08:00, 01/01/2027",
    "2027-01-01 08:00",
    "2027-01-01 08:00:00",
    "2027-01-01T08:00",
    "1 1 2027 8h",
    "01012027 08:00",
    "8h00, 1.1.2027",
]
NO_DATES = ["1/1/27", "32/1/2027", "1/13/2027", "mai", "20270101", "2027-W01-1", "08:00 1/1/2027"]
NO_DATES += ["1012027", "112027", "01 2027", "1/1/2027/1", "010127"]
NO_MOMENTS = ["1/1/2027", "2027-01-01", "8h", "24h 1/1/2027", "8 1/1/2027", "20270101", "mai"]
# Wagtail's report of pages that grow old asks for the day before which they were published.
A_DAY = "AgingPagesReportFilterSet.last_published_at"


def _asked(kind):
    """The fields that ask for a day or for a moment, with where they stand."""
    return [(where, field) for where, field in fields_of_all(kind) if where != A_DAY]


def _read(kind, typed):
    """What each field of this kind makes of it, by the field."""
    return {where: field.to_python(typed) for where, field in _asked(kind)}


@pytest.mark.parametrize("kind", [forms.DateField, forms.DateTimeField])
def test_there_are_such_fields(kind):
    assert len(_asked(kind)) > 5


@pytest.mark.parametrize("typed", DATES)
def test_every_date_is_read(typed):
    assert set(_read(forms.DateField, typed).values()) == {datetime.date(2027, 1, 1)}


@pytest.mark.parametrize("typed", WITHOUT_A_STROKE)
def test_a_date_is_read_from_a_phone_whose_keys_have_no_stroke(typed):
    """By every field but those of Wagtail's own filters, which the office has on computers."""
    fields = {where: field for where, field in _asked(forms.DateField) if "Filter" not in where}
    read = {where: field.to_python(typed) for where, field in fields.items()}
    assert set(read.values()) == {datetime.date(2027, 1, 1)}


@pytest.mark.parametrize("typed", MOMENTS)
def test_every_moment_is_read(typed):
    read = _read(forms.DateTimeField, typed).values()
    assert {f"{localtime(moment):%Y-%m-%d %H:%M}" for moment in read} == {"2027-01-01 08:00"}


@pytest.mark.parametrize("typed", NO_DATES)
def test_no_other_date_is(typed):
    said = refusals(_asked(forms.DateField), typed)
    assert {where: words for where, words in said.items() if "22/11/2026" not in words} == {}


def test_no_keys_of_a_phone_are_asked_for_that_lack_the_stroke():
    asked = {where: field.widget.attrs.get("inputmode") for where, field in _asked(forms.DateField)}
    assert {where for where, mode in asked.items() if mode not in (None, "text")} == set()


@pytest.mark.parametrize("typed", NO_MOMENTS)
def test_no_other_moment_is(typed):
    said = refusals(_asked(forms.DateTimeField), typed)
    kept = {where: words for where, words in said.items() if "22/11/2026 17:00" not in words}
    assert kept == {}


@pytest.mark.parametrize(
    ("kind", "example"),
    [(forms.DateField, "01/12/2027"), (forms.DateTimeField, "01/12/2027 08:00")],
)
def test_every_field_writes_back_as_people_here_do(kind, example):
    moment = datetime.datetime(2027, 12, 1, 8)
    written = {
        where: field.widget.format_value(moment if " " in example else moment.date())
        for where, field in _asked(kind)
    }
    assert {where: text for where, text in written.items() if text != example} == {}


@pytest.mark.django_db
class TestOnThePages:
    @pytest.fixture
    def edition(self):
        edition = EditionFactory()
        PhaseFactory(edition=edition, closes_at=datetime.datetime(2031, 3, 1, tzinfo=datetime.UTC))
        return edition

    @pytest.fixture
    def office(self, client, edition):
        client.force_login(secretary_of(edition))
        return client

    def test_a_phase_closes_when_it_is_written_to(self, office, edition):
        address = reverse("edition:edit", args=[edition.pk])
        sent(office, address, **{"phases-0-closes_at": "8h30 2/2/2031"})
        closes_at = edition.phases.get().closes_at
        assert f"{localtime(closes_at):%d/%m/%Y %H:%M}" == "02/02/2031 08:30"

    def test_a_day_alone_is_no_moment_and_stays_as_typed(self, office, edition):
        address = reverse("edition:edit", args=[edition.pk])
        page = sent(office, address, **{"phases-0-closes_at": "2/2/2027"}).content.decode()
        assert ('value="2/2/2027"' in page, "22/11/2026 17:00" in page) == (True, True)

    def test_a_deadline_is_not_moved_to_a_day_alone(self, office, edition):
        answer = office.post(
            reverse("extend_deadline", args=[edition.slug]),
            {"closes_at": "1/4/2027", "decision_number": "1/QĐ", "reason": "mưa lũ"},
        )
        page = answer.content.decode()
        assert (answer.status_code, 'value="1/4/2027"' in page) == (422, True)

    def test_a_page_goes_live_when_it_is_written_to(self, client):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        address = reverse("wagtailadmin_pages:edit", args=[2])
        page = sent(client, address, go_live_at="1/1/2027").content.decode()
        assert "22/11/2026 17:00" in page
