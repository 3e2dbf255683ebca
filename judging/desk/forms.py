"""Forms that several pages of judging share."""

import datetime

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy

from competition import clock
from competition.recap import Recap
from foundation.vietnamese import calendar
from foundation.vietnamese.fields import DateField, HourField
from judging.models import Meeting


class ConclusionForm(forms.Form):
    """What a meeting concludes, and when it really ended: nothing where nobody knows it."""

    text = forms.CharField(
        label=gettext_lazy("Conclusion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write the conclusion.")},
    )
    ended_hour = HourField(label=gettext_lazy("Hour at which the meeting ended"), required=False)
    ended_day = DateField(label=gettext_lazy("On the day"), required=False)

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.first_day = localdate(meeting.held_at)
        self.initial["ended_day"] = self.first_day
        self.fields["ended_hour"].help_text = (
            gettext("Such as 08:30. Left empty, it is the moment at which you close the meeting.")
            if meeting.is_during(clock.now())
            else gettext(
                "Such as 08:30. If it is not known leave it empty: the minutes keep a blank that "
                "is filled by hand."
            )
        )

    def clean(self):
        super().clean()
        if self.errors:
            return self.cleaned_data
        day = self.cleaned_data["ended_day"]
        hour = self.cleaned_data["ended_hour"]
        if hour is None and day not in (None, self.first_day):
            self.add_error("ended_hour", gettext("Write the hour too, such as 08:30."))
        return self.cleaned_data

    @property
    def ended_at(self) -> datetime.datetime | None:
        """The end that was typed, as an aware moment; only of a valid form."""
        hour = self.cleaned_data["ended_hour"]
        if hour is None:
            return None
        return clock.local(self.cleaned_data["ended_day"] or self.first_day, hour)


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

    def on_a_day_off(self, *, question: str, after: str, button: str) -> Recap | None:
        """What is read before people are called for a day on which nobody works; None for any other
        day, and for what was held already.
        """
        day = self.cleaned_data["day"]
        why = calendar.why_closed(day)
        if not why or self.cleaned_data["is_held"]:
            return None
        written = f"{day:%d/%m/%Y} ({why})"
        facts: list[tuple[str, object]] = [
            (gettext("Day"), written),
            (gettext("Hour"), f"{self.cleaned_data['hour']:%H:%M}"),
            (gettext("Place"), self.cleaned_data["place"]),
        ]
        return Recap(question=question, facts=facts, after=[after], button=button)
