"""Windows metafiles (MS-EMF, MS-WMF), the drawings of Office: walked from record to record."""

import struct

from submissions.files.inspection.reasons import Reject

_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_EMF_HEADER = 1
_EMF_END = 14
_WMF_END = 0


def walk(content: bytes) -> None:
    """Raises Reject: damaged, hidden, unreadable."""
    walk_records = _walk_emf if content[40:44] == b" EMF" else _walk_wmf
    end = walk_records(content)
    if content[end:].strip(b"\0"):
        raise Reject("hidden")


def _walk_emf(content: bytes) -> int:
    """The place behind the last record. Raises Reject."""
    place = 0
    while place + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, place)
        if size < 8 or size % 4 or (kind == _EMF_HEADER) != (place == 0):
            raise Reject("unreadable")
        place += size
        if kind == _EMF_END:
            return place
    raise Reject("damaged")


def _walk_wmf(content: bytes) -> int:
    """The place behind the last record. Raises Reject."""
    place = 22 if content.startswith(_PLACEABLE) else 0
    kind, header_words = struct.unpack_from("<HH", content, place)
    if kind not in (1, 2) or header_words != 9:
        raise Reject("unreadable")
    place += 2 * header_words
    while place + 6 <= len(content):
        words, function = struct.unpack_from("<IH", content, place)
        if words < 3:
            raise Reject("unreadable")
        place += 2 * words
        if function == _WMF_END:
            return place
    raise Reject("damaged")
