"""The people pages of the Wagtail admin, for users who have one full name instead of two halves.

An administrator makes an account and switches it off. Its owner alone sets a password and an
address, by the one door; roles are given by the verbs that know what for, never by a group.
"""

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views.users import EditView, UserViewSet

from cms.person_forms import PersonCreationForm, PersonEditForm


class PeopleStay(ModelPermissionPolicy):
    """People are switched off, never deleted: what they did keeps its name."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class PersonEditView(EditView):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}


class PersonViewSet(UserViewSet):
    edit_view_class = PersonEditView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    @property
    def permission_policy(self):
        return PeopleStay(self.model)

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
