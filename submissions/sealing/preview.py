"""What judges will see of a dossier, shown to its authors before they send it.

They know best what gives them away.
"""

from dataclasses import dataclass

from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.vault.models import Blob
from submissions.models import Attachment, BlindCopy, Entry
from submissions.sealing import blinding, copies, sealing
from submissions.writing.intake import content_of


@dataclass(frozen=True)
class Preview:
    """Blinded texts with what was found in them.

    `doubts` are words that may tell whose work it is, {"why", "word", "where"}. `files` are
    {"file", "copy"}, where the copy is None while the worker makes it.
    """

    title: str
    summary: str
    sections: list[dict]
    leaks: list[dict]
    doubts: list[dict]
    files: list[dict]

    @property
    def is_waiting(self) -> bool:
        return any(item["copy"] is None for item in self.files)


def of(entry: Entry) -> Preview | None:
    """The preview of a draft as it stands; None until its field, kind and unit are chosen.

    Copies that lack are asked for.
    """
    if not _has_content(entry):
        return None
    content = _checked_content_of(entry)
    known = copies.known_of(entry, content)
    texts = sealing.blinded_texts(content, known)
    made = _copies_of(content["files"], known, copies.boxes_on(entry))
    lacking = sorted(file["blob"] for file in content["files"] if file["blob"] not in made)
    if lacking:
        work.ask(
            "blind_preview",
            key=f"blind:{entry.pk}:{entry.revision}:{'-'.join(map(str, lacking))}",
            params={"entry": entry.pk},
            total=1,
        )
    files = [{"file": file, "copy": made.get(file["blob"])} for file in content["files"]]
    return Preview(**texts, files=files)


def _checked_content_of(entry: Entry) -> dict:
    """The content without files that wait for the virus scanner: none of them is opened to be
    blinded.
    """
    content = content_of(entry)
    unscanned = entry.attachments.filter(verdict=Attachment.Verdict.UNSCANNED)
    left_out = set(unscanned.values_list("blob", flat=True))
    return content | {"files": [file for file in content["files"] if file["blob"] not in left_out]}


def _has_content(entry: Entry) -> bool:
    return bool(entry.field_id and entry.kind_id and entry.unit_id)


def _copies_of(
    files: list[dict], known: list[blinding.Identity], boxes: dict[int, blinding.Boxes]
) -> dict[int, BlindCopy]:
    """{blob id: its blinded copy}, of those that are made for these identities and boxes."""
    readings = copies.readings_of([file["blob"] for file in files])
    digests = {}
    for file in files:
        read = len(readings.get(file["blob"], {}))
        digests[file["blob"]] = copies.copy_digest(known, boxes.get(file["blob"]), read)
    made = BlindCopy.objects.filter(blob__in=digests, identities__in=digests.values())
    return {copy.blob_id: copy for copy in made if copy.identities == digests[copy.blob_id]}


@work.handler("blind_preview")
def make(job: Job) -> tuple[int, int]:
    """The blinded copies of one draft's files."""
    entry = (
        Entry.objects.select_related("edition", "field", "kind", "unit")
        .filter(pk=job.params["entry"])
        .first()
    )
    if entry is None or not _has_content(entry):
        return 1, 1
    content = _checked_content_of(entry)
    known = copies.known_of(entry, content)
    boxes = copies.boxes_on(entry)
    for file in content["files"]:
        blob = Blob.objects.get(pk=file["blob"])
        copies.copy_of(blob, file["name"], known, boxes.get(blob.pk))
    return 1, 1
