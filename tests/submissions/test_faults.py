"""Crashes at the worst moments: kill −9 of the web process or the worker at named points, and a
disk that is full.

Each run happens in a forked child, which is really killed; then the person comes back and goes on.
A receipt without all its files must never exist, and nothing that was typed may be lost.
"""

import hashlib
import io
import os
import resource
import signal
from unittest import mock

import pytest
from django.db import connections
from PIL import Image

from competition import clock
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.vault import disk, store
from foundation.vault.models import Blob
from submissions.files import attach, uploads
from submissions.models import Attachment, Author, Entry, EntryVersion, Receipt, Upload
from submissions.writing import drafting, intake
from tests.rehearsed import SCALE, small
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data, pytest.mark.soak]
RUNS = max(1, 10 * SCALE // 100)
CONTENT = hostile.pdf(4)
HALF = len(CONTENT) // 2
TYPED = "Chúng tôi đã đo trong hai vụ chè."


def die(*_arguments, **_more):
    os.kill(os.getpid(), signal.SIGKILL)


def after(function):
    """The function, and death right behind it."""

    def inner(*arguments, **more):
        function(*arguments, **more)
        die()

    return inner


def half_written(self, name, content):
    """The place of a content with half of its bytes, as a plain storage would leave it; a storage
    must not work like this.
    """
    original = os.fsync
    with mock.patch.object(
        os, "fsync", lambda descriptor: (original(descriptor), os.ftruncate(descriptor, 10), die())
    ):
        return REAL_SAVE(self, name, content)


REAL_SAVE = disk.Disk._save
# name -> (what is patched, its name, what stands there instead)
POINTS = {
    "a piece of the upload is half written": (
        uploads,
        "_write_all",
        lambda part, piece: (part.write(piece[: len(piece) // 2]), die()),
    ),
    "the upload is complete, and not attached": (uploads, "finish", die),
    "the file is half written into the vault": (disk.Disk, "_save", half_written),
    "the file is in the vault without a row": (disk.Disk, "_save", after(REAL_SAVE)),
    "the file has its row, and nothing is committed": (attach.work, "ask", die),
    "the file is attached, and the answer is lost": (uploads.Path, "unlink", die),
    "the draft is half saved": (drafting, "_note", die),
    "a version is frozen without a receipt": (intake.chain, "append", die),
    "the ledger has its line, and nothing is committed": (Receipt.objects, "create", die),
    "the receipt is written, and nothing is committed": (intake.post, "tell", die),
    "the worker has inspected, and not said so": (Attachment, "save", die),
    "the worker has printed the receipt, and not kept it": (Receipt, "save", die),
}


def person_goes_on(rehearsal, entry_id: int) -> None:
    """What the person does until there is a receipt, from wherever the last attempt ended."""
    entry = Entry.objects.select_related("owner", "edition").get(pk=entry_id)
    at = rehearsal.at(4)
    if not Author.objects.filter(entry=entry, full_name="Người viết thứ hai").exists():
        changes = {"answers": entry.answers | {"novelty": TYPED}}
        authors = [
            {"full_name": "Người viết thứ nhất", "share": 60},
            {"full_name": "Người viết thứ hai", "share": 40},
        ]
        entry = drafting.save_draft(
            entry=entry, by=entry.owner, revision=entry.revision, changes=changes, authors=authors
        )
    upload = Upload.objects.filter(entry=entry, name="mô tả.pdf").first()
    if upload is None:
        upload = uploads.begin(
            entry=entry, name="mô tả.pdf", size=len(CONTENT), by=entry.owner, at=at
        )
    while (offset := uploads.offset_of(upload)) < len(CONTENT):
        uploads.append(
            upload=upload, offset=offset, stream=io.BytesIO(CONTENT[offset : offset + HALF])
        )
    if upload.attachment_id is None:
        uploads.finish(upload=upload)
    drain()  # the worker
    intake.submit(entry=Entry.objects.get(pk=entry_id), by=entry.owner, at=at)
    drain()


def in_a_child(work) -> int:
    """Run `work` in a forked child with connections of its own; the status it ended with."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitpid(child, 0)[1]


def receipts_are_whole(entry_id: int) -> int:
    """How many receipts the entry has; each has every file of its version, whole."""
    receipts = Receipt.objects.filter(version__entry=entry_id).select_related("version")
    for receipt in receipts:
        assert chain.digest_of(receipt.version.content) == receipt.version.digest
        for file in receipt.version.content["files"]:
            assert (
                hashlib.sha256(store.read(Blob.objects.get(pk=file["blob"]))).hexdigest()
                == file["sha256"]
            )
    return receipts.count()


@pytest.fixture
def written():
    """(rehearsal, a complete draft without the file that is sent below)."""
    rehearsal = small(seed=23)
    rehearsal.set_up()
    with clock.set_to(rehearsal.at(3)):
        work = steps.write(
            rehearsal.edition, rehearsal.cast.entrants[0], 0, 1, rehearsal.units, rehearsal.at(3)
        )
        drain()
    return rehearsal, work.entry


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("run", range(RUNS))
def test_kill_9_at_the_worst_moment(written, point, run):
    rehearsal, entry = written
    target, name, instead = POINTS[point]

    def attempt():
        with clock.set_to(rehearsal.at(4)), mock.patch.object(target, name, instead):
            person_goes_on(rehearsal, entry.pk)

    assert os.WTERMSIG(in_a_child(attempt)) == signal.SIGKILL, "the point was never reached"
    typed_before = Entry.objects.get(pk=entry.pk).answers
    assert typed_before["content"] == entry.answers["content"]  # what was saved before the crash
    receipts_are_whole(entry.pk)
    Job.objects.update(leased_until=None)  # two minutes pass
    with clock.set_to(rehearsal.at(4)):
        person_goes_on(rehearsal, entry.pk)
    assert receipts_are_whole(entry.pk) == EntryVersion.objects.filter(entry=entry).count()
    assert EntryVersion.objects.filter(entry=entry).count() == 1
    sent = Attachment.objects.filter(entry=entry, name="mô tả.pdf").values_list(
        "blob__sha256", "verdict"
    )
    assert list(sent) == [(hashlib.sha256(CONTENT).hexdigest(), "cleared")]
    assert Entry.objects.get(pk=entry.pk).answers["novelty"] == TYPED
    assert [author["share"] for author in Receipt.objects.get().version.content["authors"]] == [
        "60.00",
        "40.00",
    ]
    assert Receipt.objects.get().pdf is not None
    assert not Job.objects.exclude(state="done").exists()
    assert Event.objects.filter(verb="entry.submitted").count() == 1
    assert chain.verify(rehearsal.edition.chain) is None
    assert store.read(Receipt.objects.get().pdf).startswith(b"%PDF")


def large_picture() -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((3400, 3000), 90).save(kept, "PNG")
    return kept.getvalue()


def test_a_full_disk_says_so_keeps_what_came_and_goes_on_when_there_is_room(written):
    """No file may grow beyond the limit in the child, as on a full disk; the database stays below
    it.
    """
    rehearsal, entry = written
    content = large_picture()
    room = 1 << 23
    assert len(content) > room + (1 << 20)
    first = 6_000_000
    at = rehearsal.at(4)
    with clock.set_to(at):
        upload = uploads.begin(
            entry=entry, name="toàn cảnh.png", size=len(content), by=entry.owner, at=at
        )
        uploads.append(upload=upload, offset=0, stream=io.BytesIO(content[:first]))

    def try_on():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        with pytest.raises(attach.NoRoom):
            uploads.append(upload=upload, offset=first, stream=io.BytesIO(content[first:]))
        with pytest.raises(attach.NoRoom), clock.set_to(at):
            picture = io.BytesIO(content)
            picture.name, picture.size = "toàn cảnh.png", len(content)
            attach.attach(entry=entry, upload=picture, by=entry.owner)

    assert in_a_child(try_on) == 0
    assert (
        uploads.offset_of(upload) == first
    )  # what had come is kept, nothing half of the next piece
    assert not Attachment.objects.filter(name="toàn cảnh.png").exists()
    with clock.set_to(at):
        uploads.append(upload=upload, offset=first, stream=io.BytesIO(content[first:]))
        attachment = uploads.finish(upload=upload)
        drain()
    assert hashlib.sha256(store.read(attachment.blob)).digest() == hashlib.sha256(content).digest()
