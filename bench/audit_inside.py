"""What `bench.audit` measures, within its place: `python -m bench.audit_inside SIZE`."""

import json
import sys
import time
import tracemalloc

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import world
from competition import audit


def main() -> None:
    edition = world.fill(int(sys.argv[1]), whole=True)["edition"]
    with CaptureQueriesContext(connection) as asked:
        faults = audit.faults(edition)
    started = time.process_time()
    audit.faults(edition)
    cpu = time.process_time() - started
    tracemalloc.start()
    audit.faults(edition)
    _now, peak = tracemalloc.get_traced_memory()
    told = {
        "statements": len(asked.captured_queries),
        "cpu": cpu,
        "megabytes": peak / 1_000_000,
        "untaken": sum("cannot be compared" in fault for fault in faults),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
