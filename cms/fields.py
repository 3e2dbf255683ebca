"""Wagtail's forms read and write as the house's own do."""

from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, SlugInput

from foundation.vietnamese.fields import (
    DateField,
    MomentField,
    NumberField,
    WholeNumberField,
    most_of,
)
from foundation.vietnamese.text import fold


def register() -> None:
    """Give each column of a form of Wagtail's the field that reads what people here write."""
    overrides = {
        models.DateField: {"form_class": DateField, "widget": AdminDateInput},
        models.DateTimeField: {"form_class": MomentField, "widget": AdminDateTimeInput},
        models.IntegerField: _whole_number,
        models.DecimalField: {"form_class": NumberField},
        models.SlugField: {"widget": SlugInput(formatters=_without_marks())},
    }
    for column, override in overrides.items():
        register_form_field_override(column, override=override)


def _whole_number(column: models.IntegerField) -> dict[str, Any]:
    return {"form_class": WholeNumberField, "max_value": most_of(column)}


def _without_marks() -> list[tuple[str, str]]:
    """[(letters of Vietnamese, the plain letter of an address)], for Wagtail's script: it would
    drop what it does not know.
    """
    plain: dict[str, str] = {}
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        letter = chr(code)
        bare = fold(letter)
        if len(bare) == 1 and bare.isascii():
            plain[bare] = plain.get(bare, "") + letter
    return [(f"[{letters}]", bare) for bare, letters in plain.items()]
