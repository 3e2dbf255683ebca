"""The cage: hostile bytes are read where there is little memory, little time and
nothing to steal.
"""

import contextlib
import os
import re
import signal
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from foundation.vault import cage


def echo(*words: bytes) -> bytes:
    return b" ".join(words)


def fails() -> bytes:
    raise ValueError("a broken file")


def dies() -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b"never"


def sleeps(seconds: float) -> bytes:
    time.sleep(seconds)
    return b"late"


def burns() -> bytes:
    while True:
        pass


def secrets_in_sight(*_given: bytes) -> bytes:
    """How many secrets stand in the memory of this process, in its environment and in its parent's;
    whether it knows any rows.
    """
    seen = [repr(dict(os.environ)).encode(), Path(f"/proc/{os.getppid()}/environ").read_bytes()]
    for line in Path("/proc/self/maps").read_text().splitlines():
        bounds, rights = line.split()[:2]
        if rights.startswith("rw"):
            start, end = (int(bound, 16) for bound in bounds.split("-"))
            with open("/proc/self/mem", "rb", buffering=0) as memory:
                memory.seek(start)
                with contextlib.suppress(OSError):
                    seen.append(memory.read(end - start))
    return (
        f"{len(re.findall(rb'sesame-[0-9a-f]{32}', b''.join(seen)))} "
        f"{'foundation.vault.models' in sys.modules}"
    ).encode()


def test_it_answers_in_order_and_at_once():
    assert cage.run(echo, b"a", b"b" * 3_000_000) == b"a " + b"b" * 3_000_000
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda n: cage.run(echo, str(n).encode()), range(24))) == [
            str(n).encode() for n in range(24)
        ]


@pytest.mark.parametrize("work", [fails, dies])
def test_a_child_that_dies_is_nothing_and_the_next_one_works(work):
    assert cage.run(work) == b""
    assert cage.run(echo, b"next") == b"next"


def test_time_runs_out_for_the_one_who_waits_and_for_the_one_who_burns(monkeypatch):
    monkeypatch.setattr(cage, "SECONDS", 1)
    monkeypatch.setattr(cage, "_GRACE", 1)
    assert cage.run(sleeps, 60) is None
    assert not cage.run(burns)
    assert cage.run(sleeps, 0.01) == b"late"


def test_a_keeper_that_was_killed_is_replaced():
    keeper = int(cage.run(parent))
    os.kill(keeper, signal.SIGKILL)
    while (
        os.path.exists(f"/proc/{keeper}/fd") and "Z" not in Path(f"/proc/{keeper}/stat").read_text()
    ):
        time.sleep(0.01)
    assert cage.run(echo, b"again") == b"again"
    assert int(cage.run(parent)) != keeper


def parent() -> bytes:
    return str(os.getppid()).encode()


def test_a_process_and_the_one_it_forks_share_a_keeper_without_mixing_answers():
    here = int(cage.run(parent))
    child = os.fork()
    if child == 0:
        os._exit(
            0
            if all(cage.run(echo, b"child") == b"child" for _ in range(20))
            and int(cage.run(parent)) == here
            else 1
        )
    assert all(cage.run(echo, b"parent") == b"parent" for _ in range(20))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture
def keeper_of_its_own(monkeypatch):
    """The keeper is started within the test, from its environment, and ends with it."""
    monkeypatch.setattr(cage, "_keeper", None)
    yield
    cage._keeper.line.close()
    cage._keeper.process.wait(timeout=10)


def test_nothing_of_the_site_can_be_found_in_it(keeper_of_its_own, monkeypatch, settings):
    settings.SECRET_KEY = f"sesame-{uuid.uuid4().hex}"
    monkeypatch.setenv("DATABASE_URL", f"postgres://contest:{settings.SECRET_KEY}@db/contest")
    assert cage.run(secrets_in_sight) == b"0 False"
    # The same look finds what is there.
    planted = cage.run(secrets_in_sight, settings.SECRET_KEY.encode())
    assert int(planted.split()[0]) > 0
