"""`python -m bench.bare_rows` in a place that was worked in: how long as many rows as stand in all
its tables take to be inserted bare, one a transaction.
"""

import json
import sys
import time

import django

django.setup()

from django.apps import apps
from django.db import connection

from config.management.commands.migrate import as_owner

BODY = "x" * 300


def main() -> None:
    rows = sum(model._base_manager.count() for model in apps.get_models() if model._meta.managed)
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (body text)")
    with connection.cursor() as cursor:
        started = time.perf_counter()
        for _row in range(rows):
            cursor.execute("INSERT INTO bench_bare (body) VALUES (%s)", [BODY])
        seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps({"rows": rows, "seconds": seconds}) + "\n")


if __name__ == "__main__":
    main()
