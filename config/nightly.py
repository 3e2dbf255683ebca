"""Each night a backup is made below BACKUP_DIR, and a part of the private files is compared with
what was put there; administrators read of what failed.
"""

import datetime
import logging
import shutil
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.permissions import administrators
from config import backup
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import post
from foundation.vault import store

logger = logging.getLogger(__name__)
LATE_AFTER = datetime.timedelta(hours=26)  # since the last one: a night's was left out
_ABANDONED = datetime.timedelta(days=1)  # after which a part belongs to no running backup


@work.daily("back_up")
def back_up(job: Job) -> tuple[int, int]:
    """Handler of the daily job: one backup without keys; those older than 30 days go.

    A backup from which private files are missing is kept, said, and takes the place of no other
    one. Raises whatever made it fail, after the letter: the job is tried again.
    """
    if not settings.BACKUP_DIR:
        return 1, 1
    folder = Path(settings.BACKUP_DIR)
    at = timezone.now()
    try:
        with work.kept(job):
            _clear_parts(folder, at)
            _done, missing = backup.make(folder, at=at, with_keys=False, say=logger.info)
    except Exception as error:
        _tell(str(error) or type(error).__name__)
        raise
    if missing:
        _tell(", ".join(missing[:5]))
    else:
        backup.remove_old(folder, at=at)
    return 1, 1


def _tell(why: str) -> None:
    """Once a day and person, however often it is tried."""
    logger.error("the backup of this night failed: %s", why)
    for person in administrators():
        key = f"backup:{timezone.localdate()}:{person.pk}"
        post.tell(person, "backup_failed", {"why": why[:500]}, key=key)


@work.daily("look_through_files")
def look_through_files(_job: Job) -> tuple[int, int]:
    """Tell administrators of private files that are not those that were put there, or are lost:
    once a day and person.
    """
    damaged = store.look_through(timezone.localdate())
    if damaged:
        logger.error("files that are not those that were kept: %s", ", ".join(damaged))
        for person in administrators():
            key = f"files:{timezone.localdate()}:{person.pk}"
            words = {"count": len(damaged), "digests": ", ".join(damaged[:5])}
            post.tell(person, "files_damaged", words, key=key)
    return 1, 1


def newest(folder: Path) -> datetime.datetime | None:
    """When the last whole backup there was made; None where there is none. Raises OSError for a
    folder that is not there or cannot be read.
    """
    made = [backup.made_at(path) for path in folder.iterdir()]
    return max((at for at in made if at), default=None)


def _clear_parts(folder: Path, at: datetime.datetime) -> None:
    """What a process that was killed has left of a backup."""
    for part in folder.glob(".part-*"):
        begun = datetime.datetime.fromtimestamp(part.stat().st_mtime, datetime.UTC)
        if begun < at - _ABANDONED:
            shutil.rmtree(part, ignore_errors=True)
