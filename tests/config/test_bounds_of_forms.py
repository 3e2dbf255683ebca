"""No form asks for less than its column does: each text and number of a form is bounded, at most as
wide as the column into which it goes, on SQLite as on PostgreSQL.
"""

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks import BlockField
from wagtail.models import Page, get_page_models

from cms.copy_form import BoundedCopyForm
from foundation.vietnamese.text import nfc
from tests.forms_of_all import _own_forms, _pages, _rows_of, _rules, _settings, fields_of_all

pytestmark = pytest.mark.data
EDGES = [
    *(
        "",
        " ",
        "[" * 200_000,
        "x" * 5000,
        "\0",
        "1\0",
        "한" * 300,
        "\u0958" * 300,
        "İ" * 300,
        "\ud800",
    ),
    *(str(2**31), str(2**63), "-1", "9" * 5000, "1e400", "-1e400", "NaN", "0," + "1" * 40, "²"),
]
# Of forms that are no model's: whose columns of the same name take what is typed.
KEPT = {
    "PersonalDetails": "accounts.User",
    "PhoneForm": "accounts.User",
    "ReportForm": "awards.AppliedReport",
    "awards.office.awards.DecisionForm": "awards.AwardDecision",
    "MandateForm": "awards.Mandate",
    "ExtensionForm": "competition.Extension",
    "PublicationForm": "competition.Publication",
    "BroadcastForm": "competition.Broadcast",
    "TextForm": "competition.LetterText",
    "InvitationForm": "accounts.RoleInvitation",
    "UnitForm": "accounts.Unit",
    "NewUnitForm": "accounts.Unit",
    "BoothForm": "voting.Booth",
    "PanelForm": "judging.Panel",
    "ReceiveForm": "submissions.Exhibit",
    "MoveForm": "submissions.ExhibitStep",
    "WhenAndWhere": "judging.Visit",
    "BehalfForm": "submissions.Handover",
    "AuthorForm": "submissions.Author",
    "FileForm": "submissions.Attachment",
    "GeneralForm": "submissions.Entry",
    "SeatForm": "judging.Judge",
    "SigningForm": "judging.Judge",
    "DeclineForm": "competition.JointRequest",
}


def greatest(column: models.IntegerField) -> int:
    return BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()][1]


def columns_of_forms():
    """(where, field of a form, the column into which it goes)."""
    for form in [*_own_forms(), *_rules(), *_pages(), *_settings()]:
        for part in [form, *_rows_of(form)]:
            options = getattr(part, "_meta", None)
            model = getattr(options, "model", None)
            label = KEPT.get(part.__name__, KEPT.get(f"{part.__module__}.{part.__name__}"))
            if model is None and label:
                model = apps.get_model(label)
            if model is None:
                continue
            columns = {column.name: column for column in model._meta.get_fields()}
            for name, field in part.base_fields.items():
                # A hidden number is compared with the column, and not written into it.
                if name in columns and not isinstance(field.widget, forms.HiddenInput):
                    yield f"{part.__qualname__}.{name}", field, columns[name]


def test_texts_are_no_longer_than_their_column():
    looked_at = []
    for where, field, column in columns_of_forms():
        if isinstance(column, models.CharField) and isinstance(field, forms.CharField):
            looked_at.append(where)
            assert column.max_length is None or field.max_length is not None, where
            assert column.max_length is None or field.max_length <= column.max_length, where
    assert len(looked_at) > 100


def test_numbers_are_no_greater_than_their_column():
    looked_at = []
    for where, field, column in columns_of_forms():
        if isinstance(column, models.IntegerField) and isinstance(field, forms.IntegerField):
            looked_at.append(where)
            assert field.max_value is not None, where
            assert field.max_value <= greatest(column), where
    assert len(looked_at) > 30


def test_decimals_have_no_more_digits_than_their_column():
    looked_at = []
    for where, field, column in columns_of_forms():
        if isinstance(column, models.DecimalField) and isinstance(field, forms.DecimalField):
            looked_at.append(where)
            assert field.max_digits <= column.max_digits, where
            assert field.decimal_places <= column.decimal_places, where
    assert len(looked_at) > 10


def test_every_kind_of_page_is_copied_within_its_columns():
    kinds = [page for page in get_page_models() if page is not Page]
    assert len(kinds) > 15
    assert [page for page in kinds if page.copy_form_class is not BoundedCopyForm] == []


def test_every_form_that_is_kept_is_there():
    forms_of_ours = _own_forms()
    known = {form.__name__ for form in forms_of_ours}
    known |= {f"{form.__module__}.{form.__name__}" for form in forms_of_ours}
    assert set(KEPT) - known == set()


def test_every_address_fits_every_column_of_addresses():
    wide = [
        where
        for where, field in fields_of_all(forms.EmailField)
        if field.max_length is None or field.max_length > 254
    ]
    assert wide == []


def test_every_number_that_is_typed_is_bounded():
    loose = [
        where
        for where, field in fields_of_all(forms.IntegerField)
        if not isinstance(field, forms.DecimalField)
        and not isinstance(field.widget, forms.HiddenInput)
        and (field.max_value is None or field.max_value >= 2**63)
    ]
    assert loose == []


@pytest.mark.django_db
@pytest.mark.parametrize("typed", EDGES, ids=range(len(EDGES)))
def test_no_field_breaks_at_the_edge(typed):
    """As the form gets it: composed, without what nobody sees."""
    sent = nfc(typed)
    broken = []
    for where, field in fields_of_all(forms.Field):
        by_script = isinstance(field.widget, DraftailRichTextArea)
        if by_script or isinstance(field, (forms.FileField, BlockField)):  # in parts of their own
            continue
        try:
            taken = field.clean(field.widget.value_from_datadict({"x": sent}, {}, "x"))
        except ValidationError:
            continue
        except Exception as error:
            broken.append(f"{where}: {error!r}")
            continue
        most = getattr(field, "max_length", None)
        if isinstance(taken, str) and most is not None and len(nfc(taken)) > most:
            broken.append(f"{where}: {len(taken)} of {most}")
    assert broken == []
