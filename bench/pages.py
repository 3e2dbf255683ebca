"""CPU and SQL of each page at N = 100 and N = 5,000 entries; the ratio shows what grows with the
contest.

The application is called in the measuring process (django.test.Client through all middleware), so
that CPU is the request's own. The median of several requests is taken; sizes are compared in units
of a loop that runs beside each request.
"""

from bench import place, report

SMALL, LARGE = 100, 5000
# page -> (CPU bar in ms at N = 5,000, SQL bar); None where performance.md has none
BARS = {
    "home": (12, 12),
    "home, cached": (1.5, 0),
    "edition page": (12, 12),
    "edition page, cached": (1.5, 0),
    "ledger": (12, 12),
    "ballot paper": (60, 12),
    "judge's list of 50": (60, 12),
    "open a sheet": (25, 12),
    "save a sheet": (20, 12),
    "office list of entries": (60, 15),
    "office judging": (100, None),
    "office home": (60, 15),
    "my entries": (25, 12),
    "entry": (25, 12),
}


JUDGING = (
    "judge's list of 50",
    "open a sheet",
    "save a sheet",
)  # printed under the name "judging-pages"


def main(only=tuple(BARS)) -> None:
    for kind in place.databases():
        found = place.side_by_side(kind, "bench.pages_inside", (SMALL, LARGE))
        for page, (cpu_bar, sql_bar) in BARS.items():
            if page not in only:
                continue
            name = "judging-pages" if page in JUDGING else "pages"
            cpu, sql, relative = found[LARGE][page]
            ratio = relative / found[SMALL][page][2]
            report.line(
                name,
                f"{page}, {kind}, N = {LARGE}",
                cpu,
                "ms CPU",
                f"≤ {cpu_bar} ms",
                cpu <= cpu_bar,
            )
            if sql_bar is not None:
                report.line(
                    name, f"{page}, {kind}, N = {LARGE}", sql, "SQL", f"≤ {sql_bar}", sql <= sql_bar
                )
            report.line(
                name,
                f"{page}, {kind}, N = {LARGE} : N = {SMALL}",
                ratio,
                "×",
                "≤ 1.3",
                ratio <= 1.3,
            )
