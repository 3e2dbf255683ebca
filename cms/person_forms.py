"""The forms of the administrator's people pages, for users who have one full name instead of two
halves.
"""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from accounts import membership, profile, second_factor
from accounts.models import User
from accounts.names import NameField
from accounts.permissions import administrators
from competition.kept_forms import TwoWindows
from competition.verbs import page_address
from foundation.notifications import post
from foundation.vietnamese.fields import EmailField


class OneName(UserForm):
    """Two halves of a name, as Wagtail asks for them, that are stored as one.

    They are shown as family-and-middle names and given name.
    """

    email = EmailField(label=_("E-mail"))
    field_order = ["email", "last_name", "first_name", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for given_by_verbs in ("groups", "is_superuser"):
            self.fields.pop(given_by_verbs, None)
        self.fields["last_name"].label = _("Family and middle names")
        self.fields["last_name"].required = False
        self.fields["first_name"].label = _("Given name")
        if self.instance.pk:
            self.initial["last_name"] = self.instance.last_name
            self.initial["first_name"] = self.instance.first_name

    def clean(self):
        """Both halves together are a name as any form takes it."""
        cleaned = super().clean()
        halves = [self.cleaned_data.get(half, "") for half in ("last_name", "first_name")]
        try:
            self.instance.full_name = NameField(required=False).clean(" ".join(halves).strip())
        except ValidationError as error:
            self.add_error("last_name" if halves[0] else "first_name", error)
        return cleaned


class PersonCreationForm(OneName, UserCreationForm):
    """A new person, who sets a password by “Forgot your password?”."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "The person confirms this address and sets a password by “Forgot your password?”."
        )


class PersonEditForm(TwoWindows, OneName, UserEditForm):
    """A person who is there, and is told what is changed of the account.

    Who works in an edition is switched off where its people are, by the verb that asks whether it
    takes two; here it is done for all others, with a reason that the site's ledger keeps.
    """

    field_order = [*OneName.field_order, "reason"]
    reason = forms.CharField(
        label=_("Reason to switch the account off or on"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        if "is_active" not in self.fields:
            del self.fields["reason"]
        self.fields["email"].disabled = True
        self.fields["email"].required = False
        self.fields["email"].help_text = _("Only its owner changes it, on the page “Account”.")

    def clean_is_active(self):
        """The last administrator cannot go: nobody could let anybody in again."""
        is_active = self.cleaned_data["is_active"]
        if is_active == self.instance.is_active:
            return is_active
        if list(administrators()) == [self.instance]:
            raise ValidationError(
                gettext("This is the last administrator. Make another one first.")
            )
        if self.instance.erased_at is not None:
            raise ValidationError(gettext("This account was erased: nobody uses it again."))
        if membership.works_in_some_edition(self.instance):
            raise ValidationError(
                gettext(
                    "This person works in an edition. Switch the account off or on on the page "
                    "of the edition's people: some roles need two people."
                )
            )
        return is_active

    def clean_reason(self):
        """It comes after the field that it is asked for."""
        reason = self.cleaned_data["reason"].strip()
        is_active = self.cleaned_data.get("is_active")
        if not reason and is_active not in (None, self.instance.is_active):
            raise ValidationError(gettext("Write the reason: the ledger keeps it."))
        return reason

    @transaction.atomic
    def save(self, commit=True):
        before = User.objects.get(pk=self.instance.pk)
        known_by = profile.known_by(before)
        is_on = self.instance.is_active
        self.instance.is_active = before.is_active
        person = super().save(commit)
        profile.tell_of_change(person, known_by)
        if is_on != before.is_active:
            profile.put_in_use(
                person, is_on, reason=self.cleaned_data["reason"], by=self.by, at=timezone.now()
            )
            second_factor.end_sessions(person)
        if (before.full_name, before.is_active) != (person.full_name, person.is_active):
            post.tell(
                person,
                "account_changed",
                {"before": before, "person": person},
                key=f"account-changed:{person.pk}:{secrets.token_hex(8)}",
                link=page_address("my_work"),
            )
        return person
