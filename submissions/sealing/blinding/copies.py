"""One file: its blinded copy, page by page, each page drawn in a child process with bounds."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, NamedTuple

from foundation.vault import cage
from submissions.files import file_text
from submissions.sealing.blinding import paper
from submissions.sealing.blinding.identities import Identity, mask

SHOWN_TO_JUDGES = {".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".docx", ".xlsx", ".pptx"}
_OPEN = "submissions.sealing.blinding.opening.opened"
_DRAW = "submissions.sealing.blinding.drawing.drawn"
_FOR_READING = "submissions.sealing.blinding.drawing.for_reading"

Box = tuple[float, float, float, float]  # left, top, right, bottom: parts of a page as it is seen
Boxes = dict[int, list[Box]]  # page from 1 -> what is covered on it
Reading = Sequence[Sequence[Any]]  # as `file_text.places_on` gives it
Readings = dict[int, Reading]  # page from 1 -> what is read on it
Told = Callable[[int, int], None]  # so many pages of so many are done


class CannotBlind(Exception):
    """No copy of this file can be called blinded.

    The argument is a code: kind, broken, too_slow.
    """


class _Opened(NamedTuple):
    """A file as pages, and what its structure tells of them."""

    content: bytes
    pages: int
    removed: list[str]
    lost: list[str]
    eye: dict[str, list[str]]


@dataclass
class Copy:
    """A file as judges may get it, and what was found on the way."""

    content: bytes
    suffix: str = "pdf"
    pages: int = 1
    removed: list[str] = field(default_factory=list)  # channels that were left behind
    # {"what": kind of identity, "where": "text" or "picture", "page": number from 1}
    hits: list[dict] = field(default_factory=list)
    # Pages at which a person must look: {"page": number, "why": [word], "digest": of the page,
    # "doubts": [{"why", "word"}], words that may tell whose it is}
    eye: list[dict] = field(default_factory=list)
    lost: list[str] = field(
        default_factory=list
    )  # what a reader of the file sees and judges do not
    redacted: bool = False  # words were painted over

    @property
    def media_type(self) -> str:
        return "application/pdf"


def blind(
    name: str,
    content: bytes,
    known: list[Identity],
    *,
    redact: bool = True,
    boxes: Boxes | None = None,
    readings: Readings | None = None,
    told: Told | None = None,
) -> Copy:
    """The blinded copy of a file; what lies under `boxes` is taken out with it.

    A page without a reading by OCR waits for a person's eye, whatever stands on it. Raises
    CannotBlind: what cannot be blinded safely is refused, never passed through.
    """
    opened = _opened(name, content)
    copy = Copy(b"", pages=opened.pages, removed=opened.removed, lost=opened.lost)
    where = "picture" if opened.removed == ["picture metadata"] else "text"
    pages = []
    for number in range(1, opened.pages + 1):
        by_hand = (boxes or {}).get(number, [])
        reading = (readings or {}).get(number)
        answer = _asked(_DRAW, opened.content, number, known, by_hand, reading, redact)
        head, _, body = answer.partition(b"\n")
        page = paper.unpacked(body)
        found = json.loads(head)
        pages.append(page)
        copy.hits += [{"what": what, "where": where, "page": number} for what in found["hits"]]
        why = sorted({*found["eye"], *opened.eye.get(str(number), [])})
        if why:
            waiting = {"page": number, "why": why, "digest": page.digest}
            if found["doubts"]:
                waiting["doubts"] = found["doubts"]
            copy.eye.append(waiting)
        copy.redacted |= found["redacted"]
        if told is not None:
            told(number, opened.pages)
    try:
        copy.content = paper.written(pages)
    except ValueError as error:  # no paper has such a size
        raise CannotBlind("broken") from error
    if mask(PurePath(name).stem.replace("_", " "), known)[1]:
        copy.removed.append("file name")
    return copy


def read(
    name: str, content: bytes, *, known: Sequence[int] = (), told: Told | None = None
) -> Iterator[tuple[int, Reading]]:
    """(page, what OCR reads on it) of every page but those that are known already.

    Nothing where Tesseract with Vietnamese is not installed. Raises CannotBlind.
    """
    if not file_text.ocr_is_there():
        return
    opened = _opened(name, content)
    for number in range(1, opened.pages + 1):
        if number not in known:
            picture = _asked(_FOR_READING, opened.content, number, may_be_empty=True)
            yield number, [*file_text.places_on(picture)] if picture else []
        if told is not None:
            told(number, opened.pages)


def _opened(name: str, content: bytes) -> _Opened:
    """Raises CannotBlind."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SHOWN_TO_JUDGES:
        raise CannotBlind("kind")
    head, _, body = _asked(_OPEN, suffix, content).partition(b"\n")
    return _Opened(content=body or content, **json.loads(head))


def _asked(work: str, *arguments: Any, may_be_empty: bool = False) -> bytes:
    """What a child answers. Raises CannotBlind where it has died of it, or time ran out."""
    answer = cage.run(work, *arguments)
    if answer is None:
        raise CannotBlind("too_slow")
    if not answer and not may_be_empty:
        raise CannotBlind("broken")
    return answer
