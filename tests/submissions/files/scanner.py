"""A virus scanner of the test's own."""

import socket
import struct
import threading

from tests.submissions.files import hostile


class Clamd(threading.Thread):
    """A scanner that speaks the real protocol and finds EICAR; `answer` overrides what it says."""

    def __init__(self, answer: bytes | None = None):
        super().__init__(daemon=True)
        self.answer, self.server = answer, socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"

    def run(self):
        while True:
            line, _ = self.server.accept()
            with line, line.makefile("rb") as stream:
                if stream.read(6) == b"zPING\0":
                    line.sendall(b"PONG\0")
                    continue
                assert stream.read(4) == b"EAM\0"
                content = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(size)
                found = (
                    b"stream: Eicar-Test-Signature FOUND\0"
                    if hostile.EICAR[:20] in content
                    else b"stream: OK\0"
                )
                line.sendall(self.answer or found)
