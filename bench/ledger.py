"""What it costs to check an exported ledger of a million lines with the standalone script."""

import datetime
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


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, previous = Path(name), ""
        at = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
        with (folder / "ledger.jsonl").open("w") as lines:
            for number in range(1, LINES + 1):
                body = {
                    "previous": previous,
                    "number": number,
                    "verb": "sheet.locked" if number % 50 == 0 else "vote.root",
                    "payload": {"assignment": number, "digest": "x" * 64},
                    "at": (at + datetime.timedelta(seconds=number)).isoformat(
                        timespec="microseconds"
                    ),
                }
                previous = verify_bundle.digest_of(body)
                lines.write(verify_bundle.canonical(body | {"digest": previous}) + "\n")
        (folder / "heads.json").write_text(
            json.dumps({"length": LINES, "head": previous, "published": []})
        )
        started = time.process_time()
        verify_bundle.check_ledger(folder)
        seconds = time.process_time() - started
    report.line(
        "ledger",
        f"{LINES} lines checked by the standalone script",
        seconds,
        "s CPU",
        "≤ 10",
        seconds <= 10,
    )
