"""The organisation that enters, in the form of the general information."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.vietnamese.text import nfc
from submissions.models import Entry
from submissions.writing import organisation

PREFIX = "organisation_"


def _field(label: Any, most: int, **arguments: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"data-organisation": ""})  # shown where one enters
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, **arguments)


class OrganisationForm(forms.Form):
    """Fields that count where an organisation enters; what is wrong in them too."""

    organisation_name = _field(
        _("Name of the organisation"),
        200,
        help_text=_("As its decision of establishment or its registration has it."),
    )
    organisation_tax_code = _field(_("Tax code"), 20)
    organisation_address = _field(_("Address of the organisation"), 200)
    organisation_representative = _field(_("Represented by"), 120)
    organisation_position = _field(_("Position of the representative"), 120)

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data.get("organisation_tax_code", "")
        if typed and self.cleaned_data.get("entrant") == Entry.Entrant.ORGANISATION:
            try:
                organisation.clean_tax_code(typed)
            except forms.ValidationError as error:
                self.add_error("organisation_tax_code", error)
        return self.cleaned_data


def initial_of(entry: Entry) -> dict[str, str]:
    written = entry.organisation or {}
    return {f"{PREFIX}{column}": written.get(column, "") for column in organisation.COLUMNS}


def kept_of(cleaned: Mapping[str, Any], before: dict[str, str] | None) -> dict[str, str] | None:
    """The column of Entry; a field with an error stays as it was. None where nothing is written."""
    kept = dict(before or {})
    for column in organisation.COLUMNS:
        if f"{PREFIX}{column}" in cleaned:
            kept[column] = nfc(cleaned[f"{PREFIX}{column}"])
    return kept if any(kept.values()) else None
