"""Private, content-addressed files: put, open, serve. Nothing here is ever reachable under a public
address.
"""

import datetime
import hashlib
import io
from contextlib import closing
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from foundation.vault import headers
from foundation.vault.models import Access, Blob

# What a browser may show in the page; everything else is offered for download only.
SHOWN_INLINE = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


PART = 1 << 20  # bytes that are read at once, and compared before any of them goes out


class Damaged(Exception):
    """What lies in the storage is not what was put there."""


class Compared:
    """A content that is compared with its digest while it is given out.

    A part goes out only when the next one was read, and the last one only when the digest fits:
    what was exchanged is never there in whole, and of a small content nothing. Raises Damaged.
    """

    def __init__(self, blob: Blob):
        self._expected = blob.sha256
        self._digest = hashlib.sha256()
        self._file = storages["vault"].open(blob.path)
        try:
            self._next = self._taken()
        except Damaged:
            self.close()
            raise

    def read(self, _size: int = -1) -> bytes:
        """The next part, whatever is asked for; empty at the end."""
        part = self._next
        if part:
            self._next = self._taken()
        return part

    def _taken(self) -> bytes:
        part = self._file.read(PART)
        self._digest.update(part)
        if len(part) < PART and self._digest.hexdigest() != self._expected:
            raise Damaged(self._expected)
        return part

    def close(self) -> None:
        self._file.close()


def put(content: bytes | BinaryIO, *, media_type: str) -> Blob:
    """Store a content once; the same bytes give the same row, whoever sends them. Raises OSError
    when there is no room.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    digest = hashlib.sha256()
    size = 0
    stream.seek(0)
    while chunk := stream.read(1 << 16):
        digest.update(chunk)
        size += len(chunk)
    sha256 = digest.hexdigest()
    storage = storages["vault"]
    path = f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
    # What broke off or was damaged is mended by whoever sends the content again.
    if not _lies_whole(path, sha256, size):
        stream.seek(0)
        storage.save(path, File(stream))
    blob, _is_new = Blob.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": media_type}
    )
    return blob


def put_known(content: bytes, *, media_type: str) -> Blob:
    """The same for a content that was looked into: it is what is said."""
    blob = put(content, media_type=media_type)
    is_of(blob, media_type)
    return blob


def _lies_whole(path: str, sha256: str, size: int) -> bool:
    storage = storages["vault"]
    if not storage.exists(path) or storage.size(path) != size:
        return False
    with storage.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


@transaction.atomic
def is_of(blob: Blob, media_type: str) -> None:
    """What the content is, as its inspection has found. Whoever sent it first may have called it
    something else; pictures that were drawn of it as that go.
    """
    if blob.media_type == media_type:
        return
    blob.media_type = media_type
    blob.save(update_fields=["media_type"])
    blob.pictures.all().delete()


@transaction.atomic
def forget(blob: Blob) -> bool:
    """Remove a content that nobody points to any more, with the pictures of its pages and the lines
    that say who opened it. False: somebody does, and it stays.
    """
    pictures = list(Blob.objects.filter(pk__in=blob.pictures.values("picture")))
    try:
        with transaction.atomic():
            blob.accesses.all().delete()
            blob.delete()
    except ProtectedError:
        return False
    transaction.on_commit(partial(_remove, blob))
    for picture in pictures:
        forget(picture)
    return True


def _remove(blob: Blob) -> None:
    """Its bytes, unless somebody has put the same ones meanwhile."""
    if not Blob.objects.filter(sha256=blob.sha256).exists():
        storages["vault"].delete(blob.path)


def sweep() -> None:
    """Clear away what crashes left behind, where the storage is a disk."""
    tidy = getattr(storages["vault"], "sweep", None)
    if tidy:
        tidy()


def read(blob: Blob) -> bytes:
    """The whole content, compared with its digest. Raises Damaged."""
    with storages["vault"].open(blob.path) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        raise Damaged(blob.sha256)
    return content


def look_through(day: datetime.date) -> list[str]:
    """The SHA-256 of the contents that lie in the storage with other bytes, or not at all: each day
    another part of them is compared, all within 32 days.
    """
    first = day.toordinal() % 32 * 8
    due = Q()
    for prefix in range(first, first + 8):
        due |= Q(sha256__startswith=f"{prefix:02x}")
    found = []
    for blob in Blob.objects.filter(due).order_by("pk").iterator(chunk_size=500):
        try:
            with closing(Compared(blob)) as content:
                while content.read():
                    pass
        except (Damaged, OSError):
            found.append(blob.sha256)
    return found


def serve(
    blob: Blob,
    *,
    name: str,
    user: AbstractBaseUser | AnonymousUser | None,
    purpose: str,
    inline: bool = False,
    of: Blob | None = None,
) -> HttpResponseBase:
    """Answer with the file after the caller has checked the permission; every opening leaves a
    line.

    `of` is the content that is really read when what is served was made from it.

    With VAULT_ACCEL_PREFIX set, nginx sends the bytes (X-Accel-Redirect); else Django streams them.
    What was exchanged in the storage is not given out as genuine: streamed bytes are hashed on
    their way (some 2 ms a megabyte, less than it takes to send them), and an answer that does not
    fit breaks off before its end. What nginx sends passes nobody who could hash it: a content below
    one part is compared before, which costs as little; a large one would be read twice for every
    reader, and is compared by `look_through` within a month instead. Raises Damaged.
    """
    reader_id = user.pk if user and user.is_authenticated else None
    Access.objects.create(blob=of or blob, user_id=reader_id, purpose=purpose)
    response: HttpResponseBase
    if settings.VAULT_ACCEL_PREFIX:
        if blob.size < PART:
            Compared(blob).close()
        response = HttpResponse(content_type=blob.media_type)
        response.headers["X-Accel-Redirect"] = f"{settings.VAULT_ACCEL_PREFIX}{blob.path}"
    else:
        response = FileResponse(Compared(blob), content_type=blob.media_type)
        response.headers["Content-Length"] = str(blob.size)
    shown = "inline" if inline and blob.media_type in SHOWN_INLINE else "attachment"
    headers.tell(response, disposition=shown, name=name)
    headers.run_nothing(response)
    return response
