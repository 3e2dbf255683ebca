"""Dates that nobody means are refused in words: at the ends nothing can be counted."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.office.awards import DecisionForm
from cms.desk import ExtensionForm
from competition.models import Edition, Phase, Scheme
from foundation.vietnamese.calendar import of_our_time, parse_date
from foundation.vietnamese.fields import DateField
from judging.desk.forms import WhenAndWhere
from submissions.desk.sharing_forms import ListForm
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.wagtail_forms import sent

ENDS = ["1/1/0001", "31/12/9999", "1/1/1899", "1/1/2201"]


@pytest.mark.parametrize("typed", ENDS)
def test_no_such_date_is_read(typed):
    with pytest.raises(ValueError, match=typed):
        parse_date(typed)


@pytest.mark.parametrize("typed", ["1/1/1900", "31/12/2200"])
def test_the_others_are(typed):
    assert parse_date(typed)


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_the_validator_names_the_years(year):
    with pytest.raises(ValidationError, match="1900"):
        of_our_time(datetime.date(year, 1, 1))


FIELDS = {
    "decision": DecisionForm.base_fields["date"],
    "deadline": ExtensionForm.base_fields["closes_at"],
    "meeting": WhenAndWhere.base_fields["day"],
    "list": ListForm.base_fields["date"],
    "dossier": DateField(label="ngày"),
}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("typed", ENDS)
def test_no_form_takes_it(field, typed):
    moment = f"{typed} 08:00" if isinstance(field, forms.DateTimeField) else typed
    with pytest.raises(ValidationError):
        field.clean(moment)


MOMENTS = [
    (Phase, "opens_at"),
    (Phase, "closes_at"),
    (Scheme, "begins_at"),
    (Scheme, "ends_at"),
    (Edition, "first_applied_from"),
    (Edition, "decision_date"),
]


@pytest.mark.parametrize(("model", "name"), MOMENTS)
def test_no_rule_does(model, name):
    with pytest.raises(ValidationError):
        model._meta.get_field(name).run_validators(datetime.datetime(1, 1, 1, tzinfo=datetime.UTC))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_wagtails_form_says_so_and_does_not_break(client, typed):
    edition = EditionFactory()
    PhaseFactory(edition=edition)
    client.force_login(secretary_of(edition))
    address = reverse("edition:edit", args=[edition.pk])
    answer = sent(client, address, **{"phases-0-closes_at": typed})
    assert answer.status_code == 200
    assert "1900" in answer.content.decode()
