"""The blinding of files for a folder, without the site.

Copies under neutral names, and one JSON line a file.
"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from submissions.sealing import blinding


class Command(BaseCommand):
    help = "Write the blinded copy of every file of a folder, and say what was found in it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--people",
            type=Path,
            help=(
                "JSON: file -> known identities (full_name, email, phone, unit, title), one or a "
                "list of them"
            ),
        )
        parser.add_argument("--out", type=Path, required=True, help="folder for the copies")
        parser.add_argument(
            "--redact",
            action="store_true",
            help="paint over known names in the text without waiting for a person",
        )
        parser.add_argument(
            "--no-ocr",
            action="store_false",
            dest="read",
            help="do not read the pages by OCR: every one of them then needs a person's eye",
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line (the only form there is)"
        )

    def handle(
        self,
        *args,
        folder: Path,
        out: Path,
        people: Path | None = None,
        redact: bool = False,
        read: bool = True,
        **options,
    ):
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder")
        out.mkdir(parents=True, exist_ok=True)
        known = json.loads(people.read_text()) if people else {}
        files = [path for path in sorted(folder.iterdir()) if path.is_file()]
        if people:
            files = [path for path in files if not path.samefile(people)]
        for number, path in enumerate(files, start=1):
            persons = known.get(path.name, [])
            if not isinstance(persons, list):
                persons = [persons]
            line = _line(path, persons, out, number, redact=redact, read=read)
            self.stdout.write(json.dumps(line, ensure_ascii=False))


def _line(
    path: Path, people: list[dict], out: Path, number: int, *, redact: bool, read: bool
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "file": path.name,
        "out": None,
        "removed": [],
        "hits": [],
        "needs_eye": [{"page": None, "why": ["refused"]}],
        "redacted": False,
        "refused": None,
    }
    try:
        content = path.read_bytes()
        readings = dict(blinding.read(path.name, content)) if read else {}
        copy = blinding.blind(
            path.name, content, blinding.named(people), redact=redact, readings=readings
        )
    except blinding.CannotBlind as reason:
        return line | {"refused": str(reason)}
    except OSError:
        return line | {"refused": "broken"}
    target = out / f"HS-{number:04d}.{copy.suffix}"
    target.write_bytes(copy.content)
    return line | {
        "out": target.name,
        "removed": copy.removed,
        "hits": copy.hits,
        "needs_eye": [{"page": page["page"], "why": page["why"]} for page in copy.eye],
        "redacted": copy.redacted,
    }
