"""Work on hostile bytes, in a child process with little memory and little time."""

import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable

MEMORY = 1_200_000_000  # bytes beyond what the parent already uses
SECONDS = 30


def run(work: Callable[[], bytes]) -> bytes | None:
    """What `work` returns in a child of its own; empty when the child died of it, None when time ran out.

    What takes too much memory or time ends the child, and the caller lives on.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _in_the_child(writing, work)
    os.close(writing)
    try:
        return _answer(reading)
    finally:
        os.close(reading)
        if os.waitpid(child, os.WNOHANG)[0] == 0:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _answer(reading: int) -> bytes | None:
    """Everything the child writes until it ends."""
    ends, found = time.monotonic() + SECONDS + 2, []
    while True:
        ready, _, _ = select.select([reading], [], [], max(0, ends - time.monotonic()))
        if not ready:
            return None
        piece = os.read(reading, 1 << 16)
        if not piece:
            return b"".join(found)
        found.append(piece)


def _in_the_child(writing: int, work: Callable[[], bytes]) -> None:
    """Never returns."""
    try:
        with open("/proc/self/statm") as usage:  # pages of memory mapped so far
            mapped = int(usage.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        with os.fdopen(writing, "wb") as answer:
            answer.write(work())
    finally:
        os._exit(0)
