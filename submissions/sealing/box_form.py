"""A part of a page as it is drawn or typed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from foundation.vietnamese.fields import NumberField


def _side(label: Any) -> NumberField:
    return NumberField(label=label, min_value=0, max_value=100, decimal_places=2)


class BoxForm(forms.Form):
    """A part of the page, in per cent of its width and height.

    The script fills it in from a drawn box.
    """

    left = _side(gettext_lazy("From the left (%)"))
    right = _side(gettext_lazy("to (%)"))
    top = _side(gettext_lazy("From above (%)"))
    bottom = _side(gettext_lazy("down to (%)"))

    def box(self) -> tuple[float, ...]:
        """(left, top, right, bottom) as parts of 1."""
        sides = ("left", "top", "right", "bottom")
        return tuple(float(self.cleaned_data[side] / Decimal(100)) for side in sides)
