"""Work on hostile bytes, in a child process with little memory, little time and no secrets.

The children are forked by a keeper (`foundation.vault.keeper`): a small process that knows no key,
no database and nobody's data, so that a hole in a parser finds nothing in its memory but the one
file that it was given.
"""

import os
import pickle
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

MEMORY = 1_200_000_000  # bytes beyond what the keeper itself uses
SECONDS = 30
_GRACE = 2  # seconds beyond the processor's time, for a busy machine
_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CACHE_HOME",
)  # of the environment; no password, no address
_lock = threading.Lock()


class _Keeper(NamedTuple):
    """The process, and the line on which it is asked for children."""

    process: subprocess.Popen[bytes]
    line: socket.socket


_keeper: _Keeper | None = None


def run(work: Callable[..., bytes] | str, *arguments: Any) -> bytes | None:
    """What `work(*arguments)` returns in a child of its own; empty when the child died of it, None
    when time ran out.

    `work` is a function of a module that knows no rows, or its dotted name, by which its parsers
    are imported in the cage alone; the arguments are data. What takes too much memory or time ends
    the child, and the caller lives on.
    """
    line, theirs = socket.socketpair()
    with line, theirs:
        _ask_for_a_child(module_of(work), theirs)
        theirs.close()
        line.settimeout(SECONDS + _GRACE)
        try:
            line.sendall(pickle.dumps((MEMORY, SECONDS, work, arguments)))
            line.shutdown(socket.SHUT_WR)
        except TimeoutError:
            return None
        except OSError:  # the child is gone already
            return b""
        return _answer(line)


def module_of(work: Callable[..., bytes] | str) -> str:
    """The dotted name of the module in which the work is a function."""
    return work.rpartition(".")[0] if isinstance(work, str) else work.__module__


def _answer(line: socket.socket) -> bytes | None:
    """Everything the child writes until it ends."""
    ends = time.monotonic() + SECONDS + _GRACE
    pieces: list[bytes] = []
    while True:
        ready, _, _ = select.select([line], [], [], max(0, ends - time.monotonic()))
        if not ready:
            return None
        try:
            piece = line.recv(1 << 16)
        except ConnectionResetError:  # it died before it had read everything
            piece = b""
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def _ask_for_a_child(module: str, theirs: socket.socket) -> None:
    """Hand one end of a line to the keeper, who gives it to a new child. A keeper that is gone is
    replaced once.
    """
    global _keeper
    with _lock:
        if _keeper is not None:
            try:
                socket.send_fds(_keeper.line, [module.encode()], [theirs.fileno()])
                return
            except OSError:
                _keeper.line.close()
                _keeper.process.poll()  # the system may forget that it ever was
        _keeper = _started()
        socket.send_fds(_keeper.line, [module.encode()], [theirs.fileno()])


def _started() -> _Keeper:
    """A new keeper, which ends when the last process that holds its line has ended."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment |= {"PYTHONPATH": str(_ROOT), "DJANGO_SETTINGS_MODULE": "config.settings.caged"}
    with theirs:
        process = subprocess.Popen(  # noqa: S603  our own words
            [sys.executable, "-m", "foundation.vault.keeper", str(theirs.fileno())],
            env=environment,
            cwd=_ROOT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    return _Keeper(process, ours)


os.register_at_fork(
    before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
)
