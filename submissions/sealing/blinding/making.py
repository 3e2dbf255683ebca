"""How the blinded copy of a file is made. Imported in the cage alone: it parses what a stranger
sent.
"""

import json
from dataclasses import asdict

from submissions.sealing.blinding.copies import OFFICE, PICTURES, Copy
from submissions.sealing.blinding.documents import blind_pdf
from submissions.sealing.blinding.identities import Identity
from submissions.sealing.blinding.ooxml import as_pdf, channels_of
from submissions.sealing.blinding.pictures import Boxes, blind_picture


def made(suffix: str, content: bytes, known: list[Identity], redact: bool, boxes: Boxes) -> bytes:
    """The copy as one line of JSON and its content."""
    if suffix in PICTURES:
        copy = _picture_copy(content, known, redact, boxes)
    else:
        copy = _document_copy(suffix, content, known, redact, boxes)
    head = asdict(copy)
    del head["content"]
    return json.dumps(head).encode() + b"\n" + copy.content


def _picture_copy(content: bytes, known: list[Identity], redact: bool, boxes: Boxes) -> Copy:
    drawn, identities = blind_picture(content, known if redact else [], boxes.get(1, []))
    return Copy(
        drawn,
        "jpg",
        removed=["picture metadata"],
        hits=[{"what": identity.kind, "where": "picture", "page": 1} for identity in identities],
        eye=["picture"],
        redacted=bool(identities or boxes),
    )


def _document_copy(
    suffix: str, content: bytes, known: list[Identity], redact: bool, boxes: Boxes
) -> Copy:
    """A PDF, or an office file that becomes one."""
    is_office = suffix in OFFICE
    removed: set[str] = set()
    is_cut = False
    if is_office:
        removed = channels_of(content)
        content, is_cut = as_pdf(suffix, content)
    blinded = blind_pdf(content, known, redact=redact, boxes=boxes)
    if not is_office:  # else the PDF is of our own making
        removed = blinded.removed
    eye = []
    if blinded.has_scan:
        eye.append("scan")
    if is_office:
        eye.append("converted")
    if is_cut:
        eye.append("lost")
    if blinded.hits:
        eye.append("found")
    return Copy(
        blinded.content,
        "pdf",
        pages=blinded.pages,
        removed=sorted(removed),
        hits=[
            {"what": identity.kind, "where": "text", "page": page}
            for page, identity in blinded.hits
        ],
        eye=eye,
        redacted=bool(boxes) or (redact and bool(blinded.hits)),
    )
