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

PREPARE = f"""
import django, json; django.setup()
from random import Random
from django.contrib.sessions.backends.db import SessionStore
from demo.rehearsal.whole import Rehearsal
from demo.rehearsal.cast import make_people
from django.utils import timezone
import datetime
from foundation.jobs import bell
begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(days=65)
r = Rehearsal(entries=40, judges=4, votes=10, seed=3, name='bench', begins=begins)
with bell.silenced():
    r.set_up(); r.enter(); r.judge()
people = make_people(Random(9), {VOTERS}, 'phieu')
keys = []
for person in people:
    session = SessionStore(); session['_auth_user_id'] = str(person.pk)
    session['_auth_user_backend'] = 'allauth.account.auth_backends.AuthenticationBackend'
    session['_auth_user_hash'] = person.get_session_auth_hash(); session.create(); keys.append(session.session_key)
from voting.models import Candidate
print(json.dumps([r.edition.slug, list(Candidate.objects.values_list('code', flat=True)), keys]))
"""
COUNT = (
    "import django, json; django.setup()\nfrom voting.models import "
    "Ballot\nprint(json.dumps([Ballot.objects.count(), "
    "Ballot.objects.values('voter','candidate').distinct().count()]))"
)


def main() -> None:
    for kind in place.databases():
        where = place.environment(kind)
        slug, codes, keys = json.loads(place.run(where, "-c", PREPARE).strip().splitlines()[-1])
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
            before = json.loads(place.run(where, "-c", COUNT).strip().splitlines()[-1])[0]
            noted, refused, seconds = hammer(root, slug, codes, keys)
            after, distinct = json.loads(place.run(where, "-c", COUNT).strip().splitlines()[-1])
        finally:
            os.killpg(web.pid, signal.SIGTERM)
            web.wait(20)
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
        report.line("vote", f"double votes, {kind}", after - distinct, "", "0", after == distinct)
        place.drop(where)


def wait_for(root: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{root}/livez", timeout=2)  # noqa: S310  our own loopback address
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
