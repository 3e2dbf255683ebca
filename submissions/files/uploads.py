"""Sending a file in pieces: begun, resumed where the line was cut, finished, or abandoned.

The pieces lie in a part file on disk. No transaction is open while bytes arrive, so a slow phone
holds up nobody; a file lock keeps two windows from writing the same part.
"""

import base64
import datetime
import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition import clock
from competition.errors import Refused, WrongState
from competition.verbs import lock
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.vault import store
from submissions.files import attach
from submissions.models import Attachment, Entry, Upload

logger = logging.getLogger(__name__)
KEPT = datetime.timedelta(days=2)  # how long an unfinished upload waits for its next piece
CHECKSUMS = ("sha1", "sha256")
UNFINISHED_A_FILE = 3  # so many unfinished uploads are kept for each file that a dossier may hold
_PIECE = 1 << 16


class Occupied(Refused):
    """Another window is sending the same file at this moment."""


class WrongOffset(Refused):
    """The piece does not begin where the file ends so far."""


class WrongChecksum(Refused):
    """The piece did not arrive as it was sent; nothing of it is kept."""


def part_of(upload: Upload) -> Path:
    """The file that holds what has come so far."""
    return Path(settings.UPLOADS_DIR) / f"{upload.public_id}.part"


def offset_of(upload: Upload) -> int:
    """How many bytes have come; all of them once the file is attached."""
    if upload.attachment_id:
        return upload.size
    part = part_of(upload)
    return part.stat().st_size if part.exists() else 0


@transaction.atomic
def reached(*, upload: Upload) -> int:
    """How many bytes the sender need not send again; all of them once the file is attached.

    One that came whole and could not be attached (no room, the line to the database gone, a process
    that ended) is asked for its last byte again: with it attaching is tried again, and the sender
    hears what is wrong.
    """
    upload = lock(upload, "attachment")  # not while another process attaches it
    if upload.attachment_id or offset_of(upload) < upload.size:
        return offset_of(upload)
    with _held(upload) as part:
        part.truncate(upload.size - 1)
    return offset_of(upload)


@transaction.atomic
def begin(
    *,
    entry: Entry,
    name: str,
    size: int,
    by: User,
    at: datetime.datetime,
    caption: str = "",
    part: str = "",
) -> Upload:
    """Make room for a file of `size` bytes. Raises NotAllowed, Refused (the words), BadFile before
    a byte is sent.
    """
    entry = lock(entry, "edition")
    name = attach.require_room(entry=entry, name=name, size=size, by=by)
    unfinished = Upload.objects.filter(entry=entry, attachment=None, expires_at__gt=at)
    if unfinished.count() >= UNFINISHED_A_FILE * entry.edition.max_files:
        raise attach.BadFile(_("Too many unfinished uploads. Finish or remove one first."))
    upload = Upload.objects.create(
        entry=entry,
        owner=by,
        name=name,
        caption=attach.caption_of(caption),
        part=part[:40],
        size=size,
        begun_at=at,
        expires_at=at + KEPT,
    )
    Path(settings.UPLOADS_DIR).mkdir(parents=True, exist_ok=True)
    part_of(upload).touch()
    return upload


@contextmanager
def _held(upload: Upload) -> Iterator[FileIO]:
    """The part file, for this process alone. Raises Occupied, WrongState (expired or abandoned)."""
    try:
        part = part_of(upload).open("r+b", buffering=0)  # what is written is written
    except FileNotFoundError as error:
        raise WrongState(_("This upload is no longer kept. Send the file again.")) from error
    with part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Occupied(_("The file is being sent in another window.")) from error
        yield part


def _write_all(part: FileIO, piece: bytes) -> None:
    left = memoryview(piece)
    try:
        while left:  # a disk that is nearly full takes a little of it
            written = part.write(left)
            left = left[written:]
    except OSError as error:
        logger.exception("a piece could not be written")
        raise attach.NoRoom(attach.NO_ROOM) from error


class Readable(Protocol):
    """Where the bytes of a piece come from: a request."""

    def read(self, size: int = ..., /) -> bytes:
        """At most so many bytes; none at the end."""


class _Checksum:
    """What the sender says of a piece, and what has come of it; without a claim, all is well."""

    def __init__(self, claim: tuple[str, str] | None):
        self.digest = hashlib.new(claim[0]) if claim else None
        self.claimed = claim[1] if claim else ""

    def take(self, piece: bytes) -> None:
        if self.digest is not None:
            self.digest.update(piece)

    def holds(self, *, is_whole: bool) -> bool:
        if self.digest is None:
            return True
        return is_whole and base64.b64encode(self.digest.digest()).decode() == self.claimed


def append(
    *, upload: Upload, offset: int, stream: Readable, checksum: tuple[str, str] | None = None
) -> int:
    """Add a piece; returns the new offset in bytes.

    A cut line leaves what came, unless it has a checksum; a full disk leaves what was there before.
    `checksum` is (algorithm of CHECKSUMS, digest in base64). Raises WrongOffset, WrongChecksum,
    Occupied, WrongState, NoRoom.
    """
    with _held(upload) as part:
        begins = part.seek(0, os.SEEK_END)
        if offset != begins:
            raise WrongOffset(_("The upload stands at %(offset)s bytes.") % {"offset": begins})
        arrived = _Checksum(checksum)
        is_whole = False
        try:
            _copy(stream, part, upload.size, arrived)
            is_whole = True
        except attach.NoRoom:
            part.truncate(begins)
            raise
        finally:
            if not arrived.holds(is_whole=is_whole):
                part.truncate(begins)
                part.seek(begins)
            os.fsync(part.fileno())
        if checksum and part.tell() == begins:
            raise WrongChecksum(_("A piece of the file was damaged on the way; it is sent again."))
        return part.tell()


def _copy(stream: Readable, part: FileIO, size: int, checksum: _Checksum) -> None:
    """From the stream into the part file, never more than `size` bytes of it. Raises NoRoom."""
    while part.tell() < size:
        piece = stream.read(min(_PIECE, size - part.tell()))
        if not piece:
            return
        _write_all(part, piece)
        checksum.take(piece)


@transaction.atomic
def finish(*, upload: Upload) -> Attachment:
    """Turn a complete upload into an attachment of the draft, once however often it is asked.

    Raises what `files.attach` raises, WrongState when bytes are missing.
    """
    upload = lock(upload, "entry", "owner", "attachment")
    if upload.attachment is not None:
        return upload.attachment
    if offset_of(upload) != upload.size:
        raise WrongState(_("The upload is not complete yet."))
    with part_of(upload).open("rb") as content:
        attachment = attach.attach(
            entry=upload.entry,
            upload=File(content, name=upload.name),
            by=upload.owner,
            caption=upload.caption,
            part=upload.part,
        )
    upload.attachment = attachment
    upload.save(update_fields=["attachment"])
    part = part_of(upload)
    transaction.on_commit(lambda: part.unlink(missing_ok=True))
    return attachment


def abandon(*, upload: Upload) -> None:
    """Forget an unfinished upload and its bytes."""
    part_of(upload).unlink(missing_ok=True)
    upload.delete()


@work.daily("expire_uploads")
def expire(job: Job) -> tuple[int, int]:
    """Abandon uploads whose next piece never came."""
    for upload in Upload.objects.filter(expires_at__lt=clock.now()):
        abandon(upload=upload)
    store.sweep()
    return 1, 1
