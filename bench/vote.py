"""Votes a second through the real view, 16 clients on the same cores, against a view that only
inserts the ballot (`bench.bare`), served and asked alike; none lost, and none double where both
presses of a voter come at once.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import requests

from bench import place, report

VOTERS = {"real": 200, "bare": 600, "twice": 16}
CLIENTS, SECONDS = 16, 12
WORKS_TWICE = 12  # that each of those voters presses twice
ROOT = "http://127.0.0.1:8471"
OPTIONS = ("--bind", "127.0.0.1:8471", "--workers", "2", "--threads", "4", "--log-level", "error")
Votes = list[tuple[str, dict]]  # (address, form)
Opener = Callable[[str | int], tuple[requests.Session, Votes]]  # for a voter


def inside(where: dict[str, str], *arguments: str) -> dict:
    """What `bench.vote_inside` answers in a place."""
    return json.loads(place.run(where, "-m", "bench.vote_inside", *arguments).splitlines()[-1])


def main() -> None:
    for kind in place.databases():
        where = place.environment(kind)
        contest = inside(where, "prepare", *(str(count) for count in VOTERS.values()))
        by_page = paper(contest["edition"], contest["codes"])
        boxes = [inside(where, "count")["ballots"]]
        with served(where, "config.wsgi:application"):
            noted, refused, seconds = hammer(by_page, contest["real"])
            boxes.append(inside(where, "count")["ballots"])
            pressed, failed = press_twice(by_page, contest["twice"])
            boxes.append(inside(where, "count")["ballots"])
        with served(where, "bench.bare_wsgi:application"):
            inserted, not_inserted, bare_seconds = hammer(bare(contest["works"]), contest["bare"])
        assert inside(where, "count")["ballots"] == boxes[-1] + inserted, "the bare view lost some"
        assert not not_inserted
        place.drop(where)
        real, limit = noted / seconds, inserted / bare_seconds
        report.line("vote", f"votes a second, {kind}", real, "1/s", limit)
        report.line("vote", f"of what a bare insert does, {kind}", 100 * real / limit, "%", 100)
        case = f"answers that were no vote, {kind}"
        report.line("vote", case, refused + failed, "", 0)
        lost = boxes[0] + noted - boxes[1]
        report.line("vote", f"noted votes that are not in the database, {kind}", lost, "", 0)
        case = f"votes too many for {pressed} works that were each pressed twice at once, {kind}"
        report.line("vote", case, boxes[2] - boxes[1] - pressed, "", 0)


@contextmanager
def served(where: dict[str, str], application: str) -> Iterator[None]:
    """A web server, until the block ends."""
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, *OPTIONS],
        env=where,
        cwd=place.ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_it()
        yield
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        web.wait(20)


def wait_for_it() -> None:
    """Whatever it answers."""
    for _ in range(100):
        try:
            session().get(ROOT, timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(ROOT)


def session(key: str = "") -> requests.Session:
    """A visitor, signed in by the key of a session."""
    visitor = requests.Session()
    visitor.trust_env = False
    if key:
        visitor.cookies.set("sessionid", key)
    return visitor


def paper(slug: str, codes: list[str]) -> Opener:
    """The real way: a page with its form, then a press for each work."""

    def opened(key: str) -> tuple[requests.Session, Votes]:
        visitor = session(key)
        page = visitor.get(f"{ROOT}/binh-chon/{slug}/{codes[0]}/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        form = {"csrfmiddlewaretoken": token}
        return visitor, [(f"{ROOT}/binh-chon/{slug}/{code}/chon/", form) for code in codes]

    return opened


def bare(works: list[int]) -> Opener:
    """The same requests to the bare views."""

    def opened(voter: int) -> tuple[requests.Session, Votes]:
        visitor = session()
        visitor.get(ROOT)
        return visitor, [(f"{ROOT}/{voter}/{work}/", {}) for work in works]

    return opened


def is_noted(visitor: requests.Session, address: str, form: dict) -> bool:
    return visitor.post(address, data=form, allow_redirects=False).status_code == 302


def hammer(opened: Opener, voters: list) -> tuple[int, int, float]:
    """Every client votes with voters of its own for all works; (noted, refused, seconds)."""
    noted, refused = [0] * CLIENTS, [0] * CLIENTS
    ends = time.monotonic() + SECONDS

    def client(number: int) -> None:
        for voter in voters[number::CLIENTS]:
            visitor, votes = opened(voter)
            for address, form in votes:
                if time.monotonic() > ends:
                    return
                count = noted if is_noted(visitor, address, form) else refused
                count[number] += 1

    started = time.monotonic()
    threads = [threading.Thread(target=client, args=[number]) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(noted), sum(refused), time.monotonic() - started


def press_twice(opened: Opener, voters: list) -> tuple[int, int]:
    """Each voter presses the same button in two windows at once; (works pressed, presses that were
    not answered as a vote).
    """
    pressed = failed = 0
    with ThreadPoolExecutor(2) as hands:
        for voter in voters:
            windows = [opened(voter), opened(voter)]
            for place_of_work in range(WORKS_TWICE):
                presses = [
                    hands.submit(is_noted, visitor, *votes[place_of_work])
                    for visitor, votes in windows
                ]
                failed += sum(not press.result() for press in presses)
                pressed += 1
    return pressed, failed
