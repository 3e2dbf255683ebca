"""The organisation that enters a work: as its papers name it, and who acts for it. Who made the
work stands with the authors.
"""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from submissions.models import Entry

COLUMNS = ("name", "tax_code", "address", "representative", "position")
# Of an organisation, of its branch, of a household in business (Thông tư 86/2024/TT-BTC).
_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?|\d{12}")


def clean_tax_code(typed: str) -> None:
    """A validator. Raises ValidationError with what to do."""
    if not _TAX_CODE.fullmatch("".join(typed.split())):
        raise ValidationError(
            _("Write a tax code of 10 digits, with three more of a branch: 4600123456-001.")
        )


def of_entry(entry: Entry) -> dict[str, str]:
    """{column: what is written}, where an organisation enters; empty where people do."""
    if entry.entrant != Entry.Entrant.ORGANISATION:
        return {}
    written = entry.organisation or {}
    return {column: written.get(column, "") for column in COLUMNS}


def lacking(entry: Entry) -> Iterator[str]:
    """What is still to be written of the organisation that enters, in words."""
    organisation = of_entry(entry)
    if not organisation:
        return
    wanted = {
        "name": _("Write the name of the organisation that enters."),
        "address": _("Write the address of the organisation that enters."),
        "representative": _("Say who represents the organisation that enters."),
    }
    for column, text in wanted.items():
        if not organisation[column].strip():
            yield text


def in_words(organisation: dict[str, str]) -> str:
    """Its lines, one below the other, as history and papers write them; empty without any."""
    representative = ", ".join(filter(None, map(organisation.get, ("representative", "position"))))
    tax_code = organisation.get("tax_code", "")
    lines = [
        organisation.get("name", ""),
        _("Tax code: %(code)s") % {"code": tax_code} if tax_code else "",
        organisation.get("address", ""),
        _("Represented by %(who)s") % {"who": representative} if representative else "",
    ]
    return "\n".join(line for line in lines if line)
