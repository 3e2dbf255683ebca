"""Fields of forms that read what people here write, and write it back so.

Whatever else was typed is refused with an example. Wagtail's forms have them too (`cms/fields.py`).
"""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from foundation.vietnamese import calendar
from foundation.vietnamese.numbers import grouped, is_read_in_two_ways, parse_decimal, parse_whole
from foundation.vietnamese.templatetags.vietnamese import score

_RANGES = BaseDatabaseOperations.integer_field_ranges
DATE_WRITTEN = calendar.TYPED[0]
MOMENT_WRITTEN = calendar.MOMENTS_TYPED[0]

NO_SUCH_DAY = _("The calendar has no such day. Look at day and month again, such as 22/11/2026.")


class DateField(forms.DateField):
    """A day of our time: 1/1/2027, 1-1-2027, 1 1 2027, 01012027, 2027-01-01."""

    widget = forms.DateInput(
        format=DATE_WRITTEN,
        attrs={"inputmode": "text", "data-size": "short", "autocomplete": "off"},
    )
    default_validators = [calendar.of_our_time]
    default_error_messages = {
        "invalid": _("Write a date as day/month/year, such as 22/11/2026."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return calendar.read_date(value)
        except ValueError as error:
            raise _unread(self, error) from error


def _unread(field: forms.Field, error: ValueError) -> forms.ValidationError:
    """Why a date was not read: it is written otherwise, or there is no such day."""
    if isinstance(error, calendar.NoSuchDay):
        return forms.ValidationError(NO_SUCH_DAY, code="invalid")
    return forms.ValidationError(field.error_messages["invalid"], code="invalid")


class MomentField(forms.DateTimeField):
    """A day of our time with its hour: 1/1/2027 08:00, 8h30 1/1/2027.

    A day alone is refused: Django would take it for midnight at its beginning.
    """

    widget = forms.DateTimeInput(format=MOMENT_WRITTEN, attrs={"autocomplete": "off"})
    default_validators = [calendar.of_our_time]
    default_error_messages = {
        "invalid": _("Write day, month, year and time, such as 22/11/2026 17:00."),
    }

    def to_python(self, value: Any) -> datetime.datetime | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return make_aware(calendar.parse_moment(value.strip()))
        except ValueError as error:
            raise _unread(self, error) from error


class EmailField(forms.EmailField):
    """An e-mail address that fits its column: Django's takes 320 characters, RFC 5321 has 254."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254} | options)


class HourField(forms.TimeField):
    """An hour of a day that stands beside it: 08:30, 8h30, 8h, 8."""

    widget = forms.TimeInput(format="%H:%M")
    input_formats = (*calendar.HOURS_TYPED, "%H")
    default_error_messages = {"invalid": _("Write an hour, such as 08:30.")}


GROUPED_FROM = 10_000  # a year is written without a point


_GREATEST = 2**63 - 1  # that any column holds


def most_of(column: models.IntegerField) -> int:
    """The greatest number that the column holds on every database: SQLite would take more, and
    PostgreSQL refuse it.
    """
    bounds = [_RANGES[column.get_internal_type()][1], _GREATEST]
    own = [one.limit_value for one in column.validators if isinstance(one, MaxValueValidator)]
    return min(bounds + [bound for bound in own if isinstance(bound, int)])


class WholeNumberField(forms.IntegerField):
    """A number without a fraction, or an amount: 35.000.000, 35 000 000, 35000000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Write a whole number, such as 3 or 35.000.000.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_value": _GREATEST} | options)

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_whole(value)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it is."""
        if not isinstance(value, int) or isinstance(value, bool):
            return value
        return grouped(value) if value >= GROUPED_FROM else str(value)


class NumberField(forms.DecimalField):
    """A number that may have a fraction: 8,5 or 8.5. “8.500” can be read in two ways."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Write a number such as 8,5 or 1.234,5."),
        "two_ways": _(
            "Write a number such as 8,5. A point before three digits can be read in two ways: "
            "write 8,5 or 8500."
        ),
    }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_decimal(value)
        except ValueError as error:
            code = "two_ways" if is_read_in_two_ways(value) else "invalid"
            raise forms.ValidationError(self.error_messages[code], code=code) from error

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it is."""
        return score(value) if isinstance(value, Decimal) else value
