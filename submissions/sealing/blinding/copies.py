"""One file: its blinded copy and the report of it, in a child process with bounds."""

import json
from dataclasses import dataclass, field
from pathlib import PurePath

from foundation.vault import cage
from submissions.sealing.blinding.identities import Identity, mask
from submissions.sealing.blinding.pictures import Boxes

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
OFFICE = {".docx", ".xlsx", ".pptx"}
_MAKE = "submissions.sealing.blinding.making.made"
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
    answer = cage.run(_MAKE, suffix, content, known, redact, boxes or {})
    if answer is None:
        raise CannotBlind("too_slow")
    if not answer:
        raise CannotBlind("broken")
    head, _, body = answer.partition(b"\n")
    copy = Copy(content=body, **json.loads(head))
    if mask(PurePath(name).stem.replace("_", " "), known)[1]:
        copy.removed.append("file name")
    return copy
