"""What a whole submission costs beside 100 and 5,000 entries, and whether any page of entrant or
secretariat grows with them.

CPU of the application alone (django.test.Client through all middleware); the worker's inspection of
the file is not in it.
"""

from bench import place, report

SMALL, LARGE = 100, 5000


def main() -> None:
    for kind in place.databases():
        found = place.side_by_side(kind, "bench.submission_inside", (SMALL, LARGE))
        whole = found[LARGE]["whole"]
        report.line(
            "submission",
            f"whole submission with 2 MB, {kind}, N = {LARGE}",
            whole["cpu"],
            "ms CPU",
            "≤ 100 ms",
            whole["cpu"] <= 100,
        )
        report.line(
            "submission",
            f"requests of it, {kind}",
            whole["requests"],
            "",
            "≤ 4",
            whole["requests"] <= 4,
        )
        report.line(
            "submission",
            f"times that the file is stored, {kind}",
            whole["copies"],
            "",
            "1",
            whole["copies"] == 1,
        )
        for page, (_cpu, sql, relative) in found[LARGE]["pages"].items():
            _small_cpu, small_sql, small = found[SMALL]["pages"][page]
            report.line(
                "submission",
                f"{page}, {kind}, N = {LARGE} : N = {SMALL}",
                relative / small,
                "×",
                "≤ 1.3",
                relative / small <= 1.3,
            )
            report.line(
                "submission",
                f"{page}, {kind}, SQL",
                sql,
                "SQL",
                f"= {small_sql} at N = {SMALL}",
                sql == small_sql,
            )
