"""Sending a file in pieces: begun, resumed where the line was cut, finished into an attachment, or
abandoned.

The pieces lie in a part file on disk. No transaction is open while bytes arrive, so a slow phone
holds up nobody; a file lock keeps two windows from writing the same part.
"""

import base64
import datetime
import fcntl
import hashlib
import logging
import os
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from competition import clock
from competition.errors import Refused, WrongState
from foundation.jobs import work
from foundation.vault import store
from submissions.files import attach
from submissions.models import Attachment, Entry, Upload

logger = logging.getLogger(__name__)
KEPT = datetime.timedelta(days=2)  # how long an unfinished upload waits for its next piece
CHECKSUMS = ("sha1", "sha256")
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
def begin(
    *,
    entry: Entry,
    name: str,
    size: int,
    by,
    at: datetime.datetime,
    caption: str = "",
    part: str = "",
) -> Upload:
    """Make room for a file of `size` bytes. Raises NotAllowed, BadFile before a byte is sent."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("edition").get(pk=entry.pk)
    kept = attach.require_room(entry=entry, name=name, size=size, by=by)
    if (
        Upload.objects.filter(entry=entry, attachment=None, expires_at__gt=at).count()
        >= 3 * entry.edition.max_files
    ):
        raise attach.BadFile(_("Too many unfinished uploads. Finish or remove one first."))
    upload = Upload.objects.create(
        entry=entry,
        owner=by,
        name=kept,
        caption=caption[:200],
        part=part[:40],
        size=size,
        begun_at=at,
        expires_at=at + KEPT,
    )
    Path(settings.UPLOADS_DIR).mkdir(parents=True, exist_ok=True)
    part_of(upload).touch()
    return upload


@contextmanager
def _held(upload: Upload):
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


def _write_all(part, piece: bytes) -> None:
    left = memoryview(piece)
    try:
        while left:  # a disk that is nearly full takes a little of it
            left = left[part.write(left) :]
    except OSError as error:
        logger.exception("a piece could not be written")
        raise attach.NoRoom(attach.NO_ROOM) from error


def append(*, upload: Upload, offset: int, stream, checksum: tuple[str, str] | None = None) -> int:
    """Add a piece; what came before a cut stays, unless it has a checksum. Returns the new offset
    in bytes.

    `checksum` is (algorithm of CHECKSUMS, digest in base64). Raises WrongOffset, WrongChecksum,
    Occupied, WrongState, NoRoom.
    """
    with _held(upload) as part:
        begins = part.seek(0, os.SEEK_END)
        if offset != begins:
            raise WrongOffset(_("The upload stands at %(offset)s bytes.") % {"offset": begins})
        digest = hashlib.new(checksum[0]) if checksum else None
        whole = False
        try:
            while part.tell() < upload.size and (
                piece := stream.read(min(_PIECE, upload.size - part.tell()))
            ):
                _write_all(part, piece)
                if digest:
                    digest.update(piece)
            whole = True
        except (
            attach.NoRoom
        ):  # a cut line leaves what came; a full disk leaves what was there before
            part.truncate(begins)
            raise
        finally:
            if digest and not (whole and base64.b64encode(digest.digest()).decode() == checksum[1]):
                part.truncate(begins)
                part.seek(begins)
            os.fsync(part.fileno())
        if digest and part.tell() == begins:
            raise WrongChecksum(_("A piece of the file was damaged on the way; it is sent again."))
        return part.tell()


@transaction.atomic
def finish(*, upload: Upload) -> Attachment:
    """Turn a complete upload into an attachment of the draft, once however often it is asked.

    Raises what `files.attach` raises, WrongState when bytes are missing.
    """
    upload = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("entry", "owner", "attachment")
        .get(pk=upload.pk)
    )
    if upload.attachment_id:
        return upload.attachment
    if offset_of(upload) != upload.size:
        raise WrongState(_("The upload is not complete yet."))
    with part_of(upload).open("rb") as content:
        arrived = File(content, name=upload.name)
        upload.attachment = attach.attach(
            entry=upload.entry,
            upload=arrived,
            by=upload.owner,
            caption=upload.caption,
            part=upload.part,
        )
    upload.save(update_fields=["attachment"])
    part = part_of(upload)
    transaction.on_commit(lambda: part.unlink(missing_ok=True))
    return upload.attachment


def abandon(*, upload: Upload) -> None:
    """Forget an unfinished upload and its bytes."""
    part_of(upload).unlink(missing_ok=True)
    upload.delete()


@work.daily("expire_uploads")
def expire(job) -> tuple[int, int]:
    """Abandon uploads whose next piece never came."""
    for upload in Upload.objects.filter(expires_at__lt=clock.now()):
        abandon(upload=upload)
    store.sweep()
    return 1, 1
