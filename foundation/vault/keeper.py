"""The keeper of the cage: a process that forks a child for each piece of work on hostile bytes, and
does nothing else.

Small, so that a fork is cheap; without settings of the site, so that nothing can be found in it.
Started by `cage`.
"""

import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import sys

import django
from django.utils.module_loading import import_string


def main(descriptor: int) -> None:
    """Answer until the last process at the other end has ended."""
    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    door = socket.socket(fileno=descriptor)
    while True:
        asked, lines, _flags, _address = socket.recv_fds(door, 1000, 1)
        if not asked:
            return
        importlib.import_module(asked.decode())  # once: its children find it loaded
        gc.freeze()  # a collection in a child would copy every page of ours
        if os.fork() == 0:
            door.close()
            _in_the_child(socket.socket(fileno=lines[0]))
        os.close(lines[0])


def _in_the_child(line: socket.socket) -> None:
    """Never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with line.makefile("rb") as asked:
            memory, seconds, work, arguments = pickle.load(asked)  # noqa: S301  from our own parent
        with open("/proc/self/statm") as usage:  # pages of memory mapped so far
            mapped = int(usage.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + memory, mapped + memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.alarm(seconds + 5)  # the end of one who waits for something, or whose parent is gone
        function = import_string(work) if isinstance(work, str) else work
        line.sendall(function(*arguments))
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
