"""What it costs to check an exported ledger of a million lines with the standalone script. Its
limit is to read the lines and hash each as it stands.
"""

import datetime
import hashlib
import importlib.util
import json
import tempfile
import time
from pathlib import Path

from bench import report

# As somebody who has nothing but the bundle would load it.
_spec = importlib.util.spec_from_file_location(
    "verify_bundle", Path(__file__).parents[1] / "awards" / "bundle" / "verify_bundle.py"
)
verify_bundle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(verify_bundle)

LINES = 1_000_000


def write(folder: Path) -> None:
    """The ledger and its head."""
    previous = ""
    at = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    with (folder / "ledger.jsonl").open("w") as lines:
        for number in range(1, LINES + 1):
            body = {
                "previous": previous,
                "number": number,
                "verb": "sheet.locked" if number % 50 == 0 else "vote.root",
                "payload": {"assignment": number, "digest": "x" * 64},
                "at": (at + datetime.timedelta(seconds=number)).isoformat(timespec="microseconds"),
            }
            previous = verify_bundle.digest_of(body)
            lines.write(verify_bundle.canonical(body | {"digest": previous}) + "\n")
    head = {"length": LINES, "head": previous, "published": []}
    (folder / "heads.json").write_text(json.dumps(head))


def hash_bare(folder: Path) -> None:
    with (folder / "ledger.jsonl").open("rb") as lines:
        for line in lines:
            hashlib.sha256(line).digest()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        started = time.process_time()
        verify_bundle.check_ledger(folder)
        checked = time.process_time()
        hash_bare(folder)
        hashed = time.process_time()
    case = f"{LINES} lines checked by the standalone script"
    report.line("ledger", case, checked - started, "s CPU", hashed - checked)
