"""A server of the test's own, which says what the test has it say."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Server:
    """A server of the test's own: says each of its lines after one from the other side, the first
    at once; after the last it is silent until the test ends.
    """

    def __init__(self, *lines: bytes) -> None:
        self.lines = lines
        self.visits = 0
        self.heard = b""
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._held: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _address = self._door.accept()
                self.visits += 1
                self._held.append(visitor)
                for line in self.lines:
                    visitor.sendall(line)
                    self.heard += visitor.recv(10_000)

    def close(self) -> None:
        # The door first, and shut down: one that only is closed still lets a last visitor in.
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for visitor in self._held:
            visitor.close()


@contextmanager
def servers() -> Iterator[Callable[..., Server]]:
    """Begins servers, which end with the block."""
    opened = []

    def begin(*lines: bytes) -> Server:
        opened.append(Server(*lines))
        return opened[-1]

    try:
        yield begin
    finally:
        for each in opened:
            each.close()
