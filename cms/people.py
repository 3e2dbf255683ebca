"""The people pages of the Wagtail admin, for users who have one full name instead of two halves."""

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class OneName:
    """Wagtail asks for two halves of a name; we show them as family-and-middle and given name, and
    store one.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_name"].label, self.fields["last_name"].required = (
            _("Family and middle names"),
            False,
        )
        self.fields["first_name"].label = _("Given name")
        if self.instance.pk:
            self.initial["last_name"], self.initial["first_name"] = (
                self.instance.last_name,
                self.instance.first_name,
            )

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
