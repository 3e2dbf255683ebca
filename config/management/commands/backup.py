"""Make a backup of the whole site, while it runs."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config import backup


def days(typed: str) -> int:
    """At least one: older backups are removed, and the one of this very moment never is."""
    if int(typed) < 1:
        raise ArgumentTypeError("at least 1")
    return int(typed)


class Command(BaseCommand):
    help = (
        "Write database, private files, media, keys and settings without secrets into a new folder "
        "below DIR, with a manifest of digests. Whole backups older than --keep-days are removed "
        "afterwards. Whoever holds keys and data together can forge votes and seals: keep them "
        "apart by --without-keys, and SECRET_KEY, the file of SIGNING_KEY_FILE and its password in "
        "a store of your own. The folder is not encrypted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--without-keys", action="store_true", help="leave all keys out")
        parser.add_argument("--keep-days", type=days, default=backup.KEPT_DAYS)

    def handle(self, *args: str, folder: Path, **options: Any) -> None:
        at = timezone.now()
        try:
            done, missing = backup.make(
                folder, at=at, with_keys=not options["without_keys"], say=self.stdout.write
            )
        except backup.Unfit as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Done: {done}")
        if missing:
            raise CommandError(
                "These private files are not in the storage; older backups were kept: "
                + ", ".join(missing)
            )
        for name in backup.remove_old(folder, at=at, days=options["keep_days"]):
            self.stdout.write(f"Removed: {name}")
