"""Compare the stored scores of an edition with what was locked and frozen."""

from django.core.management.base import BaseCommand, CommandError

from competition.models import Edition
from judging import audit


class Command(BaseCommand):
    help = (
        "Say whether sheets, rankings and ledger of an edition fit together; ends with 1 when "
        "they do not."
    )

    def add_arguments(self, parser):
        parser.add_argument("edition", help="the edition's short name in addresses, such as 2026")

    def handle(self, *args, edition: str, **options):
        found = Edition.objects.filter(slug=edition).first()
        if found is None:
            raise CommandError(f"there is no edition {edition}")
        if faults := audit.faults(found):
            raise CommandError("\n".join(faults))
        self.stdout.write("In order.")
