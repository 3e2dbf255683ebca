"""CPU of one signed certificate in a batch, against naive rendering and signing in the same run.

Its limit is a page with one word of the same font, drawn by the same library, not signed.
"""

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
    case = "CPU of one, in a batch of 25, sealed"
    report.line("certificates", case, ours, "ms CPU", figures["bare"])
    report.line("certificates", "naive rendering and signing ÷ ours", advantage, "×")
    report.line("certificates", "largest file", figures["largest"], "kB", figures["smallest"])
