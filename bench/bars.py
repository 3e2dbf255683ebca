"""What each figure is held against: the only place of the bars.

A bar stands at most at twice the figure of the day in docs/figures.md (or at half of it, where more
is better), so that a slowdown is seen; those that are not reached yet stay where they are. Counts
are exact.
"""

import re
from fnmatch import fnmatchcase
from typing import NamedTuple


class Bar(NamedTuple):
    """`text` is “≤ 3”, “≥ 3”, “3” for exactly that, or empty for what is only told."""

    bench: str
    case: str  # a pattern as of file names; the first one that fits counts
    unit: str
    text: str


BARS = (
    # A page: its CPU and its queries with 5,000 entries; `[ps]*ql*` is either database.
    Bar("pages", "home, [ps]*ql*, N = 5000", "ms CPU", "≤ 12"),
    Bar("pages", "home, [ps]*ql*, N = 5000", "SQL", "≤ 12"),
    Bar("pages", "home, cached, [ps]*ql*, N = 5000", "ms CPU", "≤ 0.8"),
    Bar("pages", "home, cached, [ps]*ql*, N = 5000", "SQL", "≤ 0"),
    Bar("pages", "edition page, [ps]*ql*, N = 5000", "ms CPU", "≤ 12"),
    Bar("pages", "edition page, [ps]*ql*, N = 5000", "SQL", "≤ 11"),
    Bar("pages", "edition page, cached, [ps]*ql*, N = 5000", "ms CPU", "≤ 0.8"),
    Bar("pages", "edition page, cached, [ps]*ql*, N = 5000", "SQL", "≤ 0"),
    Bar("pages", "ledger, [ps]*ql*, N = 5000", "ms CPU", "≤ 5"),
    Bar("pages", "ledger, [ps]*ql*, N = 5000", "SQL", "≤ 2"),
    Bar("pages", "ballot paper, [ps]*ql*, N = 5000", "ms CPU", "≤ 16"),
    Bar("pages", "ballot paper, [ps]*ql*, N = 5000", "SQL", "≤ 7"),
    Bar("pages", "office list of entries, [ps]*ql*, N = 5000", "ms CPU", "≤ 60"),
    Bar("pages", "office list of entries, [ps]*ql*, N = 5000", "SQL", "≤ 15"),
    Bar("pages", "office judging, [ps]*ql*, N = 5000", "ms CPU", "≤ 90"),
    Bar("pages", "office judging, [ps]*ql*, N = 5000", "SQL", "≤ 15"),
    Bar("pages", "office home, [ps]*ql*, N = 5000", "ms CPU", "≤ 45"),
    Bar("pages", "office home, [ps]*ql*, N = 5000", "SQL", "≤ 13"),
    Bar("pages", "my entries, [ps]*ql*, N = 5000", "ms CPU", "≤ 13"),
    Bar("pages", "my entries, [ps]*ql*, N = 5000", "SQL", "≤ 7"),
    Bar("pages", "entry, [ps]*ql*, N = 5000", "ms CPU", "≤ 21"),
    Bar("pages", "entry, [ps]*ql*, N = 5000", "SQL", "≤ 12"),
    Bar("judging-pages", "judge's list of 50, [ps]*ql*, N = 5000", "ms CPU", "≤ 52"),
    Bar("judging-pages", "judge's list of 50, [ps]*ql*, N = 5000", "SQL", "≤ 12"),
    Bar("judging-pages", "open a sheet, [ps]*ql*, N = 5000", "ms CPU", "≤ 21"),
    Bar("judging-pages", "open a sheet, [ps]*ql*, N = 5000", "SQL", "≤ 9"),
    Bar("judging-pages", "save a sheet, [ps]*ql*, N = 5000", "ms CPU", "≤ 16"),
    Bar("judging-pages", "save a sheet, [ps]*ql*, N = 5000", "SQL", "≤ 12"),
    Bar("*", "* N = 5000 : N = 100", "×", "≤ 1.3"),
    # The office's lists, with 10,000 rows; what a table adds to the process that writes it.
    Bar("office", "*, [ps]*ql*, N = 10000", "ms CPU", "≤ 60"),
    Bar("office", "*, [ps]*ql*, N = 10000", "SQL", "≤ 15"),
    Bar("office", "*, [ps]*ql*, N = 10000", "kB", "≤ 60"),
    Bar("office", "table of 10,000 rows, *", "s CPU", "≤ 6"),
    Bar("office", "memory of 10,000 rows over 1,000, *", "MB", "≤ 4"),
    Bar("office", "formulas of 40 in the table, *", "", "0"),
    # Every address as it is served, in each state of the contest; only what passes is told by name.
    Bar("served", "council progress, *", "ms CPU", "≤ 60"),
    Bar("served", "one entry of the council, *", "ms CPU", "≤ 25"),
    Bar("served", "ranking, *", "ms CPU", "≤ 60"),
    Bar("served", "evidence, *", "ms CPU", "≤ 60"),
    Bar("served", "conflicts, *", "ms CPU", "≤ 40"),
    Bar("served", "plan table asked for, *", "ms CPU", "≤ 20"),
    Bar("served", "*, N = *", "SQL", ""),
    Bar("served", "*, N = *", "kB", ""),
    Bar("served", "*, N = *", "ms", ""),
    Bar("served", "*, N = *", "faults", ""),
    Bar("served", "growth of *", "×", "≤ 1.2"),
    Bar("served", "growth in bytes of *", "×", "≤ 1.2"),
    Bar("served", "more statements of *", "SQL", "0"),
    Bar("served", "addresses whose CPU grows, *", "", "0"),
    Bar("served", "addresses whose bytes grow, *", "", "0"),
    Bar("served", "addresses whose statements differ, *", "", "0"),  # as it was counted before
    Bar("served", "addresses that ask more statements, *", "", "0"),
    Bar("served", "addresses not walked, *", "", "0"),
    Bar("served", "addresses that fail or take 30 s, *", "", "0"),
    Bar("served", "addresses measured, *", "", ""),
    Bar("served", "noise, 95th percentile, *", "×", ""),
    Bar("served", "page faults a request, 95th percentile, *", "", "≤ 32"),
    Bar("served", "worker's RSS at start, *", "MB", "≤ 180"),
    Bar("served", "worker's RSS after the whole walk, *", "MB", "≤ 250"),
    Bar("served", "worker's PSS *", "MB", ""),
    # The bar is ten minutes for all of it.
    Bar("backup", "backup, *", "s", ""),
    Bar("backup", "bringing it back, *", "s", ""),
    Bar("backup", "both, *", "s", "≤ 600"),
    Bar("backup", "rows, *", "", ""),
    Bar("backup", "files missing, *", "", "0"),
    Bar("backup", "files not copied, *", "", "0"),
    Bar("backup", "differences afterwards, *", "", "0"),
    Bar("submission", "whole submission with 2 MB, *", "ms CPU", "≤ 100"),
    Bar("submission", "the worker's part of it, *", "ms CPU", "≤ 1000"),
    Bar("submission", "requests of it, *", "", "8"),
    Bar("submission", "times that the file is stored, *", "", "1"),
    Bar("submission", "pages whose queries grow with the entries, *", "", "0"),
    # Blinding: what the corpora let through, what a dossier costs, how a copy is read.
    # The look at everything of an edition; its statements do not grow with the dossiers.
    Bar("audit", "audit of an edition, *", "SQL", "≤ 300"),
    Bar("audit", "audit of an edition, *", "s CPU", "≤ 60"),
    Bar("audit", "audit of an edition, *", "MB", "≤ 200"),
    Bar("audit", "statements more than with 100, *", "SQL", "≤ 0"),
    Bar("audit", "looks that could not be taken, *", "", "0"),
    Bar("guard", "tables whose columns are changed one by one", "", ""),
    Bar("guard", "tables left out, each with a reason", "", ""),
    Bar("guard", "columns and rows changed", "", ""),
    Bar("guard", "of these not found, each with a reason", "", ""),
    Bar("guard", "hiding places in bytes", "", "≥ 120"),
    Bar("guard", "hiding places that survive", "", "≤ 0"),
    Bar("guard", "ways of being seen", "", "≥ 60"),
    Bar("guard", "seen pages sealed without an eye", "", "≤ 0"),
    Bar("guard", "written forms masked, *", "%", "≥ 97"),
    Bar("guard", "decoys masked, *", "%", "≤ 2"),
    Bar("guard", "harder forms masked or asked about, *", "%", "≥ 97"),
    Bar("guard", "harder forms masked, *", "%", ""),
    Bar("guard", "sentences by hand seen", "%", "≥ 97"),
    Bar("guard", "later sentences by hand seen", "%", ""),
    Bar("guard", "decoys asked about, *", "%", "≤ 5"),
    Bar("guard", "people named shortly, asked about, *", "%", "≥ 97"),
    Bar("guard", "decoys of short names asked about, *", "%", "≤ 5"),
    Bar("guard", "40 pages, OCR aside", "s CPU", "≤ 5"),
    Bar("guard", "40 pages, with OCR", "s CPU", "≤ 120"),
    Bar("guard", "heaviest copy a page", "kB", "≤ 200"),
    Bar("guard", "plain pages looked at", "", "≥ 200"),
    Bar("guard", "plain documents that OCR did not finish", "", ""),
    Bar("guard", "plain pages kept for the eye", "%", "≤ 5"),
    Bar("guard", "words read again on the copy*", "%", "≥ 97"),
    Bar("guard", "judge's page, after : before", "×", "≤ 1"),
    Bar("similarity", "found of 40 copies of 30–90 %, *", "", "≥ 38"),
    Bar("similarity", "found of 40 sentences in another order, *", "", "≥ 38"),
    Bar("similarity", "found of 40 other numbers, *", "", "≥ 20"),
    Bar("similarity", "found of 40 30–90 % in other words, *", "", "≥ 20"),
    Bar("similarity", "found of 40 30–90 % translated, *", "", "≥ 20"),
    Bar("similarity", "false alarms, *", "%", "≤ 0.1"),
    Bar("similarity", "one dossier against 10,000, sqlite", "s", "≤ 0.1"),
    Bar("similarity", "one dossier against 10,000, postgresql", "s", "≤ 0.2"),
    Bar("assignment", "500 entries × 60 judges × 5", "ms CPU", "≤ 21"),
    Bar("assignment", "total less that of an independent linear programme", "", "≤ 1e-6"),
    Bar("assignment", "pairs in conflict", "", "0"),
    Bar("assignment", "5,000 entries × 300 judges × 5", "ms CPU", "≤ 2200"),
    Bar("assignment", "memory that it adds", "MB", "≤ 280"),
    Bar("assignment", "fair mode, no entry harder than another", "ms CPU", "≤ 3400"),
    Bar("assignment", "fair mode, some hard entries", "ms CPU", "≤ 2700"),
    Bar("assignment", "worst entry, of the best that any plan could give it, *", "%", "≥ 98"),
    Bar("assignment", "price of fairness, no entry *", "% of the total", "≤ 0.07"),
    Bar("assignment", "worst entry, fair : balanced", "×", ""),
    Bar("assignment", "price of fairness, some hard entries", "% of the total", ""),
    Bar("assignment", "of it, more than a plan with this floor *", "% of the total", "≤ 0.03"),
    Bar("assignment", "parts of the graph of judges and entries", "", "1"),
    Bar("assignment", "algebraic connectivity of the optimum joined only", "", ""),
    Bar("assignment", "algebraic connectivity", "", "≥ 0.05"),
    Bar("assignment", "price of linking", "% of the total", "≤ 0.5"),
    Bar("assignment", "linking", "ms CPU", "≤ 2500"),
    Bar("assignment", "the way out of an impossible plan", "ms CPU", "≤ 7.5"),
    Bar("assignment", "chances of a lottery, at most 50 %", "ms CPU", "≤ 20"),
    Bar("assignment", "the draw", "ms CPU", "≤ 12.5"),
    Bar("assignment", "price of the lottery, *", "% of the total", ""),
    Bar("assignment", "algebraic connectivity as drawn", "", ""),
    Bar("conflicts", "recall, *", "%", "≥ 95"),
    Bar("conflicts", "precision, *", "%", "≥ 80"),
    Bar("conflicts", "5000 works × 300 judges, * relations", "s CPU", "≤ 0.7"),
    Bar("calibration", "fit, 500 × 60 × 5", "ms CPU", "≤ 32"),
    Bar("calibration", "fit, 5000 × 300 × 5", "ms CPU", "≤ 1300"),
    Bar("bootstrap", "1,000 draws, 500 × 60 × 5", "ms CPU", "≤ 110"),
    Bar("bootstrap", "1,000 draws, 5000 × 300 × 5", "ms CPU", "≤ 1900"),
    Bar("bootstrap", "true ranks within their interval of 95 %, *", "%", "≥ 93"),
    Bar("bootstrap", "prizes won less those that chances of 20–80 % promise, *", "%", "≤ 3.8"),
    Bar("ledger", "1000000 lines checked by the standalone script", "s CPU", "≤ 10"),
    Bar("rehearsal", "60 entries, sqlite", "s", "≤ 37"),
    Bar("rehearsal", "60 entries, postgresql", "s", "≤ 60"),
    Bar("rehearsal", "different digests between databases", "", "0"),
    Bar("certificates", "CPU of one, in a batch of 25, sealed", "ms CPU", "≤ 75"),
    Bar("certificates", "naive rendering and signing ÷ ours", "×", "≥ 4"),
    Bar("certificates", "largest file", "kB", "≤ 49"),
    Bar("vote", "votes a second, *", "1/s", "≥ 250"),
    Bar("vote", "of what a bare insert does, *", "%", "≥ 20"),
    Bar("vote", "answers that were no vote, *", "", "0"),
    Bar("vote", "noted votes that are not in the database, *", "", "0"),
    Bar("vote", "votes too many for * works that were each pressed twice at once, *", "", "0"),
)


def bar_of(bench: str, case: str, unit: str, bars: tuple[Bar, ...] = BARS) -> str:
    """What this figure is held against. Raises LookupError where nobody has thought of it."""
    for bar in bars:
        fits = fnmatchcase(bench, bar.bench) and fnmatchcase(case, bar.case)
        if fits and unit == bar.unit:
            return bar.text
    raise LookupError(f"no bar for {bench}: {case} ({unit})")


def parted(bar: str) -> tuple[str, float]:
    """(“≤”, “≥” or nothing, the number); (nothing, NaN) for what is only told."""
    found = re.fullmatch(r"([≤≥]?) ?([\d.e-]+)", bar)
    return (found[1], float(found[2])) if found else ("", float("nan"))


def is_within(bar: str, figure: float) -> bool:
    """Whether the figure reaches its bar; one without always does."""
    sign, number = parted(bar)
    if sign == "≤":
        return figure <= number
    if sign == "≥":
        return figure >= number
    return not bar or figure == number


def is_loose(bar: str, figure: float) -> bool:
    """Whether twice as much, or half as much where more is better, would still pass.

    Exact counts and figures of nothing have no double.
    """
    sign, number = parted(bar)
    if sign == "≤":
        return figure != 0 and number > 2 * figure
    return sign == "≥" and number < figure / 2
