"""`./run bench same_pages --against COMMIT`: do people see the same pages as at that commit?

The demonstration of each side is loaded and started in a folder of its own; then every role walks
through both in Vietnamese and in English. Pages are compared as people see them (`bench.seen`) and
paired by role, language, shape of the address and place within it (`bench.page_pairs`). One JSON
line says how many pages were compared and how many differ; `--report FILE` takes a diff of each.

This script knows nothing of how either side's code is laid out: it uses `manage.py` and HTTP only.
No worker runs, so that no page depends on how far one has come. The demonstration draws blind codes
and tokens by chance, and with them who judges what and which of two equals comes first; both are
therefore loaded with the same chance and the same secret key. What still differs are times, and
digests of times.
"""

import json
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import requests

from bench import crawl, page_pairs, sides

# manage.py with the operating system's chance replaced by a fixed one, a row of its own for each
# size of draw: code that draws another kind of thing earlier or later still gets the same values.
FIXED_CHANCE = """
import os, random, runpy, sys
rows = {}
def draw(size):
    return rows.setdefault(size, random.Random(size)).randbytes(size)
os.urandom = random._urandom = draw
sys.path.insert(0, os.getcwd())
sys.argv = ["manage.py", *sys.argv[1:]]
runpy.run_path("manage.py", run_name="__main__")
"""
# The same on both sides: groups of votes from one network are keyed with it.
SECRET_KEY = "only for two demonstrations that are compared and thrown away"
SECONDS_TO_START = 60
ALL_SAME, SOME_DIFFER, NOT_COMPARED = 0, 1, 2


@dataclass
class Visited:
    """What all visitors saw on one side."""

    pages: list[page_pairs.Page] = field(default_factory=list)
    left_out: Counter = field(default_factory=Counter)


def main(commit: str, report: Path | None) -> int:
    """Exit status: 0 when all pages are the same, 1 when some differ, 2 if none were compared."""
    try:
        with sides.both(commit) as both:
            before, after = _visit(both, _start(both))
    except (sides.Unusable, sides.Failed) as reason:
        sys.stderr.write(f"{reason}\n")
        return NOT_COMPARED
    different = list(page_pairs.differing(before.pages, after.pages))
    sys.stdout.write(json.dumps(summary(before, after, len(different)), ensure_ascii=False) + "\n")
    if report:
        report.write_text("".join(page_pairs.told(*pair) for pair in different), encoding="utf-8")
    return SOME_DIFFER if different else ALL_SAME


def summary(before: Visited, after: Visited, differences: int) -> dict:
    """The figures of one comparison."""
    return {
        "bench": "same_pages",
        "before": _counts(before),
        "after": _counts(after),
        "differences": differences,
    }


def _counts(visited: Visited) -> dict:
    """Pages by language and by status, and how often each exception was made."""
    return {
        "pages": dict(Counter(page.language for page in visited.pages)),
        "statuses": dict(sorted(Counter(page.lines[0] for page in visited.pages).items())),
        "shapes": len({page.shape for page in visited.pages}),
        "not_compared": dict(visited.left_out),
    }


def _start(both: tuple[sides.Side, ...]) -> list[str]:
    """Load and start both demonstrations, step by step at the same time; the address of each."""
    ports = [_free_port() for _side in both]
    roots = [f"http://127.0.0.1:{port}" for port in ports]
    for side in both:
        for folder in ("queue", "control"):
            (side.home / "var" / "broker" / folder).mkdir(parents=True)
    _at_once(both, roots, "manage.py", "migrate", "-v0")
    _at_once(both, roots, "manage.py", "collectstatic", "--noinput", "-v0")
    _at_once(both, roots, "-c", FIXED_CHANCE, "load_demo")
    for side, port, root in zip(both, ports, roots, strict=True):
        gunicorn = ("-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}")
        threads = ("--workers", "1", "--threads", "2")
        side.start(side.python, *gunicorn, *threads, variables=_variables(root))
    for root in roots:
        _wait_for(root)
    return roots


def _at_once(both: tuple[sides.Side, ...], roots: list[str], *arguments: str) -> None:
    """Run the same Python command on both sides."""
    started = [
        side.start(side.python, *arguments, variables=_variables(root))
        for side, root in zip(both, roots, strict=True)
    ]
    for side, process in zip(both, started, strict=True):
        side.result(process)


def _variables(root: str) -> dict[str, str]:
    return {
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "ERROR",
        "PYTHONHASHSEED": "0",  # sets come in the same order on both sides
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": root,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(root: str) -> None:
    """Until the server answers. Raises Failed."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            requests.get(f"{root}/livez", timeout=2)
            return
        except requests.RequestException:
            time.sleep(0.3)
    raise sides.Failed(f"The server at {root} did not answer within {SECONDS_TO_START} seconds.")


def _visit(both: tuple[sides.Side, ...], roots: list[str]) -> list[Visited]:
    """Both sides at the same time, the requests to each one after the other."""
    with ThreadPoolExecutor(len(both)) as pool:
        try:
            return list(pool.map(_visit_one, roots))
        except BaseException:
            for side in both:
                side.stop()  # the walks end with their servers; else Ctrl-C would wait for them
            raise


def _visit_one(root: str) -> Visited:
    visited = Visited()
    for page, found in _walks(root):
        visited.pages.append(page)
        visited.left_out.update(found.left_out)
    return visited


def _walks(root: str) -> Iterator[tuple]:
    """Every role in every language."""
    for role, email in crawl.LOGINS.items():
        session = crawl.visitor(root, email)
        for language in crawl.LANGUAGES:
            if language == "en" and role in crawl.OFFICE_ROLES:
                crawl.choose_english(session, root)
            yield from crawl.walk(session, root, role, language)
