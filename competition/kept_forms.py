"""Wagtail's forms of what is open in two windows: rules, settings, what editors keep (ADR 24).

Pages have Wagtail's own watch over who else has them open, and a history that keeps every version.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from competition.two_windows import Stale, of_form, version_of

UPON = "upon_row"  # beside the mark of published rules, which says what a decision was read upon


class TwoWindows(forms.ModelForm):
    """Carries the version of what it was filled with. What was typed upon an older one is refused;
    what is stored stands beside each field that differs, and saving again is a decision.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.instance.pk is None:
            return
        self._stored = self._as_stored()
        self.fields[UPON] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=version_of(self._stored)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is not None and self._is_stale():
            self._compare()
        return cleaned

    def _is_stale(self) -> bool:
        upon = self.data.get(self.add_prefix(UPON))
        return bool(upon) and upon != version_of(self._stored)

    def _compare(self) -> None:
        """Nothing is refused where what was typed is what is stored."""
        differences = [one for one in of_form(self, self) if one.name in self.fields]
        rows = [each for each in self._sets() if each.has_changed()]
        if not differences and not rows:
            return
        self.add_error(None, str(Stale()))
        for one in differences:
            stored = " ".join(strip_tags(one.stored).split()) or "–"
            self.add_error(
                one.name, _("Saved in another window: “%(stored)s”.") % {"stored": stored}
            )
        for each in rows:
            name = capfirst(str(each.model._meta.verbose_name_plural))
            stored = "; ".join(map(str, each.get_queryset())) or "–"
            self.add_error(
                None,
                _("%(name)s, saved in another window: %(stored)s.")
                % {"name": name, "stored": stored},
            )
        # As it is shown again, it is compared with what is stored now.
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown[self.add_prefix(UPON)] = version_of(self._stored)
        self.mark_as_read(shown)
        self.data = shown

    def mark_as_read(self, shown: QueryDict) -> None:
        """Where a form carries another mark of what was read, it is of what stands there now."""

    def _sets(self) -> list[Any]:
        """The sets of rows that stand in the form."""
        return list(getattr(self, "formsets", {}).values())

    def _as_stored(self) -> Any:
        """What the form shows of the row, and of the rows below it, as plain text."""
        own = {name: str(self.get_initial_for_field(field, name)) for name, field in self._shown()}
        return [own, {each.prefix: _rows(each) for each in self._sets()}]

    def _shown(self) -> list[tuple[str, forms.Field]]:
        return [(name, field) for name, field in self.fields.items() if name != UPON]


def _rows(each: Any) -> list[dict[str, str]]:
    return [_plain(row, each.form.base_fields) for row in each.get_queryset()]


def _plain(row: Any, names: Any) -> dict[str, str]:
    columns = {column.name: column.attname for column in row._meta.concrete_fields}
    return {name: str(getattr(row, columns[name])) for name in names if name in columns}


class KeptForm(TwoWindows, WagtailAdminModelForm):
    """A form of Wagtail's for a row that several people keep."""

    def _update_errors(self, errors: ValidationError) -> None:
        """What could not be read is not said to be missing as well, since the row has none."""
        for name in {*getattr(errors, "error_dict", {})} & {*self.errors}:
            del errors.error_dict[name]
        super()._update_errors(errors)
