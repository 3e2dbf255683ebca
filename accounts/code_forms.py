"""allauth's form of a code by e-mail, for whoever holds no role."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import devices, membership
from foundation.vietnamese.fields import EmailField


class EmailCodeForm(RequestLoginCodeForm):
    """Whose mailbox gets a code to sign in with."""

    email = EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """To whoever holds a role no code is sent: the second proof may come by the same mail, and
        one mailbox would be both. The page says so to everybody, and tells nobody who they are.
        """
        email = super().clean_email()
        if not devices.may_ask(context.request, "email_code", email.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        user = getattr(self, "_user", None)
        if user is not None and membership.was_given_a_role(user):
            self._user = None
        return email
