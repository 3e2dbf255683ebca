from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import profile, units
from accounts.models import Consent, User
from accounts.names import NameField
from foundation.notifications import sms

CONSENT_VERSION = "2026-1"


class PersonalDetails(forms.Form):
    """What we ask at registration beside the e-mail and the password."""

    full_name = NameField(
        label=_("Full name"),
        help_text=_("As on your papers: it is printed on certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    personal_data = forms.BooleanField(
        label=_(
            "I agree that the organising committee uses my name and contact details to run "
            "the contest."
        ),
        error_messages={
            "required": _(
                "Without this consent we cannot keep your account. Tick the box to go on."
            )
        },
    )
    field_order = ["full_name", "email", "password1"]

    def signup(self, request, user):
        """Called by allauth once the account is saved."""
        profile.agree(
            kind=Consent.Kind.PERSONAL_DATA,
            version=CONSENT_VERSION,
            by=user,
            at=timezone.now(),
        )


class PhoneForm(forms.Form):
    """A phone number; its cleaned value has the form +84912345678."""

    phone = forms.CharField(
        label=_("Phone number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "tel", "inputmode": "tel", "autofocus": True}
        ),
        help_text=_("Such as 0912 345 678."),
    )

    def clean_phone(self):
        try:
            return sms.normal(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(_("Write a phone number, such as 0912 345 678.")) from error


class PhoneCodeForm(forms.Form):
    """The code from the SMS, or a printed one."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class PhoneNameForm(PersonalDetails):
    """What we ask of a new person with a phone."""


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves."""

    class Meta:
        model = User
        fields = ["full_name", "unit", "language", "wants_reminders"]
        field_classes = {"full_name": NameField}
        help_texts = {"full_name": _("As on your papers: it is printed on certificates.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        units.offer_in(unit, self.instance.unit_id)
        unit.label = _("Your unit or commune")
