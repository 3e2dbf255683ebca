"""One file: its blinded copy and the report of it, in a child process with bounds."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

from foundation.vault import cage
from submissions.sealing.blinding.documents import blind_pdf
from submissions.sealing.blinding.identities import Identity, mask
from submissions.sealing.blinding.ooxml import as_pdf, channels_of
from submissions.sealing.blinding.pictures import Boxes, blind_picture

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
OFFICE = {".docx", ".xlsx", ".pptx"}
SHOWN_TO_JUDGES = {".pdf", *PICTURES, *OFFICE}


class CannotBlind(Exception):
    """No copy of this file can be called blinded.

    The argument is a code: kind, broken, too_slow.
    """


@dataclass
class Copy:
    """A file as judges may get it, and what was found on the way."""

    content: bytes
    suffix: str
    pages: int = 1
    removed: list[str] = field(default_factory=list)  # channels that were left behind
    # {"what": kind of identity, "where": "text" or "picture", "page": number from 1}
    hits: list[dict] = field(default_factory=list)
    # Why a person must look: picture, scan, converted, lost, found.
    eye: list[str] = field(default_factory=list)
    redacted: bool = False  # words were painted over

    @property
    def media_type(self) -> str:
        return "application/pdf" if self.suffix == "pdf" else "image/jpeg"


def blind(
    name: str,
    content: bytes,
    known: list[Identity],
    *,
    redact: bool = True,
    boxes: Boxes | None = None,
) -> Copy:
    """The blinded copy of a file; what lies under `boxes` is taken out with it.

    Raises CannotBlind: what cannot be blinded safely is refused, never passed through.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SHOWN_TO_JUDGES:
        raise CannotBlind("kind")
    answer = cage.run(_made, suffix, content, known, redact, boxes or {})
    if answer is None:
        raise CannotBlind("too_slow")
    if not answer:
        raise CannotBlind("broken")
    head, _, body = answer.partition(b"\n")
    copy = Copy(content=body, **json.loads(head))
    if mask(PurePath(name).stem.replace("_", " "), known)[1]:
        copy.removed.append("file name")
    return copy


def _made(suffix: str, content: bytes, known: list[Identity], redact: bool, boxes: Boxes) -> bytes:
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
