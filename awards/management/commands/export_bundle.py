"""Write everything that is needed to check a result without the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards import bundle
from competition.errors import Refused
from competition.models import Edition


class Command(BaseCommand):
    help = (
        "Export ledger, sheets, ranking and standing of an edition with the script that checks "
        "them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="the edition's short name in addresses, such as 2025")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: str, edition: str, out: Path, **options: str) -> None:
        exported = Edition.objects.filter(slug=edition).first()
        if exported is None:
            raise CommandError(f"there is no edition {edition}")
        try:
            files = bundle.files_of(exported)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
        self.stdout.write(
            f"{len(files)} files in {out}. Check them with the scripts of the published source, "
            "not with those beside the result: whoever exchanged it could exchange them too. "
            f"python3 {bundle.SCRIPTS['verify.py']} {out}"
        )
