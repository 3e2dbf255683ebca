"""allauth's forms of passkeys and security keys with labels that can be translated."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class CredentialField(forms.JSONField):
    """What the browser's key has answered; JSON that Python does not read is none."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:  # a number without end, or a box in a box …
            invalid = self.error_messages["invalid"]
            raise forms.ValidationError(invalid, code="invalid", params={"value": ""}) from error


class AddKeyForm(AddWebAuthnForm):
    """A new key, with a name by which its owner knows it."""

    credential = CredentialField()
    name = forms.CharField(
        label=_("Name of the key"),
        required=False,
        max_length=100,
        help_text=_("Such as: my phone. It tells your keys apart."),
    )


class EditKeyForm(EditWebAuthnForm):
    """Another name of a key."""

    name = forms.CharField(label=_("Name of the key"), max_length=100)
