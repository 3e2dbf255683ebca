"""The look at everything of an edition (`manage.py audit`) with 5,000 dossiers: statements, CPU and
memory, beside those of 100.

The world is written in bulk, so that much of it does not fit its ledger: all of it is read and
compared all the same.
"""

import json
from typing import Any

from bench import place, report

SIZES = (100, 5000)


def _looked(kind: str, size: int) -> Any:
    """What one process of its own found in a place of that size."""
    where = place.environment(kind)
    try:
        done = place.run(where, "-m", "bench.audit_inside", str(size))
        return json.loads(done.strip().splitlines()[-1])
    finally:
        place.drop(where)


def main() -> None:
    for kind in place.databases():
        small, large = (_looked(kind, size) for size in SIZES)
        case = f"audit of an edition, {kind}, N = {SIZES[1]}"
        report.line("audit", case, large["statements"], "SQL")
        report.line("audit", case, large["cpu"], "s CPU")
        report.line("audit", case, large["megabytes"], "MB")
        more = large["statements"] - small["statements"]
        report.line("audit", f"statements more than with {SIZES[0]}, {kind}", more, "SQL")
        report.line("audit", f"looks that could not be taken, {kind}", large["untaken"], "")
