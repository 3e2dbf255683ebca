"""The inspection of uploads for a folder, without the site: one JSON line a file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from foundation.vault import antivirus
from submissions.files import inspection
from submissions.files.inspection.verdict import MOST_BYTES


class Command(BaseCommand):
    help = "Inspect every file of a folder as an upload would be inspected."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--names",
            type=Path,
            help="JSON object: file in the folder -> name under which it would be uploaded",
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line (the only form there is)"
        )

    def handle(self, *args, folder: Path, names: Path | None = None, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        known = json.loads(names.read_text()) if names else {}
        for path in sorted(folder.iterdir()):
            if path.is_file() and path != names:
                line = _line(path, known.get(path.name, path.name))
                self.stdout.write(json.dumps(line, ensure_ascii=False))


def _content_of(path: Path) -> bytes:
    """Its bytes; of a file that is too large, as many blank ones as show it."""
    if path.stat().st_size > MOST_BYTES:
        return b"\0" * (MOST_BYTES + 1)
    return path.read_bytes()


def _line(path: Path, name: str) -> dict:
    try:
        content = _content_of(path)
        verdict = inspection.inspect_safely(content, name)
        if verdict.accepted and antivirus.scan(content):
            verdict = inspection.Verdict(verdict.kind, ["malware"])
    except antivirus.ScannerSilent:
        verdict = inspection.Verdict(reasons=["not_scanned"])
    except OSError:
        verdict = inspection.Verdict(reasons=["damaged"])
    with override("vi"):
        return {
            "file": path.name,
            "accepted": verdict.accepted,
            "kind": verdict.kind,
            "reasons": verdict.reasons,
            "message_vi": verdict.message,
        }
