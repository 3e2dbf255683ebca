"""The people pages of the Wagtail admin, for users who have one full name instead of two halves.

An administrator makes an account and switches it off. Its owner alone sets a password and an
address, by the one door; roles are given by the verbs that know what for, never by a group.
"""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm
from wagtail.users.views.users import UserViewSet

from accounts.models import User
from accounts.permissions import administrators
from competition.verbs import page_address
from foundation.notifications import post


class OneName(UserForm):
    """Two halves of a name, as Wagtail asks for them, that are stored as one.

    They are shown as family-and-middle names and given name.
    """

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

    def save(self, commit=True):
        self.instance.full_name = (
            f"{self.cleaned_data['last_name']} {self.cleaned_data['first_name']}"
        )
        return super().save(commit)


class PersonCreationForm(OneName, UserCreationForm):
    """A new person, who sets a password by “Forgot your password?”."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "The person confirms this address and sets a password by “Forgot your password?”."
        )


class PersonEditForm(OneName, UserEditForm):
    """A person who is there, and is told what is changed of the account."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].required = False
        self.fields["email"].help_text = _("Only its owner changes it, on the page “Account”.")

    def clean_is_active(self):
        """The last administrator cannot go: nobody could let anybody in again."""
        is_active = self.cleaned_data["is_active"]
        if not is_active and list(administrators()) == [self.instance]:
            raise ValidationError(
                gettext("This is the last administrator. Make another one first.")
            )
        return is_active

    def save(self, commit=True):
        before = User.objects.get(pk=self.instance.pk)
        person = super().save(commit)
        if (before.full_name, before.is_active) != (person.full_name, person.is_active):
            post.tell(
                person,
                "account_changed",
                {"before": before, "person": person},
                key=f"account-changed:{person.pk}:{secrets.token_hex(8)}",
                link=page_address("my_work"),
            )
        return person


class PeopleStay(ModelPermissionPolicy):
    """People are switched off, never deleted: what they did keeps its name."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class PersonViewSet(UserViewSet):
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    @property
    def permission_policy(self):
        return PeopleStay(self.model)

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
