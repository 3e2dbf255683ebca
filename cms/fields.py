"""Wagtail's forms read and write as the house's own do."""

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from foundation.vietnamese.fields import DateField, MomentField, NumberField, WholeNumberField


def register() -> None:
    """Give each column of a form of Wagtail's the field that reads what people here write."""
    overrides = {
        models.DateField: {"form_class": DateField, "widget": AdminDateInput},
        models.DateTimeField: {"form_class": MomentField, "widget": AdminDateTimeInput},
        models.IntegerField: {"form_class": WholeNumberField},
        models.DecimalField: {"form_class": NumberField},
    }
    for column, override in overrides.items():
        register_form_field_override(column, override=override)
