"""The people pages of the Wagtail admin, for users who have one full name instead of two halves."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class _OneName:
    """Wagtail asks for two halves of a name; we show them as family-and-middle and given name, and store one."""

    def _name_fields(self):
        self.fields["last_name"].label = _("Family and middle names")
        self.fields["first_name"].label = _("Given name")
        if self.instance.pk:
            self.initial["last_name"], self.initial["first_name"] = self.instance.last_name, self.instance.first_name

    def _put_together(self):
        self.instance.full_name = f"{self.cleaned_data['last_name']} {self.cleaned_data['first_name']}"


class PersonCreationForm(_OneName, UserCreationForm):
    last_name = forms.CharField(required=False)
    first_name = forms.CharField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._name_fields()

    def save(self, commit=True):
        self._put_together()
        return super().save(commit)


class PersonEditForm(_OneName, UserEditForm):
    last_name = forms.CharField(required=False)
    first_name = forms.CharField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._name_fields()

    def save(self, commit=True):
        self._put_together()
        return super().save(commit)


class PersonViewSet(UserViewSet):
    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
