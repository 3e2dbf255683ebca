"""One file: its blinded copy and the report of it, in a child process with little memory and little
time.
"""

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
    """No copy of this file can be called blinded; the argument is a code: kind, broken,
    too_slow.
    """


@dataclass
class Copy:
    """A file as judges may get it, and what was found on the way."""

    content: bytes
    suffix: str
    pages: int = 1
    removed: list[str] = field(default_factory=list)  # channels that were left behind
    hits: list[dict] = field(
        default_factory=list
    )  # {"what": kind of identity, "where": "text" | "name", "page": number or None}
    eye: list[str] = field(
        default_factory=list
    )  # why a person must look: picture, scan, converted, lost, found
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
    """The blinded copy of a file; what lies under `boxes` is taken out with it. Raises CannotBlind:
    what cannot be blinded safely is refused, never passed through.
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


def _made(*about) -> bytes:
    """The copy as one line of JSON and its content."""
    copy = _copy(*about)
    return (
        json.dumps(asdict(copy) | {"content": None}, default=list)
        .replace('"content": null, ', "", 1)
        .encode()
        + b"\n"
        + copy.content
    )


def _copy(suffix: str, content: bytes, known: list[Identity], redact: bool, boxes: Boxes) -> Copy:
    if suffix in PICTURES:
        drawn, found = blind_picture(content, known if redact else [], boxes.get(1, []))
        hits = [{"what": identity.kind, "where": "picture", "page": 1} for identity in found]
        return Copy(
            drawn,
            "jpg",
            removed=["picture metadata"],
            hits=hits,
            eye=["picture"],
            redacted=bool(found or boxes),
        )
    removed, lost = set(), False
    if suffix in OFFICE:
        removed = channels_of(content)
        content, lost = as_pdf(suffix, content)
    rewritten, found, pages, left, bare = blind_pdf(content, known, redact=redact, boxes=boxes)
    if suffix in OFFICE:
        left = set()  # of the PDF that we made ourselves
    hits = [{"what": identity.kind, "where": "text", "page": page} for page, identity in found]
    redacted = bool(boxes) or (redact and bool(found))
    eye = [
        why
        for why, holds in (
            ("scan", bare),
            ("converted", suffix in OFFICE),
            ("lost", lost),
            ("found", found),
        )
        if holds
    ]
    return Copy(rewritten, "pdf", pages, sorted(removed | left), hits, eye=eye, redacted=redacted)
