"""Bring a backup back, into an empty place."""

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from config import backup
from config.management.commands.migrate import as_owner
from foundation.ledger import grants


class Command(BaseCommand):
    help = (
        "Make an empty database and empty storages the site of a backup, and compare: every file, "
        "the rows of every table, the ledger, the keys. Put keys that were kept apart into their "
        "places first (SECRET_KEY into the environment, the seal to SIGNING_KEY_FILE). Ends with "
        "1 and says what differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="BACKUP", type=Path, help="DIR/2026-11-27T190000Z")
        parser.add_argument(
            "--without-keys", action="store_true", help="leave the keys of the backup aside"
        )

    def handle(self, *args: str, folder: Path, **options: Any) -> None:
        role = connection.settings_dict["USER"]
        owned = partial(as_owner, connection)
        try:
            differing = backup.bring_back(
                folder, with_keys=not options["without_keys"], owned=owned, say=self.stdout.write
            )
        except backup.Unfit as reason:
            raise CommandError(str(reason)) from reason
        if settings.MIGRATION_DATABASE_URL:
            with owned(), connection.cursor() as cursor:
                for statement in grants.statements(connection, role):
                    cursor.execute(statement)
        if differing:
            raise CommandError("Brought back, but it differs:\n" + "\n".join(differing))
        self.stdout.write("Brought back; all is as it was.")
