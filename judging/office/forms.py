"""What the secretariat types about panels and their members."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from competition.models import Edition, Field
from competition.web import RowsField, person_of_address
from foundation.vietnamese.fields import DateField, EmailField
from judging.councils import panels
from judging.models import Panel, Round


class PanelForm(forms.Form):
    """A new panel."""

    name = forms.CharField(label=gettext_lazy("Name of the panel"), max_length=160)
    decision_number = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=60, required=False
    )
    fields_ = RowsField(
        label=pgettext_lazy("a work", "Fields"),
        queryset=Field.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    shares_fields = forms.BooleanField(
        label=gettext_lazy("Shares its fields with other panels"),
        required=False,
        help_text=gettext_lazy("Entries are then dealt out at random."),
    )
    term_from = DateField(label=gettext_lazy("Term from"), required=False)
    term_until = DateField(label=gettext_lazy("Term until"), required=False)

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, **kwargs)
        fields = cast(forms.ModelMultipleChoiceField, self.fields["fields_"])
        fields.queryset = edition.fields.all()


class SeatForm(forms.Form):
    """A new member of a panel."""

    panel = forms.ModelChoiceField(label=gettext_lazy("Panel"), queryset=Panel.objects.none())
    email = EmailField(label=gettext_lazy("E-mail of the person's account"))
    position = forms.ChoiceField(label=gettext_lazy("Position"), choices=panels.POSITIONS)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Such as the number of the decision; the person reads it."),
    )

    def __init__(self, *args, judging_round: Round, **kwargs):
        super().__init__(*args, **kwargs)
        panel = cast(forms.ModelChoiceField, self.fields["panel"])
        panel.queryset = Panel.objects.filter(round=judging_round)

    def clean_email(self) -> User:
        return person_of_address(self.cleaned_data["email"])
