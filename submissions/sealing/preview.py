"""What judges will see of a dossier, shown to its authors before they send it: they know best what
gives them away.
"""

from dataclasses import dataclass

from foundation.jobs import work
from foundation.vault.models import Blob
from submissions.models import BlindCopy, Entry
from submissions.sealing import blinding, sealing
from submissions.writing.intake import content_of


@dataclass(frozen=True)
class Preview:
    """Blinded texts with what was found in them; `files` are {"file", "copy"}, copy None while the
    worker makes it.
    """

    title: str
    summary: str
    sections: list[dict]
    leaks: list[dict]
    files: list[dict]

    @property
    def is_waiting(self) -> bool:
        return any(item["copy"] is None for item in self.files)


def of(entry: Entry) -> Preview | None:
    """The preview of a draft as it stands; None until its field, kind and unit are chosen. Copies
    that lack are asked for.
    """
    if not (entry.field_id and entry.kind_id and entry.unit_id):
        return None
    content = content_of(entry)
    known = blinding.identities(content)
    texts = sealing.blinded_texts(content, known)
    boxes = sealing.boxes_on(entry)
    wanted = {
        (file["blob"], sealing.digest_of(known, boxes.get(file["blob"])))
        for file in content["files"]
    }
    copies = BlindCopy.objects.filter(
        blob__in=[blob for blob, _digest in wanted],
        identities__in=[digest for _blob, digest in wanted],
    )
    made = {copy.blob_id: copy for copy in copies if (copy.blob_id, copy.identities) in wanted}
    lacking = sorted(file["blob"] for file in content["files"] if file["blob"] not in made)
    if lacking:
        work.ask(
            "blind_preview",
            key=f"blind:{entry.pk}:{entry.revision}:{'-'.join(map(str, lacking))}",
            params={"entry": entry.pk},
            total=1,
        )
    return Preview(
        **texts, files=[{"file": file, "copy": made.get(file["blob"])} for file in content["files"]]
    )


@work.handler("blind_preview")
def make(job) -> tuple[int, int]:
    """The blinded copies of one draft's files."""
    entry = (
        Entry.objects.select_related("edition", "field", "kind", "unit")
        .filter(pk=job.params["entry"])
        .first()
    )
    if entry is not None and entry.field_id and entry.kind_id and entry.unit_id:
        content = content_of(entry)
        known = blinding.identities(content)
        boxes = sealing.boxes_on(entry)
        for file in content["files"]:
            sealing.copy_of(
                Blob.objects.get(pk=file["blob"]), file["name"], known, boxes.get(file["blob"])
            )
    return 1, 1
