"""Every field for a number or for money, wherever it stands, reads what people here write, and
writes it back so; what can be read in two ways is refused in words.
"""

from decimal import Decimal

import pytest
from django import forms
from django.urls import reverse

from competition.models import PrizeTier
from foundation.vietnamese.fields import NumberField, WholeNumberField
from tests.beside import secretary_of
from tests.factories.competition import PrizeTierFactory
from tests.forms_of_all import fields_of_all, refusals
from tests.wagtail_forms import sent

WHOLE = ["35.000.000", "35 000 000", "35\u00a0000\u00a0000", "35000000", " 35.000.000 đ"]
NO_WHOLE = ["35.00.000", "3500.000", "8,5", "8.5", "35,000,000", "35.000 000", "ba", "1e3", "²"]
NUMBERS = [("8,5", "8.5"), ("8.5", "8.5"), ("8,50", "8.5"), ("1.000,5", "1000.5"), ("85", "85")]
NO_NUMBERS = ["8.500", "850.125", "8,5,5", "8.5,5", "ba", "1e3", "NaN", "1.00.000"]


def _typed(kind):
    """The fields of this kind in which somebody types, with where they stand.

    But for Wagtail's filter by how often a picture is used, a small count in a box of the browser.
    """
    return [
        (where, field)
        for where, field in fields_of_all(forms.IntegerField)
        if isinstance(field, forms.DecimalField) is (kind is forms.DecimalField)
        and not isinstance(field.widget, forms.HiddenInput)
        and not where.endswith(".usage_count")
    ]


@pytest.mark.parametrize("kind", [forms.IntegerField, forms.DecimalField])
def test_there_are_such_fields(kind):
    assert len(_typed(kind)) > 5


@pytest.mark.parametrize("typed", WHOLE)
def test_every_amount_is_read(typed):
    read = {field.to_python(typed) for _where, field in _typed(forms.IntegerField)}
    assert read == {35_000_000}


@pytest.mark.parametrize("typed", NO_WHOLE)
def test_no_other_amount_is(typed):
    said = refusals(_typed(forms.IntegerField), typed)
    assert {where: words for where, words in said.items() if "35.000.000" not in words} == {}


def test_a_point_groups_thousands_in_an_amount():
    assert WholeNumberField().clean("8.500") == 8500


@pytest.mark.parametrize(("typed", "number"), NUMBERS)
def test_every_number_is_read(typed, number):
    read = {field.to_python(typed) for _where, field in _typed(forms.DecimalField)}
    assert read == {Decimal(number)}


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_no_other_number_is(typed):
    said = refusals(_typed(forms.DecimalField), typed)
    assert {where: words for where, words in said.items() if "8,5" not in words} == {}


@pytest.mark.parametrize(
    ("field", "number", "text"),
    [
        (WholeNumberField(), 35_000_000, "35.000.000"),
        (WholeNumberField(), 2026, "2026"),
        (WholeNumberField(), None, None),
        (NumberField(), Decimal("8.50"), "8,5"),
        (NumberField(), Decimal("100.00"), "100"),
        (NumberField(), "8.500", "8.500"),
    ],
)
def test_it_is_written_back_as_people_here_do(field, number, text):
    assert field.prepare_value(number) == text


def test_no_browser_takes_the_points_away():
    shown = [*_typed(forms.IntegerField), *_typed(forms.DecimalField)]
    by_browser = [where for where, field in shown if field.widget.input_type == "number"]
    assert by_browser == []


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["35.000.000", "35 000 000", "35000000"])
def test_a_prize_is_worth_what_is_written(client, typed):
    tier = PrizeTierFactory()
    client.force_login(secretary_of(tier.edition))
    address = reverse("edition:edit", args=[tier.edition_id])
    sent(client, address, **{"tiers-0-money": typed})
    assert PrizeTier.objects.get().money == 35_000_000
