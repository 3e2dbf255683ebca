"""Wagtail's forms read and write as the house's own do."""

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from foundation.vietnamese.fields import DateField, MomentField, NumberField, WholeNumberField


def register() -> None:
    """Give each column of a form of Wagtail's the field that reads what people here write."""
    for column, field, widget in (
        (models.DateField, DateField, AdminDateInput),
        (models.DateTimeField, MomentField, AdminDateTimeInput),
    ):
        register_form_field_override(column, override={"form_class": field, "widget": widget})
    for number, field in (
        (models.IntegerField, WholeNumberField),
        (models.DecimalField, NumberField),
    ):
        register_form_field_override(number, override={"form_class": field})
