"""Forms that several pages of judging share."""

from django import forms
from django.utils.translation import gettext_lazy

from competition import clock
from foundation.vietnamese.fields import DateField, HourField


class WhenAndWhere(forms.Form):
    """A day, an hour and a place, as they are typed."""

    day = DateField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Day/month/year, such as 20/11/2026."),
    )
    hour = HourField(label=gettext_lazy("Hour"), help_text=gettext_lazy("Such as 08:30."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160)

    @property
    def moment(self):
        """The day and hour that were typed, as an aware moment; only of a valid form."""
        return clock.local(self.cleaned_data["day"], self.cleaned_data["hour"])
