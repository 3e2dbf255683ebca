"""A place behind gunicorn, asked by one client; each answer with what it has cost."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import requests

from bench import kernel, place
from bench.walk import Answer

APPLICATION = "bench.served_wsgi:application"
SECONDS = 30  # an answer that takes longer is a fault of its own: nothing more of it is asked
TOO_LATE = 599  # stands for the status of such an answer
SETTLED = 4  # seconds in which a worker has its application
STRANGER = "stranger"
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = %s"


class Refused(Exception):
    """An address does not answer as it did when it was found, or a press was not taken."""


class Asked(NamedTuple):
    """What one request has cost."""

    cpu: float  # ms of workers and backends
    server: float  # ms of PostgreSQL's backends alone
    wall: float  # ms
    statements: int
    bytes: int
    faults: int  # of the workers


class Site:
    """A running server with the sessions of its roles."""

    def __init__(self, where: dict[str, str], prepared: dict, root: str, master: int):
        self.root = root
        self.begins: list[str] = prepared["begins"]
        self.presses: dict[str, dict] = prepared["presses"]
        self.roles = [STRANGER, *prepared["keys"]]
        self.master = master
        self.workers = kernel.children(master)
        self.memory: dict[str, tuple[float, float]] = {}
        self._sessions = {role: _session(prepared["keys"].get(role)) for role in self.roles}
        self._tokens: dict[str, str] = {}
        self._database = where.get("DATABASE_URL", "").rpartition("/")[2]
        self._monitor = _monitor() if self._database else None

    def answer(self, role: str, address: str) -> Answer:
        """One GET; redirects are not followed."""
        return self._send("GET", role, address)

    def sign_in(self, role: str, key: str) -> None:
        """Somebody more, who walks nowhere."""
        self._sessions[role] = _session(key)

    def _send(
        self,
        method: str,
        role: str,
        address: str,
        form: dict | None = None,
        files: dict | None = None,
    ) -> Answer:
        where = self.root + address
        try:
            answer = self._sessions[role].request(
                method, where, data=form, files=files, allow_redirects=False, timeout=SECONDS
            )
        except requests.RequestException:
            self._begin_anew()
            return Answer(TOO_LATE, "", b"")
        told = answer.headers
        return Answer(
            answer.status_code,
            told.get("Content-Type", ""),
            answer.content,
            told.get("Location", ""),
            int(told.get("X-Statements", 0)),
        )

    def asked(
        self, role: str, address: str, typed: dict | None = None, files: dict | None = None
    ) -> Asked:
        """One request, GET or with a form and its files ({field: (name, content)}), with its cost.
        Raises Refused where it is not answered with a page, or a form not taken.
        """
        method, form, expected = "GET", None, 200
        if typed is not None:
            method, expected = "POST", 302
            form = {"csrfmiddlewaretoken": self._token(role), **typed}
        backends = self._cpu_of_backends()
        worked = kernel.settled_cpu_ms(self.workers)
        faults = self._faults()
        began = time.perf_counter()
        answer = self._send(method, role, address, form, files)
        wall = (time.perf_counter() - began) * 1000
        worked = kernel.settled_cpu_ms(self.workers) - worked
        in_server = sum(
            cpu - backends.get(backend, 0.0) for backend, cpu in self._cpu_of_backends().items()
        )
        if answer.status != expected:
            raise Refused(f"{address} answered {answer.status}")
        return Asked(
            cpu=worked + in_server,
            server=in_server,
            wall=wall,
            statements=answer.statements,
            bytes=len(answer.content),
            faults=self._faults() - faults,
        )

    def remember(self, when: str) -> None:
        """The memory of the larger worker."""
        self.memory[when] = max(kernel.memory_mb(worker) for worker in self.workers)

    def _begin_anew(self) -> None:
        """Fresh workers: one that nobody waits for any more would work on beside the next ones."""
        for worker in self.workers:
            os.kill(worker, signal.SIGKILL)
        time.sleep(SETTLED)
        self.workers = kernel.children(self.master)

    def _faults(self) -> int:
        return sum(kernel.faults(worker) for worker in self.workers)

    def _cpu_of_backends(self) -> dict[int, float]:
        """{process of the database server that works for this site: its CPU so far}."""
        if self._monitor is None:
            return {}
        rows = self._monitor.execute(BACKENDS, [self._database]).fetchall()
        return {backend: kernel.cpu_ms(backend) for (backend,) in rows}

    def _token(self, role: str) -> str:
        """Against forgery, as it stands in the forms of a person's pages."""
        if role not in self._tokens:
            page = self.answer(role, "/tai-khoan/").content.decode()
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            self._tokens[role] = found[1]
        return self._tokens[role]


def _session(key: str | None) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    if key:
        session.cookies.set("sessionid", key)
    return session


def _monitor():
    import psycopg

    where = "host=127.0.0.1 user=postgres dbname=postgres"
    return psycopg.connect(where, autocommit=True)


@contextmanager
def served(where: dict[str, str], prepared: dict) -> Iterator[Site]:
    """A place behind gunicorn with the options of the Procfile, until the block ends."""
    port = _free_port()
    tools = f"{Path(sys.executable).parent}{os.pathsep}{where.get('PATH', '')}"
    web = subprocess.Popen(
        _command(port),
        env=where | {"PATH": tools, "PORT": str(port)},
        cwd=place.ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        root = f"http://127.0.0.1:{port}"
        _wait_for(root, web)
        site = Site(where, prepared, root, web.pid)
        site.remember("at start")
        yield site
    finally:
        os.killpg(web.pid, signal.SIGKILL)  # nothing that it still does is needed
        web.wait(20)


def _command(port: int) -> list[str]:
    """The line of the Procfile, with the application that counts statements."""
    lines = (place.ROOT / "Procfile").read_text().splitlines()
    line = next(line for line in lines if line.startswith("web:"))
    line = line.removeprefix("web:").replace("config.wsgi:application", APPLICATION)
    return shlex.split(line.replace("$PORT", str(port)))


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _wait_for(root: str, web: subprocess.Popen) -> None:
    """Until every worker has its application: whatever it answers."""
    for _ in range(300):
        try:
            _session(None).get(f"{root}/livez", timeout=2)
        except OSError:
            if web.poll() is not None:
                raise RuntimeError("gunicorn ended at once") from None
            time.sleep(0.2)
        else:
            time.sleep(SETTLED)
            return
    raise TimeoutError(root)
