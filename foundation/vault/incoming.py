"""Files that the office itself brings in: a signed paper, a photo. Checked by content, pictures redrawn without what a camera writes into them."""

import io

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from foundation.vault import antivirus, cage

MOST_BYTES = 20 * 1024 * 1024
LONGEST_SIDE = 2_000  # pixels of a redrawn photo
MOST_PIXELS = 60_000_000


class Unacceptable(Exception):
    """The file cannot be taken; the words say why and what to do."""


def pdf(upload) -> bytes:
    """The content of an uploaded PDF that opens. Raises Unacceptable."""
    content = _read(upload)
    if not cage.run(lambda: str(len(pypdfium2.PdfDocument(content))).encode()):
        raise Unacceptable(_("This is not a PDF that opens. Scan the signed paper as PDF and send it again."))
    return content


def photo(upload) -> bytes:
    """An uploaded picture drawn anew as JPEG: no place, no camera, no name. Raises Unacceptable."""
    content = _read(upload)
    drawn = cage.run(lambda: _redrawn(content))
    if not drawn:
        raise Unacceptable(_("This is not a picture that opens. Send a JPEG, PNG or WebP."))
    return drawn


def _read(upload) -> bytes:
    if upload.size > MOST_BYTES:
        raise Unacceptable(_("This file is too large: at most 20 MB."))
    content = upload.read()
    try:
        found = antivirus.scan(content)
    except antivirus.ScannerSilent as silent:
        raise Unacceptable(_("The virus scanner does not answer. Please try again in a few minutes.")) from silent
    if found:
        raise Unacceptable(_("The virus scanner refuses this file."))
    return content


def _redrawn(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        plain = ImageOps.exif_transpose(picture).convert("RGB")
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        kept = io.BytesIO()
        Image.frombytes("RGB", plain.size, plain.tobytes()).save(kept, "JPEG", quality=85)
        return kept.getvalue()
