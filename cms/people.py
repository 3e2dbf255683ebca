"""The people pages of the Wagtail admin, for users who have one full name instead of two halves."""

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm
from wagtail.users.views.users import UserViewSet


class OneName(UserForm):
    """Two halves of a name, as Wagtail asks for them, that are stored as one.

    They are shown as family-and-middle names and given name.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
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
    """A new person."""


class PersonEditForm(OneName, UserEditForm):
    """A person who is there."""


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
