"""CPU of one signed certificate in a batch, against naive rendering and signing in the same run."""

import json
import os
import tempfile

from bench import place, report


def main() -> None:
    where = dict(os.environ) | {
        "VAR_DIR": tempfile.mkdtemp(),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "LOG_LEVEL": "ERROR",
    }
    figures = json.loads(place.run(where, "-m", "bench.certificates_inside").splitlines()[-1])
    ours = figures["ours"]
    advantage = figures["naive"] / ours
    largest = figures["largest"]
    report.line(
        "certificates",
        "CPU of one, in a batch of 25, sealed",
        ours,
        "ms",
        "aim ≤ 75 ms",
        ours <= 75,
    )
    report.line(
        "certificates",
        "naive rendering and signing ÷ ours",
        advantage,
        "×",
        "≥ 4",
        advantage >= 4,
    )
    report.line("certificates", "largest file", largest, "kB", "≤ 50 kB", largest <= 50)
