"""What a whole submission costs beside 100 and 5,000 entries, and whether any page of entrant or
secretariat grows with them.

CPU of the application alone (django.test.Client through all middleware), from the button to the
receipt, with every page on the way; the worker's part is told apart. The limit of both is to hash
the file once, and as many bare views.
"""

from bench import place, report

SMALL, LARGE = 100, 5000


def main() -> None:
    for kind in place.databases():
        found = place.side_by_side(kind, "bench.submission_inside", (SMALL, LARGE))
        whole(found[LARGE], kind)
        large, small = found[LARGE]["pages"], found[SMALL]["pages"]
        for page, (_cpu, _sql, relative) in large.items():
            case = f"{page}, {kind}, N = {LARGE} : N = {SMALL}"
            report.line("submission", case, relative / small[page][2], "×", 1)
        growing = sum(large[page][1] > small[page][1] for page in large)
        case = f"pages whose queries grow with the entries, {kind}"
        report.line("submission", case, growing, "", 0)


def whole(found: dict, kind: str) -> None:
    """The one submission."""
    measured = found["whole"]
    hashed = measured["hashed"]
    bare = hashed + measured["requests"] * found["bare"]
    case = f"whole submission with 2 MB, {kind}, N = {LARGE}"
    report.line("submission", case, measured["cpu"], "ms CPU", bare)
    report.line(
        "submission", f"the worker's part of it, {kind}", measured["worker"], "ms CPU", hashed
    )
    report.line("submission", f"requests of it, {kind}", measured["requests"], "")
    report.line("submission", f"times that the file is stored, {kind}", measured["copies"], "", 1)
