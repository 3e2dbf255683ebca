"""Compare the stored scores of an edition with what was locked and frozen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competition.models import Edition
from judging import audit


class Command(BaseCommand):
    help = (
        "Say whether sheets, rankings and ledger of an edition fit together; ends with 1 when "
        "they do not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="the edition's short name in addresses, such as 2026")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["edition"]
        edition = Edition.objects.filter(slug=slug).first()
        if edition is None:
            raise CommandError(f"there is no edition {slug}")
        faults = audit.faults(edition)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("In order.")
