"""Hostile bytes are parsed in a child process with little memory and little time."""

import json
import os
import resource
import select
import signal
import sys

from submissions.inspection.verdict import Verdict, inspect

MEMORY = 1_200_000_000  # bytes beyond what the parent already uses
SECONDS = 30


def inspect_safely(content: bytes, name: str, **limits) -> Verdict:
    """`inspect` in a child of its own: what takes too much memory or time is refused, and the worker lives on."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _in_the_child(writing, content, name, limits)
    os.close(writing)
    try:
        answer = _answer(reading)
    finally:
        os.close(reading)
        if not _has_ended(child):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if answer is None:
        return Verdict(reasons=["too_slow"])
    return Verdict(**json.loads(answer)) if answer else Verdict(reasons=["bomb"])


def _has_ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] != 0


def _answer(reading: int) -> bytes | None:
    """What the child wrote; empty when it died, None when time ran out."""
    ready, _, _ = select.select([reading], [], [], SECONDS + 2)
    return os.read(reading, 4096) if ready else None


def _in_the_child(writing: int, content: bytes, name: str, limits: dict) -> None:
    """Never returns."""
    try:
        with open("/proc/self/statm") as usage:  # pages of memory mapped so far
            mapped = int(usage.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        found = inspect(content, name, **limits)
        os.write(writing, json.dumps({"kind": found.kind, "reasons": found.reasons}).encode())
    finally:
        os._exit(0)
