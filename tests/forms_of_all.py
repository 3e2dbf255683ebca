"""Every form that the code knows: the house's own, Wagtail's for our rules, pages and settings, and
the filters of its lists.

Wagtail makes a form anew for whoever asks: here each is made once a process.
"""

import copy
import functools
import importlib
import pkgutil
from collections.abc import Iterable, Iterator

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.contrib.settings.registry import registry as settings_of_the_site
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.models import get_page_models

ROOMS = ("accounts", "awards", "cms", "competition", "judging", "submissions", "voting")
# Filters in which somebody types.
TYPED = (
    django_filters.RangeFilter,
    django_filters.NumberFilter,
    django_filters.DateFilter,
    django_filters.DateTimeFilter,
)


def fields_of_all(kind: type[forms.Field]) -> Iterator[tuple[str, forms.Field]]:
    """Every field of this kind, by a name that says where it stands."""
    for form in [*_own_forms(), *_rules(), *_pages(), *_settings()]:
        for part in [form, *_rows_of(form)]:
            yield from _fields(part.__qualname__, part.base_fields, kind)
    for filters in _subclasses(django_filters.FilterSet):
        # A filter keeps the field it is asked for: asked itself, it would keep one without the
        # words of its column, for every page of the process.
        typed = {
            name: copy.deepcopy(item).field
            for name, item in filters.base_filters.items()
            if isinstance(item, TYPED)
        }
        yield from _fields(filters.__qualname__, typed, kind)


def _fields(where: str, shown: dict, kind: type[forms.Field]) -> Iterator[tuple[str, forms.Field]]:
    for name, field in shown.items():
        for part in getattr(field, "fields", [field]):
            if isinstance(part, kind):
                yield f"{where}.{name}", part


@functools.cache
def _own_forms() -> list[type[forms.BaseForm]]:
    for room in map(importlib.import_module, ROOMS):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    found = _subclasses(forms.BaseForm)
    return [form for form in found if form.__module__.startswith(ROOMS)]


def _subclasses(base: type) -> list[type]:
    found = base.__subclasses__()
    return found + [deeper for each in found for deeper in _subclasses(each)]


def _rows_of(form: type[forms.BaseForm]) -> list[type[forms.BaseForm]]:
    return [rows.form for rows in getattr(form, "formsets", {}).values()]


@functools.cache
def _rules() -> list[type[forms.BaseForm]]:
    viewsets.populate()
    found = [one for one in viewsets.viewsets if isinstance(one, ModelViewSet)]
    for group in viewsets.viewsets:
        if isinstance(group, ModelViewSetGroup):
            found += [one for one in group.registerables if isinstance(one, ModelViewSet)]
    handlers = [one._edit_handler for one in found if one._edit_handler]
    return [handler.get_form_class() for handler in handlers]


@functools.cache
def _pages() -> list[type[forms.BaseForm]]:
    return [page.get_edit_handler().get_form_class() for page in get_page_models()]


@functools.cache
def _settings() -> list[type[forms.BaseForm]]:
    return [get_setting_edit_handler(one).get_form_class() for one in settings_of_the_site]


def refusals(fields: Iterable[tuple[str, forms.Field]], typed: str) -> dict[str, str]:
    """What each of these fields says to it, by where it stands; nothing where it is taken."""
    said = {}
    for where, field in fields:
        try:
            field.clean(typed)
        except ValidationError as error:
            said[where] = " ".join(error.messages)
        else:
            said[where] = ""
    return said
