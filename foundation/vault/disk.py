"""The vault on a disk: a content is there in whole or not at all, through a crash, a full disk, two
writers at once.
"""

import os
import tempfile
import time
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

_PART = ".part-"
_MODE = 0o640  # a group may read: nginx, where it sends the bytes (VAULT_ACCEL_PREFIX)
_FORGOTTEN = 24 * 3600  # seconds after which a part belongs to nobody


class Disk(FileSystemStorage):
    """Files by the digest of their content: written beside their place, flushed to the disk, then
    moved into it.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # the same name is the same content

    def _save(self, name: str, content: File) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=_PART, dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fchmod(file.fileno(), _MODE)
                os.fsync(file.fileno())
            Path(part).replace(place)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name

    def sweep(self) -> int:
        """Remove parts that a killed process left behind; how many."""
        old = [
            part
            for part in Path(self.location).rglob(f"{_PART}*")
            if time.time() - part.stat().st_mtime > _FORGOTTEN
        ]
        for part in old:
            part.unlink(missing_ok=True)
        return len(old)
