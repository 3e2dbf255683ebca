"""Compare everything of an edition that counts with what its ledger says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competition import audit, audit_notes
from competition.models import Edition


class Command(BaseCommand):
    help = (
        "Say whether rules, dossiers, sheets, ballots, result and ledger of an edition fit "
        "together, and whether the database refuses what it must; of all editions where none is "
        "named. What lines of an earlier version do not hold is said, and is no fault. Ends "
        "with 1 when something does not fit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "edition", nargs="?", help="the edition's short name in addresses, such as 2026"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.order_by("pk")
        if slug := options["edition"]:
            editions = editions.filter(slug=slug)
            if not editions:
                raise CommandError(f"there is no edition {slug}")
        found = []
        for edition in editions:
            found += [f"{edition.slug}: {fault}" for fault in audit.faults(edition)]
            for note in audit_notes.of_earlier_versions(edition):
                self.stdout.write(f"{edition.slug}: {note}")
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("In order.")
