"""allauth, told about our users."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import get_language

from accounts import devices, second_factor
from foundation.notifications.models import Message


class AccountAdapter(DefaultAccountAdapter):
    """Saves the full name of a new person, and keeps a copy of sign-in mail where the embedded
    profile can show it.
    """

    def save_user(self, request, user, form, commit=True):
        user.full_name = form.cleaned_data["full_name"]
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def populate_username(self, request, user):
        """There are no user names here."""

    def send_account_already_exists_mail(self, email):
        """To whoever asks, an address that is known takes as long as a new one, whose password is
        hashed.
        """
        make_password(secrets.token_hex(8))
        super().send_account_already_exists_mail(email)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted for an account on one device, or from one address where the account is
        new: a stranger who guesses locks nobody out but himself.
        """
        login = str(credentials.get("email", credentials.get("username", ""))).lower()
        place = devices.place_of(request, login)
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{place}"

    def post_login(self, request, user, **keywords):
        response = super().post_login(request, user, **keywords)
        devices.remember(request, response, user.email or user.phone)
        if second_factor.has_passkey(user):
            devices.put_passkey_first(response)
        else:
            request.session["offers_passkey"] = True
        return response

    def render_mail(self, template_prefix, email, context, headers=None):
        mail = super().render_mail(template_prefix, email, context, headers)
        if settings.MESSAGES_PAGE:
            user = context.get("user")
            # A mail with a code to sign in by names no account.
            goes_to = {"recipient": user} if user and user.pk else {"address": email}
            copy = Message.objects.create(
                **goes_to,
                subject=mail.subject[:200],
                body=mail.body,
                key=f"signin:{secrets.token_hex(8)}",
                delivery=Message.Delivery.SENT,
            )
            self.request.session["mail"] = [*self.request.session.get("mail", []), copy.pk][-20:]
        return mail
