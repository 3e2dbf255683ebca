"""The form that copies a page."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page


class BoundedCopyForm(CopyForm):
    """Takes a title and an address no longer than a page has; Wagtail's takes any."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, column in (("new_title", "title"), ("new_slug", "slug")):
            field = cast(forms.CharField, self.fields[name])
            most = Page._meta.get_field(column).max_length
            field.max_length = most
            field.validators.append(MaxLengthValidator(cast(int, most)))
