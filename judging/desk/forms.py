"""Forms that several pages of judging share."""

from django import forms
from django.utils.translation import gettext, gettext_lazy

from competition import clock
from foundation.vietnamese.fields import DateField, HourField


class WhenAndWhere(forms.Form):
    """A day, an hour and a place, as they are typed: to come, or said to be over."""

    day = DateField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Day/month/year, such as 20/11/2026."),
    )
    hour = HourField(label=gettext_lazy("Hour"), help_text=gettext_lazy("Such as 08:30."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160)

    is_held = forms.BooleanField(
        label=gettext_lazy("It has been held already: it is only written down, nobody is called."),
        required=False,
    )

    def clean(self):
        super().clean()
        is_typed = {"day", "hour"} <= self.cleaned_data.keys()
        if is_typed and self.cleaned_data["is_held"] != (self.moment <= clock.now()):
            self._refuse_moment()
        return self.cleaned_data

    def _refuse_moment(self) -> None:
        if self.cleaned_data["is_held"]:
            self.add_error(
                "is_held",
                gettext("This time is still to come. Untick the box, so that people are called."),
            )
        else:
            self.add_error(
                "day",
                gettext(
                    "This time is over. Write one that is still to come, or tick below that it has "
                    "been held already."
                ),
            )

    @property
    def moment(self):
        """The day and hour that were typed, as an aware moment; only of a valid form."""
        return clock.local(self.cleaned_data["day"], self.cleaned_data["hour"])
