"""ClamAV by its own protocol (clamd, INSTREAM): 4-byte big-endian length and bytes, ended by a zero
length.
"""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

_CHUNK = 1 << 16
_SECONDS = 30
_SECONDS_TO_CONNECT = 3


class ScannerSilent(Exception):
    """The scanner that is configured did not give a verdict. Whoever asks must not take the file as
    clean.
    """


def scan(content: bytes) -> str:
    """The name of what was found; empty when nothing was, or when no scanner is configured
    (CLAMAV_URL).

    Raises ScannerSilent when the scanner cannot be reached or answers with an error.
    """
    if not settings.CLAMAV_URL:
        return ""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for place in range(0, len(content), _CHUNK):
                part = content[place : place + _CHUNK]
                line.sendall(struct.pack(">I", len(part)) + part)
            line.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and (part := line.recv(4096)):
                answer += part
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    verdict = answer.rstrip(b"\0\n").decode(errors="replace")
    if verdict.endswith(" OK"):
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerSilent(verdict or "no answer")


def answers() -> bool:
    """Whether the scanner that is configured is there and speaks."""
    try:
        with _connected() as line:
            line.settimeout(_SECONDS_TO_CONNECT)
            line.sendall(b"zPING\0")
            return line.recv(16).startswith(b"PONG")
    except OSError:
        return False


def _connected() -> socket.socket:
    address = urlsplit(settings.CLAMAV_URL)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS_TO_CONNECT)
        line.connect(address.path)
    else:
        line = socket.create_connection(
            (address.hostname or "127.0.0.1", address.port or 3310), timeout=_SECONDS_TO_CONNECT
        )
    line.settimeout(_SECONDS)
    return line
