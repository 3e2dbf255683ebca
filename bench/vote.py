"""Votes a second through the real view, 16 clients on the same cores, against a view that only
inserts; none lost, none double.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request

import requests

from bench import place, report

VOTERS, CLIENTS, SECONDS = 400, 16, 12


def inside(where: dict[str, str], *arguments: str) -> dict:
    """What `bench.vote_inside` answers in a place."""
    return json.loads(place.run(where, "-m", "bench.vote_inside", *arguments).splitlines()[-1])


def main() -> None:
    for kind in place.databases():
        where = place.environment(kind)
        contest = inside(where, "prepare", str(VOTERS))
        port = 8471
        web = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "config.wsgi:application",
                "--bind",
                f"127.0.0.1:{port}",
                "--workers",
                "2",
                "--threads",
                "4",
                "--log-level",
                "error",
            ],
            env=where,
            cwd=place.ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            root = f"http://127.0.0.1:{port}"
            wait_for(root)
            before = inside(where, "count")["ballots"]
            noted, refused, seconds = hammer(
                root, contest["edition"], contest["codes"], contest["keys"]
            )
            box = inside(where, "count")
        finally:
            os.killpg(web.pid, signal.SIGTERM)
            web.wait(20)
        after = box["ballots"]
        double = after - box["pairs"]
        report.line(
            "vote",
            f"votes a second, {kind}",
            noted / seconds,
            "1/s",
            "≥ 250",
            noted / seconds >= 250,
        )
        report.line("vote", f"answers that were no vote, {kind}", refused, "", "0", refused == 0)
        report.line(
            "vote",
            f"noted votes that are not in the database, {kind}",
            before + noted - after,
            "",
            "0",
            before + noted == after,
        )
        report.line("vote", f"double votes, {kind}", double, "", "0", double == 0)
        place.drop(where)


def wait_for(root: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{root}/livez", timeout=2)  # noqa: S310  our own address
        except OSError:
            time.sleep(0.2)
        else:
            return


def hammer(root: str, slug: str, codes: list[str], keys: list[str]) -> tuple[int, int, float]:
    """Every client votes with voters of its own for all works; (noted, refused, seconds)."""
    noted, refused = [0] * CLIENTS, [0] * CLIENTS
    ends = time.monotonic() + SECONDS

    def client(number: int) -> None:
        for key in keys[number::CLIENTS]:
            visitor = requests.Session()
            visitor.trust_env = False
            visitor.cookies.set("sessionid", key)
            page = visitor.get(f"{root}/binh-chon/{slug}/{codes[0]}/")
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
            for code in codes:
                if time.monotonic() > ends:
                    return
                answer = visitor.post(
                    f"{root}/binh-chon/{slug}/{code}/chon/",
                    data={"csrfmiddlewaretoken": token},
                    allow_redirects=False,
                )
                if answer.status_code == 302:
                    noted[number] += 1
                else:
                    refused[number] += 1

    started = time.monotonic()
    threads = [threading.Thread(target=client, args=[number]) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(noted), sum(refused), time.monotonic() - started
