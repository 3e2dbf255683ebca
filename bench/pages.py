"""CPU and SQL of each page at N = 100 and N = 5,000 entries; the ratio shows what grows with the
contest.

The application is called in the measuring process (django.test.Client through all middleware), so
that CPU is the request's own. The median of several requests is taken; sizes are compared in units
of a loop that runs beside each request. The limit of all pages is a bare view, asked for likewise.
"""

from bench import place, report

SMALL, LARGE = 100, 5000
PAGES = {
    "home": "pages",
    "home, cached": "pages",
    "edition page": "pages",
    "edition page, cached": "pages",
    "ledger": "pages",
    "ballot paper": "pages",
    "judge's list of 50": "judging-pages",
    "open a sheet": "judging-pages",
    "save a sheet": "judging-pages",
    "office list of entries": "pages",
    "office judging": "pages",
    "office home": "pages",
    "my entries": "pages",
    "entry": "pages",
}
JUDGING = tuple(page for page, name in PAGES.items() if name == "judging-pages")


def case_of(page: str, kind: str) -> str:
    """As a page's CPU and queries are printed."""
    return f"{page}, {kind}, N = {LARGE}"


def main(only=tuple(PAGES)) -> None:
    for kind in place.databases():
        found = place.side_by_side(kind, "bench.pages_inside", (SMALL, LARGE))
        for page in only:
            cpu, sql, relative = found[LARGE]["pages"][page]
            case = case_of(page, kind)
            report.line(PAGES[page], case, cpu, "ms CPU", found[LARGE]["bare"])
            report.line(PAGES[page], case, sql, "SQL")
            ratio = relative / found[SMALL]["pages"][page][2]
            report.line(PAGES[page], f"{case} : N = {SMALL}", ratio, "×", 1)
