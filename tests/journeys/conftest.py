"""One real server for all journeys: the demonstration behind gunicorn, with a real Celery worker,
in a folder of its own.
"""

import functools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
import requests
from playwright.sync_api import sync_playwright
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from demo.editions import PASSWORD
from tests import empty_database
from tests.journeys import collected
from tests.journeys.addresses import Visited
from tests.journeys.in_site import crawl, second_door
from tests.journeys.in_site import past_vote as past_vote_in_site
from tests.journeys.people import LOGIN, ROLES, WITHOUT_A_ROLE, sign_in

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@dataclass
class Site:
    """A running demonstration."""

    url: str
    environment: dict
    processes: dict

    @functools.cached_property
    def calls(self) -> subprocess.Popen:
        """A process in the site's own settings, by which its functions are called."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.in_site"],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def call(self, function: Callable, **arguments):
        """What a function of `tests.journeys.in_site` gives in the site's own settings."""
        call = [function.__module__, function.__name__, arguments]
        self.calls.stdin.write(f"{json.dumps(call)}\n")
        self.calls.stdin.flush()
        answer, error = json.loads(self.calls.stdout.readline())
        assert not error, error
        return answer

    def session(self, email: str | None = None) -> requests.Session:
        """A signed-in (or anonymous) visitor without a browser."""
        visitor = requests.Session()
        visitor.trust_env = False
        # As browsers do: ask again when the kept connection was closed by the server in that very
        # moment.
        visitor.mount("http://", HTTPAdapter(max_retries=Retry(total=2, allowed_methods={"GET"})))
        if email:
            page = visitor.get(self.url + LOGIN)
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
            answer = visitor.post(
                self.url + LOGIN,
                data={"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token},
                allow_redirects=False,
            )
            assert answer.status_code == 302, answer.text[:500]
            self.prove(visitor.cookies["sessionid"])
        return visitor

    def prove(self, session_key: str) -> None:
        """Whoever is signed in there has shown a second factor (asking for one has limits; a
        journey of its own does it).
        """
        self.call(second_door.open_for, session_key=session_key)

    def prove_in(self, context) -> None:
        """The same for whoever is signed in in a browser's window."""
        cookies = {kept["name"]: kept["value"] for kept in context.cookies()}
        self.prove(cookies["sessionid"])

    def start_worker(self, *include: str):
        """Celery's worker and beat; these modules are loaded into it beside the tasks."""
        included = ["--include", ",".join(include)] if include else []
        self.processes["worker"] = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "--app",
                "config",
                "worker",
                "--beat",
                "--concurrency",
                "1",
                "--loglevel",
                "ERROR",
                *included,
            ],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill_worker(self):
        """kill −9 of the worker and all its children."""
        os.killpg(self.processes["worker"].pid, signal.SIGKILL)
        self.processes["worker"].wait()


def servers() -> dict[str, str]:
    """With SITE_SERVERS=1 the site stands on a fresh PostgreSQL database and on Redis as cache and
    broker.
    """
    if not os.environ.get("SITE_SERVERS"):
        return {}
    server = "postgres://postgres@127.0.0.1:5432/contest_site"
    empty_database.copy_on_server(server, "contest_site")
    redis.Redis(db=6).flushdb()
    redis.Redis(db=7).flushdb()
    return {
        "DATABASE_URL": server,
        "REDIS_URL": "redis://127.0.0.1:6379/6",
        "CELERY_BROKER_URL": "redis://127.0.0.1:6379/7",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    var, port = tmp_path_factory.mktemp("site"), free_port()
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "SECRET_KEY")
    }
    environment = (
        kept
        | servers()
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "VAR_DIR": str(var),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "EMAIL_URL": "dummymail://",
            "LOG_LEVEL": "ERROR",
        }
    )
    (var / "broker" / "queue").mkdir(parents=True)
    (var / "broker" / "control").mkdir(parents=True)
    collected.put_into(var, environment)
    if not os.environ.get("SITE_SERVERS"):
        empty_database.copy_to_file(var / "db.sqlite3")
        subprocess.run(
            [sys.executable, "manage.py", "load_demo"],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    running = Site(f"http://127.0.0.1:{port}", environment, {})
    running.processes["web"] = subprocess.Popen(
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
        ],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    running.start_worker()
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{running.url}/livez", timeout=2)  # noqa: S310  our own
            break
        except OSError:
            time.sleep(0.3)
    with running.calls:  # it ends with the last call
        yield running
    for process in running.processes.values():
        try:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(15)
        except ProcessLookupError:  # a test killed it
            continue
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # The sync API runs an event loop in this thread; Django would refuse its ORM beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def visit(site, browser):
    """`visit("thisinh@…", width=360)`: a page in its own window, signed in; errors of scripts and
    pages fail the test.
    """
    contexts = []

    def open_window(email=None, *, width=1440, script=True, language="vi"):
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width < 700 else 1000},
            java_script_enabled=script,
            locale=language,
            base_url=site.url,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        contexts.append((context, page, []))
        page.on("pageerror", lambda error: contexts[-1][2].append(str(error)))
        page.on(
            "response",
            lambda answer: (
                contexts[-1][2].append(f"{answer.status} {answer.url}")
                if answer.status >= 500
                else None
            ),
        )
        if email:
            sign_in(page, email)
            page.wait_for_url(lambda url: "login" not in url)
            site.prove_in(context)
            page.goto("/viec-cua-toi/")
        return page

    yield open_window
    for context, _page, errors in contexts:
        context.close()
        assert errors == []


@pytest.fixture(scope="session")
def seated(site) -> dict[str, str]:
    """Everybody of the demonstration, and somebody who has an account and no role anywhere."""
    site.call(crawl.somebody, email=WITHOUT_A_ROLE)
    return ROLES | {"nobody": WITHOUT_A_ROLE}


@pytest.fixture(scope="session")
def crawled(site, seated) -> dict:
    """What `crawl.facts` gathers; its rows are `Visited`."""
    gathered = site.call(crawl.facts, roles=seated)
    return gathered | {"rows": [Visited(*row) for row in gathered["rows"]]}


@pytest.fixture(scope="session")
def past_vote(site):
    """An edition rehearsed into the past: its vote closed three days ago, its ratification is open
    now. Its authors' names.
    """
    return site.call(past_vote_in_site.rehearse, password=PASSWORD)
