"""The office's list of dossiers at 10,000 rows: CPU, SQL and bytes of its page; CPU and memory of
its tables.

The page is asked for as in `bench.pages`. Memory is what 10,000 rows hold at most while they are
written, less what 1,000 hold: what grows with the rows.
"""

import json
from typing import Any

from bench import place, report

ROWS = 10_000


def _step(where: dict[str, str], *arguments: object) -> Any:
    """What one process of its own found."""
    done = place.run(where, "-m", "bench.office_inside", *map(str, arguments))
    return json.loads(done.strip().splitlines()[-1])


def main() -> None:
    for kind in place.databases():
        where = place.environment(kind)
        try:
            known = _step(where, "fill", ROWS)
            found = _step(where, "pages", known["edition"], known["secretary"])
            tables = {table: _step(where, table, known["edition"]) for table in ("csv", "xlsx")}
        finally:
            place.drop(where)
        for page, (cpu, sql, kilobytes) in found["pages"].items():
            case = f"{page}, {kind}, N = {ROWS}"
            report.line("office", case, cpu, "ms CPU", found["bare"])
            report.line("office", case, sql, "SQL")
            report.line("office", case, kilobytes, "kB")
        for table, (seconds, megabytes, formulas) in tables.items():
            report.line("office", f"table of 10,000 rows, {table}, {kind}", seconds, "s CPU")
            case = f"memory of 10,000 rows over 1,000, {table}, {kind}"
            report.line("office", case, megabytes, "MB")
            report.line("office", f"formulas of 40 in the table, {table}, {kind}", formulas, "")
