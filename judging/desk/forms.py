"""Forms that several pages of judging share."""

from django import forms
from django.utils.translation import gettext_lazy

from competition import clock
from foundation.vietnamese.calendar import of_our_time


class WhenAndWhere(forms.Form):
    """A day, an hour and a place, as they are typed."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        validators=[of_our_time],
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        help_text=gettext_lazy("Day/month/year, such as 20/11/2026."),
    )
    hour = forms.TimeField(
        label=gettext_lazy("Hour"),
        input_formats=["%H:%M", "%Hh%M", "%H"],
        help_text=gettext_lazy("Such as 08:30."),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160)

    @property
    def moment(self):
        """The day and hour that were typed, as an aware moment; only of a valid form."""
        return clock.local(self.cleaned_data["day"], self.cleaned_data["hour"])
