"""The group pages of the Wagtail admin, whose permissions are named in the reader's language.

Wagtail prints the database's own names, and those that were translated while it was imported: both
are English on every page.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import (
    CreateView,
    EditView,
    GroupViewSet,
    PermissionPanelFormsMixin,
)

from cms import group_rights
from competition import clock

COLUMNS = {"page": gettext_lazy("Page"), "collection": pgettext_lazy("permission", "Collection")}
ACTIONS = ("add", "change", "delete")


def name_of(permission: Permission) -> str:
    """What it lets somebody do, in the reader's language."""
    action, _, model = permission.codename.partition("_")
    kind = permission.content_type
    if action in ACTIONS and model == kind.model:
        shape = {
            "add": pgettext("permission", "add: %(what)s"),
            "change": pgettext("permission", "change: %(what)s"),
            "delete": pgettext("permission", "delete: %(what)s"),
        }[action]
        return capfirst(shape % {"what": kind.name})
    return gettext(permission.name)


class _Named(ModelIterable):
    """Rows that carry the name that is shown; nobody saves them."""

    def __iter__(self) -> Any:
        for permission in super().__iter__():
            permission.name = name_of(permission)
            yield permission


def named(permissions: QuerySet[Permission]) -> QuerySet[Permission]:
    """The same permissions under the names that are shown."""
    shown = permissions.select_related("content_type")
    shown._iterable_class = _Named
    return shown


class NamedGroupForm(GroupForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["permissions"]
        field.queryset = named(field.queryset)


class _NamedPanels(PermissionPanelFormsMixin):
    """A page of a group; the tables for pages and collections are named by ourselves."""

    def get_context_data(self, **kwargs):
        for panel in self.permission_panel_forms:
            _name(panel)
        return super().get_context_data(**kwargs)


def _name(panel: Any) -> None:
    """Its rows are made of one form, the empty one only when it is shown: that form is told."""
    types = type(panel).permission_types
    panel.permission_types = [
        (codename, gettext(str(short)), gettext(str(label))) for codename, short, label in types
    ]
    labels = {codename: label for codename, _short, label in types}
    for row in (panel.form.base_fields, *(form.fields for form in panel.forms)):
        row["permissions"].label_from_instance = partial(_label, labels)
        row["permissions"].widget.choices = row["permissions"].choices
        for name, label in COLUMNS.items():
            if name in row:
                row[name].label = label


def _label(labels: dict[str, Any], permission: Permission) -> str:
    label = labels.get(permission.codename)
    return gettext(str(label)) if label else name_of(permission)


class GroupAddView(_NamedPanels, CreateView):
    pass


class GroupEditView(_NamedPanels, EditView):
    def process_form(self):
        """The tables for pages and collections are saved behind the form."""
        with group_rights.noted(group=self.object, by=self.request.user, at=clock.now()):
            return super().process_form()


class NamedGroupViewSet(GroupViewSet):
    add_view_class = GroupAddView
    edit_view_class = GroupEditView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return NamedGroupForm
