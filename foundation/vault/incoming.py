"""Files that the office itself brings in: a signed paper, a photo. Checked by content, pictures
redrawn without what a camera writes into them.
"""

import json

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.vault import antivirus, cage

MOST_BYTES = 20 * 1024 * 1024


class Unacceptable(Exception):
    """The file cannot be taken; the words say why and what to do."""


def pdf(upload: UploadedFile) -> bytes:
    """The content of an uploaded PDF that opens. Raises Unacceptable."""
    content = _read(upload)
    if not cage.run("foundation.vault.drawing.pages_of_pdf", content):
        raise Unacceptable(
            _("This is not a PDF that opens. Scan the signed paper as PDF and send it again.")
        )
    return content


def signatures(content: bytes) -> list[list[str]] | None:
    """[[whose, by whom it was issued], …] of the digital signatures in a PDF, empty where it has
    none; None where one does not hold, or something was added after the last one.

    Whether an issuer may be believed, the office's signing tool says: here not one byte was
    changed since, and the certificate's names are told.
    """
    found = cage.run("foundation.vault.signatures.read", content)
    return json.loads(found) if found else None


def photo(upload: UploadedFile) -> bytes:
    """An uploaded picture drawn anew as JPEG: no place, no camera, no name. Raises Unacceptable."""
    content = _read(upload)
    drawn = cage.run("foundation.vault.drawing.redrawn", content)
    if not drawn:
        raise Unacceptable(_("This is not a picture that opens. Send a JPEG, PNG or WebP."))
    return drawn


def table(content: bytes, *, most_rows: int) -> list[list[str | float | int | bool | None]] | None:
    """The cells of an XLSX's first sheet, dates as ISO 8601; None when it is no table
    that opens.
    """
    read = cage.run("foundation.vault.tables.cells", content, most_rows)
    return json.loads(read) if read else None


def typed_table(
    upload: UploadedFile, *, most_rows: int
) -> list[list[str | float | int | bool | None]]:
    """The cells of an uploaded XLSX's first sheet, typed by hand. Raises Unacceptable: too large,
    no table that opens, too many rows, a formula.
    """
    content = _read(upload)
    if not (upload.name or "").lower().endswith(".xlsx"):
        raise Unacceptable(_("Send an Excel table (.xlsx)."))
    read = cage.run("foundation.vault.tables.typed", content, most_rows + 1)
    if not read:
        raise Unacceptable(
            _("The table does not open. Save it as Excel (.xlsx), and send it again.")
        )
    found = json.loads(read)
    if found["formulas"]:
        raise Unacceptable(
            _("A formula stands in %(cells)s. Paste values instead of formulas and send it again.")
            % {"cells": ", ".join(found["formulas"][:5])}
        )
    if len(found["rows"]) > most_rows:
        raise Unacceptable(
            _("The table has more than %(most)s rows. Send it in parts.") % {"most": most_rows}
        )
    return found["rows"]


def _read(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > MOST_BYTES:
        raise Unacceptable(_("This file is too large: at most 20 MB."))
    content = upload.read()
    try:
        virus = antivirus.scan(content)
    except antivirus.ScannerSilent as silent:
        raise Unacceptable(
            _("The virus scanner does not answer. Please try again in a few minutes.")
        ) from silent
    if virus:
        raise Unacceptable(_("The virus scanner refuses this file."))
    return content
