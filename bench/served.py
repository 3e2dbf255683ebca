"""Every page as it is served, with 100 and with 5,000 entries, in four states of the contest.

Two places, each behind gunicorn with the options of the Procfile; one client, who asks both for the
same address in turn. CPU is what the kernel accounts to the workers (all threads) and to
PostgreSQL's backends, once it stands still after the answer. Addresses are found by walking, as
every role, from `config/routes.py` and over links: whatever is new is measured. Growth is the least
CPU with 5,000 entries ÷ the least with 100; noise is the same of one site with itself.

For a quick run: `N=500`, `STATES=closed`; `TABLE=file` keeps a line for each address; `ONLY=walk`
looks for addresses that nobody reaches, without measuring, `ONLY=press` measures buttons alone.
"""

import itertools
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench import place, report
from bench.served_site import Asked, Refused, Site, served
from bench.walk import Found, walk

SMALL = 100
LARGE = int(os.environ.get("N", "5000"))
STATES = ("open", "closed", "frozen", "announced")
ASKED_STATES = os.environ.get("STATES", ",".join(STATES)).split(",")
ONLY = os.environ.get("ONLY", "")  # "walk": nothing is measured; "press": buttons alone are
# Pages of two roles are one when they grow alike, in statements and in length, and differ by no
# more than a person's own rights and menu do.
ALIKE = 0.1
MENU = 0.25
RIGHTS = 6  # statements
RUNS = 4  # of each size; an address that seems to grow is asked for more often
MORE_RUNS = 12
SECONDS = 5.0  # for one address, at most, but for its last turn
SENDERS = 8  # of a dossier each; the first one warms up
PLEDGE = {"participation": "on", "personal_data": "on"}
GROWTH = 1.2
DOUBTFUL = 1.12  # from here on it is asked for more often
WAGTAILS = ("/quan-tri/pages/", "/quan-tri/images/", "/quan-tri/documents/", "/quan-tri/api/")
NAMED = {
    "council progress": r"/cham-diem/hoi-dong/\*/",
    "one entry of the council": r"/cham-diem/hoi-dong/\*/ho-so/\*/",
    "ranking": r"/quan-tri/cham/[\w-]+/xep-hang/",
    "evidence": r"/quan-tri/cham/[\w-]+/bang-chung/",
    "conflicts": r"/quan-tri/xung-dot/[\w-]+/",
    "plan table asked for": r"/quan-tri/cham/[\w-]+/phan-cong/\*/",
}


FAILED: set[tuple[str, str]] = set()  # (role, shape) of what answered too late, or with a fault
REACHED: set[str] = set()  # addresses of the larger site that answered with a page or a file


@dataclass
class Row:
    """One address as one role, in one state: what it cost in each size."""

    state: str
    role: str
    shape: str
    addresses: tuple[str, str]
    small: list[Asked] = field(default_factory=list)
    large: list[Asked] = field(default_factory=list)

    @property
    def growth(self) -> float:
        return least(self.large) / max(least(self.small), 0.01)

    @property
    def growth_of_bytes(self) -> float:
        return self.large[-1].bytes / max(self.small[-1].bytes, 1)

    @property
    def more_statements(self) -> int:
        return self.large[-1].statements - self.small[-1].statements

    @property
    def noise(self) -> float:
        """Two halves of the same site's runs against each other, the larger one on top."""
        found = []
        for asked in (self.small, self.large):
            halves = [least(asked[0::2]), least(asked[1::2] or asked)]
            found.append(max(halves) / max(min(halves), 0.01))
        return max(found)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.large) and self.growth > DOUBTFUL

    @property
    def name(self) -> str:
        return f"{self.shape}, {self.role}, {self.state}"

    def line(self) -> str:
        """For the table: what and who, CPU at both sizes, growth, SQL, bytes, wall, faults."""
        small, large = self.small, self.large
        cells = [
            self.state,
            self.role,
            self.shape,
            f"{least(small):.1f}",
            f"{least(large):.1f}",
            f"{self.growth:.2f}",
            f"{self.noise:.2f}",
            f"{small[-1].statements}",
            f"{large[-1].statements}",
            f"{small[-1].bytes}",
            f"{large[-1].bytes}",
            f"{min(asked.wall for asked in large):.1f}",
            f"{min(asked.server for asked in large):.1f}",
            f"{statistics.median(asked.faults for asked in large):.0f}",
            self.addresses[1],
        ]
        return "\t".join(cells)


HEADINGS = (
    "state\trole\tshape\tCPU small\tCPU large\tgrowth\tnoise\tSQL small\tSQL large\t"
    "bytes small\tbytes large\twall large\tserver CPU large\tfaults\taddress"
)


def least(asked: Iterable[Asked]) -> float:
    """The CPU that the request itself costs: a shared machine only ever adds to it."""
    return min(one.cpu for one in asked)


# --- asking


def pages_of(site: Site, role: str) -> dict[str, Found]:
    """{shape: how it was found} of all that answers this role with 200; told is what fails."""
    pages = {}
    for found in walk(lambda address: site.answer(role, address), site.begins):
        if found.answer.status == 200:
            REACHED.add(found.address.partition("?")[0])
        if found.answer.status == 200:
            pages[found.shape] = found
        elif found.answer.status >= 500:
            FAILED.add((role, found.shape))
            note(f"{role}: {found.address} answered {found.answer.status}")
    return pages


def compared(sites: tuple[Site, Site], state: str, role: str, before: list[Row]) -> Iterator[Row]:
    """Both sites walked as this role, then asked in turn for what both have; but for what was shown
    alike `before`.
    """
    if ONLY == "walk":
        pages_of(sites[1], role)
        return
    small, large = both(pages_of, sites, [role, role])
    for shape in small:
        if shape not in large:
            continue
        pair = (small[shape], large[shape])
        row = Row(state, role, shape, (pair[0].address, pair[1].address))
        if any(is_alike(pair, row, other) for other in before if other.shape == shape):
            continue
        try:
            ask(sites, row)
        except Refused as refusal:
            note(f"{row.name} is left out: {refusal}")
        else:
            yield row


def is_alike(pair: tuple[Found, Found], row: Row, other: Row) -> bool:
    """A page grows as it does for another role in this state, and is nearly the same one; of
    Wagtail's own pages, which know nothing of the contest, in any state.
    """
    if row.state != other.state and not is_wagtails(row.shape):
        return False
    small, large = (found.answer for found in pair)
    growth = len(large.content) / max(len(small.content), 1)
    return (
        large.statements - small.statements == other.more_statements
        and abs(growth - other.growth_of_bytes) <= ALIKE
        and abs(large.statements - other.large[-1].statements) <= RIGHTS
        and abs(len(large.content) - other.large[-1].bytes) <= MENU * other.large[-1].bytes
    )


def is_wagtails(shape: str) -> bool:
    """A page that Wagtail brings along."""
    return shape.startswith(WAGTAILS)


def ask(sites: tuple[Site, Site], row: Row) -> None:
    """Ask in turn, each size first in every other, until enough is known. The walk has warmed both
    up, and the least counts.
    """
    began = time.monotonic()
    for turn in itertools.count():
        asked = {}
        for size in (0, 1) if turn % 2 else (1, 0):
            asked[size] = sites[size].asked(row.role, row.addresses[size])
        row.small.append(asked[0])
        row.large.append(asked[1])
        is_late = time.monotonic() - began > SECONDS
        if is_late or turn + 1 >= (MORE_RUNS if row.is_doubtful else RUNS):
            return


def pressed(sites: tuple[Site, Site], state: str) -> Iterator[Row]:
    """The main buttons, each press on a thing of its own."""
    for button, press in sites[0].presses.items():
        row = Row(state, press["role"], f"POST {button}", ("", ""))
        pairs = zip(press["addresses"], sites[1].presses[button]["addresses"], strict=True)
        for turn, pair in enumerate(pairs):
            for site, address, asked in zip(sites, pair, (row.small, row.large), strict=True):
                typed = site.presses[button]["typed"]
                one = site.asked(press["role"], address, typed)
                if turn >= 2:
                    asked.append(one)
        yield row


def sent(sites: tuple[Site, Site], places: list[dict[str, str]], state: str) -> Iterator[Row]:
    """Dossiers with a file of two megabytes, then their submission; each by somebody else."""
    begun = both(lambda where: sending(where, "begin", SENDERS), places)
    content = Path(begun[0]["file"]).read_bytes()
    pairs = list(zip(*(one["senders"] for one in begun), strict=True))
    typing = Row(state, "sender", "POST a dossier with 2 MB", ("", ""))
    for number, pair in enumerate(pairs):
        file = ("Thuyết minh.pdf", content + f"\n%{number}".encode())  # which nobody else sends
        for site, sender, asked in zip(sites, pair, (typing.small, typing.large), strict=True):
            site.sign_in(sender["key"], sender["key"])
            cost = site.asked(sender["key"], sender["whole"], sender["typed"], {"files": file})
            asked.append(cost)
    both(lambda where: sending(where, "look"), places)
    submitting = Row(state, "sender", "POST submit", ("", ""))
    for pair in pairs:
        for site, sender, asked in zip(
            sites, pair, (submitting.small, submitting.large), strict=True
        ):
            asked.append(site.asked(sender["key"], sender["submit"], PLEDGE))
    both(lambda where: sending(where, "end"), places)
    for row in (typing, submitting):
        del row.small[0], row.large[0]  # they have warmed it up
        yield row


def sending(where: dict[str, str], *arguments: object) -> dict:
    """What `bench.sending_inside` answers in a place."""
    answer = place.run(where, "-m", "bench.sending_inside", *map(str, arguments))
    return json.loads(answer.strip().splitlines()[-1])


# --- what is told


def tell_rows(rows: list[Row], kind: str) -> None:
    """Each address that is over a bar, the worst first."""
    for row in sorted(rows, key=lambda row: -row.growth):
        if row.growth > GROWTH:
            report.line("served", f"growth of {row.name}, {kind}", row.growth, "×", 1)
        if row.growth_of_bytes > GROWTH:
            case = f"growth in bytes of {row.name}, {kind}"
            report.line("served", case, row.growth_of_bytes, "×", 1)
        if row.more_statements > 0:
            case = f"more statements of {row.name}, {kind}"
            report.line("served", case, row.more_statements, "SQL", 0)


def tell_named(rows: list[Row], kind: str) -> None:
    """The pages that a contest of this size is run with: the worst state and role of each."""
    for name, pattern in NAMED.items():
        of_page = [row for row in rows if re.fullmatch(pattern, row.shape)]
        if not of_page:
            continue
        row = max(of_page, key=lambda row: least(row.large))
        case = f"{name}, {kind}, N = {LARGE}"
        cpu = statistics.median(asked.cpu for asked in row.large)
        faults = statistics.median(asked.faults for asked in row.large)
        report.line("served", case, cpu, "ms CPU")
        report.line("served", case, row.large[-1].statements, "SQL")
        report.line("served", case, row.large[-1].bytes / 1000, "kB")
        report.line("served", case, min(asked.wall for asked in row.large), "ms")
        report.line("served", case, faults, "faults")


def tell_totals(rows: list[Row], kind: str) -> None:
    count = len(rows)
    for what, bad in {
        "addresses whose CPU grows": [row for row in rows if row.growth > GROWTH],
        "addresses whose bytes grow": [row for row in rows if row.growth_of_bytes > GROWTH],
        "addresses that ask more statements": [row for row in rows if row.more_statements > 0],
    }.items():
        report.line("served", f"{what}, of {count}, {kind}", len(bad), "", 0)
    report.line("served", f"addresses that fail or take 30 s, {kind}", len(FAILED), "", 0)
    report.line("served", f"addresses measured, {kind}", count, "")
    noise = percentile([row.noise for row in rows], 95)
    report.line("served", f"noise, 95th percentile, {kind}", noise, "×", 1)
    faults = [asked.faults for row in rows for asked in row.large]
    case = f"page faults a request, 95th percentile, {kind}"
    report.line("served", case, percentile(faults, 95), "", 0)


def tell_unreached(where: dict[str, str], kind: str) -> None:
    """Which addresses of `config/routes.py` nobody has come to in any state."""
    path = Path(where["VAR_DIR"], "reached.json")
    path.write_text(json.dumps(sorted(REACHED)))
    found = inside(where, "unreached", path)
    for name in found["unreached"]:
        note(f"{name}: not walked")
    case = f"addresses not walked, of {found['count']}, {kind}"
    report.line("served", case, len(found["unreached"]), "", 0)


def tell_memory(sites: tuple[Site, Site], kind: str) -> None:
    """Of the larger worker of the larger site."""
    for when, figures in sites[1].memory.items():
        report.line("served", f"worker's RSS {when}, {kind}", figures[0], "MB")
        report.line("served", f"worker's PSS {when}, {kind}", figures[1], "MB")


def percentile(figures: list[float], percent: int) -> float:
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def keep(rows: list[Row]) -> None:
    """All lines so far, where a table was asked for."""
    if path := os.environ.get("TABLE"):
        ordered = sorted(rows, key=lambda row: -row.growth)
        Path(path).write_text("\n".join([HEADINGS, *(row.line() for row in ordered)]) + "\n")


# --- the run


def main() -> None:
    kind = place.databases()[-1]
    rows: list[Row] = []
    with ExitStack() as stack:
        places = [place.environment(kind)]
        stack.callback(place.drop, places[0])
        places.append(place.copied(places[0]))  # sooner than migrating twice
        stack.callback(place.drop, places[1])
        for where in places:
            by_one_backend(where)
        prepared = both(lambda where, size: inside(where, "prepare", size), places, (SMALL, LARGE))
        sites = tuple(
            stack.enter_context(served(where, answer))
            for where, answer in zip(places, prepared, strict=True)
        )
        for state in STATES[: 1 + STATES.index(ASKED_STATES[-1])]:
            advance(places, state)
            if state in ASKED_STATES:
                of_state = rows_of(sites, places, state, rows)
                tell_rows(of_state, kind)
                rows += of_state
        for site in sites:
            site.remember("after the whole walk")
        if list(STATES) == ASKED_STATES:
            tell_unreached(places[1], kind)
        if rows:
            tell_named(rows, kind)
            tell_totals(rows, kind)
        tell_memory(sites, kind)


def rows_of(
    sites: tuple[Site, Site], places: list[dict[str, str]], state: str, before: list[Row]
) -> list[Row]:
    """Every address of every role in this state, and the buttons while they can be pressed."""
    rows: list[Row] = []
    for role in sites[0].roles if ONLY != "press" else []:
        began = time.monotonic()
        rows += list(compared(sites, state, role, before + rows))
        seconds = time.monotonic() - began
        note(f"{state}: {role}, {len(rows)} addresses so far, {seconds:.0f} s")
        keep(before + rows)
    if state == STATES[0] and ONLY != "walk":
        rows += pressed(sites, state)
        rows += sent(sites, places, state)
        keep(before + rows)
    return rows


def advance(places: list[dict[str, str]], state: str) -> None:
    seconds = both(lambda where: inside(where, "advance", state), places)
    note(f"{state}, seconds of its verbs with {LARGE} entries: {json.dumps(seconds[1])}")


def both(function: Callable, *arguments: Iterable) -> list:
    """For both sizes at the same time."""
    with ThreadPoolExecutor(2) as hands:
        return list(hands.map(function, *arguments))


def by_one_backend(where: dict[str, str]) -> None:
    """A backend that takes others for a query would leave their CPU with processes that are gone
    when the answer is here. All other settings of the server stay as they are.
    """
    if name := where.get("DATABASE_URL", "").rpartition("/")[2]:
        place.on_server(f"ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0")


def inside(where: dict[str, str], *arguments: object) -> dict:
    """What `bench.served_inside` answers in a place."""
    answer = place.run(where, "-m", "bench.served_inside", *map(str, arguments))
    return json.loads(answer.strip().splitlines()[-1])


def note(text: str) -> None:
    """How far it is."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
