"""The blinded copy of one content: made once for what is known of its people, kept, and made anew
when they, the covered parts or the readings of its pages are others.
"""

from collections.abc import Callable, Collection
from typing import Any

from competition import clock
from foundation.ledger import chain
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.models import BlindCopy, Entry, PageReading, Redaction
from submissions.sealing import blinding

KEPT_BACK = "kind"  # why a film is not blinded: it stays with the secretariat as evidence
MADE = "pixels, doubts"  # how copies are made: those that were made in another way are made anew
Told = Callable[[int, int], None]  # so many pages of so many are done


def copy_digest(
    known: list[blinding.Identity], boxes: blinding.Boxes | None = None, read: int = 0
) -> str:
    """Under which a blinded copy is kept.

    It holds for these identities, these covered parts and so many pages that OCR has read only.
    """
    names = sorted([identity.kind, identity.text] for identity in known)
    return chain.digest_of([MADE, names, sorted((boxes or {}).items()), read])


def known_of(entry: Entry, content: dict) -> list[blinding.Identity]:
    """What must not be seen in an entry: what the content tells of its people, and words about
    which the secretariat has decided so.
    """
    masked = entry.word_decisions.filter(is_masked=True).values_list("word", flat=True)
    return [*blinding.identities(content), *(blinding.Identity("word", word) for word in masked)]


def boxes_on(entry: Entry) -> dict[int, blinding.Boxes]:
    """{blob id: what was covered by hand}."""
    boxes: dict[int, blinding.Boxes] = {}
    for redaction in Redaction.objects.filter(entry=entry):
        pages = boxes.setdefault(redaction.blob_id, {})
        pages.setdefault(redaction.page, []).append(redaction.box)
    return boxes


def readings_of(blobs: Collection[int]) -> dict[int, blinding.Readings]:
    """{blob id: what OCR has read on its pages}, of those that are read."""
    readings: dict[int, blinding.Readings] = {}
    for reading in PageReading.objects.filter(blob__in=blobs):
        readings.setdefault(reading.blob_id, {})[reading.page] = reading.words
    return readings


def read_pages(blob: Blob, name: str, told: Told | None = None) -> None:
    """Have OCR read the pages of a content that it has not read yet; nothing where it is not
    installed, or the file cannot be opened. To be called outside a transaction: each page is kept.
    """
    known = list(PageReading.objects.filter(blob=blob).values_list("page", flat=True))
    try:
        for page, words in blinding.read(name, store.read(blob), known=known, told=told):
            PageReading.objects.get_or_create(
                blob=blob, page=page, defaults={"words": words, "at": clock.now()}
            )
    except blinding.CannotBlind:
        return


def copy_of(
    blob: Blob,
    name: str,
    known: list[blinding.Identity],
    boxes: blinding.Boxes | None = None,
    told: Told | None = None,
) -> BlindCopy:
    """The blinded copy of a content; a refused one says why.

    It is made once for the same known identities, covered parts and readings.
    """
    readings = readings_of([blob.pk]).get(blob.pk, {})
    identities = copy_digest(known, boxes, len(readings))
    stored = BlindCopy.objects.select_related("copy").filter(blob=blob, identities=identities)
    copy = stored.first()
    if copy is None:
        copy, _created = BlindCopy.objects.get_or_create(
            blob=blob,
            identities=identities,
            defaults=_blinded(blob, name, known, boxes, readings, told),
        )
    return copy


def _blinded(
    blob: Blob,
    name: str,
    known: list[blinding.Identity],
    boxes: blinding.Boxes | None,
    readings: blinding.Readings,
    told: Told | None,
) -> dict[str, Any]:
    """The columns of BlindCopy: a copy with its report, or why there is none."""
    try:
        copy = blinding.blind(
            name, store.read(blob), known, boxes=boxes, readings=readings, told=told
        )
    except blinding.CannotBlind as reason:
        return {"refused": str(reason)}
    return {
        "copy": store.put(copy.content, media_type=copy.media_type),
        "suffix": copy.suffix,
        "pages": copy.pages,
        "report": {
            "removed": copy.removed,
            "hits": copy.hits,
            "eye": copy.eye,
            "lost": copy.lost,
        },
    }
