"""Forms by which a dossier gets more than one pair of hands."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.names import NameField
from competition.beside import OneOfSeveral
from foundation.notifications import sms
from foundation.vietnamese.fields import DateField, EmailField
from submissions.models import Invitation


class InvitationForm(forms.Form):
    """Whom to invite, and what they may do."""

    email = EmailField(label=gettext_lazy("E-mail of the co-author"))
    right = forms.ChoiceField(
        label=gettext_lazy("What the co-author may do"),
        choices=Invitation.Right.choices,
        initial="view",
        widget=forms.RadioSelect,
    )


class ClaimForm(forms.Form):
    """The code of a slip."""

    code = forms.CharField(
        label=gettext_lazy("Code of the slip"),
        max_length=30,
        help_text=gettext_lazy("Twelve letters and digits, such as K7MP-2QXA-9WTR."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class BehalfForm(forms.Form):
    """For whom a dossier is written."""

    full_name = NameField(label=gettext_lazy("Entrant's full name"))
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    on_paper = forms.BooleanField(
        label=gettext_lazy("The dossier lies here on paper"), required=False
    )


class TableForm(forms.Form):
    """A table of works."""

    table = forms.FileField(
        label=gettext_lazy("Table (Excel or CSV)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class SignInCodesForm(OneOfSeveral):
    """Who gets printed codes."""

    full_name = NameField(label=gettext_lazy("Full name"))
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20)

    def clean_phone(self):
        try:
            return sms.normal(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(_("Write a phone number, such as 0912 345 678.")) from error


class ListForm(forms.Form):
    """Number and date of the unit's list, and the stamped page."""

    number = forms.CharField(label=gettext_lazy("Number of the list"), max_length=60)
    date = DateField(
        label=gettext_lazy("Date of the list"), help_text=gettext_lazy("Day/month/year.")
    )
    page = forms.FileField(label=gettext_lazy("Stamped page (PDF or picture)"), required=False)
