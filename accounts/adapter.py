"""allauth, told about our users."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language

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

    def render_mail(self, template_prefix, email, context, headers=None):
        mail = super().render_mail(template_prefix, email, context, headers)
        user = context.get("user")
        if settings.MESSAGES_PAGE and user is not None and user.pk:
            copy = Message.objects.create(
                recipient=user,
                subject=mail.subject[:200],
                body=mail.body,
                key=f"signin:{secrets.token_hex(8)}",
                delivery=Message.Delivery.SENT,
            )
            self.request.session["mail"] = [*self.request.session.get("mail", []), copy.pk][-20:]
        return mail
