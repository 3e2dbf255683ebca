"""A whole edition of 60 entries, 12 judges and 2,000 votes: seconds, and the same digest on every
database. Its limit is as many rows inserted bare.
"""

import json
import tempfile

from bench import place, report

SIZE = ("--entries", "60", "--judges", "12", "--votes", "2000", "--seed", "7")


def main() -> None:
    digests = {}
    for kind in place.databases():
        where = place.environment(kind)
        out = tempfile.mkdtemp()
        printed = place.run(where, "manage.py", "rehearse", *SIZE, "--out", out, "--json")
        found = json.loads(printed.strip().splitlines()[-1])
        bare = json.loads(place.run(where, "-m", "bench.bare_rows").splitlines()[-1])
        place.drop(where)
        digests[kind] = found["result_digest"]
        seconds = found["seconds_total"]
        report.line("rehearsal", f"60 entries, {kind}", seconds, "s", bare["seconds"])
    if len(digests) > 1:
        different = len(set(digests.values())) - 1
        report.line("rehearsal", "different digests between databases", different, "")
