"""A whole edition of 60 entries, 12 judges and 2,000 votes: seconds, and the same digest on every
database.
"""

import json
import tempfile

from bench import place, report


def main() -> None:
    digests = {}
    for kind in place.databases():
        where = place.environment(kind)
        out = place.run(
            where,
            "manage.py",
            "rehearse",
            "--entries",
            "60",
            "--judges",
            "12",
            "--votes",
            "2000",
            "--seed",
            "7",
            "--out",
            tempfile.mkdtemp(),
            "--json",
        )
        found = json.loads(out.strip().splitlines()[-1])
        digests[kind] = found["result_digest"]
        report.line(
            "rehearsal",
            f"60 entries, {kind}",
            found["seconds_total"],
            "s",
            "≤ 120 s on the embedded default",
            found["seconds_total"] <= 120,
        )
        place.drop(where)
    if len(digests) > 1:
        same = len(set(digests.values())) == 1
        report.line(
            "rehearsal",
            "different digests between databases",
            len(set(digests.values())) - 1,
            "",
            "0",
            same,
        )
